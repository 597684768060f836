"""Relations as a table with the real words: who, how, with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from annotator.domain import Document, LabelScheme
from annotator.gui.guard import guard_events
from annotator.gui.models.rows import ID_ROLE, AnyIndex, RowsModel
from annotator.gui.models.swatches import Swatches
from annotator.messages import current_language

_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation as it is read: words and labels of both ends. `noted` marks one with a note."""

    id: str
    head: str
    head_label: str
    label: str
    tail: str
    tail_label: str
    symmetric: bool
    noted: bool


def relation_rows(document: Document, scheme: LabelScheme, only: str = "") -> list[RelationRow]:
    """Return the document's relations in reading order of their heads; `only` keeps those of one entity."""
    entities = {entity.id: entity for entity in document.entities}
    symmetric = scheme.symmetric_labels
    shown = [r for r in document.relations if r.head in entities and r.tail in entities]
    if only:
        shown = [r for r in shown if r.touches(only)]
    shown.sort(key=lambda r: (entities[r.head].start, entities[r.tail].start))
    return [
        RelationRow(
            r.id,
            one_line(document.surface(entities[r.head])),
            entities[r.head].label,
            r.label,
            one_line(document.surface(entities[r.tail])),
            entities[r.tail].label,
            r.label in symmetric,
            r.id in document.notes,
        )
        for r in shown
    ]


def one_line(text: str) -> str:
    """Return the text with every run of blanks as one blank."""
    return " ".join(text.split())


@guard_events
class RelationsModel(RowsModel[RelationRow]):
    """Columns: head, relation, tail."""

    def __init__(self, swatches: Swatches, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._swatches = swatches
        self._scheme = LabelScheme("")

    def show_relations(self, rows: Sequence[RelationRow], scheme: LabelScheme) -> None:
        """Show these rows with the names of this scheme."""
        self._scheme = scheme
        self.replace_rows(list(rows))

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Head, relation, tail."""
        return 0 if parent.isValid() else 3

    def relation_name(self, row: RelationRow) -> str:
        """Return the relation's name in the language of the interface, with its direction."""
        kind = self._scheme.relation_label(row.label)
        name = kind.name(current_language()) if kind else row.label
        return f"{name}\u00a0↔" if row.symmetric else f"{name}\u00a0→"

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.DisplayRole:
            name = self.relation_name(row).replace("_", "_\u200b")  # ALTERNATIVE_NAME may be broken there
            return (row.head, name + (" ✎" if row.noted else ""), row.tail)[column]
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{row.head} ({row.head_label}) — {self.relation_name(row)} {row.tail} ({row.tail_label})"
        if role == Qt.ItemDataRole.DecorationRole and column != 1:
            return self._swatch(row.head_label if column == 0 else row.tail_label)
        return None

    def _swatch(self, label: str) -> QPixmap:
        return self._swatches.entity(label)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("From"), self.tr("Relation"), self.tr("To"))[section]
