"""The middle of the window: the article under its header."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Document, Status
from annotator.gui.canvas import ArticleView
from annotator.gui.icons import icon
from annotator.gui.models.documents import heading_of
from annotator.gui.panels.documents import status_icon
from annotator.gui.theme import LIGHT, Colors
from annotator.gui.widgets.find_bar import FindBar


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

    def resizeEvent(self, event: QEvent) -> None:  # type: ignore[override]
        """Cut anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._cut()


class Header(QFrame):
    """The document's name, its status, and the button that ends the work on it."""

    status_wanted = Signal(object)  # Status
    done_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("paper", True)
        self._colors, self._status, self._document = LIGHT, Status.NOT_STARTED, None
        self.heading = ElidedLabel(self)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setWeight(QFont.Weight.DemiBold)
        self.heading.setFont(font)
        self.detail = ElidedLabel(self)
        self.detail.setProperty("muted", True)
        self.status = QToolButton(self)
        self.status.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.status.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.status.setIconSize(QSize(18, 18))
        self.status.setMenu(QMenu(self.status))
        self.done = QPushButton(self)
        self.done.setProperty("primary", True)
        self.done.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.done.clicked.connect(self.done_wanted)
        self._lay_out()
        self.retranslate()

    _document: Document | None

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.heading)
        names.addWidget(self.detail)
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 16, 10)
        row.setSpacing(12)
        row.addLayout(names, 1)
        row.addWidget(self.status)
        row.addWidget(self.done)
        rule = QFrame(self)
        rule.setProperty("rule", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule)

    def show_document(self, document: Document | None) -> None:
        """Name a document and its status."""
        self._document = document
        if document is None:
            return
        self._status = document.status
        self.heading.set_whole(heading_of(document.text, document.meta.get("title")))
        counts = self.tr("entities: {0}, relations: {1}").format(len(document.entities), len(document.relations))
        self.detail.set_whole(f"{document.id} · {counts}")
        self.status.setText(self._status_name(self._status))
        self.status.setIcon(status_icon(self._status, self._colors))

    def set_read_only(self, read_only: bool) -> None:
        """Only show."""
        self.status.setEnabled(not read_only)
        self.done.setEnabled(not read_only)

    def _status_name(self, status: Status) -> str:
        return {
            Status.NOT_STARTED: self.tr("Not started"),
            Status.IN_PROGRESS: self.tr("In progress"),
            Status.DONE: self.tr("Done"),
            Status.SKIPPED: self.tr("Skipped"),
        }[status]

    def _fill_menu(self) -> None:
        menu = self.status.menu()
        menu.clear()
        for status in (Status.DONE, Status.IN_PROGRESS, Status.SKIPPED):
            action = menu.addAction(status_icon(status, self._colors), self._status_name(status))
            action.triggered.connect(lambda _=False, wanted=status: self.status_wanted.emit(wanted))

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.done.setText(self.tr("Done, next"))
        self.done.setToolTip(self.tr("Mark the document as done and open the next one (Ctrl+Enter)"))
        self.status.setAccessibleName(self.tr("Status of the document"))
        self._fill_menu()
        self.show_document(self._document)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.done.setIcon(icon("done", colors.on_accent, colors.faint))
        self._fill_menu()
        self.show_document(self._document)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Editor(QWidget):
    """Header, search line and article; a sentence instead where no document is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = Header(self)
        self.find_bar = FindBar(self)
        self.article = ArticleView(self)
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
        self.header.set_colors(colors)
        self.find_bar.set_colors(colors)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
