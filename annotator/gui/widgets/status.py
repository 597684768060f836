"""The line at the bottom: a hint, the time on this document, who annotates, and what is on disk."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QToolButton, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.icons import icon, pixmap
from annotator.gui.language import FollowsLanguage
from annotator.gui.save_state import SaveKind, SaveState
from annotator.gui.theme import LIGHT, Colors


@guard_events
class StatusLine(FollowsLanguage, QStatusBar):
    """Shows the true state of the disk; it says saved only after the disk has said so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._colors = LIGHT
        self._state = SaveState.saved()
        self._seconds = self.usual_seconds = 0
        self.hint = QLabel(self)
        self.position = QLabel(self)
        self.time = QLabel(self)
        self.annotator = QToolButton(self)
        self.annotator.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.annotator.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.annotator.setIconSize(QSize(16, 16))
        self.saved = QWidget(self)
        self._saved_icon, self._saved_text = QLabel(self.saved), QLabel(self.saved)
        row = QHBoxLayout(self.saved)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved_text)
        self.hint.setContentsMargins(12, 4, 8, 4)
        for label in (self.position, self.time):
            label.setContentsMargins(8, 0, 8, 0)
        self.addWidget(self.hint, 1)
        for widget in (self.position, self.time, self.annotator, self.saved):
            self.addPermanentWidget(widget)
        self.show_workspace(shown=False)
        self.retranslate()

    def show_workspace(self, *, shown: bool) -> None:
        """Show what makes sense only with a workspace."""
        for widget in (self.position, self.time, self.annotator, self.saved):
            widget.setVisible(shown)
        if not shown:
            self.show_hint("")

    def show_state(self, state: SaveState) -> None:
        """Show how the work stands to the disk."""
        self._state = state
        name, color, text = {
            SaveKind.SAVED: ("done", self._colors.ok, self.tr("Saved")),
            SaveKind.SAVING: ("clock", self._colors.muted, self.tr("Saving…")),
            SaveKind.FAILED: ("error", self._colors.danger, self.tr("NOT SAVED")),
            SaveKind.OFFLINE: ("warning", self._colors.warning, self.tr("Saved here, not sent yet")),
            SaveKind.READ_ONLY: ("lock", self._colors.muted, self.tr("Read-only")),
        }[state.kind]
        self._saved_icon.setPixmap(pixmap(name, color, 16, self.devicePixelRatioF()))
        self._saved_text.setText(text)
        self.saved.setToolTip(str(state.message) if state.message else text)
        self.saved.setAccessibleName(text)

    def show_time(self, seconds: int) -> None:
        """Show how long the annotator has worked on this document."""
        self._seconds = seconds
        self.time.setText(_clock(seconds))
        tip = self.tr("Time on this document. It is measured on this computer and stays here.")
        if self.usual_seconds:
            tip += "\n" + self.tr("Usually: {0}").format(_clock(self.usual_seconds))
        self.time.setToolTip(tip)

    def show_annotator(self, name: str) -> None:
        """Show whose annotations these are."""
        self.annotator.setText(name)
        self.annotator.setToolTip(self.tr("Annotator: {0}. Click to change.").format(name))
        self.annotator.setAccessibleName(self.tr("Annotator: {0}. Click to change.").format(name))

    def show_hint(self, text: str) -> None:
        """Show what can be done next."""
        self.hint.setText(text)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.annotator.setIcon(icon("user", colors.muted))
        self.show_state(self._state)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.show_state(self._state)
        self.show_time(self._seconds)
        self.show_annotator(self.annotator.text())


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
