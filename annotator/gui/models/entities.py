"""All entities of the document as a table, in reading order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator.domain import Document
from annotator.domain.tokens import cuts_token
from annotator.gui.models.scheme_table import SchemeTable
from annotator.messages import current_language
from annotator.text.display import one_line


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


class EntitiesModel(SchemeTable[EntityRow]):
    """Columns: text, label, number of relations."""

    def titles(self) -> tuple[str, ...]:
        """Text, label, relations."""
        return self.tr("Text"), self.tr("Label"), self.tr("Relations")

    def label_name(self, label: str) -> str:
        """Return the label's name in the language of the interface."""
        kind = self.scheme.entity_label(label)
        return kind.name(current_language()) if kind else label

    def cells(self, row: EntityRow) -> tuple[str, ...]:
        """Return the words with the marks of a note and of a cut token, the label's name, and how many relations."""
        marks = (" ✎" if row.noted else "") + (" ✂" if row.cut else "")
        return row.text + marks, self.label_name(row.label), str(row.relations) if row.relations else ""

    def whole(self, row: EntityRow) -> str:
        """Return words and label, and whether a token is cut."""
        text, warning = f"{row.text} — {self.label_name(row.label)}", self.tr("Cuts a token of spaCy's tokenizer")
        return f"{text}. {warning}" if row.cut else text

    def label_in(self, row: EntityRow, column: int) -> str:
        """The words have the swatch of their label."""
        return row.label if column == 0 else ""
