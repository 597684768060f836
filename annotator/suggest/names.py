"""A name as the user selected it, taken apart: units that decline, initials, legal form, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from annotator.suggest import morphology
from annotator.suggest.morphology import ANY_CASE, Forms, fold, is_cyrillic
from annotator.suggest.words import Words

LEGAL_FORMS = frozenset(
    [
        "ооо",
        "оао",
        "зао",
        "пао",
        "ао",
        "нко",
        "ано",
        "фгуп",
        "гуп",
        "муп",
        "тоо",
        "чп",
        "ип",
        "нпо",
        "гк",
        "ук",
        "inc",
        "ltd",
        "llc",
        "corp",
        "gmbh",
        "plc",
        "ag",
        "sa",
        "co",
    ]
)
PARTICLES = frozenset(
    [
        "фон",
        "дер",
        "ден",
        "де",
        "ван",
        "бен",
        "ибн",
        "бин",
        "аль",
        "эль",
        "ас",
        "аш",
        "ди",
        "да",
        "дель",
        "делла",
        "ла",
        "ле",
        "дос",
        "оглы",
        "кызы",
        "von",
        "van",
        "de",
        "al",
        "el",
        "bin",
    ]
)
_PERSON_LABELS = frozenset({"PERSON", "PER", "ПЕРСОНА"})
_QUOTED = re.compile(r"^(?P<lead>[^«“„\"]*)[«“„\"](?P<core>.+)[»”“\"]\s*$", re.DOTALL)


class NameKind(StrEnum):
    """PERSON: first names and surnames that also stand alone. OTHER: stands whole (organisations, products, places)."""

    PERSON = "person"
    OTHER = "other"


def kind_of_label(label: str) -> NameKind | None:
    """Return the kind that an entity label stands for; None where the label does not say it."""
    if label.upper() in _PERSON_LABELS:
        return NameKind.PERSON
    return (
        NameKind.OTHER
        if label.upper() in {"ORG", "ORGANIZATION", "PRODUCT", "LOC", "GPE", "FAC", "WORK_OF_ART"}
        else None
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name with its case forms."""

    word: str
    forms: Forms


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of a name that hang together by hyphens: mostly one, two in «Салтыков-Щедрин»."""

    parts: tuple[Part, ...]

    @property
    def word(self) -> str:
        """The unit's first word, as it was selected."""
        return self.parts[0].word

    @property
    def is_initial(self) -> bool:
        """Tell whether the unit is a single letter."""
        return len(self.parts) == 1 and len(self.word) == 1

    @property
    def key(self) -> str:
        """The folded unit."""
        return "-".join(fold(part.word) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Name:
    """A compiled name. `units` is what is searched for; the other fields depend on the kind.

    PERSON: `surname` is the unit that identifies, `given` the first name (or None), `middle` what stands between, as
    patronymics and second names do; `initials` are the first letters that are known. OTHER: `lead` are folded words
    that stood before the quoted name (ОАО, банк), which a mention takes in where they stand before it too.
    """

    text: str
    kind: NameKind
    units: tuple[Unit, ...]
    surname: Unit | None = None
    given: Unit | None = None
    middle: tuple[Unit, ...] = ()
    initials: tuple[str, ...] = ()
    lead: tuple[Part, ...] = ()
    gender: str = ""
    abbreviation: frozenset[str] = frozenset()

    @property
    def is_single(self) -> bool:
        """Tell whether a person's name is one word, so that nothing tells its bearer from a namesake."""
        return self.given is None and not self.initials

    @property
    def needles(self) -> frozenset[str]:
        """Folded forms one of which every mention holds: where none stands, there is nothing to look for."""
        anchors = [unit for unit in (self.surname, self.given) if unit] or [self.units[0]]
        return frozenset(form for unit in anchors for form in unit.parts[-1].forms) | self.abbreviation


@lru_cache(maxsize=512)
def compile_name(text: str, kind: NameKind | None = None) -> Name | None:
    """Take a name apart; None if it has no letter or digit. Without a kind, it is guessed from the words."""
    text = " ".join(text.split())
    lead, core, quoted = _split_quotes(text)
    words = Words(core)
    if not len(words):
        return None
    kind = kind or _guess_kind(words, special=quoted)
    if kind is NameKind.PERSON and _describes(words):
        kind = NameKind.OTHER
    person = kind is NameKind.PERSON
    units = _units(words, person=person)
    if person:
        return _person(text, units)
    leading, units = _split_lead(_parts(Words(lead), person=False), units)
    return Name(text, kind, units, lead=leading, abbreviation=_abbreviation(units))


def _abbreviation(units: Sequence[Unit]) -> frozenset[str]:
    """Return the word of the first letters of a name of two to eight words, with and without the small words."""
    words = [part.word for unit in units for part in unit.parts]
    if not 2 <= len(words) <= 8 or not words[0][0].isupper() or any(not word[0].isalpha() for word in words):
        return frozenset()
    letters = "".join(word[0] for word in words)
    without = "".join(word[0] for word in words if not morphology.is_function_word(word))
    shorts = {short.upper() for short in (letters, without) if len(short) > 1}
    return frozenset(form for short in shorts for form in morphology.word_forms(short, person=False))


def _split_quotes(text: str) -> tuple[str, str, bool]:
    if match := _QUOTED.match(text):
        return match["lead"], match["core"], True
    return "", text.strip("«»“”„\"' "), False


def _parts(words: Words, *, person: bool) -> tuple[Part, ...]:
    return tuple(Part(words.surface(i), _forms(words, i, person=person)) for i in range(len(words)))


def _forms(words: Words, index: int, *, person: bool) -> Forms:
    if index in words.endings:
        return {words.keys[index]: ANY_CASE}
    return morphology.word_forms(words.surface(index), person=person)


def _units(words: Words, *, person: bool) -> tuple[Unit, ...]:
    units: list[list[Part]] = []
    for i, part in enumerate(_parts(words, person=person)):
        if i and words.gap(i - 1) in {"-", "‑", "–"}:
            units[-1].append(part)
        else:
            units.append([part])
    return tuple(Unit(tuple(parts)) for parts in units)


def _split_lead(lead: tuple[Part, ...], units: tuple[Unit, ...]) -> tuple[tuple[Part, ...], tuple[Unit, ...]]:
    """Move a legal form before an unquoted name to the words that lead it."""
    moved = list(lead)
    while len(units) > 1 and not lead and units[0].key in LEGAL_FORMS:
        moved.append(units[0].parts[0])
        units = units[1:]
    return tuple(moved), units


def _guess_kind(parsed: Words, *, special: bool) -> NameKind:
    words = [parsed.surface(i) for i in range(len(parsed)) if parsed.keys[i] not in PARTICLES] or [""]
    plain = all(is_cyrillic(word) and word[0].isupper() and (len(word) == 1 or not word.isupper()) for word in words)
    if special or not plain:
        return NameKind.OTHER
    if any(morphology.is_person_word(word) for word in words) or any(len(word) == 1 for word in words):
        return NameKind.PERSON
    known = any(morphology.is_known(word) for word in words)
    return NameKind.OTHER if known or len(words) > 3 else NameKind.PERSON


def _describes(words: Words) -> bool:
    """Tell whether a person is described rather than named: «солнечный клоун» has no surname."""
    plain = (words.surface(i) for i in range(len(words)) if words.keys[i] not in PARTICLES)
    return any(word[0].islower() for word in plain)


def _person(text: str, units: tuple[Unit, ...]) -> Name:
    initials = tuple(fold(unit.word) for unit in units if unit.is_initial)
    full = [unit for unit in units if not unit.is_initial and unit.key not in PARTICLES]
    if not full:
        full = list(units)
    surname = full[_surname_index(full)] if len(full) > 1 else full[0]
    others = [unit for unit in full if unit is not surname]
    given = others[0] if others else None
    gender = next((g for unit in others if (g := morphology.gender_of(unit.word))), "")
    return Name(
        text,
        NameKind.PERSON,
        units,
        surname=surname,
        given=given,
        middle=tuple(others[1:]),
        initials=tuple(fold(given.word[:1]) for _ in range(1) if given) or initials,
        gender=gender,
    )


def _surname_index(units: Sequence[Unit]) -> int:
    """Find the surname: the last word, unless a first name or patronymic stands there and the first word is none."""
    last = units[-1].word
    if morphology.is_patronymic(last) and len(units) > 2:
        return 0
    first = units[0].word
    if not morphology.is_given_name(first) and morphology.is_given_name(last) and _only_surname(first):
        return 0
    return len(units) - 1


def _only_surname(word: str) -> bool:
    return "Surn" in morphology.grammemes(word)
