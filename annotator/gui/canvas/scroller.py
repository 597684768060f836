"""Which part of the page is seen.

The anchor is a piece and the pixels inside it, so that exact heights which replace guesses above it never make the
text jump; the scroll bar only follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotator.gui.canvas.page import Page

PAD = 14
"""Free pixels above the first line and under the last."""


class Hold(NamedTuple):
    """A line and where it stands in the window: what should stay where it is while the page changes."""

    piece: int
    line: int
    y: float


class Scroller:
    """The window on a page; all y are pixels from the window's top."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.piece = 0
        self.inside = -PAD
        self.height = 0

    @property
    def value(self) -> int:
        """How far the page is scrolled down, in pixels."""
        return self.page.heights.top(self.piece) + self.inside + PAD

    @property
    def at_top(self) -> bool:
        """Tell whether the first line is seen whole."""
        return self.piece == 0 and self.inside <= -PAD

    @property
    def maximum(self) -> int:
        """The largest value."""
        return max(0, self.page.heights.total + 2 * PAD - self.height)

    def set_value(self, value: int) -> None:
        """Go to a value, as the scroll bar asks."""
        value -= PAD
        self.piece, self.inside = self.page.heights.find(value) if value >= 0 else (0, value)
        self.settle()

    def scroll_by(self, dy: int) -> int:
        """Move down by `dy` pixels (up if negative) as far as the page goes; return how far it went."""
        before = self.piece, self.inside
        self.inside += dy
        moved = dy + self._normalize() + self.settle()
        return moved if (self.piece, self.inside) != before else 0

    def _normalize(self) -> int:
        """Let the anchor be the piece at the window's top; return how far the top had to be corrected."""
        heights, last = self.page.heights, len(self.page.index.pieces) - 1
        while self.piece > 0 and self.inside < 0:
            self.piece -= 1
            self.inside += self.page.box(self.piece).height
        while self.piece < last and self.inside >= self.page.box(self.piece).height:
            self.inside -= heights[self.piece]
            self.piece += 1
        if self.piece == 0 and self.inside < -PAD:
            correction = -PAD - self.inside
            self.inside = -PAD
            return correction
        return 0

    def settle(self) -> int:
        """Lay out what is seen and stop at the end of the page; return the correction in pixels."""
        correction = self._normalize()
        for _ in self.visible():
            pass
        over = self.value - self.maximum
        if over > 0:
            self.inside -= over
            correction += self._normalize() - over
            for _ in self.visible():
                pass
        return correction

    def visible(self) -> Iterator[tuple[int, int]]:
        """Yield number and top of each piece that is at least partly seen, laying it out."""
        y, number = -self.inside, self.piece
        while y < self.height and number < len(self.page.index.pieces):
            yield number, y
            y += self.page.box(number).height
            number += 1

    def places(self) -> list[tuple[int, int]]:
        """Return number and top of what is seen, and the bottom: equal before and after if nothing moved."""
        seen = list(self.visible())
        last = seen[-1] if seen else (self.piece, 0)
        return [*seen, (-1, last[1] + self.page.box(last[0]).height)]

    def locate(self, y: float) -> tuple[int, float]:
        """Return the piece at a height of the window and the pixels inside it."""
        number, top = self.piece, -self.inside
        last = len(self.page.index.pieces) - 1
        while number < last and y >= top + self.page.box(number).height:
            top += self.page.heights[number]
            number += 1
        while number > 0 and y < top:
            number -= 1
            top -= self.page.box(number).height
        return number, y - top

    def y_of(self, piece: int) -> int:
        """Return the top of a piece in the window; far outside it is a guess."""
        return self.page.heights.top(piece) - self.page.heights.top(self.piece) - self.inside

    def hold(self, offset: int | None = None) -> Hold:
        """Remember the line of `offset` if it is seen, else the first line whose words are seen."""
        if offset is not None and (held := self._hold_at(offset)) is not None:
            return held
        for number, y in self.visible():
            for index, line in enumerate(self.page.box(number).lines):
                if y + line.text_top >= 0:
                    return Hold(number, index, y + line.text_top)
        return Hold(self.piece, 0, -self.inside)

    def _hold_at(self, offset: int) -> Hold | None:
        number = self.page.index.piece_at(offset)
        if not self.piece <= number <= self.piece + self.height:
            return None
        index = self.page.address(offset)[1]
        y = self.y_of(number) + self.page.box(number).lines[index].text_top
        return Hold(number, index, y) if 0 <= y < self.height else None

    def restore(self, hold: Hold) -> int:
        """Put the remembered line back where it stood; return how far the page had to move."""
        if hold.piece >= len(self.page.index.pieces):
            return 0
        lines = self.page.box(hold.piece).lines
        target = lines[min(hold.line, len(lines) - 1)].text_top
        before = self.piece, self.inside
        self.piece, self.inside = hold.piece, round(target - hold.y)
        self.settle()
        return int(before != (self.piece, self.inside))

    def reveal(self, offset: int, margin: int) -> bool:
        """Scroll so that the line of `offset` is seen, `margin` pixels from the edges; return whether it moved."""
        place = self.page.caret_place(offset)
        line = self.page.box(place.piece).lines[place.line]
        near = abs(place.piece - self.piece) < 80
        if near:
            top = self.y_of(place.piece)
            above, below = top + line.top - margin, top + line.bottom + margin - self.height
            if above >= 0 >= below or self.height < 2 * margin:
                return False
            self.scroll_by(round(above if above < 0 else min(below, above)))
            return True
        self.piece, self.inside = place.piece, round(line.top - self.height / 3)
        self.settle()
        return True
