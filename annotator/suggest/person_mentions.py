"""Mentions of a person: the full name in either order, the surname with initials, the surname or the first name alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from annotator.messages import Message
from annotator.suggest import doubts, morphology
from annotator.suggest.matching import Found, Hit, agree, compound_before, is_blank, unit_hits
from annotator.suggest.morphology import ANY_CASE, fold, is_cyrillic
from annotator.suggest.names import PARTICLES, Name, Unit
from annotator.suggest.person_phrases import Phrase, PhraseGrower
from annotator.suggest.words import Words

_NAMED_AFTER = frozenset(
    {"им", "улица", "ул", "проспект", "площадь", "бульвар", "переулок", "набережная", "фонд", "премия", "театр"}
    | {"музей", "институт", "университет", "орден", "медаль", "академия", "галерея", "школа", "библиотека", "больница"}
    | {"станция", "аэропорт", "кубок", "парк", "мост", "теорема", "стипендия", "училище", "гимназия", "лицей"}
)
_PLACES = frozenset({"город", "поселок", "село", "река", "остров", "деревня", "станица"})


class PersonMatcher:
    """Finds one person in one article."""

    def __init__(self, name: Name, words: Words, *, whole: bool) -> None:
        assert name.surname is not None
        self.name, self.words, self.whole = name, words, whole
        self.surname: Unit = name.surname
        self._grower = PhraseGrower(name, words)

    def find(self) -> list[Found]:
        """Return the mentions, doubtful ones with the reason."""
        phrases = [self._grower.grow(hit) for hit in unit_hits(self.surname, self.words)]
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

    # -- judging --------------------------------------------------------------------------------------------------

    def _reason(self, phrase: Phrase) -> Message | None:
        words, name = self.words, self.name
        if phrase.first == phrase.hit.first and (reason := compound_before(phrase.hit, words).reason):
            return reason
        if phrase.hit.reason is not None:
            return phrase.hit.reason
        if phrase.family is not None and not name.is_single:
            return doubts.other_surname(words.surface(phrase.family))
        if (other := self._other_first_name(phrase)) is not None:
            return doubts.namesake(other)
        if (quoted := self._quoted(phrase)) is not None:
            return quoted
        if self._is_named_after(phrase):
            return doubts.longer_name(words.text[words.starts[phrase.first - 1] : phrase.end])
        return self._reason_in_form(phrase)

    def _quoted(self, phrase: Phrase) -> Message | None:
        """Doubt a person's name inside a quoted name: компания «Лерман ЛЛС»."""
        words = self.words
        whole = words.quoted_phrase(phrase.first, phrase.last)
        if whole is None or whole[0] == 0 or set(words.gap(whole[0] - 1)) & set(":.!?—\n"):
            return None
        return doubts.longer_name(words.text[words.starts[whole[0]] : words.ends[whole[1]]])

    def _other_first_name(self, phrase: Phrase) -> str | None:
        words, name = self.words, self.name
        if name.is_single:
            return None
        if phrase.initials and not phrase.beside and name.initials and phrase.initials[0] != name.initials[0]:
            return words.text[words.starts[phrase.first] : phrase.end]
        if not phrase.beside or any(words.keys[i] in self._grower.given_keys for i in phrase.beside):
            return None
        word = words.surface(phrase.beside[0])
        if name.given is None and name.initials and fold(word[0]) == name.initials[0]:
            return None
        return word

    def _is_named_after(self, phrase: Phrase) -> bool:
        words, before = self.words, phrase.first - 1
        if before < 0 or not (is_blank(words.gap(before)) or words.gap(before) in {". ", "."}):
            return False
        key, word = words.keys[before], words.surface(before)
        place = key == "г" or morphology.lemma(word) in _PLACES
        if place and phrase.is_alone and agree(morphology.all_readings(word), phrase.hit.readings):
            return True
        genitive = any(reading.case == "gent" for reading in phrase.hit.readings)
        named = key in _NAMED_AFTER or morphology.lemma(word) in _NAMED_AFTER
        named = named or (key == "имени" and (before == 0 or words.keys[before - 1] != "по"))
        return genitive and named and not words.is_initial(before)

    def _reason_in_form(self, phrase: Phrase) -> Message | None:
        readings = phrase.hit.readings
        if all(reading.plural for reading in readings) and not self._query_is_plural():
            return doubts.plural()
        gender = self.name.gender
        genders = {reading.gender for reading in readings if not reading.plural}
        if gender and genders and "" not in genders and gender not in genders:
            return doubts.other_gender()
        return doubts.other_gender() if gender == "femn" and self._declines_like_a_man(phrase) else None

    def _declines_like_a_man(self, phrase: Phrase) -> bool:
        """Women's surnames that end in a consonant do not decline: «Бута» is not Алла Бут."""
        base = fold(self.surname.parts[-1].word)
        if not is_cyrillic(base) or base[-1] in "аеиоуыэюяй" or base.endswith(("ов", "ев", "ин", "ын")):
            return False
        return self.words.keys[phrase.hit.last] != base

    def _query_is_plural(self) -> bool:
        readings = self.surname.parts[-1].forms.get(fold(self.surname.parts[-1].word), ANY_CASE)
        return all(reading.plural for reading in readings)

    def _bearers(self, phrases: Iterable[Phrase]) -> dict[str, Counter[str]]:
        """Return the first names (or surnames, for a first name) that stand beside a name of one word, by bearer.

        Forms of one name are one bearer; words that the dictionary knows no first name in count only by themselves.
        """
        found: dict[str, Counter[str]] = {}
        for phrase in phrases if self.name.is_single else ():
            if (index := _companion(phrase)) is None:
                continue
            word = self.words.surface(index)
            same = (key for key in found if any(morphology.same_name(word, other) for other in found[key]))
            found.setdefault(next(same, word), Counter())[word] += 1
        known = {key: c for key, c in found.items() if any(map(morphology.is_given_name, c))}
        return known or found

    def _doubt_of_alone(
        self, phrase: Phrase, bearers: Mapping[str, Counter[str]], *, supported: bool
    ) -> Message | None:
        if len(bearers) > 1 and (reason := self._doubt_of_bearer(phrase, bearers)):
            return reason
        if not phrase.is_alone or not self.words.begins_sentence(phrase.first):
            return None
        word = self.words.surface(phrase.hit.last)
        if morphology.is_function_word(word):
            return doubts.sentence_start()
        if morphology.can_begin_as_common_word(word) and not (supported and morphology.is_rare(word)):
            return doubts.sentence_start()
        common = morphology.is_common_word(word) and not morphology.is_person_word(word)
        return doubts.sentence_start() if common and not supported else None

    def _doubt_of_bearer(self, phrase: Phrase, bearers: Mapping[str, Counter[str]]) -> Message | None:
        """Take a name of one word for that of whom the article names most often; nobody, if two are named as often."""
        ranked = sorted((counts.total() for counts in bearers.values()), reverse=True)
        if ranked[0] == ranked[1]:
            return doubts.several_bearers(", ".join(bearers))
        index = _companion(phrase)
        chief = max(bearers, key=lambda key: bearers[key].total())
        if index is None or self.words.surface(index) in bearers[chief]:
            return None
        word = self.words.surface(index)
        return doubts.namesake(word) if any(word in counts for counts in bearers.values()) else None

    def _found(self, phrase: Phrase, reason: Message | None) -> Found:
        words, hit = self.words, phrase.hit
        foreign = reason is not None and not phrase.is_alone and phrase.family is not None
        if (self.whole or not self.name.is_single) and not foreign:
            return Found(words.starts[phrase.first], phrase.end, reason)
        return Found(words.starts[hit.first], words.ends[hit.last], reason)

    # -- first name alone -----------------------------------------------------------------------------------------

    def _given_alone(self, phrases: Iterable[Phrase], *, certain_full: bool) -> list[Found]:
        if self.name.given is None:
            return []
        taken = {i for phrase in phrases for i in range(phrase.first, phrase.last + 1)}
        hits = [hit for hit in unit_hits(self.name.given, self.words) if hit.first not in taken]
        return [self._judge_given(compound_before(hit, self.words), certain_full=certain_full) for hit in hits]

    def _judge_given(self, hit: Hit, *, certain_full: bool) -> Found:
        words = self.words
        end, last = words.ends[hit.last], hit.last
        while last + 1 < len(words) and is_blank(words.gap(last)) and words.keys[last + 1] in self._grower.given_keys:
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
        if words.is_quoted(hit.first, last):
            return doubts.quoted()
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
        return named and self._grower.agrees(index, hit, None, family=True)


def _companion(phrase: Phrase) -> int | None:
    """Return the word beside a name of one word that tells its bearer from a namesake."""
    return phrase.family if phrase.family is not None else next(iter(phrase.beside), None)
