"""All entities of the document as a table, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.domain import Document, LabelScheme
from annotator.domain.tokens import cuts_token
from annotator.gui.guard import guard_events
from annotator.gui.models.relations import one_line
from annotator.gui.models.rows import ID_ROLE, AnyIndex, RowsModel
from annotator.gui.models.swatches import Swatches
from annotator.messages import current_language

_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity. `cut` marks one that does not fall on the tokenizer's boundaries."""

    id: str
    text: str
    label: str
    relations: int
    noted: bool
    cut: bool


def entity_rows(document: Document) -> list[EntityRow]:
    """Return the document's entities in reading order."""
    ends = Counter(end for r in document.relations for end in (r.head, r.tail))
    return [
        EntityRow(
            e.id,
            one_line(document.surface(e)),
            e.label,
            ends[e.id],
            e.id in document.notes,
            cuts_token(document.tokens, e),
        )
        for e in document.entities
    ]


@guard_events
class EntitiesModel(RowsModel[EntityRow]):
    """Columns: text, label, number of relations."""

    def __init__(self, swatches: Swatches, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._swatches = swatches
        self._scheme = LabelScheme("")

    def show_entities(self, rows: Sequence[EntityRow], scheme: LabelScheme) -> None:
        """Show these rows with the names of this scheme."""
        self._scheme = scheme
        self.replace_rows(list(rows))

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Text, label, relations."""
        return 0 if parent.isValid() else 3

    def label_name(self, label: str) -> str:
        """Return the label's name in the language of the interface."""
        kind = self._scheme.entity_label(label)
        return kind.name(current_language()) if kind else label

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.DisplayRole:
            marks = (" ✎" if row.noted else "") + (" ✂" if row.cut else "")
            return (row.text + marks, self.label_name(row.label), str(row.relations) if row.relations else "")[column]
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._whole(row)
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return self._swatches.entity(row.label)
        return None

    def _whole(self, row: EntityRow) -> str:
        text, warning = f"{row.text} — {self.label_name(row.label)}", self.tr("Cuts a token of spaCy's tokenizer")
        return f"{text}. {warning}" if row.cut else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Text"), self.tr("Label"), self.tr("Relations"))[section]
