"""All documents as a table. Cells are made when they are seen, so that a hundred thousand rows cost nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.domain import Status
from annotator.gui.charts.data import grouped
from annotator.gui.guard import guard_events
from annotator.gui.models.rows import ID_ROLE
from annotator.gui.overview.words import local_time, status_name
from annotator.gui.status_icons import status_icon
from annotator.gui.theme import LIGHT, Colors
from annotator.gui.widgets.find_bar import folded
from annotator.workspace.names import GOLD
from annotator.workspace.survey import ArticleRow, Survey

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NO_INDEX = QModelIndex()
_ORDER = {Status.NOT_STARTED: 0, Status.IN_PROGRESS: 1, Status.SKIPPED: 2, Status.DONE: 3}


@guard_events
class DocumentsTable(QAbstractTableModel):
    """Rows of a survey, filtered and sorted. Fixed columns stand around one column for each annotator."""

    def __init__(self) -> None:
        super().__init__()
        self.survey = Survey()
        self.colors: Colors = LIGHT
        self.shown: list[ArticleRow] = []
        self._names: list[str] = []
        self._sort: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self._wanted: Callable[[ArticleRow], bool] = lambda _row: True

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_survey(self, survey: Survey) -> None:
        """Show another survey; order and filter stay."""
        self.beginResetModel()
        self.survey = survey
        self._names = [name for name in survey.marks if name != GOLD] + [GOLD] * (GOLD in survey.marks)
        self._arrange()
        self.endResetModel()

    def set_filter(self, text: str, annotator: str, status: Status | None, assigned: str | None) -> None:
        """Show documents by words of heading or id, by somebody's status, by who they are assigned to ("": nobody)."""
        words = folded(text).split()
        survey = self.survey

        def wanted(row: ArticleRow) -> bool:
            if status is not None and survey.status(annotator, row.id) is not status:
                return False
            names = survey.assignments.get(row.id, ())
            if assigned is not None and not (assigned in names if assigned else not names):
                return False
            return all(word in row.search for word in words)

        self.beginResetModel()
        self._wanted = wanted
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the corpus's own order."""
        self.beginResetModel()
        self._sort = column, order
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self.shown = [row for row in self.survey.articles if self._wanted(row)]
        column, order = self._sort
        if 0 <= column < self.columnCount():
            self.shown.sort(key=lambda row: self._sort_key(row, column), reverse=order is Qt.SortOrder.DescendingOrder)

    # -- columns ------------------------------------------------------------------------------------------------------

    def heads(self) -> list[str]:
        """Return the names of all columns."""
        return [
            self.tr("Document"),
            self.tr("Characters"),
            *self._names,
            self.tr("Entities"),
            self.tr("Relations"),
            self.tr("Agreement"),
            self.tr("Assigned to"),
            self.tr("Notes"),
            self.tr("Last save"),
        ]

    def annotator_at(self, column: int) -> str:
        """Return whose column this is, or ""."""
        return self._names[column - 2] if 2 <= column < 2 + len(self._names) else ""

    def _sort_key(self, row: ArticleRow, column: int) -> tuple[float, str]:
        if name := self.annotator_at(column):
            mark = self.survey.marks[name].get(row.id)
            return float(_ORDER[self.survey.status(name, row.id)]), f"{mark.entities if mark else 0:09d}"
        number = column if column < 2 else column - len(self._names)
        if number == 0:
            return 0.0, row.search
        if number == 4:
            figure = self.survey.agreement(row.id)
            return (-1.0 if figure is None else figure), ""
        if number in {5, 7}:
            return 0.0, self._cell(row, column)
        return float(
            {1: lambda: row.length, 2: lambda: self._total(row.id, "entities")}.get(
                number, lambda: self._total(row.id, "relations" if number == 3 else "notes")
            )()
        ), ""

    def _total(self, document_id: str, what: str) -> int:
        marks = [
            marks[document_id] for name, marks in self.survey.marks.items() if document_id in marks and name != GOLD
        ]
        if what == "entities":
            return sum(mark.entities for mark in marks)
        return sum(sum(mark.relations.values()) if what == "relations" else mark.notes for mark in marks)

    def _cell(self, row: ArticleRow, column: int) -> str:
        if name := self.annotator_at(column):
            mark = self.survey.marks[name].get(row.id)
            return grouped(mark.entities) if mark else ""
        number = column if column < 2 else column - len(self._names)
        if number == 0:
            return row.heading
        if number == 1:
            return grouped(row.length)
        if number in {2, 3, 6}:
            total = self._total(row.id, ("entities", "relations", "", "", "notes")[number - 2])
            return grouped(total) if total else ""
        if number == 4:
            figure = self.survey.agreement(row.id)
            return "" if figure is None else f"{figure:.2f}"
        if number == 5:
            return ", ".join(self.survey.assignments.get(row.id, ()))
        saved = max((m[row.id].saved_at for m in self.survey.marks.values() if row.id in m), default="")
        return local_time(saved)

    # -- as Qt asks ---------------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """How many documents are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else 8 + len(self._names)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = self.shown[index.row()], index.column()
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, column)
        name = self.annotator_at(column)
        if role == Qt.ItemDataRole.DecorationRole and name:
            return status_icon(self.survey.status(name, row.id), self.colors)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._told(row, column, name)
        return self._alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        numbers = column == 1 or (not self.annotator_at(column) and column - len(self._names) in {2, 3, 4, 6})
        return _RIGHT if numbers else _LEFT

    def _told(self, row: ArticleRow, column: int, name: str) -> str:
        if name:
            mark = self.survey.marks[name].get(row.id)
            told = f"{name}: {status_name(self.survey.status(name, row.id))}"
            return told + (" · " + self.tr("entities: {0}").format(mark.entities) if mark else "")
        return f"{row.heading}\n{row.id}" if column == 0 else self._cell(row, column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's head."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole and section - len(self._names) == 4:
            return self.tr("Mean strict F1 of entities between those who are done with the document")
        return None
