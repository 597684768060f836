"""Widgets whose texts follow the language that the user chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

from annotator.gui.guard import guard_events

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object  # the widget's own class comes after this one among the bases


@guard_events
class FollowsLanguage(_Widget):
    """A first base for widgets: `retranslate` is called whenever the language changes."""

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
