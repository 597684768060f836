"""The rules by which Russian nouns and surnames decline, for words that no dictionary knows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

RawReading = tuple[str, bool, str]
"""Case, plural, gender ("" where the paradigm does not tell men from women)."""

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@dataclass(frozen=True, slots=True)
class _Paradigm:
    """Endings by case; several of one case are separated by a slash, "-" is none. `stem` is what may come before."""

    stem: re.Pattern[str]
    singular: str
    plural: str = ""
    gender: str = ""
    oblique: bool = True  # whether a word may be read as one of the later cases


def _paradigm(stem: str, singular: str, plural: str = "", gender: str = "", *, oblique: bool = True) -> _Paradigm:
    return _Paradigm(re.compile(stem + r"\Z"), singular, plural, gender, oblique)


_HARD = r"[бвгдзклмнпрстфх]"
_VELAR = r"[гкхжшчщ]"
_PARADIGMS = (
    _paradigm(r"[бвдзлмнпрстф]", "- а у а ом е", "ы ов ам ов/ы ами ах"),
    _paradigm(r"[гкх]", "- а у а ом е", "и ов ам ов/и ами ах"),
    _paradigm(r"[жшчщц]", "- а у а ем/ом е", "и/ы ей/ев ам ей/ев ами ах"),
    _paradigm(r"(?:ов|ев|ин|ын)", "- а у а ым е", "ы ых ым ых ыми ых", "masc"),
    _paradigm(r"(?:ов|ев|ин|ын)", "а ой ой у ой/ою ой", "", "femn"),
    _paradigm(r"(?:ск|цк)", "ий/ой ого ому ого им ом", "ие их им их ими их", "masc"),
    _paradigm(r"(?:ск|цк)", "ая ой ой ую ой/ою ой", "", "femn"),
    _paradigm(r"(?<!ск)(?<!цк)[бвгдзклмнпрстх]", "ый/ий/ой ого ому ого ым/им ом", "", "masc", oblique=False),
    _paradigm(r"(?<!ск)(?<!цк)[бвгдзклмнпрстх]", "ая ой ой ую ой/ою ой", "", "femn", oblique=False),
    _paradigm(r"[аеоуэюя]", "й я ю я ем е", "и ев ям ев ями ях"),
    _paradigm(r"и", "й я ю я ем и", "и ев ям ев ями ях"),
    _paradigm(r"[бвдзлмнпрстф]", "ь я ю я ем е", "и ей ям ей ями ях"),
    _paradigm(r"[бвдзлмнпрстфжшчщ]", "ь и и ь ью и"),
    _paradigm(r"[бвдзлмнпрстфц]", "а ы е у ой/ою/ей е", "ы - ам - ами ах"),
    _paradigm(r"[гкхжшчщ]", "а и е у ой/ою/ей е", "и - ам - ами ах"),
    _paradigm(r"[бвдзлмнпрстфьаеоуэюя]", "я и е ю ей/ею е"),
    _paradigm(r"и", "я и и ю ей и"),
    _paradigm(r"[еиоуэюы]", "- - - - - -", oblique=False),
    _paradigm(r"(?:ых|их)", "- - - - - -", oblique=False),
)
_FLEETING = (
    (r"[^аеиоуыэюя]ец", 2, "ц"),
    (r"[^аеиоуыэюя]ок", 2, "к"),
    (r"[^аеиоуыэюя]ек", 2, "к"),
    (r".[вл]ел", 2, "л"),
)


def _endings(table: str) -> Iterator[tuple[str, str]]:
    for case, endings in zip(_CASES, table.split(), strict=True):
        for ending in endings.split("/"):
            yield case, "" if ending == "-" else ending


def _stems(word: str, paradigm: _Paradigm) -> set[str]:
    """Return the stems under which the word is a form of the paradigm."""
    endings = {ending for case, ending in _endings(paradigm.singular) if paradigm.oblique or case == "nomn"}
    stems = {word[: len(word) - len(ending)] for ending in endings if word.endswith(ending)}
    return {stem for stem in stems if len(stem) > 1 and paradigm.stem.search(stem)}


def _decline(word: str, stem: str, paradigm: _Paradigm, forms: dict[str, set[RawReading]]) -> None:
    """Add the paradigm's forms; where the word is one of several possible nominatives, the others are left out."""
    nominatives = {stem + ending for case, ending in _endings(paradigm.singular) if case == "nomn"}
    for case, ending in _endings(paradigm.singular):
        if case == "nomn" and word in nominatives and stem + ending != word:
            continue
        forms[stem + ending].add((case, False, paradigm.gender))
    if paradigm.plural:
        for case, ending in _endings(paradigm.plural):
            forms[stem + ending].add((case, True, ""))


def _with_fleeting_vowel(word: str, forms: dict[str, set[RawReading]]) -> None:
    """Add «Кравец» → «Кравца»; which names drop their vowel cannot be seen, so both rows of forms are kept."""
    for pattern, dropped, kept in _FLEETING:
        if re.search(pattern + r"\Z", word):
            stem = word[:-dropped] + kept
            for case, ending in _endings("- а у а ом/ем е" if kept == "ц" else "- а у а ом е"):
                if ending:
                    forms[stem + ending].add((case, False, ""))


def decline_by_rules(word: str) -> dict[str, set[RawReading]]:
    """Return every form of every paradigm that the folded word fits, whichever case it stands in itself."""
    forms: dict[str, set[RawReading]] = defaultdict(set)
    for paradigm in _PARADIGMS:
        for stem in _stems(word, paradigm):
            _decline(word, stem, paradigm, forms)
    _with_fleeting_vowel(word, forms)
    return forms
