"""Finding the words of a name in an article, and the checks that every kind of name shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.messages import Message
from annotator.suggest import doubts, morphology
from annotator.suggest.morphology import ANY_CASE, Readings, is_cyrillic
from annotator.suggest.names import Part, Unit
from annotator.suggest.words import Words

CASE_ENDINGS = frozenset(
    ["а", "у", "ом", "ем", "е", "ы", "и", "я", "ю", "ей", "ой", "ов", "ев", "ам", "ами", "ах", "ям", "ями", "ях"]
)
_PARTICLES = frozenset(["то", "таки", "де", "ка", "с"])
_ADJECTIVE_END = r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ых|их|ыми|ими|о|и)"
ADJECTIVE_SUFFIX = re.compile(r"(?:о?в?ш?н|овск|евск|инск|анск|янск|ск|шн)" + _ADJECTIVE_END + r"\Z")
_HYPHENS = frozenset({"-", "‑"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` of an article are a form of a unit; `readings` says which; `reason` why it is doubtful."""

    first: int
    last: int
    readings: Readings
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in words: `[start, end)` in code points, doubtful where there is a reason."""

    start: int
    end: int
    reason: Message | None = None


def unit_hits(unit: Unit, words: Words) -> list[Hit]:
    """Return where the unit stands in some form, in reading order; adjectives made of it are left out."""
    anchor = unit.parts[-1]
    places = sorted({i for form in anchor.forms for i in words.places.get(form, ())})
    hits = (_hit_at(unit, words, i) for i in places)
    return [hit for hit in hits if hit is not None]


def _hit_at(unit: Unit, words: Words, last: int) -> Hit | None:
    first = last - len(unit.parts) + 1
    if first < 0 or not _parts_match(unit.parts, words, first):
        return None
    if last in words.endings and words.endings[last] not in CASE_ENDINGS:
        return None
    reason = next(
        (r for p, i in zip(unit.parts, range(first, last + 1), strict=True) if (r := capitals(p, words, i))), None
    )
    if reason is not None and morphology.is_function_word(words.surface(last)):
        return None
    return _with_hyphens(Hit(first, last, part_readings(unit.parts[-1], words, last), reason), words)


def _parts_match(parts: Sequence[Part], words: Words, first: int) -> bool:
    joined = all(words.gap(first + k) in _HYPHENS or words.gap(first + k) == "–" for k in range(len(parts) - 1))
    return joined and all(words.keys[first + k] in part.forms for k, part in enumerate(parts))


def part_readings(part: Part, words: Words, index: int) -> Readings:
    """Return what the word at `index` can be as a form of the part."""
    return ANY_CASE if index in words.endings else part.forms.get(words.keys[index], ANY_CASE)


def capitals(part: Part, words: Words, index: int) -> Message | None:
    """Return why the capital letters of the word speak against the name, or None."""
    word, surface = part.word, words.surface(index)
    if not any(c.isupper() for c in word) or surface == word:
        return None
    if not any(c.isupper() for c in surface):
        return doubts.lower_case()
    if len(word) > 1 and word.isupper() and not _keeps_capitals(word, surface):
        return doubts.other_case(word)
    if word[0].isupper() and not surface[0].isupper():
        return doubts.other_case(word)
    return None


def _keeps_capitals(word: str, surface: str) -> bool:
    """Tell whether an acronym's letters are capitals; its last vowel may have given way to an ending."""
    return surface[: max(2, len(word) - 1)].isupper()


def _with_hyphens(hit: Hit, words: Words) -> Hit | None:
    """Look at what a hyphen joins to the name: a case ending, a particle, an adjective's suffix or another word."""
    if words.gap(hit.last) in _HYPHENS:
        following = words.surface(hit.last + 1)
        foreign = not is_cyrillic(words.surface(hit.last)) or words.surface(hit.last).isupper()
        if foreign and following in CASE_ENDINGS:
            return Hit(hit.first, hit.last + 1, ANY_CASE, hit.reason)
        if following.islower() and ADJECTIVE_SUFFIX.match(following):
            return None
        if following not in _PARTICLES:
            return _compound(hit, words, hit.first, hit.last + 1)
    return hit


def joined_before(hit: Hit, words: Words) -> bool:
    """Tell whether a hyphen joins the name to a word before it."""
    return words.gap(hit.first - 1) in _HYPHENS


def _compound(hit: Hit, words: Words, first: int, last: int) -> Hit:
    reason = hit.reason or doubts.compound(words.text[words.starts[first] : words.ends[last]])
    return Hit(hit.first, hit.last, hit.readings, reason)


def compound_before(hit: Hit, words: Words) -> Hit:
    """Return the hit, doubtful if a hyphen joins it to a word before it."""
    return _compound(hit, words, hit.first - 1, hit.last) if joined_before(hit, words) else hit


def adjectives(words: Words, vocabulary: Sequence[str]) -> Iterator[Found]:
    """Find adjectives made of a name («яндексовский», «путинская»), given the keys of the vocabulary that are such."""
    for key in vocabulary:
        for index in words.places.get(key, ()):
            yield Found(words.starts[index], words.ends[index], doubts.adjective())


def agree(first: Readings, second: Readings) -> bool:
    """Tell whether two words can stand in one case, in the singular."""
    cases = {reading.case for reading in first if not reading.plural}
    return any(reading.case in cases for reading in second if not reading.plural)


def is_blank(gap: str) -> bool:
    """Tell whether only white space, with at most one line break, stands between two words."""
    return bool(gap) and gap.isspace() and gap.count("\n") < 2
