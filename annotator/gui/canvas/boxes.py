"""A piece as it is drawn: its lines with their fragments, arcs and heights. Tagging repeats this, never the shaping."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotator.domain import Entity, LabelScheme
from annotator.gui.canvas.arcs import ArcPlan
from annotator.gui.canvas.marks import Mark, Marks, Suggestion, mark_id
from annotator.gui.canvas.metrics import Metrics
from annotator.gui.canvas.paragraphs import Piece
from annotator.gui.canvas.shaping import ShapedPiece
from annotator.gui.canvas.stacking import Fragment, Interval, stack


@dataclass(slots=True)
class LineBox:
    """A line in pixels from the top of its piece: arcs between `top` and `text_top`, words, labels down to `bottom`."""

    top: float
    text_top: float
    text_bottom: float
    bottom: float
    fragments: list[Fragment] = field(default_factory=list)
    plan: ArcPlan = field(default_factory=ArcPlan)


@dataclass(slots=True)
class PieceBox:
    """A piece with the places of everything on it. `height` is a whole number of pixels."""

    piece: Piece
    shaped: ShapedPiece
    lines: list[LineBox]
    height: int

    def line_at_y(self, y: float) -> int:
        """Return the line whose band holds `y`, the nearest one outside."""
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.lines[middle].top <= y else (low, middle - 1)
        return low


class FragmentMaker:
    """Cuts marks into fragments line by line."""

    def __init__(self, scheme: LabelScheme, width_of_caption: Callable[[str], float]) -> None:
        self._captions = {e.label: e.short or e.label for e in scheme.entities}
        self._width = width_of_caption
        self._widths: dict[str, float] = {}

    def caption(self, label: str) -> str:
        """Return what stands under a span of this label."""
        return self._captions.get(label, label)

    def caption_width(self, caption: str) -> float:
        """Return the width of a caption, measured once."""
        if caption not in self._widths:
            self._widths[caption] = self._width(caption)
        return self._widths[caption]

    def fragments(self, piece: Piece, shaped: ShapedPiece, marks: Iterable[Mark]) -> list[list[Fragment]]:
        """Return the fragments of each line of the piece, not yet stacked."""
        lines: list[list[Fragment]] = [[] for _ in shaped.lines]
        for mark in marks:
            start, end = max(mark.start, piece.start), min(mark.end, piece.end)
            if start >= end:
                continue
            first = shaped.line_at(shaped.units.to_utf16(start - piece.start))
            last = shaped.line_at(shaped.units.to_utf16(end - piece.start) - 1)
            for number in range(first, last + 1):
                if (fragment := self._fragment(piece, shaped, mark, number)) is not None:
                    lines[number].append(fragment)
        return lines

    def _fragment(self, piece: Piece, shaped: ShapedPiece, mark: Mark, number: int) -> Fragment | None:
        line = shaped.lines[number]
        parts: list[Interval] = []
        for start, end in _ranges(mark):
            a = shaped.units.to_utf16(max(start, piece.start) - piece.start)
            b = shaped.units.to_utf16(max(0, min(end, piece.end) - piece.start))
            if a < line.end and b > line.start:
                parts += shaped.stretches(number, a, b)
        if not parts:
            return None
        begins = shaped.units.to_utf16(max(mark.start - piece.start, 0)) >= line.start and mark.start >= piece.start
        ends = mark.end <= piece.end and shaped.units.to_utf16(mark.end - piece.start) <= line.end
        caption = self.caption(mark.label)
        return Fragment(
            id=mark_id(mark),
            label=mark.label,
            caption=caption,
            parts=tuple(sorted(parts)),
            caption_width=self.caption_width(caption),
            begins=begins,
            ends=ends,
            suggested=isinstance(mark, Suggestion),
        )


def _ranges(mark: Mark) -> tuple[tuple[int, int], ...]:
    return mark.fragments if isinstance(mark, Entity) and mark.fragments else ((mark.start, mark.end),)


def stack_lines(lines: Iterable[list[Fragment]]) -> list[int]:
    """Stack the fragments of each line and order them outer ones first; return how many levels each line needs."""
    levels = []
    for fragments in lines:
        levels.append(stack(fragments))
        fragments.sort(key=_deepest_first)
    return levels


def _deepest_first(fragment: Fragment) -> int:
    return -fragment.level


def build_box(
    piece: Piece,
    shaped: ShapedPiece,
    fragments: list[list[Fragment]],
    levels: list[int],
    plans: list[ArcPlan],
    metrics: Metrics,
) -> PieceBox:
    """Give the lines of a piece their heights: a track per storey of arcs above, a lane per level of labels below."""
    y = 0.0
    lines: list[LineBox] = []
    for on_line, level, plan in zip(fragments, levels, plans, strict=True):
        arcs = plan.tracks * metrics.track + metrics.arc_gap + 1 if plan.tracks else 0
        text_top = round(y + max(metrics.lead, arcs))
        text_bottom = text_top + metrics.text_height
        lanes = max(level, metrics.least_lanes)
        bottom = round(text_bottom + max(0.2, lanes) * metrics.lane)
        lines.append(LineBox(y, text_top, text_bottom, bottom, on_line, plan))
        y = bottom
    height = round(y + (metrics.paragraph_gap if piece.last else 0))
    return PieceBox(piece, shaped, lines, max(1, height))


def marks_of(marks: Marks, piece: Piece) -> list[Mark]:
    """Return the marks that a piece shows."""
    return marks.within(piece.start, piece.end)
