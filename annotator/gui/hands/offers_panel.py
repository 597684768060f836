"""The panel of suggestions: entities and relations that are still to be decided, with their source and score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from annotator.domain import Document
from annotator.gui.guard import guard_events
from annotator.gui.keys import physical_key
from annotator.gui.models.rows import ID_ROLE, AnyIndex, RowsModel
from annotator.gui.models.swatches import Swatches
from annotator.gui.panels.panel import EmptyOr, Panel
from annotator.gui.panels.tables import RowTable
from annotator.messages import current_language
from annotator.text.display import one_line

if TYPE_CHECKING:
    from annotator.suggest.suggestion import RelationSuggestion, Suggestion

_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One suggestion; `score` is a probability or None."""

    id: str
    text: str
    label: str
    source: str
    score: float | None
    relation: bool = False


def entity_row(document: Document, item: Suggestion) -> OfferRow:
    """Return the row of a suggested entity."""
    return OfferRow(item.key, one_line(document.text[item.start : item.end]), item.label, item.source, item.score)


def relation_row(document: Document, item: RelationSuggestion) -> OfferRow:
    """Return the row of a suggested relation."""
    head, tail = (one_line(document.text[s.start : s.end]) for s in (item.head, item.tail))
    return OfferRow(item.key, f"{head} → {tail}", item.label, item.source, item.score, relation=True)


@guard_events
class OffersModel(RowsModel[OfferRow]):
    """Columns: text, label, source and score."""

    def __init__(self, swatches: Swatches, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._swatches = swatches

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Text, label, score."""
        return 0 if parent.isValid() else 3

    def _label(self, row: OfferRow) -> str:
        scheme = self._swatches.scheme
        kind = scheme.relation_label(row.label) if row.relation else scheme.entity_label(row.label)
        return kind.name(current_language()) if kind else row.label

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        score = "" if row.score is None else f"{row.score * 100:.0f} %"
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.text, self._label(row), score or row.source)[column]
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            said = f"{row.text} — {self._label(row)} · {row.source}"
            return f"{said} · {score}" if score else said
        if role == Qt.ItemDataRole.DecorationRole and column == 0 and not row.relation:
            return self._swatches.entity(row.label)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Text"), self.tr("Label"), self.tr("Score"))[section]


@guard_events
class OffersTable(RowTable):
    """A accepts, X and Delete reject; both by physical key."""

    accept_wanted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide about the selected row."""
        key, selected = physical_key(event), self.selected_id()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if selected and plain and (key == "a" or event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}):
            self.accept_wanted.emit(selected)
        elif selected and plain and key == "x":
            self.delete_wanted.emit(selected)
        else:
            super().keyPressEvent(event)

    def go_to(self, row_id: str) -> None:
        """Select a row and tell so; the first one where this one is gone."""
        row = max(0, self._rows.row_of(row_id))
        if self._rows.rowCount():
            self.selectRow(row)


class OffersPanel(Panel):
    """The list, the least score to show, and buttons for all that are shown."""

    def __init__(self, swatches: Swatches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = OffersModel(swatches, self)
        self.table = OffersTable(self.model, self)
        self.empty = EmptyOr(self.table, self)
        self.threshold_name, self.threshold = QLabel(self), QSpinBox(self)
        self.threshold.setRange(0, 100)
        self.threshold.setSingleStep(5)
        self.threshold.setProperty("quiet", True)
        self.threshold.setSuffix(" %")
        self.threshold.lineEdit().setTextMargins(6, 0, 6, 0)
        self.threshold.setFixedWidth(self.fontMetrics().horizontalAdvance("100 %") + 36)
        self.threshold_name.setBuddy(self.threshold)
        self.accept_all, self.reject_all = QPushButton(self), QPushButton(self)
        self._rows: list[OfferRow] = []
        self._any_known = False
        self._lay_out()
        self.retranslate()
        self.show_now()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.addWidget(self.threshold_name)
        head.addWidget(self.threshold)
        head.addStretch(1)
        foot.setContentsMargins(12, 0, 12, 10)
        foot.addWidget(self.accept_all)
        foot.addWidget(self.reject_all)
        foot.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self.empty, 1)
        self.column.addLayout(foot)

    def show_offers(self, rows: Sequence[OfferRow], *, any_known: bool) -> None:
        """List what is to be decided; `any_known` tells whether anything was suggested for this document at all."""
        self._rows, self._any_known = list(rows), any_known
        self.show_when_seen()

    def show_now(self) -> None:
        """Fill the table."""
        self.model.replace_rows(self._rows)
        self.empty.show_empty(empty=not self._rows)
        for button in (self.accept_all, self.reject_all):
            button.setEnabled(bool(self._rows))
        self.accept_all.setToolTip(self.tr("Accept all in this list (Shift+A)"))
        if self._any_known:
            self.empty.hint.setText(self.tr("Everything suggested here is decided, or below the score above."))
        else:
            self.empty.hint.setText(self.tr("No suggestions for this article. Make some: Suggestions → Suggest with…"))

    def focus_target(self) -> QWidget:
        """The table itself."""
        return self.table

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.threshold_name.setText(self.tr("Score from"))
        self.threshold.setAccessibleName(self.tr("Show suggestions from this score on"))
        self.threshold.setToolTip(self.tr("Show suggestions from this score on"))
        self.accept_all.setText(self.tr("Accept all"))
        self.reject_all.setText(self.tr("Reject all"))
        self.table.setAccessibleName(self.tr("Suggestions"))
        self.show_now()
        self.model.refresh()
