"""Shortcuts that work in every keyboard layout: Ctrl+Я is Ctrl+Z, since it is the same key.

Qt matches a shortcut against the letter that the layout gives. Where neither a shortcut nor a widget took the key
press, the window looks at the physical key instead. A filter on the application would see it too, and cost every
event of the program a call into Python.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from annotator.gui.keys import physical_key

_WANTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


def is_foreign_letter(event: QKeyEvent) -> bool:
    """Tell whether the key press carries a letter outside ASCII, as in the Russian layout."""
    return event.key() > 0x7F and event.key() < 0x01000000


class LayoutShortcuts:
    """Asked by the window for every key press that no widget took."""

    def __init__(self, actions: Iterable[QAction]) -> None:
        self._actions = list(actions)

    def press(self, event: QKeyEvent) -> bool:
        """Trigger the action of the physical key; return whether there is one."""
        if not event.modifiers() & _WANTED or not is_foreign_letter(event):
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
