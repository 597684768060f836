"""Mentions of a person: the full name in either order, the surname with initials, the surname or the first name alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.messages import Message
from annotator.suggest import doubts, morphology
from annotator.suggest.matching import Found, Hit, agree, compound_before, is_blank, unit_hits
from annotator.suggest.morphology import ANY_CASE, Readings, fold, is_cyrillic
from annotator.suggest.names import PARTICLES, Name, Unit
from annotator.suggest.words import Words

_NAMED_AFTER = frozenset(
    {"имя", "им", "улица", "ул", "проспект", "площадь", "бульвар", "переулок", "набережная", "фонд", "премия", "театр"}
    | {"музей", "институт", "университет", "орден", "медаль", "академия", "галерея", "школа", "библиотека", "больница"}
    | {"станция", "аэропорт", "кубок", "парк", "мост", "теорема", "стипендия", "училище", "гимназия", "лицей"}
)
_PLACES = frozenset({"город", "поселок", "село", "река", "остров", "деревня", "станица"})


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A name as it stands in the article: words `first` to `last`, `end` in code points.

    `beside` are the indices of the first names and patronymics found beside the surname, `initials` the letters found
    there, `family` is the surname found beside a hit that is a first name itself.
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
        return not self.beside and not self.initials and self.family is None


class PersonMatcher:
    """Finds one person in one article."""

    def __init__(self, name: Name, words: Words, *, whole: bool) -> None:
        assert name.surname is not None
        self.name, self.words, self.whole = name, words, whole
        self.surname: Unit = name.surname
        self.given_keys = frozenset(f for u in (name.given, *name.middle) if u for f in u.parts[-1].forms)

        self.middle_keys = frozenset(f for unit in name.middle for f in unit.parts[-1].forms)

    def find(self) -> list[Found]:
        """Return the mentions, doubtful ones with the reason."""
        phrases = [self._grow(hit) for hit in unit_hits(self.surname, self.words)]
        reasons = [self._reason(phrase) for phrase in phrases]
        bearers = self._bearers(phrases)
        certain_full = any(
            reason is None and phrase.beside and not phrase.family
            for phrase, reason in zip(phrases, reasons, strict=True)
        )
        supported = any(
            reason is None and (not phrase.is_alone or not self.words.begins_sentence(phrase.first))
            for phrase, reason in zip(phrases, reasons, strict=True)
        )
        found = [
            self._found(phrase, reason or self._doubt_of_alone(phrase, bearers, supported=supported))
            for phrase, reason in zip(phrases, reasons, strict=True)
        ]
        return found + self._given_alone(phrases, certain_full=certain_full)

    # -- growing the whole name around the surname ----------------------------------------------------------------

    def _grow(self, hit: Hit) -> _Phrase:
        phrase = self._grow_left(hit)
        if phrase.is_alone:
            phrase = self._grow_right(phrase)
        return phrase

    def _grow_left(self, hit: Hit) -> _Phrase:
        words, first, complete = self.words, hit.first, False
        beside: list[int] = []
        initials: list[str] = []
        while first > 0 and words.keys[first - 1] in PARTICLES and words.gap(first - 1) in {" ", "-", "\u00a0"}:
            first -= 1
        while first > 0 and len(beside) + len(initials) < 3:
            before = first - 1
            gap = words.gap(before)
            if words.is_initial(before) and gap.strip(" \u00a0") == ".":
                initials.insert(0, words.keys[before])
            elif is_blank(gap) and not complete and self._stands_beside(before, hit):
                beside.insert(0, before)
                complete = (
                    not morphology.is_patronymic(words.surface(before)) and words.keys[before] not in self.middle_keys
                )
            else:
                break
            first = before
        if not beside and not initials and not self._belongs(first, hit):
            first = hit.first
        return _Phrase(hit, first, hit.last, words.ends[hit.last], tuple(beside), tuple(initials))

    def _belongs(self, first: int, hit: Hit) -> bool:
        """Tell whether the particles before a surname are its own («де Голль»), not words of the sentence."""
        return (
            any(unit.key in PARTICLES for unit in self.name.units)
            or self.words.gap(hit.first - 1) == "-"
            or all(self.words.keys[i] in {"фон", "дер", "ван", "аль", "эль"} for i in range(first, hit.first))
        )

    def _grow_right(self, phrase: _Phrase) -> _Phrase:
        words, last = self.words, phrase.last
        beside: list[int] = []
        initials: list[str] = []
        end = phrase.end
        while last + 1 < len(words) and len(beside) + len(initials) < 2:
            after = last + 1
            if not is_blank(words.gap(last)) and not (initials and words.gap(last).strip(" \u00a0") == "."):
                break
            if words.is_initial(after):
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

    def _stands_beside(self, index: int, hit: Hit) -> bool:
        """Tell whether the word before the surname is a first name or patronymic of the same person."""
        words = self.words
        word = words.surface(index)
        if not words.is_capital(index) or len(word) < 2:
            return False
        if words.keys[index] in self.given_keys:
            return self._agrees(index, hit, self.name.given)
        if word.isupper() and not words.surface(hit.last).isupper():
            return False
        if not is_cyrillic(word) or not is_cyrillic(words.surface(hit.last)):
            return is_cyrillic(word) == is_cyrillic(words.surface(hit.last)) and not words.begins_sentence(index)
        if morphology.is_given_name(word) or morphology.is_patronymic(word):
            return self._agrees(index, hit, None)
        return not morphology.is_known(word) and self._agrees(index, hit, None)

    def _follows(self, index: int, hit: Hit) -> bool:
        """Tell whether the word after the surname is the same person's first name or patronymic."""
        words = self.words
        if not words.is_capital(index):
            return False
        if words.keys[index] in self.given_keys:
            return self._agrees(index, hit, self.name.given)
        word = words.surface(index)
        named = morphology.is_given_name(word) or "Patr" in morphology.grammemes(word)
        return named and not morphology.is_given_name(words.surface(hit.last)) and self._agrees(index, hit, None)

    def _family_after(self, hit: Hit) -> int | None:
        """Return the surname after a hit that is itself a first name there: «Сулейман Керимов»."""
        words, after = self.words, hit.last + 1
        if after >= len(words) or not is_blank(words.gap(hit.last)) or not words.is_capital(after):
            return None
        word = words.surface(after)
        first = morphology.is_given_name(words.surface(hit.last)) or (
            self.name.is_single and not morphology.is_known(words.surface(hit.last))
        )
        family = is_cyrillic(word) and (morphology.is_surname(word) or morphology.is_given_name(word))
        return after if first and family and self._agrees(after, hit, None, family=True) else None

    def _agrees(self, index: int, hit: Hit, unit: Unit | None, *, family: bool = False) -> bool:
        words = self.words
        word = words.surface(index)
        readings: Readings = ANY_CASE
        if unit is not None and words.keys[index] in unit.parts[-1].forms:
            readings = unit.parts[-1].forms[words.keys[index]]
        elif is_cyrillic(word):
            readings = morphology.surname_readings(word) if family else morphology.given_readings(word)
        surname = hit.readings
        if not family and is_cyrillic(words.surface(hit.last)):
            surname |= morphology.surname_readings(words.surface(hit.last))  # «Татьяна Пескова» beside «Песков»
        return agree(readings, surname) or self._does_not_decline(hit.last, word) or self._does_not_decline(index, "")

    def _does_not_decline(self, index: int, beside: str) -> bool:
        """Foreign surnames of women do not decline (Анны Шмидт), nor do short first syllables (Ким Чен Ына)."""
        word = self.words.surface(index)
        if not is_cyrillic(word) or word[-1:].lower() in "аяойый":
            return False
        if beside:
            return morphology.gender_of(beside) == "femn"
        return len(word) <= 3 and bool(self.name.middle)

    # -- judging --------------------------------------------------------------------------------------------------

    def _reason(self, phrase: _Phrase) -> Message | None:
        words, name = self.words, self.name
        if phrase.first == phrase.hit.first and (reason := compound_before(phrase.hit, words).reason):
            return reason
        if phrase.hit.reason is not None:
            return phrase.hit.reason
        if phrase.family is not None and not name.is_single:
            return doubts.other_surname(words.surface(phrase.family))
        if (other := self._other_first_name(phrase)) is not None:
            return doubts.namesake(other)
        if self._is_named_after(phrase):
            return doubts.longer_name(words.text[words.starts[phrase.first - 1] : phrase.end])
        return self._reason_in_form(phrase)

    def _other_first_name(self, phrase: _Phrase) -> str | None:
        words, name = self.words, self.name
        if name.is_single:
            return None
        if phrase.initials and name.initials and phrase.initials[0] != name.initials[0]:
            return words.text[words.starts[phrase.first] : phrase.end]
        if not phrase.beside or words.keys[phrase.beside[0]] in self.given_keys:
            return None
        word = words.surface(phrase.beside[0])
        if name.given is None and name.initials and fold(word[0]) == name.initials[0]:
            return None
        return word

    def _is_named_after(self, phrase: _Phrase) -> bool:
        words, before = self.words, phrase.first - 1
        if before < 0 or not (is_blank(words.gap(before)) or words.gap(before) in {". ", "."}):
            return False
        key, word = words.keys[before], words.surface(before)
        place = key == "г" or morphology.lemma(word) in _PLACES
        if place and phrase.is_alone and agree(morphology.all_readings(word), phrase.hit.readings):
            return True
        genitive = any(reading.case == "gent" for reading in phrase.hit.readings)
        named = key in _NAMED_AFTER or key == "имени" or morphology.lemma(word) in _NAMED_AFTER
        return genitive and named and not words.is_initial(before)

    def _reason_in_form(self, phrase: _Phrase) -> Message | None:
        readings = phrase.hit.readings
        if all(reading.plural for reading in readings) and not self._query_is_plural():
            return doubts.plural()
        gender = self.name.gender
        genders = {reading.gender for reading in readings if not reading.plural}
        if gender and genders and "" not in genders and gender not in genders:
            return doubts.other_gender()
        return doubts.other_gender() if gender == "femn" and self._declines_like_a_man(phrase) else None

    def _declines_like_a_man(self, phrase: _Phrase) -> bool:
        """Women's surnames that end in a consonant do not decline: «Бута» is not Алла Бут."""
        base = fold(self.surname.parts[-1].word)
        if not is_cyrillic(base) or base[-1] in "аеиоуыэюяй" or base.endswith(("ов", "ев", "ин", "ын")):
            return False
        return self.words.keys[phrase.hit.last] != base

    def _query_is_plural(self) -> bool:
        readings = self.surname.parts[-1].forms.get(fold(self.surname.parts[-1].word), ANY_CASE)
        return all(reading.plural for reading in readings)

    def _bearers(self, phrases: Iterable[_Phrase]) -> dict[str, str]:
        """Return the first names (or surnames, for a first name) that stand beside a name of one word."""
        bearers: dict[str, str] = {}
        if self.name.is_single:
            for phrase in phrases:
                index = phrase.family if phrase.family is not None else next(iter(phrase.beside), None)
                if index is not None:
                    word = self.words.surface(index)
                    bearers.setdefault(morphology.base_form(word), word)
        return bearers

    def _doubt_of_alone(self, phrase: _Phrase, bearers: dict[str, str], *, supported: bool) -> Message | None:
        if len(bearers) > 1:
            return doubts.several_bearers(", ".join(bearers.values()))
        if not phrase.is_alone or not self.words.begins_sentence(phrase.first):
            return None
        word = self.words.surface(phrase.hit.last)
        if morphology.is_function_word(word):
            return doubts.sentence_start()
        if morphology.can_begin_as_common_word(word) and not (supported and morphology.is_rare(word)):
            return doubts.sentence_start()
        common = morphology.is_common_word(word) and not morphology.is_person_word(word)
        return doubts.sentence_start() if common and not supported else None

    def _found(self, phrase: _Phrase, reason: Message | None) -> Found:
        words, hit = self.words, phrase.hit
        foreign = reason is not None and not phrase.is_alone and phrase.family is not None
        if (self.whole or not self.name.is_single) and not foreign:
            return Found(words.starts[phrase.first], phrase.end, reason)
        return Found(words.starts[hit.first], words.ends[hit.last], reason)

    # -- first name alone -----------------------------------------------------------------------------------------

    def _given_alone(self, phrases: Iterable[_Phrase], *, certain_full: bool) -> list[Found]:
        if self.name.given is None:
            return []
        taken = {i for phrase in phrases for i in range(phrase.first, phrase.last + 1)}
        hits = [hit for hit in unit_hits(self.name.given, self.words) if hit.first not in taken]
        return [self._judge_given(compound_before(hit, self.words), certain_full=certain_full) for hit in hits]

    def _judge_given(self, hit: Hit, *, certain_full: bool) -> Found:
        words = self.words
        end, last = words.ends[hit.last], hit.last
        while last + 1 < len(words) and is_blank(words.gap(last)) and words.keys[last + 1] in self.given_keys:
            last += 1
            end = words.ends[last]
        reason = hit.reason or self._doubt_of_given(hit, last, certain_full=certain_full)
        return Found(words.starts[hit.first], end, reason)

    def _doubt_of_given(self, hit: Hit, last: int, *, certain_full: bool) -> Message | None:
        words, after = self.words, last + 1
        while after < len(words) and words.keys[after] in PARTICLES and is_blank(words.gap(after)):
            after += 1
        neighbours = [i for i, gap in ((after, after - 1), (hit.first - 1, hit.first - 1)) if is_blank(words.gap(gap))]
        for i in neighbours:
            if self._is_other_family(i, hit):
                return doubts.other_surname(words.surface(i))
        if not certain_full:
            return doubts.first_name_only()
        if all(reading.plural for reading in hit.readings):
            return doubts.plural()
        word = words.surface(hit.last)
        starts = words.begins_sentence(hit.first) and morphology.can_begin_as_common_word(word)
        return doubts.sentence_start() if starts else None

    def _is_other_family(self, index: int, hit: Hit) -> bool:
        words = self.words
        word = words.surface(index)
        if not words.is_capital(index) or not is_cyrillic(word) or len(word) < 2:
            return False
        before = index < hit.first
        if before and (words.begins_sentence(index) or morphology.is_given_name(word)):
            return False
        if not before:
            return agree(morphology.all_readings(word), hit.readings)
        named = "Surn" in morphology.grammemes(word) or not morphology.is_known(word)
        return named and self._agrees(index, hit, None, family=True)
