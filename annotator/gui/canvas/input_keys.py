"""The keyboard of the article view, bound to physical keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.keys import physical_key

if TYPE_CHECKING:
    from annotator.gui.canvas.desk import Desk

_Modifier = Qt.KeyboardModifier
_ARROWS = {int(Qt.Key.Key_Left), int(Qt.Key.Key_Right), int(Qt.Key.Key_Up), int(Qt.Key.Key_Down)}
_ENTER = {int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)}


class KeyInput:
    """Turns key presses into what the desk can do. `press` returns False for keys that are not the article's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key press."""
        key, modifiers = event.key(), event.modifiers() & ~_Modifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            return self._desk.cancel()
        if self._desk.relating.active:
            return self._relate(event, key, modifiers)
        if key in _ARROWS:
            return self._arrow(key, modifiers)
        if (act := self._named(key, modifiers)) is not None:
            return act()
        if modifiers == _Modifier.ControlModifier:
            return self._control(physical_key(event))
        if modifiers & (_Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier):
            return False
        return self._letter(physical_key(event))

    def _named(self, key: int, modifiers: Qt.KeyboardModifier) -> Callable[[], bool] | None:
        desk, extend = self._desk, bool(modifiers & _Modifier.ShiftModifier)
        control = bool(modifiers & _Modifier.ControlModifier)
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            return lambda: desk.to_edge(end=key == Qt.Key.Key_End, whole=control, extend=extend)
        if control:
            return None
        if key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            return lambda: desk.by_page(1 if key == Qt.Key.Key_PageDown else -1, extend=extend)
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            return desk.delete
        if key in _ENTER:
            return desk.enter
        if key == Qt.Key.Key_Space and extend:
            return desk.reverse
        return None

    def _arrow(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        desk, extend = self._desk, bool(modifiers & _Modifier.ShiftModifier)
        alt, control = bool(modifiers & _Modifier.AltModifier), bool(modifiers & _Modifier.ControlModifier)
        forward = key in {Qt.Key.Key_Right, Qt.Key.Key_Down}
        sideways = key in {Qt.Key.Key_Left, Qt.Key.Key_Right}
        if alt and control:
            return desk.by_grapheme(forward=forward, extend=extend) if sideways else False
        if alt:
            return desk.nudge(grow=forward != extend, at_start=extend) if sideways else False
        if control:
            return desk.by_sentence(forward=forward, extend=extend)
        if sideways:
            return desk.by_token(forward=forward, extend=extend)
        return desk.by_line(1 if forward else -1, extend=extend)

    def _control(self, key: str) -> bool:
        if key == "c":
            return self._desk.copy()
        return key == "a" and self._desk.select_all()

    def _letter(self, key: str) -> bool:
        desk = self._desk
        if key == "r":
            return desk.start_relation()
        if key in {"a", "x"}:
            return desk.decide(accept=key == "a")
        if key in {"[", "]"}:
            return desk.step_relation(forward=key == "]")
        return bool(key) and desk.use_key(key)

    def _relate(self, event: QKeyEvent, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        desk = self._desk
        if key in _ARROWS:
            desk.relating.step(1 if key in {Qt.Key.Key_Right, Qt.Key.Key_Down} else -1)
        elif key in _ENTER:
            desk.finish_relation()
        elif modifiers & (_Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier):
            return False
        elif event.text().isprintable() and event.text():
            desk.type_target(event.text())
        else:
            return not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35  # help and panes answer also now
        return True
