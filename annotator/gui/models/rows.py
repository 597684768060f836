"""A table model over a list of frozen rows, that changes as little as it must, so that selection and scroll stay."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row", bound=Hashable)
AnyIndex = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NO_INDEX = QModelIndex()


def changed_middle(old: Sequence[object], new: Sequence[object]) -> tuple[int, int, int]:
    """Return (first changed place, its end in `old`, its end in `new`) between what both lists share at their ends."""
    shared = min(len(old), len(new))
    first = next((i for i in range(shared) if old[i] != new[i]), shared)
    rest = shared - first
    last = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return first, len(old) - last, len(new) - last


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of values; subclasses say what a cell shows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._places: dict[object, int] | None = None  # row by id, made when it is first asked for

    def row_of(self, row_id: str) -> int:
        """Return the row with an id, or -1."""
        if self._places is None:
            self._places = {getattr(row, "id", None): place for place, row in enumerate(self.rows)}
        return self._places.get(row_id, -1)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def replace_rows(self, rows: list[Row]) -> None:
        """Show other rows: only what differs between the common start and the common end changes."""
        self._places = None
        first, old_end, new_end = changed_middle(self.rows, rows)
        changed = min(old_end, new_end)
        if changed > first:
            self.rows[first:changed] = rows[first:changed]
            self.dataChanged.emit(self.index(first, 0), self.index(changed - 1, self.columnCount() - 1))
        if old_end > changed:
            self.beginRemoveRows(QModelIndex(), changed, old_end - 1)
            del self.rows[changed:old_end]
            self.endRemoveRows()
        elif new_end > changed:
            self.beginInsertRows(QModelIndex(), changed, new_end - 1)
            self.rows[changed:changed] = rows[changed:new_end]
            self.endInsertRows()

    def refresh(self) -> None:
        """Show the same rows anew, after a change of language or theme."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))
