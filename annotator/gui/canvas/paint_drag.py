"""Painting a relation that is being made."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from annotator.gui.canvas.pens import Pens


def paint_relation_to_be(painter: QPainter, source: QPointF, end: QPointF, pens: Pens) -> None:
    """Draw a dashed curve from the source to where the relation would end."""
    path = QPainterPath(source)
    rise = max(0.0, min(source.y(), end.y()) - 26 * pens.scale)  # above the first line there is little room
    path.cubicTo(QPointF(source.x(), rise), QPointF(end.x(), rise), end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pens.arc_to_be)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pens.arc_to_be.color())
    painter.drawEllipse(end, 3 * pens.scale, 3 * pens.scale)
