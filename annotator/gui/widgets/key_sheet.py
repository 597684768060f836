"""F1: all keys on one sheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.action_set import ActionSet
from annotator.gui.placing import open_size

_GROUPS = (
    ("edit.undo", "edit.redo", "edit.find", "edit.find_next", "edit.find_everywhere", "edit.mentions", "edit.note"),
    ("document.done", "document.next", "document.previous", "document.next_new", "document.my_next", "document.search"),
    ("view.documents", "view.labels", "view.relations", "view.guidelines", "view.zoom_in", "view.zoom_out"),
    ("go.palette", "go.pane", "file.open", "file.save", "edit.settings", "help.keys", "help.manual"),
)


def article_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the keys of the article by their groups: they are fixed, and work where the article has the focus."""
    return [
        (QCoreApplication.translate("KeySheet", "Entities"), _entity_keys()),
        (QCoreApplication.translate("KeySheet", "Relations"), _relation_keys()),
    ]


def _entity_keys() -> list[tuple[str, str]]:
    return [
        (
            QCoreApplication.translate("KeySheet", "1–9 or a letter"),
            QCoreApplication.translate("KeySheet", "tag the selection, or hold the label for the next ones"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Double-click"),
            QCoreApplication.translate("KeySheet", "select a word"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Shift+arrows, Enter"),
            QCoreApplication.translate("KeySheet", "select by words, make the entity"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Drag with Shift or Alt"),
            QCoreApplication.translate("KeySheet", "select single characters"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Ctrl+Alt+Shift+arrows"),
            QCoreApplication.translate("KeySheet", "the same by keys"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Alt+→ / Alt+←"),
            QCoreApplication.translate("KeySheet", "grow or shrink the end; with Shift the start"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Tab / Shift+Tab"),
            QCoreApplication.translate("KeySheet", "next or previous entity"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Delete, Backspace"),
            QCoreApplication.translate("KeySheet", "delete the selected entity or relation"),
        ),
        (
            QCoreApplication.translate("KeySheet", "A / X"),
            QCoreApplication.translate("KeySheet", "accept or reject the suggestion"),
        ),
        ("Shift+A", QCoreApplication.translate("KeySheet", "accept all suggestions that are shown")),
    ]


def _relation_keys() -> list[tuple[str, str]]:
    return [
        (
            QCoreApplication.translate("KeySheet", "Drag"),
            QCoreApplication.translate("KeySheet", "from one entity to another"),
        ),
        (
            QCoreApplication.translate("KeySheet", "R, then click or Enter"),
            QCoreApplication.translate("KeySheet", "relate the selected entity"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Shift+Space"),
            QCoreApplication.translate("KeySheet", "reverse the relation"),
        ),
        (
            QCoreApplication.translate("KeySheet", "Esc"),
            QCoreApplication.translate("KeySheet", "always cancels"),
        ),
    ]


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
        work, documents, view, window = self._menu_groups()
        for groups, last in (([*article_groups(), view], note), ([work, documents, window], None)):
            columns.addLayout(self._column(groups, last), 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        wanted = page.sizeHint()
        open_size(self, wanted.width() + 32, wanted.height() + 8)

    def _menu_groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        titles = (self.tr("Work"), self.tr("Documents"), self.tr("View"), self.tr("Window"))
        return [
            (title, [(self._keys(action_id), self._actions.text(action_id)) for action_id in group])
            for title, group in zip(titles, _GROUPS, strict=True)
        ]

    def _keys(self, action_id: str) -> str:
        keys = self._actions.shortcut(action_id)
        shown = [key for key in keys if not key.endswith("Return")] or keys or (self._actions.specs[action_id].hint,)
        return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in shown[:2])

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
