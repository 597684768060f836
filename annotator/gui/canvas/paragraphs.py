"""Cutting an article into pieces that are laid out one by one. Pure Python; offsets are code points.

A piece is a paragraph, or a part of a very long one: laying out costs grow with the square of an unbroken paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from annotator.text.offsets import GraphemeMap

_SEPARATOR = re.compile("\r\n|[\n\r\u2029]")
_PLAIN = re.compile("[0-9A-Za-zА-Яа-яЁё]{2}")
PIECE_LIMIT = 2000
"""Longest piece in code points (at most twice as many UTF-16 units)."""


class Piece(NamedTuple):
    """A run of text that is laid out at once; `first` and `last` tell whether its paragraph begins or ends here."""

    start: int
    end: int
    paragraph: int
    first: bool
    last: bool


class TextIndex:
    """The pieces of one text. Line separators belong to no piece, yet every offset has one."""

    __slots__ = ("pieces", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces = list(_pieces(text))
        self.starts = [p.start for p in self.pieces]

    def piece_at(self, offset: int) -> int:
        """Return the index of the piece that holds the caret position `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def pieces_of(self, start: int, end: int) -> range:
        """Return the indices of the pieces that `[start, end)` touches."""
        return range(self.piece_at(start), self.piece_at(max(start, end - 1)) + 1)

    def piece_text(self, index: int) -> str:
        """Return the text of a piece, exactly as it stands in the article."""
        piece = self.pieces[index]
        return self.text[piece.start : piece.end]


def _pieces(text: str) -> Iterator[Piece]:
    start = 0
    for number, (end, following) in enumerate(_paragraph_ends(text), 1):
        if end - start <= PIECE_LIMIT:
            yield Piece(start, end, number, True, True)
        else:
            yield from _cut(text, start, end, number)
        start = following


def _paragraph_ends(text: str) -> Iterator[tuple[int, int]]:
    if "\r" in text or "\u2029" in text:
        for match in _SEPARATOR.finditer(text):
            yield match.span()
    else:  # ten times as fast as the pattern, and nearly every article is like this
        end = text.find("\n")
        while end >= 0:
            yield end, end + 1
            end = text.find("\n", end + 1)
    yield len(text), len(text)


def _cut(text: str, start: int, end: int, number: int) -> Iterator[Piece]:
    position = start
    while end - position > PIECE_LIMIT:
        cut = _cut_point(text, position, position + PIECE_LIMIT)
        yield Piece(position, cut, number, position == start, False)
        position = cut
    yield Piece(position, end, number, position == start, True)


def _cut_point(text: str, start: int, limit: int) -> int:
    """Return where to cut at `limit` at the latest: after a blank, else between letters, else between graphemes."""
    blank = max(text.rfind(" ", start + 1, limit), text.rfind("\u2028", start + 1, limit))
    if blank >= 0:
        return blank + 1
    for position in range(limit, max(start, limit - 64), -1):
        if _PLAIN.match(text, position - 1):
            return position
    boundary = start + GraphemeMap(text[start : limit + 1]).floor(limit - start)
    return boundary if boundary > start else limit
