"""What the tables of entities and of relations have in common: rows with ids, named by the scheme, with swatches."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QPixmap

from annotator.domain import LabelScheme
from annotator.gui.guard import guard_events
from annotator.gui.models.rows import ID_ROLE, AnyIndex, RowsModel
from annotator.gui.models.swatches import Swatches

_NO_INDEX = QModelIndex()


class Identified(Hashable, Protocol):
    """A row that stands for an entity or a relation."""

    @property
    def id(self) -> str:
        """The id of what the row stands for."""
        ...


Row = TypeVar("Row", bound=Identified)


@guard_events
class SchemeTable(RowsModel[Row]):
    """Subclasses say what the columns are called, what a row's cells hold and which label colours a cell."""

    def __init__(self, swatches: Swatches, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._swatches = swatches
        self.scheme = LabelScheme("")

    def show_rows(self, rows: Sequence[Row], scheme: LabelScheme) -> None:
        """Show these rows with the names of this scheme."""
        self.scheme = scheme
        self.replace_rows(list(rows))

    def titles(self) -> tuple[str, ...]:
        """Return the titles of the columns."""
        raise NotImplementedError

    def cells(self, row: Row) -> tuple[str, ...]:
        """Return the texts of a row's cells."""
        raise NotImplementedError

    def whole(self, row: Row) -> str:
        """Return a row in one sentence, for tips and screen readers."""
        raise NotImplementedError

    def label_in(self, row: Row, column: int) -> str:
        """Return the entity label whose swatch stands in a cell, "" for none."""
        raise NotImplementedError

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """As many as there are titles."""
        return 0 if parent.isValid() else len(self.titles())

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(row)[column]
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.whole(row)
        return self._swatch(self.label_in(row, column)) if role == Qt.ItemDataRole.DecorationRole else None

    def _swatch(self, label: str) -> QPixmap | None:
        return self._swatches.entity(label) if label else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.titles()[section]
