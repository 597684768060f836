"""What all panels have in common: an empty state, the language, the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.theme import LIGHT, Colors


@guard_events
class Panel(FollowsLanguage, QWidget):
    """A widget for a dock. Subclasses fill `column` and say what F6 focuses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.colors = LIGHT
        self._stale = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def focus_target(self) -> QWidget:
        """Return the widget that gets the focus when the panel is entered by F6."""
        return self

    def show_now(self) -> None:
        """Fill the panel with what it was given last."""

    def show_when_seen(self) -> None:
        """Fill the panel now if it is in sight, else when it comes into sight: hidden tables cost nothing."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.show_now()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while the panel was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.show_now()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.colors = colors


class EmptyOr(QWidget):
    """Shows a widget, or a sentence about what to do where it would be empty."""

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.hint.setContentsMargins(16, 8, 16, 8)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(widget)
        self._stack.addWidget(self.hint)

    def show_empty(self, *, empty: bool) -> None:
        """Choose between the widget and the sentence."""
        self._stack.setCurrentIndex(1 if empty else 0)
