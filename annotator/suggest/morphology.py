"""Case forms of Russian names: from pymorphy3's dictionary where it knows the word, else from the rules of declension.

A dictionary alone is not enough for names: it gives «Бениоффа» a lemma of its own. Rules alone are not either: they do
not know that «Лев» becomes «Льва». So a word known as a name is declined by the dictionary, any other word by both.
Words are compared folded: NFC, without stress marks, lower case, ё as е.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from annotator.suggest.declension import decline_by_rules

_NAMES = frozenset({"Name", "Surn", "Patr", "Orgn", "Trad", "Abbr"})
_PEOPLE = frozenset({"Name", "Surn", "Patr"})
_ORGANISATIONS = frozenset({"Orgn", "Trad", "Abbr"})
_TWO_GENDERS = re.compile(
    r"(?:ов|ев|ин|ын|ск|цк)(?:ий|ой|ая|ую|ого|ому|ым|им|ом|ых|ыми|ими|их|ие|[аыуе])?\Z|ой\Z|ый\Z|ого\Z|ая\Z|ому\Z"
)
_SURNAME = re.compile(
    r"..(?:ов|ев|ин|ын|ск|цк)(?:ий|ой|ая|ую|ого|ому|ым|им|ом|[ауе])?\Z|..(?:дзе|швили|енко)\Z|..ян[ауе]?\Z"
)
_HISSING_ABLATIVE = re.compile(r"[жшчщц]ем\Z")  # «Кравцем» or «Кравцом»: the stress decides, and is not written
_LEAST_SHARE = 0.05
_DECLINED = frozenset({"NOUN", "ADJF", "PRTF", "NUMR"})
_STRESS = dict.fromkeys(map(ord, "\u0301\u0300"))
_APOSTROPHES = str.maketrans("’ʼ`´‘ё", "'''''е")
_SECOND_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}
CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a form: its case, its number, and its gender where the paradigm tells men from women."""

    case: str
    plural: bool = False
    gender: str = ""


Readings = frozenset[Reading]
Forms = Mapping[str, Readings]
ANY_CASE: Readings = frozenset(Reading(case) for case in CASES)


def fold(word: str) -> str:
    """Return the word as it is compared."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.translate(_STRESS)).lower().translate(_APOSTROPHES)


def is_cyrillic(word: str) -> bool:
    """Tell whether the word's first letter is Cyrillic."""
    return "\u0400" <= word[:1] <= "\u04ff"


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=1 << 16)
def _parses(word: str) -> tuple[Any, ...]:
    return tuple(_analyzer().parse(word.lower()))


def _known(word: str) -> list[Any]:
    return [parse for parse in _parses(word) if parse.is_known]


@lru_cache(maxsize=1 << 16)
def grammemes(word: str) -> frozenset[str]:
    """Return all grammemes that the dictionary knows for the word; empty for a word that it does not know."""
    return frozenset().union(*(parse.tag.grammemes for parse in _known(word)))


@lru_cache(maxsize=1 << 14)
def is_given_name(word: str) -> bool:
    """Tell whether the dictionary knows the word as a form of a first name; «Иванов» is no plural of «Иван»."""
    return any("Name" in p.tag.grammemes and p.tag.number != "plur" for p in _known(word))


def is_patronymic(word: str) -> bool:
    """Tell whether the word is, or is built like, a form of a patronymic."""
    return "Patr" in grammemes(word) or any("Patr" in p.tag.grammemes for p in _parses(word)[:2])


def is_surname(word: str) -> bool:
    """Tell whether the word is, or is built like, a form of a surname."""
    return any("Surn" in p.tag.grammemes for p in _parses(word)) or bool(_SURNAME.search(fold(word)))


def is_person_word(word: str) -> bool:
    """Tell whether the dictionary knows the word as part of a person's name."""
    return bool(grammemes(word) & _PEOPLE)


def is_known(word: str) -> bool:
    """Tell whether the dictionary knows the word at all."""
    return bool(_known(word))


@lru_cache(maxsize=1 << 14)
def is_function_word(word: str) -> bool:
    """Tell whether the word is above all a preposition, conjunction, pronoun, adverb or verb form."""
    known = _known(word)
    return bool(known) and known[0].tag.POS not in _DECLINED and not known[0].tag.grammemes & _NAMES


@lru_cache(maxsize=1 << 14)
def is_common_word(word: str) -> bool:
    """Tell whether the dictionary knows the word also as something else than a name."""
    return any(not p.tag.grammemes & (_NAMES | {"Geox"}) for p in _known(word))


@lru_cache(maxsize=1 << 14)
def can_begin_as_common_word(word: str) -> bool:
    """Tell whether the word can be a common word as sentences begin with: a nominative, a particle, an adverb, a verb.

    Readings that make up less than a twentieth do not count («Путина» is hardly the fishing season), nor do short forms and
    possessive adjectives, which surnames share («Петрова»).
    """
    common = (p for p in _known(word) if not p.tag.grammemes & (_NAMES | {"Geox", "Poss"}))
    share = sum(p.score for p in common if p.tag.case in {None, "nomn"} and p.tag.POS not in {"ADJS", "PRTS"})
    return bool(share >= _LEAST_SHARE)


@lru_cache(maxsize=1 << 14)
def is_rare(word: str) -> bool:
    """Tell whether the dictionary's corpus, which has weighed the readings of current ambiguous words, never saw this one."""
    tags = [parse.tag for parse in _known(word)]
    weigh = _analyzer().prob_estimator.p_t_given_w.prob
    return len(tags) > 1 and not any(weigh(word.lower(), tag) for tag in tags)


