"""The agreement of every pair of annotators as a matrix: the stronger the ground, the higher the figure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.gui.canvas.colors import contrast
from annotator.gui.guard import guard_events
from annotator.gui.theme import LIGHT, Colors

_INKS = ("#101418", "#ffffff")
_ROW, _NAME, _WIDEST, _NARROWEST = 44, 110, 120, 52


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair's figure: None where it is undefined. `words` tell interval, counts or the reason."""

    value: float | None
    words: str


@guard_events
class HeatMap(QWidget):
    """Shows figures between 0 and 1. A click, or the arrows, choose a pair; the shade is no verdict."""

    pair_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._cells: dict[str, Cell] = {}
        self._colors: Colors = LIGHT
        self.chosen = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_figures(self, names: tuple[str, ...], cells: dict[str, Cell]) -> None:
        """Show a figure for each pair; pairs are keyed "first|second"."""
        self._names, self._cells = names, cells
        self.setFixedHeight(self.sizeHint().height())
        told = "; ".join(f"{key.replace('|', ' – ')}: {_figure(cell)}" for key, cell in cells.items())
        self.setAccessibleDescription(told)
        self.update()

    def choose(self, pair: str) -> None:
        """Mark a pair, "" for none."""
        self.chosen = pair
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each annotator and one for their names."""
        return QSize(_NAME + _WIDEST * len(self._names), _ROW * len(self._names) + 28)

    # -- geometry -------------------------------------------------------------------------------------------------

    def _rect(self, row: int, column: int) -> QRect:
        count = max(1, len(self._names))
        width = max(_NARROWEST, min(_WIDEST, (self.width() - _NAME) // count))
        return QRect(_NAME + column * width, 28 + row * _ROW, width - 3, _ROW - 3)

    def _pair_at(self, point: QPoint) -> str:
        for row in range(len(self._names)):
            for column in range(len(self._names)):
                if self._rect(row, column).contains(point):
                    return self._key(row, column)
        return ""

    def _key(self, row: int, column: int) -> str:
        first, second = self._names[row], self._names[column]
        return next((key for key in (f"{first}|{second}", f"{second}|{first}") if key in self._cells), "")

    # -- events ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw names and cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, name in enumerate(self._names):
            head, side = self._rect(0, number), self._rect(number, 0)
            painter.setPen(QColor(self._colors.muted))
            self._text(painter, QRect(head.left(), 0, head.width(), 26), name, Qt.AlignmentFlag.AlignCenter)
            left = QRect(0, side.top(), _NAME - 10, side.height())
            self._text(painter, left, name, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for row in range(len(self._names)):
            for column in range(len(self._names)):
                self._paint_cell(painter, self._rect(row, column), self._key(row, column))
        painter.end()

    def _text(self, painter: QPainter, rect: QRect, text: str, flags: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags, shown)

    def _paint_cell(self, painter: QPainter, rect: QRect, key: str) -> None:
        cell = self._cells.get(key)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground(cell.value if cell else None))
        painter.drawRoundedRect(rect, 5, 5)
        if key and key == self.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self._colors.text))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        if cell is not None:
            painter.setPen(self._ink(cell.value))
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _figure(cell))
            painter.setFont(self.font())

    def _ground(self, value: float | None) -> QColor:
        if value is None:
            return QColor(self._colors.hover)
        weak, strong, share = QColor(self._colors.hover), QColor(self._colors.accent), _share(value)
        parts = ((weak.red(), strong.red()), (weak.green(), strong.green()), (weak.blue(), strong.blue()))
        return QColor(*(round(a + (b - a) * share) for a, b in parts))

    def _ink(self, value: float | None) -> QColor:
        """Return the ink, dark or light, that can be read best on the ground."""
        ground = self._ground(value).name()
        return QColor(max(_INKS, key=lambda ink: contrast(ink, ground)))

    def event(self, event: QEvent) -> bool:
        """Tell a cell's words."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self._cells.get(self._pair_at(event.pos()))
            QToolTip.showText(event.globalPos(), cell.words if cell else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose a pair; the chosen one again chooses all."""
        if pair := self._pair_at(event.position().toPoint()):
            self._take("" if pair == self.chosen else pair)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the pairs, Esc chooses all."""
        pairs, by = (
            ["", *self._cells],
            {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1},
        )
        if (step := by.get(Qt.Key(event.key()))) is not None:
            at = pairs.index(self.chosen) if self.chosen in pairs else 0
            self._take(pairs[(at + step) % len(pairs)])
        elif event.key() == Qt.Key.Key_Escape and self.chosen:
            self._take("")
        else:
            super().keyPressEvent(event)

    def _take(self, pair: str) -> None:
        self.choose(pair)
        self.pair_chosen.emit(pair)


def _figure(cell: Cell) -> str:
    return "–" if cell.value is None else f"{cell.value:.3f}"


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0) ** 2
