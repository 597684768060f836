"""Painting relations above a line: feet, strokes with round corners, arrows, captions."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPolygonF

from annotator.gui.canvas.arcs import Arc, ArcKind
from annotator.gui.canvas.boxes import LineBox
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.metrics import Metrics
from annotator.gui.canvas.pens import Pens

_CLEAR = 4.0
_ARROW = 3.4


def track_y(line: LineBox, arc: Arc, metrics: Metrics) -> float:
    """Return the height of an arc's stroke in its piece; a caption on top of it takes the rest of the track."""
    middle = line.text_top - metrics.arc_gap - (arc.track + 0.5) * metrics.track
    return round(middle + (metrics.track * 0.42 if arc.above else 0)) + 0.5


def caption_top(line: LineBox, arc: Arc, metrics: Metrics) -> float:
    """Return the top of an arc's caption in its piece."""
    middle = line.text_top - metrics.arc_gap - (arc.track + 0.5) * metrics.track
    return middle - metrics.arc_middle - (metrics.track * 0.08 if arc.above else 0)


def fold_caption(line: LineBox) -> str:
    """Return what stands for the arcs that are folded away."""
    return f"+{len(line.plan.folded)}"


def fold_place(line: LineBox, metrics: Metrics) -> tuple[float, float]:
    """Return left and top of the count, right of the highest arcs: from the text column and in the piece."""
    highest = [arc for arc in line.plan.arcs if arc.track == line.plan.tracks - 1]
    x = max(max(arc.hi, arc.caption_x + arc.caption_width) for arc in highest) + 8
    return min(x, line.plan.arcs[0].room + 4), caption_top(line, highest[0], metrics)


def paint_arcs(painter: QPainter, line: LineBox, x: float, y: float, look: Look, pens: Pens, metrics: Metrics) -> None:
    """Draw the arcs of a line, those of the selection last and strongest."""
    if not line.plan.arcs:
        return
    plain = [a for a in line.plan.arcs if a.relation not in look.lifted]
    strong = [a for a in line.plan.arcs if a.relation in look.lifted]
    painter.setFont(metrics.arc_font)
    if look.arcs_all:
        dim = bool(look.lifted) or look.targets is not None
        for arc in plain:
            solid, dashed = (pens.arc_dim, pens.arc_dim_dashed) if dim else (pens.arc, pens.arc_dashed)
            painter.setPen(dashed if arc.suggested else solid)
            _paint_arc(painter, line, arc, x, y, pens, metrics)
    for arc in strong:
        painter.setPen(pens.arc_lifted_dashed if arc.suggested else pens.arc_lifted)
        _paint_arc(painter, line, arc, x, y, pens, metrics)
    if line.plan.folded:
        painter.setPen(pens.arc_lifted)
        left, top = fold_place(line, metrics)
        painter.drawStaticText(QPointF(x + left, y + top), pens.prepared("arc", fold_caption(line)))


def _paint_arc(painter: QPainter, line: LineBox, arc: Arc, x: float, y: float, pens: Pens, metrics: Metrics) -> None:
    stroke_y = y + track_y(line, arc, metrics)
    floor = y + line.text_top - 0.5
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_stroke(arc, x, stroke_y, floor))
    painter.setBrush(painter.pen().color())
    for foot in arc.feet:
        if foot.arrow:
            _arrow(painter, x + foot.x, floor + 0.5, 0, 1, pens.scale)
    if arc.kind is ArcKind.OUT and arc.outgoing and not arc.feet[0].arrow and arc.directed:
        _arrow(painter, x + arc.hi, stroke_y, 1, 0, pens.scale)
    elif arc.kind is ArcKind.IN and not arc.outgoing and arc.directed:
        _arrow(painter, x + arc.lo, stroke_y, -1, 0, pens.scale)
    text = arc.caption
    if arc.caption_room < arc.caption_width - 0.5:
        text = QFontMetricsF(metrics.arc_font).elidedText(text, Qt.TextElideMode.ElideRight, arc.caption_room)
    if text:
        top = y + caption_top(line, arc, metrics)
        painter.drawStaticText(QPointF(x + arc.caption_x, top), pens.prepared("arc", text))


def _stroke(arc: Arc, x: float, y: float, floor: float) -> QPainterPath:
    """Return the line of an arc, open where its caption stands."""
    path = QPainterPath()
    left, right = x + arc.lo, x + arc.hi
    radius = min(5.0, (right - left) / 2, max(0.0, floor - y))
    gap = (x + arc.caption_x - _CLEAR, x + arc.caption_x + min(arc.caption_width, arc.caption_room) + _CLEAR)
    if arc.above or arc.beside or arc.caption_room <= 0:
        gap = (right, right)
    stands_left = arc.kind in {ArcKind.BRACKET, ArcKind.OUT} or (arc.kind is ArcKind.STUB and arc.feet[0].x <= arc.lo)
    stands_right = arc.kind in {ArcKind.BRACKET, ArcKind.IN} or (arc.kind is ArcKind.STUB and not stands_left)
    if stands_left:
        path.moveTo(left, floor)
        path.lineTo(left, y + radius)
        path.quadTo(left, y, left + radius, y)
    else:
        path.moveTo(left if arc.kind is not ArcKind.STUB else gap[1], y)
    if gap[0] > path.currentPosition().x():
        path.lineTo(min(gap[0], right - (radius if stands_right else 0)), y)
    if arc.kind is ArcKind.STUB and stands_left:
        return path
    if gap[1] < right - (radius if stands_right else 0):
        path.moveTo(gap[1], y)
    elif stands_right:
        path.moveTo(right - radius, y)
    if stands_right:
        path.lineTo(right - radius, y)
        path.quadTo(right, y, right, y + radius)
        path.lineTo(right, floor)
    else:
        path.lineTo(right, y)
    return path


def _arrow(painter: QPainter, x: float, y: float, dx: int, dy: int, scale: float) -> None:
    """Fill an arrow head whose tip is at (x, y) and which points along (dx, dy)."""
    half, length = _ARROW * scale * 0.85, _ARROW * scale * 1.6
    back = QPointF(x - dx * length, y - dy * length)
    side = QPointF(dy * half, dx * half)
    pen = painter.pen()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(x, y), back + side, back - side]))
    painter.setPen(pen)
