"""Shaping a piece of text: a QTextLayout broken into lines, and where on a line a range of it stands.

Positions inside are UTF-16 units of the piece; `units` converts them from and to code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextLayout, QTextLine, QTextOption

from annotator.gui.canvas.stacking import Interval
from annotator.text.offsets import GraphemeMap, Utf16Map

_BLANKS = " \t\u00a0\u2028\u2009\u200a\u202f\u3000\u200b"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TAB_IN_CHARACTERS = 8
_BETWEEN = QTextLine.CursorPosition.CursorBetweenCharacters


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a shaped piece, `[start, end)` in UTF-16 units; `qt` lives only as long as the piece."""

    start: int
    end: int
    qt: QTextLine


class Cluster(NamedTuple):
    """A grapheme on a line of mixed direction: where it stands, which units it is, and which way it reads."""

    left: float
    right: float
    start: int
    end: int
    leftward: bool


class ShapedPiece:
    """A piece of text broken into lines of one width. It keeps the layout alive, without which lines are invalid."""

    def __init__(self, text: str, font: QFont, width: float, average: float) -> None:
        self.text = text
        self.units = Utf16Map(text)
        self._clusters_of: dict[int, list[Cluster]] = {}
        self.mixed = not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None
        # QString swallows a leading BOM; WORD JOINER is as long and as invisible.
        self._layout = QTextLayout(text.replace("\ufeff", "\u2060"), font)
        self._layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if self.mixed and _reads_leftward(text):
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setTabStopDistance(average * _TAB_IN_CHARACTERS)
        self._layout.setTextOption(option)
        self.lines = self._break(width)

    def _break(self, width: float) -> list[Line]:
        lines: list[Line] = []
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(Line(line.textStart(), line.textStart() + line.textLength(), line))
        self._layout.endLayout()
        return lines

    @cached_property
    def graphemes(self) -> GraphemeMap:
        """Grapheme boundaries of the piece, in code points from its start."""
        return GraphemeMap(self.text)

    def line_y(self, line: int) -> float:
        """Return the height that Qt adds by itself when it draws the line."""
        return self.lines[line].qt.y()

    def line_at(self, unit: int) -> int:
        """Return the index of the line that holds the character at `unit`."""
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.lines[middle].start <= unit else (low, middle - 1)
        return low

    def x_of(self, line: int, unit: int) -> float:
        """Return the x of the caret in front of the character at `unit`."""
        # The stub promises an object; what comes is the pair of x and the position that Qt settled on.
        found = cast("tuple[float, int]", self.lines[line].qt.cursorToX(unit))
        return found[0]

    def unit_at(self, line: int, x: float, *, on_character: bool) -> int:
        """Return the unit of the character under `x`, or of the caret position nearest to it."""
        if self.mixed:
            return self._unit_in_mixed(line, x, on_character=on_character)
        edge = QTextLine.CursorPosition.CursorOnCharacter if on_character else _BETWEEN
        unit = self.lines[line].qt.xToCursor(x, edge)
        offset = self.units.to_codepoint(unit)
        if on_character:
            offset = self.graphemes.floor(offset)
        elif not self._layout.isValidCursorPosition(unit) or self.graphemes.floor(offset) != offset:
            offset = self._nearest(line, offset, x)
        return self.units.to_utf16(offset)

    def _nearest(self, line: int, offset: int, x: float) -> int:
        below, above = self.graphemes.floor(offset), self.graphemes.ceil(offset)
        distance = {o: abs(self.x_of(line, self.units.to_utf16(o)) - x) for o in (below, above)}
        return min(distance, key=lambda o: distance[o])

    def _unit_in_mixed(self, line: int, x: float, *, on_character: bool) -> int:
        """Look the glyphs up one by one: where the direction changes, Qt's own answer is the wrong end of the run."""
        clusters = self._clusters(line)
        if not clusters:
            return self.lines[line].start
        cluster = min(clusters, key=lambda c: max(c.left - x, x - c.right, 0.0))
        behind = (x > (cluster.left + cluster.right) / 2) != cluster.leftward
        return cluster.end if behind and not on_character else cluster.start

    def _clusters(self, line: int) -> list[Cluster]:
        if line not in self._clusters_of:
            self._clusters_of[line] = list(self._find_clusters(self.lines[line]))
        return self._clusters_of[line]

    def _find_clusters(self, record: Line) -> Iterator[Cluster]:
        offset, last = self.units.to_codepoint(record.start), self.units.to_codepoint(record.end)
        while offset < last:
            following = self.graphemes.next(offset)
            start, end = self.units.to_utf16(offset), self.units.to_utf16(following)
            if found := self._glyphs(record.qt, start, end):
                leftward = record.qt.glyphRuns(start, 1)[0].isRightToLeft()
                yield Cluster(found[0][0], found[-1][1], start, end, leftward)
            offset = following

    def _glyphs(self, line: QTextLine, start: int, end: int) -> list[Interval]:
        """Return where the glyphs of a range stand.

        Caret positions would do in plain text, but they jump where the direction changes. Format characters at the
        ends are left out: they are invisible, and Qt gives them the glyph of their neighbour.
        """
        a, b = self.units.to_codepoint(start), self.units.to_codepoint(end)
        while a < b and unicodedata.category(self.text[a]) == "Cf":
            a += 1
        while a < b and unicodedata.category(self.text[b - 1]) == "Cf":
            b -= 1
        start, length = self.units.to_utf16(a), self.units.to_utf16(b) - self.units.to_utf16(a)
        found: list[Interval] = []
        for run in line.glyphRuns(start, length) if length else ():
            advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
            found += [(p.x(), p.x() + width.x()) for p, width in zip(run.positions(), advances, strict=True)]
        return _merged(found)

    def stretches(self, line: int, start: int, end: int) -> list[Interval]:
        """Return the stretches of x that `[start, end)` (clipped to the line) takes, left to right."""
        record = self.lines[line]
        start, end = self._trimmed(record, max(start, record.start), min(end, record.end))
        if start >= end:
            return []
        if not self.mixed:
            a, b = self.x_of(line, start), self.x_of(line, end)
            return [(min(a, b), max(a, b))]
        return self._glyphs(record.qt, start, end)

    def _trimmed(self, record: Line, start: int, end: int) -> tuple[int, int]:
        """Blanks at a soft wrap hang past the text: leave them out."""
        if end == record.end and self.units.units == self.units.length:
            while end > start and self.text[end - 1] in _BLANKS:
                end -= 1
        elif end == record.end:
            while end > start and self.text[self.units.to_codepoint(end) - 1] in _BLANKS:
                end -= 1
        return start, end


def _reads_leftward(text: str) -> bool:
    """Tell whether the first letter with a direction has right-to-left direction (UAX 9, rule P2)."""
    directions = (unicodedata.bidirectional(c) for c in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _merged(stretches: list[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for a, b in sorted(stretches):
        if merged and a - merged[-1][1] < 0.75:
            merged[-1] = (merged[-1][0], max(merged[-1][1], b))
        else:
            merged.append((a, b))
    return merged
