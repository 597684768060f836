"""Snapping a selection to tokens: what a drag over half a word is meant to be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Ranges = Sequence[tuple[int, int]]


class TokenIndex:
    """The tokens of one text that can be selected: white-space tokens are left out. Offsets are code points."""

    __slots__ = ("ends", "starts", "tokens")

    def __init__(self, text: str, tokens: Ranges) -> None:
        self.tokens = [(a, b) for a, b in tokens if not text[a:b].isspace()]
        self.starts = [a for a, _ in self.tokens]
        self.ends = [b for _, b in self.tokens]

    def at(self, offset: int) -> tuple[int, int] | None:
        """Return the token that holds the character at `offset`, or None between tokens."""
        index = bisect_right(self.starts, offset) - 1
        return self.tokens[index] if index >= 0 and offset < self.ends[index] else None

    def snap(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the smallest run of whole tokens that holds every token character of `[start, end)`, or None."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        return (self.starts[first], self.ends[last]) if first <= last else None

    def next_start(self, offset: int) -> int | None:
        """Return the first token start after `offset`."""
        index = bisect_right(self.starts, offset)
        return self.starts[index] if index < len(self.starts) else None

    def next_end(self, offset: int) -> int | None:
        """Return the first token end after `offset`."""
        index = bisect_right(self.ends, offset)
        return self.ends[index] if index < len(self.ends) else None

    def previous_start(self, offset: int) -> int | None:
        """Return the last token start before `offset`."""
        index = bisect_left(self.starts, offset) - 1
        return self.starts[index] if index >= 0 else None

    def previous_end(self, offset: int) -> int | None:
        """Return the last token end before `offset`."""
        index = bisect_left(self.ends, offset) - 1
        return self.ends[index] if index >= 0 else None
