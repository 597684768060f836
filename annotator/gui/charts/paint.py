"""Painting a figure on any device, so that window, PNG and SVG look the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from annotator.gui.canvas.colors import AA_SHAPE, AA_TEXT, DEFAULT_COLORS, readable
from annotator.gui.charts.data import Figure, Kind, Series, grouped, ticks
from annotator.gui.charts.pictures import grid_color
from annotator.gui.settings import ThemeName
from annotator.gui.theme import Colors

_ALIGN = Qt.AlignmentFlag
_PAD, _GAP = 12.0, 8.0
_MOST_NAMES = 0.34  # of the width: what names of bars may take


class FigurePainter:
    """Paints one figure. `areas` holds afterwards where each value stands, with what to tell about it."""

    def __init__(self, painter: QPainter, figure: Figure, colors: Colors) -> None:
        self._painter, self._figure, self._colors = painter, figure, colors
        self._metrics = QFontMetricsF(painter.font(), painter.device())
        self._line = self._metrics.height()
        self.areas: list[tuple[QRectF, str]] = []

    def paint(self, rect: QRectF) -> None:
        """Draw everything into a rectangle."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        if len(self._figure.series) > 1:
            rect.setTop(self._legend(rect) + _GAP)
        if self._figure.kind is Kind.BARS:
            self._bars(rect)
        else:
            self._upright(rect)

    # -- parts --------------------------------------------------------------------------------------------------------

    def color(self, number: int) -> QColor:
        """Return a series' colour, told apart from the ground."""
        series = self._figure.series[number]
        ratio = AA_TEXT if self._colors.name is ThemeName.HIGH_CONTRAST else AA_SHAPE
        wanted = series.color or DEFAULT_COLORS[number % len(DEFAULT_COLORS)]
        return QColor(readable(wanted, self._colors.base, ratio))

    def _text(self, rect: QRectF, flags: Qt.AlignmentFlag, text: str, *, muted: bool = True) -> None:
        self._painter.setPen(QColor(self._colors.muted if muted else self._colors.text))
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
        self._painter.drawText(rect, flags, shown)

    def _legend(self, rect: QRectF) -> float:
        """Draw the names of the series, in as many lines as they need; return where they end."""
        left, top, square = rect.left(), rect.top(), self._line * 0.7
        for number, series in enumerate(self._figure.series):
            width = square + 6 + self._metrics.horizontalAdvance(series.name) + 18
            if left > rect.left() and left + width > rect.right():
                left, top = rect.left(), top + self._line + 4
            self._painter.fillRect(QRectF(left, top + (self._line - square) / 2, square, square), self.color(number))
            place = QRectF(left + square + 6, top, min(width, rect.right() - left) - square - 6, self._line)
            self._text(place, _ALIGN.AlignLeft | _ALIGN.AlignVCenter, series.name)
            left += width
        return top + self._line

    def _told(self, series: Series, number: int) -> str:
        category, value = self._figure.categories[number], grouped(series.values[number])
        return f"{category}: {value}" if len(self._figure.series) == 1 else f"{category}, {series.name}: {value}"

    # -- bars ---------------------------------------------------------------------------------------------------------

    def _bars(self, rect: QRectF) -> None:
        figure, top = self._figure, self._figure.top
        names = max(self._metrics.horizontalAdvance(name) for name in figure.categories)
        names = min(names, rect.width() * _MOST_NAMES) + 2
        numbers = self._metrics.horizontalAdvance(grouped(top)) + _GAP
        room = max(10.0, rect.width() - names - _GAP - numbers)
        row = min(self._line * 1.9, rect.height() / len(figure.categories))
        height = max(2.0, min(self._line * 1.15, row - 4))
        for number, name in enumerate(figure.categories):
            y = rect.top() + number * row
            middle = QRectF(rect.left(), y, names, row)
            self._text(middle, _ALIGN.AlignLeft | _ALIGN.AlignVCenter, name, muted=False)
            x = rect.left() + names + _GAP
            for place, series in enumerate(figure.series):
                width = room * series.values[number] / top
                bar = QRectF(x, y + (row - height) / 2, width, height)
                self._painter.fillRect(bar, self.color(place))
                self.areas.append((bar, self._told(series, number)))
                x += width
            total = sum(series.values[number] for series in figure.series)
            self._text(QRectF(x + 6, y, numbers, row), _ALIGN.AlignLeft | _ALIGN.AlignVCenter, grouped(total))

    # -- columns and lines --------------------------------------------------------------------------------------------

    def _upright(self, rect: QRectF) -> None:
        marks = ticks(self._figure.top)
        left = max(self._metrics.horizontalAdvance(grouped(mark)) for mark in marks) + _GAP
        plot = rect.adjusted(left, self._line / 2, 0, -(self._line * 2 + 6 if self._figure.axis else self._line + 6))
        for mark in marks:
            y = plot.bottom() - plot.height() * mark / marks[-1]
            self._painter.setPen(QPen(grid_color(self._colors), 1))
            self._painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            place = QRectF(rect.left(), y - self._line / 2, left - _GAP, self._line)
            self._text(place, _ALIGN.AlignRight | _ALIGN.AlignVCenter, grouped(mark))
        step = plot.width() / len(self._figure.categories)
        self._categories(plot, step)
        if self._figure.kind is Kind.COLUMNS:
            self._columns(plot, step, marks[-1])
        else:
            self._lines(plot, step, marks[-1])
        if self._figure.axis:
            place = QRectF(plot.left(), rect.bottom() - self._line, plot.width(), self._line)
            self._text(place, _ALIGN.AlignHCenter | _ALIGN.AlignVCenter, self._figure.axis)

    def _categories(self, plot: QRectF, step: float) -> None:
        """Name as many categories as fit side by side."""
        widest = max(self._metrics.horizontalAdvance(name) for name in self._figure.categories) + _GAP
        every = max(1, int(widest / step) + (widest % step > 0))
        for number in range(0, len(self._figure.categories), every):
            middle = plot.left() + (number + 0.5) * step
            left = min(max(middle - widest / 2, plot.left() - widest / 2), plot.right() - widest / 2)
            place = QRectF(left, plot.bottom() + 4, widest, self._line)
            self._text(place, _ALIGN.AlignHCenter | _ALIGN.AlignTop, self._figure.categories[number])

    def _columns(self, plot: QRectF, step: float, top: float) -> None:
        width = max(1.0, min(step * 0.72, 64.0))
        for number in range(len(self._figure.categories)):
            y, x = plot.bottom(), plot.left() + (number + 0.5) * step - width / 2
            for place, series in enumerate(self._figure.series):
                height = plot.height() * series.values[number] / top
                bar = QRectF(x, y - height, width, height)
                self._painter.fillRect(bar, self.color(place))
                self.areas.append((QRectF(x, plot.top(), width, plot.height()), self._told(series, number)))
                y -= height

    def _lines(self, plot: QRectF, step: float, top: float) -> None:
        for place, series in enumerate(self._figure.series):
            points = [
                QPointF(plot.left() + (number + 0.5) * step, plot.bottom() - plot.height() * value / top)
                for number, value in enumerate(series.values)
            ]
            pen = QPen(self.color(place), 2)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setStyle(Qt.PenStyle.SolidLine if place < len(DEFAULT_COLORS) else Qt.PenStyle.DashLine)
            self._painter.setPen(pen)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawPolyline(QPolygonF(points))
            self._painter.setBrush(self.color(place))
            for number, point in enumerate(points):
                if len(points) <= 40:
                    self._painter.drawEllipse(point, 2.2, 2.2)
                self.areas.append((QRectF(point.x() - 6, point.y() - 6, 12, 12), self._told(series, number)))
