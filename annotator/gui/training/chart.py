"""The painted chart of a training: scores above, loss below, steps from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.gui.canvas.colors import AA_TEXT, readable
from annotator.gui.charts.pictures import grid_color, save_picture
from annotator.gui.guard import guard_events
from annotator.gui.settings import ThemeName
from annotator.gui.theme import LIGHT, Colors
from annotator.gui.training.curves import ENTITIES, RELATIONS, Curve, Drawing, apart, drawing, step_marks

_LEFT, _TOP, _BOTTOM, _GAP = 44, 14, 30, 18
_LOSS_SHARE = 0.22  # of the height
_MOST_NAMED = 12  # curves with a name; more are lines only


@guard_events
class Chart(QWidget):
    """Shows evaluations as they come. Arrow keys and the mouse go to a step and tell its figures."""

    step_told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = Drawing()
        self._colors: Colors = LIGHT
        self._ink: Callable[[str], str] = lambda _label: self._colors.muted
        self._name: Callable[[str], str] = str
        self.hint = ""
        self._at = -1  # place among the evaluations
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 200)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_steps(self, steps: Sequence[dict[str, Any]]) -> None:
        """Show other evaluations."""
        self.drawing, self._at = drawing(steps), -1
        self.setAccessibleDescription(self.told(len(self.drawing.evaluated) - 1))
        self.update()

    def dress(self, colors: Colors, ink: Callable[[str], str], name: Callable[[str], str]) -> None:
        """Follow the theme; `ink` and `name` give the colour and the name of an entity label."""
        self._colors, self._ink, self._name = colors, ink, name
        self.update()

    def told(self, at: int) -> str:
        """Return an evaluation's figures in words."""
        if not 0 <= at < len(self.drawing.evaluated):
            return ""
        step = self.drawing.evaluated[at]
        figures = [
            f"{self.name_of(curve.key)} {100 * value:.1f}"
            for curve in self.drawing.scores
            for x, value in curve.points
            if x == step
        ]
        loss = next((value for x, value in self.drawing.loss.points if x == step), None) if self.drawing.loss else None
        if loss is not None:
            figures.append(self.tr("loss {0}").format(f"{loss:.0f}"))
        return self.tr("Step {0}: {1}").format(step, ", ".join(figures))

    def name_of(self, key: str) -> str:
        """Return what a curve is called."""
        if key == ENTITIES:
            return self.tr("Entities")
        return self.tr("Relations") if key == RELATIONS else self._name(key)

    def _color_of(self, key: str) -> QColor:
        known = {ENTITIES: self._colors.text, RELATIONS: self._colors.accent}
        ratio = 7.0 if self._colors.name is ThemeName.HIGH_CONTRAST else AA_TEXT
        return QColor(known.get(key) or readable(self._ink(key), self._colors.base, ratio))

    # -- pictures -------------------------------------------------------------------------------------------------

    def save_picture(self, path: Path) -> bool:
        """Write the chart as .svg or .png; return whether that could be done."""
        return save_picture(self, self._paint, path)

    # -- geometry -------------------------------------------------------------------------------------------------

    def _named(self) -> tuple[Curve, ...]:
        return self.drawing.scores[:_MOST_NAMED]

    def _plots(self) -> tuple[QRectF, QRectF]:
        """Return where the scores and the loss are drawn."""
        metrics = self.fontMetrics()
        names = [f"{self.name_of(curve.key)} 100.0" for curve in self._named()]
        right = min(self.width() // 3, max((metrics.horizontalAdvance(name) for name in names), default=0)) + 18
        width = max(40, self.width() - _LEFT - right)
        height = self.height() - _TOP - _BOTTOM - _GAP
        below = height * _LOSS_SHARE if self.drawing.loss else 0
        above = QRectF(_LEFT, _TOP, width, height - below)
        return above, QRectF(_LEFT, above.bottom() + _GAP, width, below)

    def _x(self, plot: QRectF, step: float) -> float:
        return plot.left() + plot.width() * step / self.drawing.steps

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        self._paint(painter)
        if self.hasFocus():
            painter.setPen(QColor(self._colors.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._colors.base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.drawing.evaluated:
            painter.setPen(QColor(self._colors.muted))
            room = self.rect().adjusted(32, 24, -32, -24)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.hint)
            return
        above, below = self._plots()
        self._paint_grid(painter, above, below)
        for curve in reversed(self.drawing.scores):
            self._paint_curve(painter, above, curve, 1.0)
        self._paint_names(painter, above)
        if self.drawing.loss is not None:
            most = max(value for _, value in self.drawing.loss.points) or 1.0
            self._paint_curve(painter, below, self.drawing.loss, most)
            self._paint_caption(painter, below, self.tr("Loss"))
        self._paint_marks(painter, above, below)

    def _paint_grid(self, painter: QPainter, above: QRectF, below: QRectF) -> None:
        line, ink = QPen(grid_color(self._colors), 1), QColor(self._colors.muted)
        for percent in range(0, 101, 20):
            y = above.bottom() - above.height() * percent / 100
            painter.setPen(line)
            painter.drawLine(QPointF(above.left(), y), QPointF(above.right(), y))
            painter.setPen(ink)
            place = QRectF(0, y - 10, _LEFT - 8, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(percent))
        lowest = below.bottom() if self.drawing.loss else above.bottom()
        if self.drawing.loss:
            painter.setPen(line)
            painter.drawLine(below.bottomLeft(), below.bottomRight())
        painter.setPen(ink)
        for step in step_marks(self.drawing.steps):
            place = QRectF(self._x(above, step) - 40, lowest + 6, 80, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(step))
        corner = QRectF(above.right() + 6, lowest + 6, self.width() - above.right() - 8, 20)
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self.tr("steps"))

    def _paint_caption(self, painter: QPainter, plot: QRectF, text: str) -> None:
        painter.setPen(QColor(self._colors.muted))
        place = QRectF(plot.right() + 10, plot.bottom() - 20, self.width() - plot.right() - 10, 20)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_curve(self, painter: QPainter, plot: QRectF, curve: Curve, most: float) -> None:
        color = QColor(self._colors.muted) if curve.key == "loss" else self._color_of(curve.key)
        pen = QPen(color, 2.4 if curve.main else 1.3)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if curve.key == RELATIONS:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [QPointF(self._x(plot, x), plot.bottom() - plot.height() * y / most) for x, y in curve.points]
        painter.drawPolyline(QPolygonF(points))
        if len(points) == 1:
            painter.setBrush(color)
            painter.drawEllipse(points[0], 2.5, 2.5)

    def _paint_names(self, painter: QPainter, plot: QRectF) -> None:
        named = self._named()
        wanted = [plot.bottom() - plot.height() * curve.last for curve in named]
        height = self.fontMetrics().height()
        places = apart(wanted, height, plot.top() + height / 2, plot.bottom())
        for curve, y in zip(named, places, strict=True):
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold if curve.main else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(self._color_of(curve.key))
            room = QRectF(plot.right() + 10, y - height / 2, self.width() - plot.right() - 12, height)
            value = f" {100 * curve.last:.1f}"
            metrics = painter.fontMetrics()
            left = int(room.width()) - metrics.horizontalAdvance(value)
            name = metrics.elidedText(self.name_of(curve.key), Qt.TextElideMode.ElideRight, left)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name + value)
        painter.setFont(self.font())

    def _paint_marks(self, painter: QPainter, above: QRectF, below: QRectF) -> None:
        """Mark the best step, and the one that is pointed at."""
        low = below.bottom() if self.drawing.loss else above.bottom()
        pen = QPen(QColor(self._colors.ok), 1.4, Qt.PenStyle.DotLine)
        x = self._x(above, self.drawing.best)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, above.top()), QPointF(x, low))
        text = self.tr("best")
        width = self.fontMetrics().horizontalAdvance(text)
        left = x + 5 if x + 5 + width < above.right() else x - 5 - width
        painter.drawText(QPointF(left, above.top() + self.fontMetrics().ascent() - 2), text)
        if 0 <= self._at < len(self.drawing.evaluated):
            x = self._x(above, self.drawing.evaluated[self._at])
            painter.setPen(QPen(QColor(self._colors.muted), 1))
            painter.drawLine(QPointF(x, above.top()), QPointF(x, low))

    # -- going to a step ------------------------------------------------------------------------------------------

    def _go_to(self, at: int, where: QPoint) -> None:
        self._at = at
        self.update()
        told = self.told(at)
        self.step_told.emit(told)
        QToolTip.showText(self.mapToGlobal(where), told, self)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the evaluation nearest to the pointer."""
        if evaluated := self.drawing.evaluated:
            above, _ = self._plots()
            x = event.position().x()
            at = min(range(len(evaluated)), key=lambda i: abs(self._x(above, evaluated[i]) - x))
            if at != self._at:
                self._go_to(at, event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._at = -1
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from evaluation to evaluation."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        count = len(self.drawing.evaluated)
        if by and count:
            at = min(count - 1, max(0, self._at + by)) if self._at >= 0 else count - 1
            above, _ = self._plots()
            self._go_to(at, QPoint(int(self._x(above, self.drawing.evaluated[at])), int(above.center().y())))
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Wide enough for the names beside the curves."""
        return QSize(640, 360)
