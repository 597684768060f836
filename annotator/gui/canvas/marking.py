"""From gestures to edits: what a label, a key or a drag means for what is chosen. Nothing is changed here."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.domain import Entity, LabelScheme
from annotator.domain.edits import (
    AddEntity,
    AddRelation,
    DeleteEntity,
    DeleteRelation,
    MoveBoundary,
    RelabelEntity,
    RelabelRelation,
    ReverseRelation,
)
from annotator.gui.canvas.marks import Marks
from annotator.gui.canvas.selection import Selection
from annotator.gui.canvas.words import Words


class Marker(QObject):
    """Turns choices into edits and sends them out; the window resolves them against the document."""

    edit = Signal(object)
    hint = Signal(str)
    active_label_changed = Signal(str)

    def __init__(self, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self.marks: Marks | None = None
        self.words: Words | None = None
        self.scheme = LabelScheme("")
        self.read_only = False
        self.active_label: str | None = None
        self.holds_label = True

    # -- labels ---------------------------------------------------------------------------------------------------

    def label_of_key(self, key: str) -> str | None:
        """Return the entity label that a physical key stands for: its number in the scheme, or its letter."""
        if key.isdigit():
            number = int(key)
            return self.scheme.entities[number - 1].label if 0 < number <= min(9, len(self.scheme.entities)) else None
        return next((e.label for e in self.scheme.entities if key and e.key == key), None)

    def relation_of_key(self, key: str, options: list[str]) -> str | None:
        """Return the relation label among `options` that a key stands for, by number or by letter."""
        if key.isdigit():
            return options[int(key) - 1] if 0 < int(key) <= len(options) else None
        return next((r.label for r in self.scheme.relations if key and r.key == key and r.label in options), None)

    def use_label(self, label: str) -> None:
        """Tag the selected text, else relabel the chosen entity, else keep the label for the next drags."""
        chosen = self.chosen_entity()
        if span := self._selection.range:
            self.tag(*span, label)
        elif chosen is not None:
            if chosen.label != label:
                self._send(RelabelEntity(chosen.id, label))
        else:
            self.set_active_label(None if self.active_label == label else label)

    def set_active_label(self, label: str | None) -> None:
        """Make a label stick to the mouse, or let it go."""
        if label != self.active_label:
            self.active_label = label
            self.active_label_changed.emit(label or "")

    def tag_with_active(self, start: int, end: int) -> None:
        """Tag with the label that sticks; it is let go again where it is to be taken up for each entity."""
        if (label := self.active_label) is not None:
            self.tag(start, end, label)
            if not self.holds_label:
                self.set_active_label(None)

    def tag(self, start: int, end: int, label: str) -> None:
        """Ask for an entity over `[start, end)`."""
        self._send(AddEntity(start, end, label))

    def relate(self, head: str, tail: str, label: str) -> None:
        """Ask for a relation."""
        self._send(AddRelation(head, tail, label))

    # -- what is chosen -------------------------------------------------------------------------------------------

    def chosen_entity(self) -> Entity | None:
        """Return the chosen entity, or None."""
        return self.marks.entity(self._selection.entity) if self.marks is not None else None

    def entity_here(self) -> Entity | None:
        """Return the chosen entity, else the innermost one under the caret."""
        if self.marks is None:
            return None
        chosen = self.chosen_entity()
        return chosen or next(iter(self.marks.entities_at(self._selection.caret)), None)

    def delete(self) -> bool:
        """Ask to delete the chosen relation or entity; return False if nothing is chosen."""
        if self._selection.suggestion:
            self._refuse_suggestion()
        elif self._selection.relation:
            self._send(DeleteRelation(self._selection.relation))
        elif self.chosen_entity() is not None:
            self._send(DeleteEntity(self._selection.entity))
        else:
            return False
        return True

    def reverse(self) -> bool:
        """Ask to reverse the chosen relation; return False if none is chosen."""
        if not self._selection.relation:
            return False
        if self._selection.suggestion:
            self._refuse_suggestion()
        else:
            self._send(ReverseRelation(self._selection.relation))
        return True

    def _refuse_suggestion(self) -> None:
        self.hint.emit(self.tr("A suggestion: accept it with A or reject it with X"))

    def relabel_relation(self, label: str) -> None:
        """Ask for another label on the chosen relation."""
        self._send(RelabelRelation(self._selection.relation, label))

    def move_edges(self, identifier: str, start: int, end: int) -> None:
        """Ask for other boundaries."""
        if start < end:
            self._send(MoveBoundary(identifier, start, end))

    def nudge(self, *, grow: bool, at_start: bool) -> bool:
        """Move the end (or start) of the chosen span, or of the selected text, by a token.

        `grow` means to the right for the end, to the left for the start. Returns False if nothing is chosen.
        """
        entity, span = self.chosen_entity(), self._selection.range
        start, end = entity.span if entity is not None else span or (0, 0)
        if self.words is None or start == end:
            return False
        if at_start:
            start = _or(self.words.previous_start(start) if grow else self.words.next_start(start), start)
        else:
            end = _or(self.words.next_end(end) if grow else self.words.previous_end(end), end)
        if start >= end:
            return True
        if entity is not None:
            self.move_edges(entity.id, start, end)
        else:
            self._selection.select(start, end)
        return True

    def _send(self, edit: object) -> None:
        if self.read_only:
            self.hint.emit(self.tr("This article is open for reading only"))
        else:
            self.edit.emit(edit)


def _or(value: int | None, default: int) -> int:
    return default if value is None else value
