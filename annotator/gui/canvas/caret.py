"""Where the caret goes: by token, grapheme, sentence, line, page."""

from __future__ import annotations

from annotator.gui.canvas.page import Page
from annotator.gui.canvas.words import Words


class Navigator:
    """Answers where a movement ends. `wish_x` remembers the column while the caret runs up and down."""

    def __init__(self, page: Page, words: Words) -> None:
        self._page, self._words = page, words
        self._wish_x: float | None = None

    def forget_column(self) -> None:
        """Let the next vertical movement start from where the caret is."""
        self._wish_x = None

    def by_token(self, caret: int, anchor: int, *, forward: bool, extend: bool) -> int:
        """Return the next token boundary: its start when walking, the far side of the token when selecting."""
        words, end = self._words, len(self._page.text)
        if forward:
            growing = extend and caret >= anchor
            found = words.next_end(caret) if growing else words.next_start(caret)
            return end if found is None else found
        shrinking = extend and caret > anchor
        found = words.previous_end(caret) if shrinking else words.previous_start(caret)
        return (anchor if shrinking else 0) if found is None else found

    def by_grapheme(self, caret: int, *, forward: bool) -> int:
        """Return the next or previous character boundary as a reader counts characters."""
        return self._words.next_grapheme(caret) if forward else self._words.previous_grapheme(caret)

    def by_sentence(self, caret: int, *, forward: bool) -> int:
        """Return the start of the next or of the previous sentence."""
        return self._words.next_sentence(caret) if forward else self._words.previous_sentence(caret)

    def by_line(self, caret: int, lines: int) -> int:
        """Return the position `lines` lines further down (or up, if negative) in the same column."""
        place = self._page.caret_place(caret)
        self._wish_x = place.x if self._wish_x is None else self._wish_x
        piece, line = place.piece, place.line
        for _ in range(abs(lines)):
            piece, line = self._next_line(piece, line, 1 if lines > 0 else -1)
        return self.at(piece, line, self._wish_x)

    def _next_line(self, piece: int, line: int, step: int) -> tuple[int, int]:
        line += step
        if 0 <= line < len(self._page.shaped(piece).lines):
            return piece, line
        other = piece + step
        if not 0 <= other < len(self._page.index.pieces):
            return piece, line - step
        return other, 0 if step > 0 else len(self._page.shaped(other).lines) - 1

    def at(self, piece: int, line: int, x: float) -> int:
        """Return the caret position of a line that is nearest to `x`; a soft wrap belongs to the next line."""
        shaped, start = self._page.shaped(piece), self._page.index.pieces[piece].start
        unit = shaped.unit_at(line, x, on_character=False)
        offset = shaped.units.to_codepoint(unit)
        if line < len(shaped.lines) - 1 and unit >= shaped.lines[line].end:
            offset = shaped.graphemes.previous(shaped.units.to_codepoint(shaped.lines[line].end))
        return start + offset

    def line_edge(self, caret: int, *, end: bool) -> int:
        """Return the start or the end of the caret's line."""
        place = self._page.caret_place(caret)
        shaped, start = self._page.shaped(place.piece), self._page.index.pieces[place.piece].start
        line = shaped.lines[place.line]
        if not end:
            return start + shaped.units.to_codepoint(line.start)
        last = shaped.units.to_codepoint(line.end)
        return start + (last if place.line == len(shaped.lines) - 1 else shaped.graphemes.previous(last))
