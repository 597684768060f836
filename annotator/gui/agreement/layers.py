"""One article as each annotator has marked it, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from annotator.agreement.drilldown import Disagreement, Marked, MarkedSpan
from annotator.domain import Document
from annotator.gui.agreement.done import done_documents
from annotator.gui.canvas import ArticleView, CanvasStyle
from annotator.gui.editor import ElidedLabel
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.documents import heading_of
from annotator.workspace import Workspace


@guard_events
class Layers(FollowsLanguage, QWidget):
    """The articles can only be read. They show the same place."""

    adjudication_wanted = Signal(str, int)  # document id; where in its text, -1 for nowhere

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._style = CanvasStyle.light()
        self.document_id = ""
        self.views: dict[str, ArticleView] = {}
        self._shown: dict[str, Document] = {}
        self._place: Disagreement | None = None
        self.setProperty("paper", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = ElidedLabel(self)
        self.heading.setProperty("heading", True)
        self.adjudicate = QPushButton(self)
        self.adjudicate.clicked.connect(self._on_adjudicate)
        self.hint = QLabel(self)
        self.hint.setProperty("muted", True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.parts = QSplitter(Qt.Orientation.Horizontal, self)
        self.parts.setChildrenCollapsible(False)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self.heading, 1)
        head.addWidget(self.adjudicate)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.parts, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(page)
        self.retranslate()

    def _on_adjudicate(self) -> None:
        place = self._place
        here = place.start if place is not None and place.document_id == self.document_id else -1
        self.adjudication_wanted.emit(self.document_id, here)

    def show_document(self, document_id: str) -> None:
        """Show an article with everybody's layer, as it is on disk now."""
        documents = done_documents(self._workspace, document_id)
        if documents == self._shown:
            return
        again = document_id == self.document_id
        self.document_id, self._shown = document_id, documents
        if list(documents) != list(self.views):
            self._make_views(list(documents))
        for name, document in documents.items():
            self.views[name].set_document(document, self._workspace.scheme, read_only=True)
        if again and self._place is not None:
            self.show_place(self._place)
        article = self._workspace.article(document_id)
        self.heading.set_whole(heading_of(article.text, article.meta.get("title")))
        self._stack.setCurrentIndex(1)

    def _make_views(self, names: list[str]) -> None:
        while self.parts.count():
            old = self.parts.widget(0)
            assert old is not None
            old.setParent(None)
            old.deleteLater()
        self.views = {}
        for name in names:
            layer = QWidget(self.parts)
            title = QLabel(name, layer)
            title.setProperty("muted", True)
            title.setContentsMargins(24, 0, 0, 4)
            view = ArticleView(layer)
            view.setAccessibleName(name)
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            view.set_style(self._style)
            column = QVBoxLayout(layer)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(title)
            column.addWidget(view, 1)
            self.parts.addWidget(layer)
            self.views[name] = view

    def show_place(self, row: Disagreement) -> None:
        """Show a disagreement's place in all layers, its words lit up."""
        if row.document_id != self.document_id:
            self.show_document(row.document_id)
        self._place = row
        spans = sorted({span for mark in (row.a, row.b) if mark is not None for span in _spans(mark)})
        for view in self.views.values():
            view.clear_selection()
            view.set_highlights(_apart(spans))
            view.reveal(row.start, min(row.end, row.start + 200))

    def set_style(self, style: CanvasStyle) -> None:
        """Draw the articles in another style."""
        self._style = style
        for view in self.views.values():
            view.set_style(style)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.hint.setText(
            self.tr("Choose a disagreement or a document: the text opens here as each annotator marked it.")
        )
        self.adjudicate.setText(self.tr("Adjudicate this document"))


def _spans(mark: Marked) -> list[tuple[int, int]]:
    if isinstance(mark, MarkedSpan):
        return [(mark.start, mark.end)]
    return [*_spans(mark.head), *_spans(mark.tail)]


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
