"""The relations and the entities of the document as tables that select in the article, both ways."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QTableView, QWidget

from annotator.domain import Document, LabelScheme
from annotator.gui.guard import guard_events
from annotator.gui.models.entities import EntitiesModel, entity_rows
from annotator.gui.models.relations import RelationsModel, relation_rows
from annotator.gui.models.rows import ID_ROLE, RowsModel
from annotator.gui.models.swatches import Swatches
from annotator.gui.panels.panel import EmptyOr, Panel
from annotator.gui.widgets.columns import SharedColumns


@guard_events
class RowTable(QTableView):
    """A table of whole rows. Emits ids; Delete is the window's to carry out."""

    chosen = Signal(str)
    delete_wanted = Signal(str)
    reverse_wanted = Signal(str)

    def __init__(self, model: RowsModel[Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.columns = SharedColumns(self)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def selected_id(self) -> str:
        """Return the id in the selected row, or an empty string."""
        rows = self.selectionModel().selectedRows()
        return str(rows[0].data(ID_ROLE)) if rows else ""

    def show_selected(self, row_id: str) -> None:
        """Select a row without telling anyone; an empty or unknown id clears the selection."""
        if row_id == self.selected_id():
            return
        row = self._rows.row_of(row_id) if row_id else -1
        with QSignalBlocker(self.selectionModel()):
            self.clearSelection()
            if row >= 0:
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().setCurrentIndex(self._rows.index(row, 0), flags)
                self.scrollTo(self._rows.index(row, 0))
        self.viewport().update()

    def _on_selection_changed(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        if row_id := self.selected_id():
            self.chosen.emit(row_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace delete the row's entity or relation, Shift+Space reverses."""
        selected = self.selected_id()
        if selected and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.delete_wanted.emit(selected)
        elif selected and event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.reverse_wanted.emit(selected)
        else:
            super().keyPressEvent(event)


class RelationsPanel(Panel):
    """Who, how, with whom, in the article's own words."""

    def __init__(self, swatches: Swatches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RelationsModel(swatches, self)
        self.table = RowTable(self.model, self)
        self.only_selected = QCheckBox(self)
        self.only_selected.toggled.connect(self.show_now)
        self.empty = EmptyOr(self.table, self)
        self._document: Document | None = None
        self._scheme = LabelScheme("")
        self._entity_id = ""
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.addWidget(self.only_selected)
        self.column.addLayout(head)
        self.column.addWidget(self.empty, 1)
        self.retranslate()

    def show_document(self, document: Document | None, scheme: LabelScheme) -> None:
        """List the document's relations."""
        self._document, self._scheme = document, scheme
        self.show_when_seen()

    def set_entity(self, entity_id: str) -> None:
        """Tell which entity is selected in the article, for the check box."""
        self._entity_id = entity_id
        if self.only_selected.isChecked():
            self.show_now()

    def show_now(self) -> None:
        """Fill the table."""
        only = self._entity_id if self.only_selected.isChecked() else ""
        rows = relation_rows(self._document, self._scheme, only) if self._document else []
        self.model.show_rows(rows, self._scheme)
        self.empty.show_empty(empty=not rows)

    def focus_target(self) -> QWidget:
        """The table itself."""
        return self.table

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.only_selected.setText(self.tr("Only of the selected entity"))
        self.table.setAccessibleName(self.tr("Relations"))
        self.empty.hint.setText(
            self.tr("No relations yet. Drag from one entity to another, or select an entity and press R.")
        )
        self.model.refresh()


class EntitiesPanel(Panel):
    """All entities of the document, also for screen readers."""

    def __init__(self, swatches: Swatches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EntitiesModel(swatches, self)
        self.table = RowTable(self.model, self)
        self.empty = EmptyOr(self.table, self)
        self._document: Document | None = None
        self._scheme = LabelScheme("")
        self.column.addWidget(self.empty, 1)
        self.retranslate()

    def show_document(self, document: Document | None, scheme: LabelScheme) -> None:
        """List the document's entities."""
        self._document, self._scheme = document, scheme
        self.show_when_seen()

    def show_now(self) -> None:
        """Fill the table."""
        rows = entity_rows(self._document) if self._document else []
        self.model.show_rows(rows, self._scheme)
        self.empty.show_empty(empty=not rows)

    def focus_target(self) -> QWidget:
        """The table itself."""
        return self.table

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.table.setAccessibleName(self.tr("Entities"))
        self.empty.hint.setText(self.tr("No entities yet. Select words in the article and press a label's key."))
        self.model.refresh()
