"""Ctrl+K: every command and every document by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.guard import guard_events
from annotator.gui.widgets.find_bar import folded

_SHOWN = 60
_WIDTH, _HEIGHT = 560, 420


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be done. `words` is searched beside the text (ids, the other language's name)."""

    text: str
    action: Callable[[], object]
    detail: str = ""
    words: str = ""
    icon: QIcon | None = None


def matching(entries: Iterable[Entry], wanted: str) -> Iterator[Entry]:
    """Yield the entries that hold all the words, those that begin with the first word before the others."""
    words = folded(wanted).split()
    if not words:
        yield from entries
        return
    later: list[Entry] = []
    for entry in entries:
        target = folded(f"{entry.text} {entry.words}")
        if not all(word in target for word in words):
            continue
        if target.startswith(words[0]):
            yield entry
        else:
            later.append(entry)
    yield from later


@guard_events
class _EntryDelegate(QStyledItemDelegate):
    """Draws the key or id at the right, quietly."""

    def __init__(self, color: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._color = color

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row, then its detail."""
        super().paint(painter, option, index)
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setPen(QColor(self._color))
        rect: QRect = option.rect
        detail = painter.fontMetrics().elidedText(entry.detail, Qt.TextElideMode.ElideRight, rect.width() // 3)
        painter.drawText(rect.adjusted(0, 0, -12, 0), _RIGHT, detail)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Leave room for the detail."""
        super().initStyleOption(option, index)
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        taken = min(rect.width() // 3, option.fontMetrics.horizontalAdvance(entry.detail)) + 56
        option.text = option.fontMetrics.elidedText(
            entry.text, Qt.TextElideMode.ElideRight, max(80, rect.width() - taken)
        )


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@guard_events
class CommandPalette(QDialog):
    """A field with a list under it. Enter does what is marked, Esc closes."""

    def __init__(self, entries: Iterable[Entry], parent: QWidget, muted: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Commands and documents"))
        self._entries, self._owner = list(entries), parent
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Command or document"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.list = QListWidget(self)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_EntryDelegate(muted, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab keeps the caret where one types
        self.nothing = QLabel(self.tr("No command or document has these words."), self)
        self.nothing.setProperty("muted", True)
        self.nothing.setContentsMargins(12, 4, 12, 4)
        self.nothing.hide()
        empty = QPixmap(20, 20)
        empty.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._show)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._do)
        self.list.itemActivated.connect(self._do)
        self._show("")
        self._place(parent)

    def _place(self, parent: QWidget) -> None:
        width, height = min(_WIDTH, parent.width() - 32), min(_HEIGHT, parent.height() - 96)
        self.resize(width, height)
        self.move(
            parent.mapToGlobal(parent.rect().topLeft()).x() + (parent.width() - width) // 2,
            parent.mapToGlobal(parent.rect().topLeft()).y() + 72,
        )
        self.field.setFocus()

    def _show(self, wanted: str) -> None:
        self.list.clear()
        for number, entry in enumerate(matching(self._entries, wanted)):
            if number == _SHOWN:
                break
            item = QListWidgetItem(entry.icon or self._blank, entry.text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, entry)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not self.list.count())

    def _do(self, item: QListWidgetItem) -> None:
        entry = item.data(Qt.ItemDataRole.UserRole)
        self.close()
        # After the popup is gone, so that the focus is back where the command acts.
        QTimer.singleShot(0, self._owner, entry.action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move the mark, Enter does it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if step := steps.get(Qt.Key(event.key())):
                row = max(0, min(self.list.count() - 1, self.list.currentRow() + step))
                self.list.setCurrentRow(row)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self.list.count():
                    self._do(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)
