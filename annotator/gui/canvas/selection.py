"""What the user has chosen: a caret with a range, one mark, one relation. At most one of the three counts at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.gui.canvas.look import Range


class Selection(QObject):
    """Caret and choice in one article. Offsets are code points; ids are empty where nothing is chosen."""

    changed = Signal()
    entity_chosen = Signal(str)
    relation_chosen = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.anchor = 0
        self.caret = 0
        self.entity = ""
        self.relation = ""

    @property
    def range(self) -> Range | None:
        """The selected text, or None where nothing is selected."""
        return (min(self.anchor, self.caret), max(self.anchor, self.caret)) if self.anchor != self.caret else None

    @property
    def suggestion(self) -> str:
        """Key of the chosen suggestion of an entity or a relation, or ""."""
        return next((chosen[1:] for chosen in (self.entity, self.relation) if chosen.startswith("?")), "")

    def reset(self) -> None:
        """Go to the top of a new article with nothing chosen."""
        self._set(0, 0, "", "")

    def select(self, anchor: int, caret: int) -> None:
        """Select text from `anchor` to `caret`, where the caret then stands; chosen marks are let go."""
        self._set(anchor, caret, "", "")

    def move(self, caret: int, *, extend: bool = False) -> None:
        """Move the caret, taking the selection's end along if `extend`."""
        self.select(self.anchor if extend else caret, caret)

    def choose_mark(self, identifier: str, start: int) -> None:
        """Choose an entity (or a suggestion) and put the caret in front of it."""
        self._set(start, start, identifier, "")

    def choose_relation(self, identifier: str) -> None:
        """Choose a relation; the caret stays."""
        self._set(self.caret, self.caret, "", identifier)

    def clear(self) -> None:
        """Choose nothing; the caret stays."""
        self._set(self.caret, self.caret, "", "")

    def _set(self, anchor: int, caret: int, entity: str, relation: str) -> None:
        before = (self.anchor, self.caret, self.entity, self.relation)
        self.anchor, self.caret, self.entity, self.relation = anchor, caret, entity, relation
        if (anchor, caret, entity, relation) == before:
            return
        if entity != before[2]:
            self.entity_chosen.emit(entity)
        if relation != before[3]:
            self.relation_chosen.emit(relation)
        self.changed.emit()
