"""Making a relation by keyboard: from one entity to a legal target, reached by arrows, typing or a click."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.domain import Entity
from annotator.gui.canvas.legality import Legality

_TYPING_PAUSE = 1.2
"""Seconds after which typed letters start a new word."""


class RelateMode(QObject):
    """The state between R and Enter. Nothing is changed before a target is taken."""

    changed = Signal()

    def __init__(self, text: Callable[[Entity], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.source: Entity | None = None
        self.targets: list[Entity] = []
        self.target_ids: frozenset[str] = frozenset()
        self._aim = -1
        self._typed = ""
        self._typed_at = 0.0

    @property
    def active(self) -> bool:
        """Tell whether a relation is being made."""
        return self.source is not None

    @property
    def aim(self) -> Entity | None:
        """The target that Enter would take."""
        return self.targets[self._aim] if 0 <= self._aim < len(self.targets) else None

    def start(self, source: Entity, legality: Legality) -> bool:
        """Begin at `source`, aiming at the nearest target behind it; return False if there is no legal target."""
        targets = legality.targets(source)
        if not targets:
            return False
        self.source, self.targets, self._typed = source, targets, ""
        self.target_ids = frozenset(e.id for e in targets)
        behind = (i for i, e in enumerate(targets) if e.start >= source.start)
        self._aim = next(behind, len(targets) - 1)
        self.changed.emit()
        return True

    def step(self, by: int) -> None:
        """Aim at the next or previous target; after the last comes the first."""
        self._aim = (self._aim + by) % len(self.targets)
        self._typed = ""
        self.changed.emit()

    def aim_at(self, identifier: str) -> bool:
        """Aim at a target by id; return False if it is none."""
        for index, entity in enumerate(self.targets):
            if entity.id == identifier:
                self._aim = index
                self.changed.emit()
                return True
        return False

    def type(self, letters: str) -> bool:
        """Aim at the next target whose words begin with what has been typed; return False if there is none."""
        now = time.monotonic()
        fresh = now - self._typed_at > _TYPING_PAUSE
        typed = letters.casefold() if fresh else self._typed + letters.casefold()
        start = max(0, self._aim) + (1 if fresh else 0)
        order = [(start + i) % len(self.targets) for i in range(len(self.targets))]
        for index in order:
            if any(word.startswith(typed) for word in _starts(self._text(self.targets[index]))):
                self._aim, self._typed, self._typed_at = index, typed, now
                self.changed.emit()
                return True
        return False

    def stop(self) -> None:
        """Forget everything."""
        if self.active:
            self.source, self.targets, self.target_ids, self._aim = None, [], frozenset(), -1
            self.changed.emit()


def _starts(surface: str) -> list[str]:
    """Return the surface from each of its words on, in lower case."""
    words = surface.casefold().split()
    return [" ".join(words[i:]) for i in range(len(words))]
