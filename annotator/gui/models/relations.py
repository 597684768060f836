"""Relations as a table with the real words: who, how, with whom."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain import Document, LabelScheme
from annotator.gui.models.scheme_table import SchemeTable
from annotator.messages import current_language
from annotator.text.display import one_line


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


class RelationsModel(SchemeTable[RelationRow]):
    """Columns: head, relation, tail."""

    def titles(self) -> tuple[str, ...]:
        """Head, relation, tail."""
        return self.tr("From"), self.tr("Relation"), self.tr("To")

    def relation_name(self, row: RelationRow) -> str:
        """Return the relation's name in the language of the interface, with its direction."""
        kind = self.scheme.relation_label(row.label)
        name = kind.name(current_language()) if kind else row.label
        return f"{name}\u00a0↔" if row.symmetric else f"{name}\u00a0→"

    def cells(self, row: RelationRow) -> tuple[str, ...]:
        """Return the words of both ends, and between them the relation with the mark of a note."""
        name = self.relation_name(row).replace("_", "_\u200b")  # ALTERNATIVE_NAME may be broken there
        return row.head, name + (" ✎" if row.noted else ""), row.tail

    def whole(self, row: RelationRow) -> str:
        """Return both ends with their labels, and the relation."""
        return f"{row.head} ({row.head_label}) — {self.relation_name(row)} {row.tail} ({row.tail_label})"

    def label_in(self, row: RelationRow, column: int) -> str:
        """Both ends have the swatches of their labels."""
        return (row.head_label, "", row.tail_label)[column]
