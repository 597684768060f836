"""What lies under a point of the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QFontMetricsF

from annotator.gui.canvas.arcs import Arc
from annotator.gui.canvas.boxes import LineBox, PieceBox
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.paint_arcs import caption_top, fold_place, track_y
from annotator.gui.canvas.stacking import Fragment

_NEAR = 4.0


class HitKind(Enum):
    """TEXT: a character. SPAN: a caption or the line of a span. START, END: an edge of the chosen span."""

    TEXT = "text"
    BLANK = "blank"
    SPAN = "span"
    START = "start"
    END = "end"
    ARC = "arc"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Hit:
    """What was hit.

    `character` is the code point offset of the grapheme under the point (the nearest one beside the text), `caret`
    the nearest caret position, `id` the mark or relation.
    """

    kind: HitKind
    character: int
    caret: int
    id: str = ""
    line: tuple[int, int] = (0, 0)


def hit(page: Page, number: int, x: float, y: float, *, chosen: str = "", arcs: bool = True) -> Hit:
    """Return what lies at (x, y), counted from the text column's left and the top of piece `number`.

    `chosen` is the mark whose edges can be taken hold of; `arcs` tells whether arcs are visible.
    """
    box = page.box(number)
    line = box.line_at_y(y)
    on_line = box.lines[line]
    character, caret, inside = _text_at(box, line, x)
    at = (number, line)
    if arcs and y < on_line.text_top:
        if on_line.plan.folded and _on_fold(page, on_line, x, y):
            return Hit(HitKind.FOLD, character, caret, line=at)
        if (arc := _arc_at(page, on_line, x, y)) is not None:
            return Hit(HitKind.ARC, character, caret, arc.relation, at)
    if (edge := _edge_at(on_line, x, y, chosen)) is not None:
        return Hit(edge, character, caret, chosen, at)
    if y > on_line.text_bottom and (fragment := _caption_at(page, on_line, x, y)) is not None:
        return Hit(HitKind.SPAN, character, caret, fragment.id, at)
    on_text = inside and on_line.text_top - 2 <= y <= on_line.text_bottom + 2
    return Hit(HitKind.TEXT if on_text else HitKind.BLANK, character, caret, line=at)


def _text_at(box: PieceBox, line: int, x: float) -> tuple[int, int, bool]:
    shaped, start = box.shaped, box.piece.start
    record = shaped.lines[line]
    if record.start == record.end:
        return start + shaped.units.to_codepoint(record.start), start + shaped.units.to_codepoint(record.start), False
    on = shaped.unit_at(line, x, on_character=True)
    on = min(on, record.end - 1)
    between = shaped.unit_at(line, x, on_character=False)
    inside = record.qt.naturalTextRect().left() <= x <= record.qt.naturalTextRect().right()
    character = shaped.graphemes.floor(shaped.units.to_codepoint(on))
    return start + character, start + shaped.units.to_codepoint(between), inside


def _on_fold(page: Page, line: LineBox, x: float, y: float) -> bool:
    left, top = fold_place(line, page.metrics)
    return left - 3 <= x <= left + 2 * page.metrics.track and top - 2 <= y <= top + page.metrics.track + 2


def _arc_at(page: Page, line: LineBox, x: float, y: float) -> Arc | None:
    """Return the arc whose caption holds the point, else the one whose stroke or foot is nearest."""
    height = QFontMetricsF(page.metrics.arc_font).height()
    for arc in line.plan.arcs:
        top = caption_top(line, arc, page.metrics)
        width = min(arc.caption_width, arc.caption_room)
        if arc.caption_x - 3 <= x <= arc.caption_x + width + 3 and top <= y <= top + height:
            return arc
    near = [(d, arc) for arc in line.plan.arcs if (d := _distance(page, line, arc, x, y)) <= _NEAR]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _distance(page: Page, line: LineBox, arc: Arc, x: float, y: float) -> float:
    stroke = track_y(line, arc, page.metrics)
    distances = [abs(x - foot.x) for foot in arc.feet if stroke - 2 <= y <= line.text_top]
    if arc.lo - 2 <= x <= arc.hi + 2:
        distances.append(abs(y - stroke))
    return min(distances, default=float("inf"))


def _edge_at(line: LineBox, x: float, y: float, chosen: str) -> HitKind | None:
    if not chosen or not line.text_top - 3 <= y <= line.text_bottom + 4:
        return None
    for fragment in line.fragments:
        if fragment.id == chosen and not fragment.suggested:
            if fragment.begins and abs(x - fragment.x0) <= _NEAR:
                return HitKind.START
            if fragment.ends and abs(x - fragment.x1) <= _NEAR:
                return HitKind.END
    return None


def _caption_at(page: Page, line: LineBox, x: float, y: float) -> Fragment | None:
    metrics = page.metrics
    for fragment in line.fragments:
        top = line.text_bottom + fragment.level * metrics.lane - 1
        left = fragment.caption_x
        on_caption = left - 2 <= x <= left + fragment.caption_width + 2 and top <= y <= top + metrics.lane
        on_line = fragment.x0 - 1 <= x <= fragment.x1 + 1 and top <= y <= top + 5
        if on_caption or on_line:
            return fragment
    return None
