"""The table of all documents with its filters and what can be done with many of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Status
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.rows import ID_ROLE
from annotator.gui.overview.documents_model import DocumentsTable
from annotator.gui.overview.words import status_name
from annotator.gui.theme import Colors
from annotator.workspace.survey import Survey

_TYPING = 200  # milliseconds after the last key before the filter works
_LOOKED_AT = 50  # rows whose widths count
_AIR, _TITLE, _WIDEST = 8, 240, 220  # pixels: beside the contents, for a title at least, for any other column at most
_BULK = (Status.DONE, Status.IN_PROGRESS, Status.SKIPPED)


@guard_events
class DocumentsTab(FollowsLanguage, QWidget):
    """Enter opens a document; the buttons below work on what is selected."""

    open_wanted = Signal(str)
    status_wanted = Signal(object, object)  # list of ids, Status
    assign_wanted = Signal(object)  # list of ids
    undo_wanted = Signal()

    def __init__(self, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.annotator, self._editable = annotator, True
        self.model = DocumentsTable()
        self.model.setParent(self)
        self.text, self.status, self.whose, self.assigned = QLineEdit(self), *(QComboBox(self) for _ in range(3))
        self.text.setClearButtonEnabled(True)
        self.table = self._make_table()
        self.count, self.said = QLabel(self), QLabel(self)
        self.count.setProperty("muted", True)
        self.mark, self.assign, self.undo = (QPushButton(self) for _ in range(3))
        self.mark_menu = QMenu(self.mark)
        self.mark.setMenu(self.mark_menu)
        self.undo.hide()
        self._lay_out()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING)
        self._connect()
        self.retranslate()

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
        table.setSortingEnabled(True)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        return table

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for part in (self.text, self.whose, self.status, self.assigned):
            above.addWidget(part, 1 if part is self.text else 0)
        below.addWidget(self.count)
        below.addWidget(self.said)
        below.addStretch(1)
        for button in (self.undo, self.assign, self.mark):
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        self.text.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.filter_now)
        for box in (self.status, self.whose, self.assigned):
            box.currentIndexChanged.connect(lambda _index: self.filter_now())
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_count())
        self.assign.clicked.connect(lambda: self.assign_wanted.emit(self.selected()))
        self.undo.clicked.connect(self.undo_wanted)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_survey(self, survey: Survey) -> None:
        """Show another survey; selection, place and filters stay."""
        chosen, scrolled = set(self.selected()), self.table.verticalScrollBar().value()
        first = not self.model.survey.articles
        self.model.show_survey(survey)
        self._fill_boxes()
        self.filter_now()
        if first:
            self._size_columns()
        self._select(chosen)
        self.table.verticalScrollBar().setValue(scrolled)

    def _size_columns(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        header.setResizeContentsPrecision(_LOOKED_AT)
        heads = self.model.heads()
        for column in range(1, len(heads)):
            head = table.fontMetrics().horizontalAdvance(heads[column])
            header.resizeSection(column, min(max(table.sizeHintForColumn(column), head + 18) + _AIR, _WIDEST))
        QTimer.singleShot(0, self, self._fit_titles)  # once a scroll bar has taken its part

    def _fit_titles(self) -> None:
        """Give the titles the room that the other columns leave."""
        header = self.table.horizontalHeader()
        others = header.length() - header.sectionSize(0)
        header.resizeSection(0, max(_TITLE, self.table.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what comes or goes to the titles."""
        super().resizeEvent(event)
        if self.model.survey.articles:
            self._fit_titles()

    def _fill_boxes(self) -> None:
        names = list(self.model.survey.marks)
        self._fill(self.whose, [(name, name) for name in dict.fromkeys([self.annotator, *names])])
        everyone: list[tuple[str, object]] = [(self.tr("Assigned to anyone or nobody"), None)]
        dealt = sorted({name for names in self.model.survey.assignments.values() for name in names})
        self._fill(self.assigned, [*everyone, (self.tr("Assigned to nobody"), ""), *((n, n) for n in dealt)])
        self.assigned.setVisible(bool(dealt))

    @staticmethod
    def _fill(box: QComboBox, items: Sequence[tuple[str, object]]) -> None:
        chosen = box.currentData() if box.count() else items[0][1]
        box.blockSignals(True)
        box.clear()
        for text, data in items:
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def filter_now(self) -> None:
        """Show what the filters ask for."""
        chosen = set(self.selected())
        name = self.whose.currentData() or self.annotator
        status = Status(self.status.currentData()) if self.status.currentData() else None
        self.model.set_filter(self.text.text(), name, status, self.assigned.currentData())
        self._select(chosen)
        self._show_count()

    def _select(self, chosen: set[str]) -> None:
        """Select documents again; of very many none, since that would take longer than to select them anew."""
        if not chosen or len(chosen) > 1000:
            return
        picked, last = QItemSelection(), self.model.columnCount() - 1
        for row, article in enumerate(self.model.shown):
            if article.id in chosen:
                picked.select(self.model.index(row, 0), self.model.index(row, last))
        self.table.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selected(self) -> list[str]:
        """Return the ids of the selected documents, in the order of the table."""
        selection = self.table.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        return [self.model.shown[row].id for row in sorted(rows) if row < len(self.model.shown)]

    def _show_count(self) -> None:
        chosen, shown, total = len(self.selected()), len(self.model.shown), len(self.model.survey.articles)
        self.count.setText(self.tr("Shown: {0} of {1}; selected: {2}").format(shown, total, chosen))
        self.mark.setEnabled(bool(chosen) and self._editable)
        self.assign.setEnabled(total > 0)

    def set_editable(self, *, editable: bool) -> None:
        """Offer to change one's own statuses only where they can be written."""
        self._editable = editable
        self._show_count()

    def say(self, text: str, *, undo: bool) -> None:
        """Tell what was done."""
        self.said.setText(text)
        self.undo.setVisible(undo)

    # -- what can be done ---------------------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        self.open_wanted.emit(index.data(ID_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the document."""
        index = self.table.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.table.hasFocus() and index.isValid():
            self._open(index)
        else:
            super().keyPressEvent(event)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.model.colors = colors
        self.table.viewport().update()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.text.setPlaceholderText(self.tr("Words of the title or id"))
        self.text.setAccessibleName(self.tr("Filter by text"))
        self.whose.setAccessibleName(self.tr("Whose status"))
        self.status.setAccessibleName(self.tr("Status"))
        self.assigned.setAccessibleName(self.tr("Assigned to"))
        self.table.setAccessibleName(self.tr("Documents"))
        statuses = [(status_name(status), status) for status in Status]
        self._fill(self.status, [(self.tr("any status"), None), *statuses])
        self.mark.setText(self.tr("Mark as"))
        self.mark.setToolTip(self.tr("For yourself only: other people's documents stay as they are"))
        self.assign.setText(self.tr("Assign…"))
        self.undo.setText(self.tr("Undo"))
        self.mark_menu.clear()
        for status in _BULK:
            action = self.mark_menu.addAction(status_name(status))
            action.triggered.connect(lambda _on=False, s=status: self.status_wanted.emit(self.selected(), s))
        self._fill_boxes()
        self._show_count()
