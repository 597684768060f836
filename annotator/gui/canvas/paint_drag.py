"""Painting a relation while it is being dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from annotator.gui.canvas.pens import Pens


def paint_relation_drag(painter: QPainter, source: QPointF, pointer: QPointF, pens: Pens) -> None:
    """Draw a curve from the span to the pointer."""
    path = QPainterPath(source)
    rise = min(source.y(), pointer.y()) - 26 * pens.scale
    path.cubicTo(QPointF(source.x(), rise), QPointF(pointer.x(), rise), pointer)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pens.arc_lifted)
    painter.drawPath(path)
    painter.setBrush(pens.arc_lifted.color())
    painter.drawEllipse(pointer, 3 * pens.scale, 3 * pens.scale)
