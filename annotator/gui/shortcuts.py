"""Shortcuts that work in every keyboard layout: Ctrl+Я is Ctrl+Z, since it is the same key.

Qt matches a shortcut against the letter that the layout gives. Where no shortcut took the key press, this filter
looks at the physical key instead.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.keys import physical_key

_WANTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


def is_foreign_letter(event: QKeyEvent) -> bool:
    """Tell whether the key press carries a letter outside ASCII, as in the Russian layout."""
    return event.key() > 0x7F and event.key() < 0x01000000


class LayoutShortcuts(QObject):
    """An event filter on the application; acts only for key presses inside its window."""

    def __init__(self, window: QWidget, actions: Iterable[QAction]) -> None:
        super().__init__(window)
        self._window = window
        self._actions = list(actions)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Trigger the action of the physical key."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not event.modifiers() & _WANTED or not is_foreign_letter(event):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        key = physical_key(event)
        if not key:
            return False
        latin = QKeyCombination(event.modifiers() & ~_IGNORED, Qt.Key(ord(key.upper())))
        action = self._action_for(QKeySequence(latin))
        if action is None:
            return False
        action.trigger()
        return True

    def _action_for(self, sequence: QKeySequence) -> QAction | None:
        return next((a for a in self._actions if a.isEnabled() and sequence in a.shortcuts()), None)
