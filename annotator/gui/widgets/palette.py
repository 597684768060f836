"""Ctrl+K: every command and every document by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

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


class CommandPalette(QDialog):
    """A field with a list under it. Enter does what is marked, Esc closes."""

    def __init__(self, entries: Iterable[Entry], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Commands and documents"))
        self._entries = list(entries)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Command or document"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.list = QListWidget(self)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.windowTitle())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
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
            text = f"{entry.text}    {entry.detail}" if entry.detail else entry.text
            item = QListWidgetItem(entry.icon or QIcon(), text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, entry)
        self.list.setCurrentRow(0)

    def _do(self, item: QListWidgetItem) -> None:
        entry = item.data(Qt.ItemDataRole.UserRole)
        self.close()
        # After the popup is gone, so that the focus is back where the command acts.
        QTimer.singleShot(0, self.parent(), entry.action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move the mark, Enter does it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if step := steps.get(Qt.Key(event.key())):
                row = max(0, min(self.list.count() - 1, self.list.currentRow() + step))
                self.list.setCurrentRow(row)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if item := self.list.currentItem():
                    self._do(item)
                return True
        return super().eventFilter(watched, event)
