"""The scheme's labels with their keys and how often they stand in the document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.domain import Document, LabelScheme
from annotator.gui.guard import guard_events
from annotator.gui.models.rows import ID_ROLE, AnyIndex, RowsModel
from annotator.messages import current_language

KIND_ROLE = ID_ROLE + 1
KEYS_ROLE = ID_ROLE + 2
COUNT_ROLE = ID_ROLE + 3
ACTIVE_ROLE = ID_ROLE + 4
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A heading ("entities" or "relations" with an empty label) or a label of the scheme."""

    kind: str  # "heading", "entity" or "relation"
    label: str
    keys: tuple[str, ...] = ()
    count: int = 0
    active: bool = False


def label_rows(scheme: LabelScheme, document: Document | None, active: str | None) -> list[LabelRow]:
    """Return all rows: entity labels (with those an open scheme lets in), then relation labels."""
    entities = document.label_counts() if document else Counter[str]()
    relations = Counter(r.label for r in document.relations) if document else Counter[str]()
    scheme = scheme.with_labels(sorted(entities), sorted(relations))
    rows = [LabelRow("heading", "entities")]
    for number, kind in enumerate(scheme.entities, start=1):
        keys = (*((str(number),) if number <= 9 else ()), *((kind.key.upper(),) if kind.key else ()))
        rows.append(LabelRow("entity", kind.label, keys, entities[kind.label], kind.label == active))
    if scheme.relations:
        rows.append(LabelRow("heading", "relations"))
    for relation in scheme.relations:
        keys = (relation.key.upper(),) if relation.key else ()
        rows.append(LabelRow("relation", relation.label, keys, relations[relation.label]))
    return rows


@guard_events
class LabelsModel(RowsModel[LabelRow]):
    """One column; a delegate draws key caps and counts from the roles."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scheme = LabelScheme("")

    def show_labels(self, scheme: LabelScheme, document: Document | None, active: str | None) -> None:
        """Count the labels of a document."""
        self.scheme = scheme
        self.replace_rows(label_rows(scheme, document, active))

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    def name(self, row: LabelRow) -> str:
        """Return a row's text in the language of the interface."""
        if row.kind == "heading":
            return self.tr("Entities") if row.label == "entities" else self.tr("Relations")
        known = self.scheme.entity_label if row.kind == "entity" else self.scheme.relation_label
        kind = known(row.label)
        return kind.name(current_language()) if kind else row.label

    def _description(self, row: LabelRow) -> str:
        known = self.scheme.entity_label if row.kind == "entity" else self.scheme.relation_label
        kind = known(row.label)
        return kind.description(current_language()) if kind else ""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        own = {ID_ROLE: row.label, KIND_ROLE: row.kind, KEYS_ROLE: row.keys, COUNT_ROLE: row.count}
        if role in own:
            return own[role]
        if role == ACTIVE_ROLE:
            return row.active
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(row)
        if role == Qt.ItemDataRole.ToolTipRole and row.kind != "heading":
            return "\n".join(part for part in (f"{self.name(row)} · {row.label}", self._description(row)) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join([self.name(row), *row.keys, str(row.count) if row.kind != "heading" else ""]).strip()
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and self.rows[index.row()].kind == "heading":
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)
