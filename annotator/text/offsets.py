"""The one border between the three ways of counting a text: code points, UTF-16 units, grapheme clusters.

Everything outside the article view counts code points, as Python and spaCy do. Qt counts UTF-16 units, as do
JavaScript and Java programs; some tools count what a reader sees as one character.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import Any


class Utf16Map:
    """Converts offsets of one text between code points and UTF-16 units.

    Costs O(1) per conversion for a text without characters beyond U+FFFF and O(log astral characters) otherwise.
    """

    __slots__ = ("_astral", "_astral_units", "length", "units")

    def __init__(self, text: str) -> None:
        self._astral = [i for i, c in enumerate(text) if c > "\uffff"] if not text.isascii() else []
        self._astral_units = [position + before for before, position in enumerate(self._astral)]
        self.length = len(text)
        self.units = len(text) + len(self._astral)

    def to_utf16(self, offset: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def to_codepoint(self, unit: int) -> int:
        """Return the code point offset of a UTF-16 offset; one inside a surrogate pair goes to the pair's start."""
        if not self._astral:
            return unit
        before = bisect_right(self._astral_units, unit - 1)
        offset = unit - before
        inside = before and self._astral_units[before - 1] == unit - 1
        return offset if not inside else self._astral[before - 1]


@cache
def _patterns() -> tuple[Any, Any]:
    """Return the patterns of one grapheme cluster, and of what can share a cluster with a neighbour.

    Most news has nothing of the latter, and searching for it is ten times faster. The library behind them is loaded
    when the first text asks for it.
    """
    import regex

    return regex.compile(r"\X"), regex.compile(r"[^\p{GCB=Other}\p{GCB=Control}\p{GCB=LF}]|\p{Extended_Pictographic}")


def grapheme_starts(text: str) -> list[int]:
    """Return the code point offsets at which grapheme clusters (UAX 29) begin, and the text's end as the last one."""
    cluster, joining = _patterns()
    if joining.search(text) is None:
        return list(range(len(text) + 1))
    return [match.start() for match in cluster.finditer(text)] + [len(text)]


class GraphemeMap:
    """Converts offsets of one text between code points and grapheme clusters."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = grapheme_starts(text)

    @property
    def count(self) -> int:
        """How many grapheme clusters the text has."""
        return len(self._starts) - 1

    def to_codepoint(self, grapheme: int) -> int:
        """Return the code point offset at which a cluster begins (or the end of the text for `count`)."""
        return self._starts[grapheme]

    def to_grapheme(self, offset: int) -> int:
        """Return the index of the cluster that holds the code point at `offset`."""
        return bisect_right(self._starts, offset) - 1

    def floor(self, offset: int) -> int:
        """Return the start of the cluster around `offset`, or `offset` itself at a boundary."""
        return self._starts[max(0, bisect_right(self._starts, offset) - 1)]

    def ceil(self, offset: int) -> int:
        """Return the end of the cluster around `offset`, or `offset` itself at a boundary."""
        return self._starts[min(len(self._starts) - 1, bisect_left(self._starts, offset))]

    def next(self, offset: int) -> int:
        """Return the first boundary after `offset`, or the end of the text."""
        return self._starts[min(len(self._starts) - 1, bisect_right(self._starts, offset))]

    def previous(self, offset: int) -> int:
        """Return the last boundary before `offset`, or 0."""
        return self._starts[max(0, bisect_left(self._starts, offset) - 1)]
