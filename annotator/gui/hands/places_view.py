"""The list of places: check box, what stands before, the place itself in the middle column, what stands after."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.hands.places import PLACE_ROLE, Group, Place, PlacesModel
from annotator.gui.theme import Colors

_BOX, _PAD = 34, 10  # pixels: room for the check box, room at the right
_BEFORE = 0.4  # share of the width for what stands before
_SIDE = Qt.AlignmentFlag.AlignVCenter


@guard_events
class PlacesDelegate(QStyledItemDelegate):
    """Draws a concordance line, with the reason of a doubt under it."""

    def __init__(self, colors: Colors, parent: QWidget) -> None:
        super().__init__(parent)
        self.colors = colors

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Leave the text to `paint`."""
        super().initStyleOption(option, index)
        option.text = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line, or two where there is a reason."""
        row = index.data(PLACE_ROLE)
        lines = 2 if isinstance(row, Place) and row.reason else 1
        return QSize(200, lines * QFontMetrics(option.font).height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        super().paint(painter, option, index)
        row, whole = index.data(PLACE_ROLE), option.rect
        rect = whole.adjusted(_BOX, 0, -_PAD, 0)
        painter.save()
        painter.setClipRect(whole)
        if isinstance(row, Group):
            self._paint_heading(painter, rect, row, option.font)
        elif isinstance(row, Place):
            self._paint_place(painter, rect, row, option.font)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Group, font: QFont) -> None:
        painter.setFont(_bold(font))
        count = f"  {len(row.rows)}"
        metrics = QFontMetrics(_bold(font))
        title = metrics.elidedText(
            row.title, Qt.TextElideMode.ElideRight, rect.width() - metrics.horizontalAdvance(count)
        )
        painter.setPen(QColor(self.colors.text))
        painter.drawText(rect, _SIDE | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(font)
        painter.setPen(QColor(self.colors.muted))
        rest = rect.adjusted(metrics.horizontalAdvance(title), 0, 0, 0)
        painter.drawText(rest, _SIDE | Qt.AlignmentFlag.AlignLeft, count)

    def _paint_place(self, painter: QPainter, rect: QRect, row: Place, font: QFont) -> None:
        plain, bold = QFontMetrics(font), QFontMetrics(_bold(font))
        line = rect.adjusted(0, 6, 0, -6)
        line.setHeight(plain.height())
        middle = line.left() + int(line.width() * _BEFORE)
        surface = bold.elidedText(row.surface, Qt.TextElideMode.ElideMiddle, line.right() - middle)
        painter.setFont(font)
        painter.setPen(QColor(self.colors.muted))
        before = QRect(line.left(), line.top(), middle - line.left(), line.height())
        text = plain.elidedText(row.before, Qt.TextElideMode.ElideLeft, before.width())
        painter.drawText(before, _SIDE | Qt.AlignmentFlag.AlignRight, text)
        after = QRect(line)
        after.setLeft(middle + bold.horizontalAdvance(surface))
        text = plain.elidedText(row.after, Qt.TextElideMode.ElideRight, after.width())
        painter.drawText(after, _SIDE | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(_bold(font))
        painter.setPen(QColor(self.colors.text))
        at = QRect(middle, line.top(), line.right() - middle + 1, line.height())
        painter.drawText(at, _SIDE | Qt.AlignmentFlag.AlignLeft, surface)
        if row.reason:
            painter.setFont(font)
            painter.setPen(QColor(self.colors.warning))
            line.moveTop(line.top() + plain.height())
            line.setLeft(middle)
            painter.drawText(line, _SIDE, plain.elidedText(row.reason, Qt.TextElideMode.ElideRight, line.width()))


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


@guard_events
class PlacesView(QListView):
    """The list. `looked_at` tells the place in the current row, `entered` that Enter or a double-click wants it."""

    looked_at = Signal(object)  # Place
    entered = Signal(object)  # Place or Group
    picked = Signal(object)  # Place or Group that was clicked beside its check box

    def __init__(self, model: PlacesModel, colors: Colors, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(PlacesDelegate(colors, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.doubleClicked.connect(lambda index: self.entered.emit(index.data(PLACE_ROLE)))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which place is looked at."""
        super().currentChanged(current, previous)
        if isinstance(place := current.data(PLACE_ROLE), Place):
            self.looked_at.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter wants the current row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit(self.currentIndex().data(PLACE_ROLE))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click beside the check box picks the row; one on the check box only ticks."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton and event.position().x() > _BOX:
            self.picked.emit(index.data(PLACE_ROLE))

    def take_focus(self) -> None:
        """Put the focus here, on the first place if on none."""
        self.setFocus()
        model = self.model()
        if not self.currentIndex().isValid() and model.rowCount():
            first = 1 if model.rowCount() > 1 and isinstance(model.index(0, 0).data(PLACE_ROLE), Group) else 0
            self.setCurrentIndex(model.index(first, 0))
