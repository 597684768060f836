"""Painting the words of a line: washes, selection, text, the lines under spans and their captions."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from annotator.gui.canvas.boxes import LineBox, PieceBox
from annotator.gui.canvas.look import Look, Range
from annotator.gui.canvas.metrics import Metrics
from annotator.gui.canvas.pens import Pens
from annotator.gui.canvas.stacking import Fragment

_PAD = 1.5
_RADIUS = 3.0


def paint_washes(painter: QPainter, line: LineBox, x: float, y: float, look: Look, pens: Pens) -> None:
    """Fill the ground behind the words of spans, outer ones first."""
    if not line.fragments:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for fragment in line.fragments:
        if pens.outlined and fragment.id == look.entity:
            painter.setBrush(pens.selection)
        elif pens.outlined or (fragment.suggested and fragment.id != look.entity):
            continue
        else:
            painter.setBrush(pens.span(fragment.label, dimmed=look.dims_span(fragment.id)).tint)
        for part in fragment.parts:
            painter.drawRoundedRect(_ground(line, fragment, part, x, y), _RADIUS, _RADIUS)


def _ground(
    line: LineBox, fragment: Fragment, part: tuple[float, float], x: float, y: float, pad: float = _PAD
) -> QRectF:
    rise = min(fragment.depth, 3) * 1.5
    top = y + line.text_top - rise
    return QRectF(x + part[0] - pad, top, part[1] - part[0] + 2 * pad, line.text_bottom - line.text_top + rise)


def paint_range(painter: QPainter, box: PieceBox, number: int, span: Range, x: float, y: float) -> None:
    """Fill a range of code points on one line with the painter's brush."""
    piece, shaped, line = box.piece, box.shaped, box.lines[number]
    start, end = max(span[0], piece.start), min(span[1], piece.end)
    if start >= end:
        return
    a, b = (shaped.units.to_utf16(o - piece.start) for o in (start, end))
    for left, right in shaped.stretches(number, a, b):
        painter.drawRect(QRectF(x + left, y + line.text_top, right - left, line.text_bottom - line.text_top))


def paint_marks(painter: QPainter, line: LineBox, x: float, y: float, look: Look, pens: Pens, metrics: Metrics) -> None:
    """Draw the line under each span with its caption, and frames around what is selected or aimed at."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    under, rise = y + line.text_bottom + 1.2, metrics.caption_rise
    framed = pens.outlined or look.targets is not None
    for fragment in line.fragments:
        tools = pens.span(fragment.label, dimmed=look.dims_span(fragment.id))
        level_y = under + fragment.level * metrics.lane
        chosen = fragment.id in (look.entity, look.aim)  # a set would be built for each
        painter.setPen(tools.dashed if fragment.suggested else tools.thick if chosen else tools.line)
        painter.drawLine(QLineF(x + fragment.x0, level_y, x + fragment.x1, level_y))
        painter.setPen(tools.caption if fragment.begins else tools.faint)
        painter.drawStaticText(QPointF(x + fragment.caption_x, level_y + rise), pens.caption(fragment.caption))
        if chosen or framed:
            _frame(painter, line, fragment, x, y, look, pens)


def _frame(painter: QPainter, line: LineBox, fragment: Fragment, x: float, y: float, look: Look, pens: Pens) -> None:
    tools = pens.span(fragment.label)
    if fragment.id == look.aim:
        painter.setPen(pens.aim)
    elif look.targets is not None and fragment.id in look.targets:
        painter.setPen(pens.lit)
    elif fragment.id == look.entity or (pens.outlined and not fragment.suggested):
        painter.setPen(tools.dashed if fragment.suggested else tools.outline)
    else:
        return
    pad = 0.0 if pens.outlined else _PAD
    for part in fragment.parts:
        painter.drawRoundedRect(_ground(line, fragment, part, x, y, pad), _RADIUS, _RADIUS)