def lemma(word: str) -> str:
    """Return the folded dictionary form that is likeliest."""
    return fold(str(_parses(word)[0].normal_form))


def _reading(tag: Any, *, gendered: bool) -> Reading | None:
    if tag.case is None:
        return None
    plural = tag.number == "plur"
    case = _SECOND_CASES.get(tag.case, str(tag.case))
    return Reading(case, plural, str(tag.gender) if gendered and tag.gender and not plural else "")


def _dictionary_forms(parses: Iterable[Any]) -> dict[str, set[Reading]]:
    forms: dict[str, set[Reading]] = defaultdict(set)
    for parse in parses:
        lexeme = [form for form in parse.lexeme if form.tag.POS == parse.tag.POS]
        genders = {form.tag.gender for form in lexeme if form.tag.number == "sing"}
        gendered = {"masc", "femn"} <= genders and "Surn" in parse.tag.grammemes
        for form in lexeme:
            if reading := _reading(form.tag, gendered=gendered):
                forms[fold(form.word)].add(reading)
    return forms


def _may_decline_after_all(tag: Any, folded: str) -> bool:
    """The dictionary calls many foreign names indeclinable that news decline: «Джея Париха»."""
    return "Fixd" in tag.grammemes and tag.gender != "femn" and folded[-1] not in "аеиоуыэюях"


def _surname_rules(word: str, folded: str) -> dict[str, set[Reading]]:
    """Return the rules' forms of both genders for a surname such as Песков; the dictionary may know only the man's."""
    if "Surn" not in grammemes(word) or not _TWO_GENDERS.search(folded):
        return {}
    forms: dict[str, set[Reading]] = {}
    for form, raw in decline_by_rules(folded).items():
        if readings := {Reading(*r) for r in raw if r[2] or (r[1] and _TWO_GENDERS.search(form))}:
            forms[form] = readings
    return forms


@lru_cache(maxsize=1 << 12)
def word_forms(word: str, *, person: bool) -> Forms:
    """Return the case forms that the word may have, folded, with what each can be; the word itself is one of them.

    The word may stand in any case itself: «Бениоффа» leads to «Бениофф». `person` says that it names a person.
    """
    folded = fold(word)
    if not is_cyrillic(word) or len(word) < 2:
        return {folded: ANY_CASE}
    declined = [p for p in _known(word) if p.tag.POS in _DECLINED]
    named = [p for p in declined if p.tag.grammemes & (_PEOPLE if person else _ORGANISATIONS)]
    forms = _dictionary_forms((named or declined) if person else declined)
    if person and (two_genders := _surname_rules(word, folded)):
        forms = defaultdict(set, two_genders)
    elif not named or all(_may_decline_after_all(parse.tag, folded) for parse in named):
        for form, readings in decline_by_rules(folded).items():
            forms[form] |= {Reading(*reading) for reading in readings}
    for form in [form for form in forms if _HISSING_ABLATIVE.search(form)]:
        forms[form[:-2] + "ом"] |= {reading for reading in forms[form] if reading.case == "ablt"}
    if not forms[folded] or word.isupper() or (person and folded.endswith(("ых", "их"))):
        forms[folded] |= ANY_CASE
    return {form: frozenset(readings) for form, readings in forms.items()}


def _tag_readings(word: str, wanted: frozenset[str]) -> Readings:
    tags = (parse.tag for parse in _known(word) if parse.tag.grammemes & wanted)
    readings = (_reading(tag, gendered=False) for tag in tags)
    return frozenset(reading for reading in readings if reading is not None)


@lru_cache(maxsize=1 << 14)
def given_readings(word: str) -> Readings:
    """Return what a word of a text can be as a first name or patronymic; by the rules where it is unknown."""
    known = _tag_readings(word, frozenset({"Name", "Patr"}))
    return known or word_forms(word, person=True).get(fold(word), ANY_CASE)


@lru_cache(maxsize=1 << 14)
def all_readings(word: str) -> Readings:
    """Return every case and number that the word can stand in, by the dictionary and, as a surname, by the rules."""
    readings = (_reading(parse.tag, gendered=False) for parse in _known(word))
    return frozenset(reading for reading in readings if reading is not None) | surname_readings(word)


@lru_cache(maxsize=1 << 14)
def surname_readings(word: str) -> Readings:
    """Return what a word of a text can be as a surname: by the dictionary, or by the rules if it is built like one."""
    readings = _tag_readings(word, frozenset({"Surn", "Name", "Geox"}))
    if is_surname(word) or not readings:
        raw = decline_by_rules(fold(word)).get(fold(word), set())
        readings |= {Reading(*r) for r in raw}
    return readings or ANY_CASE


@lru_cache(maxsize=1 << 14)
def gender_of(word: str) -> str:
    """Return "masc" or "femn" for a form of a first name or patronymic, "" where it is unknown or may be both."""
    genders = {p.tag.gender for p in _known(word) if p.tag.grammemes & {"Name", "Patr"} and p.tag.number == "sing"}
    if fold(word)[-1:] in "бвгджзйклмнпрстфхцчшщ":
        genders.discard("femn")  # the dictionary takes «Илон» for a woman's name
    return str(genders.pop()) if len(genders) == 1 and genders <= {"masc", "femn"} else ""


def same_name(first: str, second: str) -> bool:
    """Tell whether two words can be forms of one first name or surname."""
    return fold(first) in word_forms(second, person=True) or fold(second) in word_forms(first, person=True)
