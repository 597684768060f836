"""The end of the toolbar: how far the document is, and the button that ends the work on it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from annotator.domain import Document, Status
from annotator.gui.guard import guard_events
from annotator.gui.icons import icon
from annotator.gui.language import FollowsLanguage
from annotator.gui.status_icons import status_icon
from annotator.gui.theme import LIGHT, Colors


@guard_events
class Finishing(FollowsLanguage, QWidget):
    """Status with a menu, and “Done, next”."""

    status_wanted = Signal(object)  # Status
    done_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors, self._status = LIGHT, Status.NOT_STARTED
        self.status = QToolButton(self)
        self.status.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.status.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.status.setIconSize(QSize(18, 18))
        self.status.setMenu(QMenu(self.status))
        self.done = QPushButton(self)
        self.done.setProperty("primary", True)
        self.done.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.done.clicked.connect(self.done_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.status)
        row.addWidget(self.done)
        self.retranslate()

    def show_document(self, document: Document | None) -> None:
        """Show a document's status."""
        self._status = document.status if document else Status.NOT_STARTED
        self.status.setText(self._name(self._status))
        self.status.setIcon(status_icon(self._status, self._colors))

    def set_editable(self, *, editable: bool) -> None:
        """Only show, where nothing can be changed."""
        self.status.setEnabled(editable)
        self.done.setEnabled(editable)

    def _name(self, status: Status) -> str:
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
            action = menu.addAction(status_icon(status, self._colors), self._name(status))
            action.triggered.connect(lambda _=False, wanted=status: self.status_wanted.emit(wanted))

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.done.setText(self.tr("Done, next"))
        self.done.setToolTip(self.tr("Mark the document as done and open the next one (Ctrl+Enter)"))
        self.status.setText(self._name(self._status))
        self.status.setToolTip(self.tr("Status of the document"))
        self.status.setAccessibleName(self.tr("Status of the document"))
        self._fill_menu()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.done.setIcon(icon("done", colors.on_accent, colors.faint))
        self.status.setIcon(status_icon(self._status, colors))
        self._fill_menu()
