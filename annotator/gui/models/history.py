"""The steps of the open document, as its undo stack holds them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QUndoStack

from annotator.gui.guard import guard_events
from annotator.gui.models.rows import AnyIndex

_NO_INDEX = QModelIndex()


@guard_events
class HistoryModel(QAbstractListModel):
    """Row 0 is the document as it was opened; row n the state after step n."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._at = 0

    def show_stack(self, stack: QUndoStack | None) -> None:
        """Show the steps of a stack, as they are now."""
        self.beginResetModel()
        self._names = [stack.text(index) for index in range(stack.count())] if stack else []
        self._at = stack.index() if stack else 0
        self.endResetModel()

    @property
    def current_row(self) -> int:
        """The row of the state shown in the article."""
        return self._at

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """How many states there are."""
        return 0 if parent.isValid() else len(self._names) + 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a step's name."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if index.row() == 0:
                return self.tr("As opened")
            name = self._names[index.row() - 1]
            return name[:1].upper() + name[1:]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.row() > self._at:
            return self.tr("{0} (taken back)").format(self._names[index.row() - 1])
        return None
