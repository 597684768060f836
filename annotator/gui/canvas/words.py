"""Tokens, graphemes and sentences by place, made piece by piece so that a long article costs nothing at the start."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache

from annotator.domain import Tokens
from annotator.gui.canvas.paragraphs import TextIndex
from annotator.text.offsets import GraphemeMap
from annotator.text.sentences import sentence_ranges
from annotator.text.snap import TokenIndex

_WORD = re.compile(r"\w+|[^\w\s]")
_KEPT = 64


class Words:
    """Where words begin and end. Offsets are code points; without tokens, runs of letters and digits stand in."""

    def __init__(self, index: TextIndex, tokens: Tokens) -> None:
        self._index, self._tokens, self._text = index, tokens, index.text
        self._in_piece: Callable[[int], TokenIndex] = lru_cache(_KEPT)(self._tokens_of)
        self._graphemes_in: Callable[[int], GraphemeMap] = lru_cache(_KEPT)(self._graphemes_of)
        self._sentences_in: Callable[[int], list[tuple[int, int]]] = lru_cache(_KEPT)(self._sentences_of)

    def _tokens_of(self, piece: int) -> TokenIndex:
        start, end = self._index.pieces[piece].start, self._index.pieces[piece].end
        if not self._tokens:
            return TokenIndex(self._text, [m.span() for m in _WORD.finditer(self._text, start, end)])
        first = max(0, bisect_left(self._tokens, (start, -1)) - 1)
        last = bisect_left(self._tokens, (end, -1))
        near = [t for t in self._tokens[first:last] if t[1] > start]
        return TokenIndex(self._text, near)

    def _graphemes_of(self, piece: int) -> GraphemeMap:
        return GraphemeMap(self._index.piece_text(piece))

    def _sentences_of(self, piece: int) -> list[tuple[int, int]]:
        start = self._index.pieces[piece].start
        return [(a + start, b + start) for a, b in sentence_ranges(self._index.piece_text(piece))]

    # -- tokens ---------------------------------------------------------------------------------------------------

    def at(self, offset: int) -> tuple[int, int] | None:
        """Return the token over the character at `offset`, or None."""
        return self._in_piece(self._index.piece_at(offset)).at(offset)

    def snap(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the whole tokens that `[start, end)` touches, or None."""
        snapped = [s for p in self._ends(start, end) if (s := self._in_piece(p).snap(start, end))]
        return (min(a for a, _ in snapped), max(b for _, b in snapped)) if snapped else None

    def _ends(self, start: int, end: int) -> list[int]:
        pieces = self._index.pieces_of(start, end)
        return list(pieces) if len(pieces) <= _KEPT else [pieces[0], pieces[-1]]

    def next_start(self, offset: int) -> int | None:
        """Return the first token start after `offset`."""
        return self._forward(offset, lambda tokens: tokens.next_start(offset))

    def next_end(self, offset: int) -> int | None:
        """Return the first token end after `offset`."""
        return self._forward(offset, lambda tokens: tokens.next_end(offset))

    def previous_start(self, offset: int) -> int | None:
        """Return the last token start before `offset`."""
        return self._backward(offset, lambda tokens: tokens.previous_start(offset))

    def previous_end(self, offset: int) -> int | None:
        """Return the last token end before `offset`."""
        return self._backward(offset, lambda tokens: tokens.previous_end(offset))

    def _forward(self, offset: int, find: Callable[[TokenIndex], int | None]) -> int | None:
        for piece in range(self._index.piece_at(offset), len(self._index.pieces)):
            if (found := find(self._in_piece(piece))) is not None:
                return found
        return None

    def _backward(self, offset: int, find: Callable[[TokenIndex], int | None]) -> int | None:
        for piece in range(self._index.piece_at(offset), -1, -1):
            if (found := find(self._in_piece(piece))) is not None:
                return found
        return None

    # -- graphemes ------------------------------------------------------------------------------------------------

    def next_grapheme(self, offset: int) -> int:
        """Return the next caret position, over a line separator in one step; the end of the text at last."""
        piece = self._index.piece_at(offset)
        start, end = self._index.pieces[piece].start, self._index.pieces[piece].end
        if offset < end:
            return start + self._graphemes_in(piece).next(offset - start)
        return self._index.pieces[piece + 1].start if piece + 1 < len(self._index.pieces) else end

    def previous_grapheme(self, offset: int) -> int:
        """Return the previous caret position, or 0."""
        piece = self._index.piece_at(offset)
        start = self._index.pieces[piece].start
        if offset > start:
            return start + self._graphemes_in(piece).previous(offset - start)
        if piece == 0:
            return 0
        before = self._index.pieces[piece - 1]
        if before.end == start:  # parts of one paragraph: their common edge is one caret position
            return before.start + self._graphemes_in(piece - 1).previous(start - before.start)
        return before.end

    # -- sentences ------------------------------------------------------------------------------------------------

    def next_sentence(self, offset: int) -> int:
        """Return the start of the next sentence, or the end of the text."""
        for piece in range(self._index.piece_at(offset), len(self._index.pieces)):
            for start, _ in self._sentences_in(piece):
                if start > offset:
                    return start
        return self._index.pieces[-1].end

    def previous_sentence(self, offset: int) -> int:
        """Return the last sentence start before `offset`, or 0."""
        for piece in range(self._index.piece_at(offset), -1, -1):
            for start, _ in reversed(self._sentences_in(piece)):
                if start < offset:
                    return start
        return 0

    def paragraph(self, offset: int) -> tuple[int, int]:
        """Return the paragraph around `offset`, without its separator."""
        pieces, number = self._index.pieces, self._index.piece_at(offset)
        first = last = number
        while not pieces[first].first:
            first -= 1
        while not pieces[last].last:
            last += 1
        return pieces[first].start, pieces[last].end
