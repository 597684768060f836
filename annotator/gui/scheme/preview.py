"""A sentence as the article view draws it with the draft's labels: of the open article, else a made-up one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from annotator.domain import Document, Entity, Relation, RelationLabel
from annotator.gui.canvas import ArcMode, ArticleView, CanvasStyle
from annotator.gui.scheme.draft import Draft, Row
from annotator.messages import current_language
from annotator.text.sentences import sentence_ranges

_HEIGHT = 128  # pixels: two lines with an arc and a label each
_LONGEST = 160  # characters of a sentence that is shown


class Preview(QWidget):
    """Shows what the chosen label looks like in a text."""

    def __init__(self, style: CanvasStyle, document: Document | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.title = QLabel(self.tr("In the article"), self)
        self.title.setProperty("heading", True)
        self.article = ArticleView(self)
        self.article.setFrameShape(QFrame.Shape.NoFrame)
        self.article.setAccessibleName(self.tr("How the label looks in the article"))
        self.article.set_style(style)
        self.article.set_arc_mode(ArcMode.ALL)
        self.article.setFixedHeight(_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.article)

    def show_row(self, row: Row | None, draft: Draft) -> None:
        """Show a sentence that has the label."""
        self.setVisible(row is not None)
        if row is not None:
            shown = _found(row, draft, self._document) or _made(row, draft)
            self.article.set_document(shown, draft.result(), read_only=True)


def _found(row: Row, draft: Draft, document: Document | None) -> Document | None:
    """Return the first sentence of the document that has the label, with the names that labels have now."""
    if document is None or not row.was:
        return None
    names = {(r.kind, r.was): r.label.label for r in draft.rows if r.was}
    for start, end in sentence_ranges(document.text):
        if end - start > _LONGEST:
            continue
        inside = [e for e in document.entities if start <= e.start and e.end <= end]
        ids = {e.id for e in inside}
        links = [r for r in document.relations if r.head in ids and r.tail in ids]
        used = {e.label for e in inside} if row.kind == "entity" else {r.label for r in links}
        if row.was in used:
            entities = tuple(
                Entity(e.id, e.start - start, e.end - start, names.get(("entity", e.label), e.label)) for e in inside
            )
            relations = tuple(replace(r, label=names.get(("relation", r.label), r.label)) for r in links)
            return Document("preview", document.text[start:end], entities=entities, relations=relations)
    return None


def _made(row: Row, draft: Draft) -> Document:
    """Return a text of the label's own names."""
    if not isinstance(row.label, RelationLabel):
        text = row.label.name(current_language()) or "—"
        return Document("preview", text, entities=(Entity("T1", 0, len(text), row.label.label),))
    known = [r.label for r in draft.of_kind("entity")]
    wanted = [ends[0] if ends else "" for ends in (row.label.head, row.label.tail)]
    ends = [next((label for label in known if label.label == end), known[0] if known else None) for end in wanted]
    words = [(label.name(current_language()) or "—") if label else "—" for label in ends]
    text = f"{words[0]} … … … … {words[1]}"
    labels = [label.label if label else "" for label in ends]
    entities = (
        Entity("T1", 0, len(words[0]), labels[0]),
        Entity("T2", len(text) - len(words[1]), len(text), labels[1]),
    )
    relations = (Relation("R1", "T1", "T2", row.label.label),)
    return Document("preview", text, entities=entities, relations=relations)
