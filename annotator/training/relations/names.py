"""Names in Russian text: the same name in another case, a part of it, its initials, the other alphabet."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-z]")
_ENDINGS = re.compile(
    r"(?:ами|ями|ого|его|ому|ему|ыми|ими|иями|ою|ею|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ом|ем|ам|ям|ах|ях|ым|им|ых|их|ую|юю"
    r"|ии|ию|ия|ью|[аеёиоуыэюяйь])$"
)
_SHORTEST_STEM = 3
_PREFIX = 5  # letters of a word kept where only its rough meaning counts

Form = tuple[str, ...]


class Likeness(IntEnum):
    """How the left of two names relates to the right one."""

    NONE = 0
    SAME = 1  # the same words, perhaps in another case
    SHORTER = 2  # the right name is a part of the left one
    LONGER = 3  # the left name is a part of the right one
    COMMON = 4  # some word in common
    INITIALS = 5  # the right name is made of the left one's initials
    SPELT_OUT = 6  # the left name is made of the right one's initials
    OTHER_SCRIPT = 7  # nothing in common, one Cyrillic and one Latin


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a word in lower case without its case ending: "Сулеймана" and "Сулейману" give one stem."""
    lower = word.lower().replace("ё", "е")
    match = _ENDINGS.search(lower)
    return lower[: match.start()] if match and match.start() >= _SHORTEST_STEM else lower


@lru_cache(maxsize=100_000)
def rough(word: str) -> str:
    """Return the first letters of a word in lower case: what it is about, whatever its ending."""
    return word.lower().replace("ё", "е")[:_PREFIX]


@lru_cache(maxsize=20_000)
def form(name: str) -> Form:
    """Return the stems of a name's words."""
    return tuple(stem(word) for word in _WORD.findall(name)) or (name.lower(),)


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """Return the first letters of a name's words, in upper case."""
    return "".join(word[0].upper() for word in _WORD.findall(name))


@lru_cache(maxsize=200_000)
def likeness(left: str, right: str) -> Likeness:
    """Return how two names relate, by their words alone."""
    first, second = form(left), form(right)
    if first == second:
        return Likeness.SAME
    a, b = set(first), set(second)
    if b < a:
        return Likeness.SHORTER
    if a < b:
        return Likeness.LONGER
    if a & b:
        return Likeness.COMMON
    if _is_initials(right, left):
        return Likeness.INITIALS
    if _is_initials(left, right):
        return Likeness.SPELT_OUT
    return Likeness.OTHER_SCRIPT if bool(_LATIN.search(left)) != bool(_LATIN.search(right)) else Likeness.NONE


def _is_initials(short: str, long: str) -> bool:
    letters = "".join(_WORD.findall(short))
    return len(letters) > 1 and letters.isupper() and initials(long).startswith(letters[:2]) and len(long) > len(short)
