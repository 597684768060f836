"""The middle of the window: the article under its header."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Document
from annotator.gui.canvas import ArticleView
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.documents import heading_of
from annotator.gui.theme import Colors
from annotator.gui.widgets.find_bar import FindBar


@guard_events
class ElidedLabel(QLabel):
    """A line of text that may be cut with an ellipsis; the whole of it is the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setToolTip(text)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()


@guard_events
class Header(QFrame):
    """The document's name and what is in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("paper", True)
        self._document: Document | None = None
        self._suggestions = 0
        self.heading = ElidedLabel(self)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setWeight(QFont.Weight.DemiBold)
        self.heading.setFont(font)
        self.detail = QLabel(self)
        self.detail.setProperty("muted", True)
        row = QHBoxLayout()
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(16)
        row.addWidget(self.heading, 1)
        row.addWidget(self.detail)
        rule = QFrame(self)
        rule.setProperty("rule", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule)

    def show_suggestions(self, count: int) -> None:
        """Say how many suggestions are still open."""
        self._suggestions = count
        self.show_document(self._document)

    def show_document(self, document: Document | None) -> None:
        """Name a document and count what is in it."""
        self._document = document
        if document is None:
            return
        self.heading.set_whole(heading_of(document.text, document.meta.get("title")))
        counts = self.tr("entities: {0}, relations: {1}").format(len(document.entities), len(document.relations))
        if self._suggestions:
            counts += " · " + self.tr("suggestions: {0}").format(self._suggestions)
        self.detail.setText(counts)
        self.detail.setToolTip(document.id)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.show_document(self._document)
        super().changeEvent(event)


@guard_events
class Editor(FollowsLanguage, QWidget):
    """Header, search line and article; a sentence instead where no document is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = Header(self)
        self.find_bar = FindBar(self)
        self.article = ArticleView(self)
        # Always there, so that no word moves when the article grows past the window.
        self.article.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.empty = QLabel(self)
        self.empty.setProperty("muted", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        page = QWidget(self)
        page.setProperty("paper", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.find_bar)
        column.addWidget(self.article, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(page)
        self.stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.retranslate()

    def show_empty(self, *, empty: bool) -> None:
        """Show the article, or what to do where there is none."""
        self.stack.setCurrentIndex(1 if empty else 0)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.empty.setText(self.tr("This workspace has no articles yet.\nDrop text files into the window to add them."))

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.find_bar.set_colors(colors)
