"""Growing a person's whole name around a word of it: first names, patronymics, initials and particles beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.suggest import morphology
from annotator.suggest.matching import Hit, agree, is_blank
from annotator.suggest.morphology import ANY_CASE, Readings, is_cyrillic
from annotator.suggest.names import PARTICLES, Name, Unit
from annotator.suggest.words import Words

_HYPHENS = frozenset({"-", "‑"})
_SURE_PARTICLES = frozenset({"фон", "дер", "ван", "аль", "эль", "ибн", "бин"})
_MOST_BESIDE = 3  # first names, patronymics and initials of one name


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name as it stands in the article: words `first` to `last`, `end` in code points.

    `beside` are the indices of the first names and patronymics found beside the surname, in order, `initials` the
    letters found there; `family` is the surname found after a hit that is a first name itself.
    """

    hit: Hit
    first: int
    last: int
    end: int
    beside: tuple[int, ...] = ()
    initials: tuple[str, ...] = ()
    family: int | None = None

    @property
    def is_alone(self) -> bool:
        """Tell whether nothing of the name stands beside the hit."""
        return not self.beside and not self.initials and self.family is None


class PhraseGrower:
    """Grows one person's name in one article."""

    def __init__(self, name: Name, words: Words) -> None:
        self.name, self.words = name, words
        self.given_keys = frozenset(f for u in (name.given, *name.middle) if u for f in u.parts[-1].forms)
        self._has_particles = any(unit.key in PARTICLES for unit in name.units)

    def grow(self, hit: Hit) -> Phrase:
        """Return the whole name around a hit of the surname; first names come before it, else after it."""
        phrase = self._grow_left(hit)
        return self._grow_right(phrase) if phrase.is_alone else phrase

    # -- before the surname ---------------------------------------------------------------------------------------

    def _grow_left(self, hit: Hit) -> Phrase:
        words, first, complete = self.words, self._over_particles(hit.first), False
        beside: list[int] = []
        initials: list[str] = []
        while first > 0 and len(beside) + len(initials) < _MOST_BESIDE:
            before, gap = first - 1, words.gap(first - 1)
            if self._is_initial(before, hit) and gap.strip(" \u00a0") in {".", ".-"}:
                initials.insert(0, words.keys[before])
            elif is_blank(gap) and self._stands_beside(before, hit, sure=complete):
                beside.insert(0, before)
                complete = complete or not morphology.is_patronymic(words.surface(before))
            else:
                break
            first = self._over_hyphens(before)
        if not beside and not initials and not self._has_own_particles(first, hit):
            first = hit.first
        return Phrase(hit, first, hit.last, words.ends[hit.last], tuple(beside), tuple(initials))

    def _over_particles(self, first: int) -> int:
        words = self.words
        while first > 0 and words.keys[first - 1] in PARTICLES and words.gap(first - 1) in {" ", "-", "\u00a0"}:
            if words.is_capital(first - 1) and words.gap(first - 1) != "-" and not self._has_particles:
                break
            first -= 1
        return first

    def _over_hyphens(self, index: int) -> int:
        """Take in the first half of «Жан-Батист»."""
        words = self.words
        while index > 0 and words.gap(index - 1) in _HYPHENS and words.is_capital(index - 1):
            index -= 1
        return index

    def _is_initial(self, index: int, hit: Hit) -> bool:
        same = is_cyrillic(self.words.surface(index)) == is_cyrillic(self.words.surface(hit.last))
        return same and self.words.is_initial(index)

    def _has_own_particles(self, first: int, hit: Hit) -> bool:
        """Tell whether the particles before a surname are its own («де Голль»), not words of the sentence."""
        if self._has_particles or self.words.gap(hit.first - 1) == "-":
            return True
        return all(self.words.keys[i] in _SURE_PARTICLES for i in range(first, hit.first))

    def _stands_beside(self, index: int, hit: Hit, *, sure: bool) -> bool:
        """Tell whether the word before the surname is a first name or patronymic of the same person.

        Once a first name is found (`sure`), a word that may be a common one is none: «Роман Льва Толстого».
        """
        words = self.words
        word = words.surface(index)
        if not words.is_capital(index) or len(word) < 2:
            return False
        if words.keys[index] in self.given_keys:
            return self.agrees(index, hit, self._given_unit(index))
        if sure and self.words.keys[index + 1] in self.given_keys:
            return False
        if word.isupper() and not words.surface(hit.last).isupper():
            return False
        if not is_cyrillic(word) or not is_cyrillic(words.surface(hit.last)):
            return is_cyrillic(word) == is_cyrillic(words.surface(hit.last)) and not words.begins_sentence(index)
        if morphology.is_given_name(word) or morphology.is_patronymic(word):
            return not (sure and _may_be_no_name(word)) and self.agrees(index, hit)
        return not sure and not morphology.is_known(word) and self.agrees(index, hit)

    def _given_unit(self, index: int) -> Unit | None:
        units = (unit for unit in (self.name.given, *self.name.middle) if unit)
        return next((unit for unit in units if self.words.keys[index] in unit.parts[-1].forms), None)

    # -- after the surname ----------------------------------------------------------------------------------------

    def _grow_right(self, phrase: Phrase) -> Phrase:
        words, last, end = self.words, phrase.last, phrase.end
        beside: list[int] = []
        initials: list[str] = []
        while last + 1 < len(words) and len(beside) + len(initials) < _MOST_BESIDE - 1:
            after, gap = last + 1, words.gap(last)
            if not is_blank(gap) and not (initials and gap.strip(" \u00a0") == "."):
                break
            if self._is_initial(after, phrase.hit):
                initials.append(words.keys[after])
                end = words.ends[after] + 1
            elif not initials and self._follows(after, phrase.hit):
                beside.append(after)
                end = words.ends[after]
            else:
                break
            last = after
        if not beside and not initials and (family := self._family_after(phrase.hit)) is not None:
            return replace(phrase, last=family, end=words.ends[family], family=family)
        return replace(phrase, last=last, end=end, beside=tuple(beside), initials=tuple(initials))

    def _follows(self, index: int, hit: Hit) -> bool:
        """Tell whether the word after the surname is the same person's first name or patronymic."""
        words = self.words
        if not words.is_capital(index):
            return False
        if words.keys[index] in self.given_keys:
            return self.agrees(index, hit, self._given_unit(index))
        word = words.surface(index)
        named = morphology.is_given_name(word) or "Patr" in morphology.grammemes(word)
        return named and not morphology.is_given_name(words.surface(hit.last)) and self.agrees(index, hit)

    def _family_after(self, hit: Hit) -> int | None:
        """Return the surname after a hit that is itself a first name there: «Сулейман Керимов», «Ким Чон Нам»."""
        words, after = self.words, hit.last + 1
        first = morphology.is_given_name(words.surface(hit.last)) or (
            self.name.is_single and not morphology.is_known(words.surface(hit.last))
        )
        if not first or not self._is_next(after):
            return None
        word = words.surface(after)
        if len(word) <= 4 and self._is_next(after + 1) and len(words.surface(after + 1)) <= 6:
            return after + 1
        family = morphology.is_surname(word) or morphology.is_given_name(word)
        return after if family and self.agrees(after, hit, family=True) else None

    def _is_next(self, index: int) -> bool:
        words = self.words
        if index >= len(words) or not is_blank(words.gap(index - 1)) or "\n" in words.gap(index - 1):
            return False
        return words.is_capital(index) and is_cyrillic(words.surface(index)) and not words.surface(index).isupper()

    # -- agreement ------------------------------------------------------------------------------------------------

    def agrees(self, index: int, hit: Hit, unit: Unit | None = None, *, family: bool = False) -> bool:
        """Tell whether the word can stand in one case with the hit, as a form of `unit`, a first name or a surname."""
        words = self.words
        word = words.surface(index)
        readings: Readings = ANY_CASE
        if unit is not None:
            readings = unit.parts[-1].forms[words.keys[index]]
        elif is_cyrillic(word):
            readings = morphology.surname_readings(word) if family else morphology.given_readings(word)
        surname = hit.readings
        if not family and is_cyrillic(words.surface(hit.last)):
            surname |= morphology.surname_readings(words.surface(hit.last))  # «Татьяна Пескова» beside «Песков»
        return agree(readings, surname) or self._stays(hit.last, word) or self._stays(index, "")

    def _stays(self, index: int, beside: str) -> bool:
        """Foreign surnames of women do not decline (Анны Шмидт), nor do short first syllables (Ким Чен Ына)."""
        word = self.words.surface(index)
        if not is_cyrillic(word) or word[-1:].lower() in "аяойый":
            return False
        if beside:
            return morphology.gender_of(beside) == "femn"
        return len(word) <= 3 and bool(self.name.middle)


def _may_be_no_name(word: str) -> bool:
    """Tell whether a first name is a common word or a place too: «Роман», «Израиль»."""
    return morphology.is_common_word(word) or "Geox" in morphology.grammemes(word)
