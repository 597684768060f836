"""F1: all keys on one sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.action_set import ActionSet

_GROUPS = (
    ("edit.undo", "edit.redo", "edit.find", "edit.find_next", "edit.find_everywhere", "edit.note"),
    ("document.done", "document.next", "document.previous", "document.next_new", "document.my_next", "document.search"),
    ("view.documents", "view.labels", "view.relations", "view.guidelines", "view.zoom_in", "view.zoom_out"),
    ("go.palette", "go.pane", "file.open", "file.save", "help.keys", "help.manual"),
)


class KeySheet(QDialog):
    """Keys of the article, which are fixed, and of the menus, as the table of actions has them."""

    def __init__(self, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        self._actions = actions
        page = QWidget()
        page.setProperty("paper", True)
        columns = QHBoxLayout(page)
        columns.setContentsMargins(24, 20, 24, 20)
        columns.setSpacing(48)
        note = QLabel(self.tr("Keys are bound to their place: they work in the Russian and the English layout alike."))
        note.setWordWrap(True)
        note.setProperty("muted", True)
        for groups, last in ((self._article_groups(), note), (self._menu_groups(), None)):
            columns.addLayout(self._column(groups, last), 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        wanted = page.sizeHint()
        self.resize(min(wanted.width() + 32, parent.width()), min(wanted.height() + 8, parent.height()))

    def _article_groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (
                self.tr("Entities"),
                [
                    (self.tr("1–9 or a letter"), self.tr("tag the selection, or hold the label for the next ones")),
                    (self.tr("Double-click"), self.tr("select a word")),
                    (self.tr("Shift+arrows, Enter"), self.tr("select by words, make the entity")),
                    (self.tr("Drag with Shift or Alt"), self.tr("select single characters")),
                    (self.tr("Ctrl+Alt+Shift+arrows"), self.tr("the same by keys")),
                    (self.tr("Alt+→ / Alt+←"), self.tr("grow or shrink the end; with Shift the start")),
                    (self.tr("Tab / Shift+Tab"), self.tr("next or previous entity")),
                    (self.tr("Delete, Backspace"), self.tr("delete the selected entity or relation")),
                    ("Ctrl+M", self.tr("tag all mentions")),
                    (self.tr("A / X"), self.tr("accept or reject the suggestion")),
                    ("Shift+A", self.tr("accept all suggestions that are shown")),
                ],
            ),
            (
                self.tr("Relations"),
                [
                    (self.tr("Drag"), self.tr("from one entity to another")),
                    (self.tr("R, then click or Enter"), self.tr("relate the selected entity")),
                    (self.tr("Shift+Space"), self.tr("reverse the relation")),
                    (self.tr("Esc"), self.tr("always cancels")),
                ],
            ),
        ]

    def _menu_groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        titles = (self.tr("Work"), self.tr("Documents"), self.tr("View"), self.tr("Window"))
        return [
            (title, [(self._keys(action_id), self._actions.text(action_id)) for action_id in group])
            for title, group in zip(titles, _GROUPS, strict=True)
        ]

    def _keys(self, action_id: str) -> str:
        spec = self._actions.specs[action_id]
        shown = [key for key in spec.shortcut if key != "Ctrl+Return"][:2] or [spec.hint]
        return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in shown)

    @staticmethod
    def _column(groups: list[tuple[str, list[tuple[str, str]]]], last: QLabel | None) -> QVBoxLayout:
        """Return one grid for all groups, so that all meanings begin at one line."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for title, rows in groups:
            if grid.count():
                grid.setRowMinimumHeight(grid.rowCount(), 12)
            heading = QLabel(title)
            heading.setProperty("heading", True)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for keys, what in rows:
                key, meaning, at = QLabel(keys), QLabel(what), grid.rowCount()
                key.setProperty("link", True)
                meaning.setWordWrap(True)
                meaning.setMinimumWidth(240)
                grid.addWidget(key, at, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(meaning, at, 1)
        column = QVBoxLayout()
        column.addLayout(grid)
        if last is not None:
            column.addSpacing(16)
            column.addWidget(last)
        column.addStretch(1)
        return column
