"""A short list over the article that is answered with one key: which relation, which label."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.gui.canvas.choice import Choice
from annotator.gui.guard import guard_events
from annotator.gui.keys import physical_key

Index = QModelIndex | QPersistentModelIndex
_KEYS, _COLOR = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_PAD, _INDENT = 10, 20


@guard_events
class _ChoiceDelegate(QStyledItemDelegate):
    """Draws a row: the colour, the text, and on the right the keys that answer."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette, area = option.palette, option.rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(option.rect, palette.highlight())
        if index.data(_COLOR):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(index.data(_COLOR)))
            painter.drawRoundedRect(area.left(), area.center().y() - 5, 11, 11, 3, 3)
        painter.setPen(palette.highlightedText().color() if chosen else palette.text().color())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(_INDENT, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, "  ".join(index.data(_KEYS)))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room for the colour on the left and the keys on the right."""
        metrics = option.fontMetrics
        keys = "  ".join(index.data(_KEYS))
        width = metrics.horizontalAdvance(index.data()) + metrics.horizontalAdvance(keys) + _INDENT + 4 * _PAD
        return QSize(width, round(metrics.height() * 1.6))


@guard_events
class Chooser(QListWidget):
    """The list. Digits and letters answer by physical key, Enter takes the current row, Esc closes it."""

    def __init__(self, parent: QWidget, choices: Sequence[Choice], answer: Callable[[object], None]) -> None:
        super().__init__(parent)
        self._choices, self._answer = tuple(choices), answer
        self.setObjectName("chooser")
        self.setAutoFillBackground(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_ChoiceDelegate(self))
        for number, choice in enumerate(self._choices, 1):
            keys = [str(number)] if number < 10 else []
            keys += [choice.key.upper()] if choice.key else []
            item = QListWidgetItem(choice.text)
            item.setData(_KEYS, keys)
            item.setData(_COLOR, choice.color)
            self.addItem(item)
        self.setCurrentRow(0)
        self.itemClicked.connect(lambda item: self._take(self.row(item)))
        self._fit()

    def _fit(self) -> None:
        width = self.sizeHintForColumn(0) + 2 * self.frameWidth()
        rows = min(9, self.count())
        self.resize(width, rows * self.sizeHintForRow(0) + 2 * self.frameWidth())

    def open_at(self, point: QPoint, bounds: QRect) -> None:
        """Show the list under `point`, inside `bounds` (both in the parent's coordinates), and take the keyboard."""
        x = max(bounds.left(), min(point.x(), bounds.right() - self.width()))
        y = point.y() if point.y() + self.height() <= bounds.bottom() else point.y() - self.height() - 24
        self.move(x, max(bounds.top(), y))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer or move."""
        key = physical_key(event)
        if event.key() == Qt.Key.Key_Escape:
            self.close_quietly()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._take(self.currentRow())
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        elif (row := self._row_of(key)) is not None:
            self._take(row)
        event.accept()

    def _row_of(self, key: str) -> int | None:
        if key.isdigit() and 0 < int(key) <= len(self._choices):
            return int(key) - 1
        return next((i for i, c in enumerate(self._choices) if key and c.key.lower() == key), None)

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._choices):
            value = self._choices[row].value
            self.close_quietly()
            self._answer(value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close when the user goes elsewhere: an unanswered question changes nothing."""
        super().focusOutEvent(event)
        if self.isVisible():
            self.close_quietly()

    def close_quietly(self) -> None:
        """Close without an answer and give the keyboard back to the article."""
        if not self.isVisible():
            return
        self.hide()
        parent = self.parentWidget()
        if parent is not None:
            (parent.focusProxy() or parent).setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()
