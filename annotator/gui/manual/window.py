"""The manual's window: contents with a search on the left, the page on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.manual.browser import ManualBrowser
from annotator.gui.manual.pages import Page, pages_in
from annotator.gui.placing import open_size
from annotator.gui.theme import Colors
from annotator.messages import current_language

_CONTENTS = 250  # pixels at first


@guard_events
class ManualWindow(FollowsLanguage, QWidget):
    """Opens at its first page, or where `open_page` says. Esc closes it."""

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search, self.contents, self.browser = QLineEdit(self), QListWidget(self), ManualBrowser(self)
        self.nothing = QLabel(self)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("muted", True)
        self._pages: list[Page] = []
        self._lay_out()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.contents.currentItemChanged.connect(self._on_chosen)
        self.browser.page_wanted.connect(self._open_file)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        self.set_colors(colors)
        self.retranslate()
        open_size(self, 1120, 800)

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 8, 12)
        column.setSpacing(8)
        for part in (self.search, self.nothing):
            column.addWidget(part)
        column.addWidget(self.contents, 1)
        self.nothing.hide()
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.browser)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_CONTENTS, 870])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(parts)

    # -- pages ----------------------------------------------------------------------------------------------------

    def open_page(self, name: str) -> None:
        """Show the page of this name, as "relations"; unknown names are not there to be asked for."""
        number = next(number for number, page in enumerate(self._pages) if page.name == name)
        self.contents.setCurrentRow(number)

    def _open_file(self, file: str) -> None:
        number = next((number for number, page in enumerate(self._pages) if page.path.name == file), None)
        if number is not None:
            self.search.clear()
            self.contents.setCurrentRow(number)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page = self._pages[self.contents.row(item)]
        self.browser.show_page(page.path, page.text)
        self._mark_words()

    def _on_search(self, words: str) -> None:
        found = [page.holds(words) for page in self._pages]
        for row, shown in enumerate(found):
            self.contents.item(row).setHidden(not shown)
        self.nothing.setVisible(not any(found))
        row = self.contents.currentRow()
        if any(found) and (row < 0 or not found[row]):
            self.contents.setCurrentRow(found.index(True))
        else:
            self._mark_words()

    def _mark_words(self) -> None:
        """Go to the first of the words looked for."""
        words = self.search.text().split()
        if words:
            cursor = self.browser.document().find(words[0])
            if not cursor.isNull():
                self.browser.setTextCursor(cursor)
                self.browser.ensureCursorVisible()

    # -- language and theme ---------------------------------------------------------------------------------------

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.browser.set_colors(colors)

    def retranslate(self) -> None:
        """Show the pages in the language chosen now, at the same place."""
        self.setWindowTitle(self.tr("Manual"))
        self.search.setPlaceholderText(self.tr("Search the manual"))
        self.search.setAccessibleName(self.tr("Search the manual"))
        self.contents.setAccessibleName(self.tr("Contents"))
        self.browser.setAccessibleName(self.tr("Manual page"))
        self.nothing.setText(self.tr("No page holds all these words."))
        row = max(0, self.contents.currentRow())
        self._pages = pages_in(current_language())
        self.contents.clear()
        self.contents.addItems([page.title for page in self._pages])
        self.contents.setCurrentRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the search, then closes."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.text():
            self.search.clear()
        else:
            self.close()
