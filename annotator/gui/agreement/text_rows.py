"""Tables of text for the agreement view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.models.rows import RowsModel

Cells = tuple[str, ...]
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@guard_events
class TextRows(RowsModel[Cells]):
    """Rows of text under heads. `first` may make the first cell when it is seen, out of the one given."""

    def __init__(self, parent: QObject, *, numbers: bool, first: Callable[[str], str] = str) -> None:
        super().__init__(parent)
        self.heads: Cells = ()
        self._numbers, self._first = numbers, first

    def show_table(self, heads: Sequence[str], rows: Sequence[Cells]) -> None:
        """Show another table."""
        self.beginResetModel()
        self.heads, self.rows = tuple(heads), list(rows)
        self.endResetModel()

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt's
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, the whole of it as a tool tip."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            text = self.rows[index.row()][index.column()]
            return self._first(text) if index.column() == 0 else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._numbers and index.column() else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's head."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section] if section < len(self.heads) else ""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._numbers and section else _LEFT
        return super().headerData(section, orientation, role)


def text_table(model: TextRows, parent: QWidget) -> QTableView:
    """Return a calm table: whole rows, no grid, the first column takes the room that is left."""
    table = QTableView(parent)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setResizeContentsPrecision(50)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def stretch(table: QTableView, *columns: int) -> None:
    """Let columns share the room that the others leave."""
    for column in columns:
        table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
