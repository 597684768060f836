"""Which action has which keys, and what stands in the way of a new one; no widgets here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.gui.action_set import ActionSet
from annotator.gui.keys import physical_key
from annotator.gui.settings import Settings

_Modifier = Qt.KeyboardModifier
_BOUND = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
_ARROWS = ("Left", "Right", "Up", "Down")
FIXED = frozenset(
    QKeySequence(text).toString()
    for text in (
        *(f"{held}+{arrow}" for held in ("Alt", "Alt+Shift", "Ctrl", "Ctrl+Shift") for arrow in _ARROWS),
        *(f"Ctrl+Alt+Shift+{arrow}" for arrow in _ARROWS),
        *("Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Home", "Ctrl+End", "Ctrl+Shift+Home", "Ctrl+Shift+End"),
        *("Alt+F4", "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+Del", "Ctrl+Backspace"),
    )
)
"""Keys of the article, of text fields and of the desktop, which no action may take."""
_MODIFIER_KEYS = frozenset(
    map(int, (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta))
)


def recorded(event: QKeyEvent) -> str:
    """Return the keys of a press as portable text, by the key's place: Ctrl+Я is "Ctrl+Z". "" for bare modifiers."""
    if event.key() in _MODIFIER_KEYS or event.key() == Qt.Key.Key_unknown:
        return ""
    modifiers = event.modifiers() & (_BOUND | _Modifier.ShiftModifier)
    place = physical_key(event)
    key = Qt.Key(ord(place.upper())) if place else Qt.Key(event.key())
    return QKeySequence(QKeyCombination(modifiers, key)).toString()


def is_fixed(keys: str) -> bool:
    """Tell whether no action may have these keys: the article's, those of text fields, plain letters and digits."""
    combination = QKeySequence(keys)[0]  # type: ignore[index]  # missing from the stub
    is_function = Qt.Key.Key_F1 <= combination.key() <= Qt.Key.Key_F35
    return keys in FIXED or not (is_function or combination.keyboardModifiers() & _BOUND)


@dataclass(frozen=True, slots=True)
class Bindings:
    """Reads and changes the keys of all actions; every change is kept and works at once."""

    settings: Settings
    actions: ActionSet

    def of(self, action_id: str) -> tuple[str, ...]:
        """Return the keys of an action."""
        return self.actions.shortcut(action_id)

    def owner(self, keys: str) -> str:
        """Return the id of the action that has these keys, or an empty string."""
        wanted = QKeySequence(keys)
        return next((name for name in self.actions.specs if wanted in map(QKeySequence, self.of(name))), "")

    def is_default(self, action_id: str) -> bool:
        """Tell whether an action has the keys of the table."""
        return self.of(action_id) == self.actions.specs[action_id].shortcut

    def bind(self, action_id: str, keys: str) -> None:
        """Give keys to an action instead of its own, and take them from whoever had them."""
        changes: dict[str, tuple[str, ...]] = {action_id: (keys,)}
        if (loser := self.owner(keys)) and loser != action_id:
            changes[loser] = tuple(own for own in self.of(loser) if QKeySequence(own) != QKeySequence(keys))
        self._change(changes)

    def clear(self, action_id: str) -> None:
        """Leave an action without keys."""
        self._change({action_id: ()})

    def reset(self, action_id: str) -> tuple[str, ...]:
        """Give an action its keys back, unless others have them by now: return the ids of those."""
        defaults = self.actions.specs[action_id].shortcut
        holders = tuple({owner: None for keys in defaults if (owner := self.owner(keys)) not in {"", action_id}})
        if not holders:
            self._change({action_id: defaults})
        return holders

    def reset_all(self) -> None:
        """Give every action the keys of the table."""
        self.settings.shortcuts = {}
        self.actions.set_shortcuts({})

    def _change(self, changes: dict[str, tuple[str, ...]]) -> None:
        chosen = {**self.settings.shortcuts, **changes}
        specs = self.actions.specs
        kept = {name: keys for name, keys in chosen.items() if name in specs and keys != specs[name].shortcut}
        self.settings.shortcuts = kept
        self.actions.set_shortcuts(kept)
