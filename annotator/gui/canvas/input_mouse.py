"""The mouse on the article: what a press may become, what a drag shows, what a release means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, Qt

from annotator.domain import Entity
from annotator.gui.canvas.arcs import ArcKind
from annotator.gui.canvas.desk import Desk
from annotator.gui.canvas.hit import Hit, HitKind
from annotator.gui.canvas.look import Range
from annotator.gui.canvas.marks import Mark, mark_id

_SLACK = 4.0
"""Pixels that a pressed pointer may tremble before it is a drag."""


class Drag(Enum):
    """What is being dragged: nothing yet, a selection, an edge of a span, a relation."""

    NONE = "none"
    SELECT = "select"
    START = "start"
    END = "end"
    RELATE = "relate"


@dataclass(slots=True)
class Press:
    """Where the button went down and what the drag has become."""

    at: QPointF
    hit: Hit
    by_character: bool
    entity: Entity | None
    drag: Drag = Drag.NONE


class MouseInput:
    """Follows one press of the left button from down to up."""

    def __init__(self, desk: Desk, find: Callable[[QPointF], Hit]) -> None:
        self._desk, self._find = desk, find
        self.press_state: Press | None = None
        self.preview: Range | None = None
        """Where a span's edges would come to lie."""
        self.pointer = QPointF()
        self.target: Entity | None = None
        """The other end of the relation that a release would make."""

    @property
    def relating(self) -> bool:
        """Tell whether a relation is being dragged."""
        return self.press_state is not None and self.press_state.drag is Drag.RELATE

    def cancel(self) -> bool:
        """Forget the press; return whether there was one."""
        pressed = self.press_state is not None
        self.press_state, self.preview, self.target = None, None, None
        return pressed

    # -- down -----------------------------------------------------------------------------------------------------

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The left button went down."""
        found = self._find(at)
        if self._desk.relating.active:
            self._take_target(found)
            return
        by_character = bool(modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier))
        self.press_state = Press(at, found, by_character, self._entity_at(found))

    def _take_target(self, found: Hit) -> None:
        entity = self._entity_at(found)
        under = [entity] if entity is not None else []
        if self._desk.page is not None and found.kind is HitKind.TEXT:
            under = self._desk.page.marks.entities_at(found.character)
        if any(self._desk.relating.aim_at(e.id) for e in under):
            self._desk.finish_relation()
        elif not under:
            self._desk.cancel()
        else:
            self._desk.refuse_pair()

    def _entity_at(self, found: Hit) -> Entity | None:
        mark = self.mark_at(found)
        return mark if isinstance(mark, Entity) else None

    def mark_at(self, found: Hit) -> Mark | None:
        """Return the innermost mark that was hit, or None."""
        page = self._desk.page
        if page is None:
            return None
        if found.kind is HitKind.SPAN:
            return page.marks.mark(found.id)
        if found.kind in {HitKind.TEXT, HitKind.START, HitKind.END}:
            over = page.marks.within(found.character, found.character + 1)
            return min(over, key=lambda m: (m.end - m.start, -m.start), default=None)
        return None

    # -- move -----------------------------------------------------------------------------------------------------

    def move(self, at: QPointF) -> bool:
        """The pointer moved with the button down; return whether anything is shown differently."""
        press = self.press_state
        self.pointer = at
        if press is None or press.hit.kind in {HitKind.ARC, HitKind.FOLD}:
            return False
        if press.drag is Drag.NONE and (at - press.at).manhattanLength() < _SLACK:
            return False
        found = self._find(at)
        press.drag = self._kind_of_drag(press, found)
        if press.drag in {Drag.START, Drag.END}:
            self.preview = self._edges(press, found)
        elif press.drag is Drag.SELECT:
            self._select(press, found)
        else:
            self._desk.selection.select(press.hit.caret, press.hit.caret)
        return True

    def _kind_of_drag(self, press: Press, found: Hit) -> Drag:
        self.target = None
        if press.hit.kind is HitKind.START:
            return Drag.START
        if press.hit.kind is HitKind.END:
            return Drag.END
        if press.entity is not None and not press.by_character and not self._desk.marker.read_only:
            other = self._entity_at(found)
            if other is not None and other.id != press.entity.id and self._desk.legality.options(press.entity, other):
                self.target = other
                return Drag.RELATE
        return Drag.RELATE if press.hit.kind is HitKind.SPAN and press.entity is not None else Drag.SELECT

    def _edges(self, press: Press, found: Hit) -> Range | None:
        page = self._desk.page
        entity = page.marks.entity(press.hit.id) if page is not None else None
        if entity is None:
            return None
        at_start = press.drag is Drag.START
        offset = found.caret
        if not press.by_character:
            token = self._desk.words.at(found.character)
            if token is not None:
                middle = found.caret - token[0] >= token[1] - found.caret
                offset = token[1] if middle else token[0]
        span = (min(offset, entity.end - 1), entity.end) if at_start else (entity.start, max(offset, entity.start + 1))
        return span if page is None or page.text[span[0] : span[1]].strip() else None

    def _select(self, press: Press, found: Hit) -> None:
        words, selection = self._desk.words, self._desk.selection
        if press.by_character:
            selection.select(press.hit.caret, found.caret)
            return
        low, high = sorted((press.hit.character, found.character))
        after = words.next_grapheme(high) if found.kind is not HitKind.BLANK or high < found.caret else high
        snapped = words.snap(low, max(after, low + 1))
        if snapped is None:
            selection.select(press.hit.caret, press.hit.caret)
        elif found.character >= press.hit.character:
            selection.select(*snapped)
        else:
            selection.select(snapped[1], snapped[0])

    # -- up -------------------------------------------------------------------------------------------------------

    def release(self, modifiers: Qt.KeyboardModifier) -> None:
        """The left button went up."""
        press, preview, target = self.press_state, self.preview, self.target
        self.cancel()
        if press is None:
            return
        if press.drag is Drag.NONE:
            self._click(press, modifiers)
        elif press.drag is Drag.RELATE:
            if press.entity is not None and target is not None:
                self._desk.relate(press.entity, target)
        elif press.drag is Drag.SELECT:
            self.tag_selection()
        elif preview is not None:
            self._desk.marker.move_edges(press.hit.id, *preview)

    def tag_selection(self) -> None:
        """Tag what has just been selected if a label sticks to the mouse."""
        if (span := self._desk.selection.range) is not None:
            self._desk.marker.tag_with_active(*span)

    def _click(self, press: Press, modifiers: Qt.KeyboardModifier) -> None:
        desk, found = self._desk, press.hit
        if found.kind is HitKind.ARC:
            self._click_arc(found)
        elif found.kind is HitKind.FOLD and desk.page is not None:
            desk.page.unfold(found.line)
            desk.selection.changed.emit()
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            desk.selection.move(found.caret, extend=True)
        elif (mark := self._next_under(found)) is not None:
            desk.choose(mark)
        else:
            desk.selection.select(found.caret, found.caret)
        desk.navigator.forget_column()

    def _next_under(self, found: Hit) -> Mark | None:
        """Return the innermost mark under the pointer; on a repeated click the one around it."""
        page = self._desk.page
        if page is None or found.kind is HitKind.SPAN:
            return self.mark_at(found)
        over = page.marks.within(found.character, found.character + 1) if found.kind is not HitKind.BLANK else []
        over = sorted(over, key=lambda m: (m.end - m.start, -m.start))
        current = page.marks.mark(self._desk.selection.entity)
        if current in over:
            return over[(over.index(current) + 1) % len(over)]
        return over[0] if over else None

    def _click_arc(self, found: Hit) -> None:
        """Choose the relation; a stub leads to the other end."""
        page = self._desk.page
        relation = page.marks.link(found.id) if page is not None else None
        if page is None or relation is None:
            return
        self._desk.selection.choose_relation(relation.id)
        plan = page.box(found.line[0]).lines[found.line[1]].plan
        arc = next((a for a in plan.arcs if a.relation == relation.id), None)
        if arc is not None and arc.kind is ArcKind.STUB:
            ends = [page.marks.mark(i) for i in (relation.head, relation.tail)]
            far = [e for e in ends if e is not None and page.address(e.start) != found.line]
            if far:
                self._desk.selection.caret = self._desk.selection.anchor = far[0].start
                self._desk.moved.emit()

    def choose_at(self, at: QPointF) -> None:
        """Choose what a right click is about, unless it is inside the selected text."""
        found, desk = self._find(at), self._desk
        span = desk.selection.range
        if found.kind is HitKind.ARC:
            desk.selection.choose_relation(found.id)
        elif span is not None and found.kind is HitKind.TEXT and span[0] <= found.character < span[1]:
            return
        elif (mark := self.mark_at(found)) is not None:
            desk.selection.choose_mark(mark_id(mark), mark.start)
        else:
            desk.selection.select(found.caret, found.caret)

    def select_around(self, at: QPointF, *, paragraph: bool) -> None:
        """Select the token, or the paragraph, under the pointer, and tag it if a label sticks."""
        found, words = self._find(at), self._desk.words
        span = words.paragraph(found.character) if paragraph else words.at(found.character)
        if span is not None and span[0] < span[1]:
            self._desk.selection.select(*span)
            self.tag_selection()
