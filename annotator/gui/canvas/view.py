"""The article view as the window knows it: what is shown, what is chosen, and the edits that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from annotator.domain import Document, LabelScheme, Patch
from annotator.domain.edits import AddEntity, AddRelation
from annotator.gui.canvas import accessibility
from annotator.gui.canvas.interaction import InteractiveSurface
from annotator.gui.canvas.look import Range
from annotator.gui.canvas.marks import SuggestedRelation, Suggestion
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.paint import PagePainter
from annotator.gui.canvas.style import CanvasStyle
from annotator.gui.canvas.surface import EMPTY
from annotator.gui.canvas.tips import mark_words, relation_words
from annotator.gui.guard import guard_events
from annotator.gui.looks import ArcMode


@guard_events
class ArticleView(InteractiveSurface):
    """Shows one article with its entities and relations, and asks for edits. It never changes the document itself.

    All offsets are code points of the document's text.
    """

    edit_requested = Signal(object)
    """An edit of `annotator.domain.edits`; the window resolves it, refuses it or pushes it on the undo stack."""
    selection_changed = Signal()
    entity_selected = Signal(str)
    relation_selected = Signal(str)
    hint = Signal(str)
    """One sentence for the status bar."""
    settled = Signal()
    """What the last hint was about is over."""
    context_menu_requested = Signal(QPoint, str, str)
    """Global position; "entity", "relation", "suggestion" or "text"; the id or key, "" for text."""
    suggestion_accepted = Signal(str)
    suggestion_rejected = Signal(str)
    active_label_changed = Signal(str)
    """The label that sticks to the mouse, "" for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessibility.install()
        self._expecting: type | None = None
        self._announcer = accessibility.Announcer(self)
        self.setAccessibleName(self.tr("Article"))
        desk, selection = self._desk, self._desk.selection
        selection.changed.connect(self.selection_changed)
        selection.changed.connect(self._announce)
        selection.entity_chosen.connect(self._on_mark_chosen)
        selection.relation_chosen.connect(self._on_relation_chosen)
        desk.marker.edit.connect(self._on_edit)
        desk.marker.active_label_changed.connect(self.active_label_changed)
        desk.hint.connect(self.hint)
        desk.settled.connect(self.settled)
        desk.suggestion_accepted.connect(self.suggestion_accepted)
        desk.suggestion_rejected.connect(self.suggestion_rejected)
        desk.set_page(self._page, EMPTY, self._page.scheme, read_only=True)

    # -- what is shown --------------------------------------------------------------------------------------------

    def set_document(self, document: Document | None, scheme: LabelScheme, *, read_only: bool = False) -> None:
        """Show another article from its top; None shows an empty page."""
        self._document = document or EMPTY
        page = Page(self._document, scheme, self._style, self._page.arc_mode)
        self._mouse.cancel()
        self._highlights = ()
        self._put_page(page)
        self._desk.set_page(page, self._document, scheme, read_only=read_only or document is None)
        self._relayout()
        self._refresh()

    def set_read_only(self, read_only: bool) -> None:
        """Let the article be changed, or not; what is shown stays."""
        self._desk.relating.stop()
        self._desk.marker.read_only = read_only

    def set_scheme(self, scheme: LabelScheme) -> None:
        """Show the same article with other labels, colours or, after a change of language, other names."""
        hold = self._scroller.hold(self.caret)
        self._page.set_scheme(scheme)
        self._painter = PagePainter(self._page)
        self._desk.set_scheme(scheme)
        self._scroller.restore(hold)
        self._sync_bar()
        self._refresh()

    def apply_patch(self, document: Document, patch: Patch) -> None:
        """Follow a change; `document` is the article after it. The words on screen stay where they are."""
        self._document = document
        hold = None if self._scroller.at_top else self._scroller.hold(self.caret)
        before = self._scroller.places()
        self._desk.relating.stop()
        changed = self._page.apply(patch)
        if hold is None:
            self._scroller.settle()
        else:
            self._scroller.restore(hold)
        self._sync_bar()
        self._update_pieces(changed, moved=before != self._scroller.places())
        self._choose_after(patch)
        self._refresh_if_changed()

    def _choose_after(self, patch: Patch) -> None:
        """Choose what the user has just made, and let go of what is no more."""
        selection, marks = self._desk.selection, self._page.marks
        made = [after for before, after in patch.entities if before is None and after is not None]
        linked = [after for before, after in patch.relations if before is None and after is not None]
        if self._expecting is AddEntity and len(made) == 1:
            selection.choose_mark(made[0].id, made[0].start)
        elif self._expecting is AddRelation and len(linked) == 1:
            selection.choose_relation(linked[0].id)
            self._follow_caret()
        elif (selection.entity and marks.mark(selection.entity) is None) or (
            selection.relation and marks.link(selection.relation) is None
        ):
            selection.clear()

    def set_style(self, style: CanvasStyle) -> None:
        """Show the article in other colours, type or spacing; the line on top stays on top."""
        if style != self._style:
            self._style = style
            self._relayout_in_place()
            self._refresh()

    @property
    def canvas_style(self) -> CanvasStyle:
        """The style that is shown."""
        return self._style

    def set_arc_mode(self, mode: ArcMode) -> None:
        """Draw all relations, only those of what is chosen, or none."""
        hold = self._scroller.hold()
        self._page.set_arc_mode(mode)
        self._scroller.restore(hold)
        self._sync_bar()
        self._refresh()

    def set_suggestions(self, suggestions: Sequence[Suggestion], relations: Sequence[SuggestedRelation] = ()) -> None:
        """Show suggestions, dashed, instead of those before; the ends of relations are ids as `mark_id` gives them."""
        hold = self._scroller.hold()
        self._page.set_suggestions(tuple(suggestions), tuple(relations))
        self._scroller.restore(hold)
        selection, marks = self._desk.selection, self._page.marks
        chosen = f"?{selection.suggestion}" if selection.suggestion else ""
        if chosen and marks.mark(chosen) is None and marks.link(chosen) is None:
            selection.clear()
        self._sync_bar()
        self._refresh()

    def set_highlights(self, ranges: Iterable[Range]) -> None:
        """Mark ranges of text that do not overlap, as a search finds them."""
        self._highlights = tuple(sorted(ranges))
        self._refresh()

    def set_active_label(self, label: str | None) -> None:
        """Make a label stick: the next drags and double clicks tag with it. None lets it go."""
        self._desk.marker.set_active_label(label)

    def set_holds_label(self, *, holds: bool) -> None:
        """Choose whether a label sticks until it is let go, or for one selection only."""
        self._desk.marker.holds_label = holds

    @property
    def active_label(self) -> str | None:
        """The label that sticks, or None."""
        return self._desk.marker.active_label

    def start_relation(self) -> None:
        """Begin a relation at the chosen entity: the other end is clicked, typed or walked to."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.start_relation()

    # -- what is chosen -------------------------------------------------------------------------------------------

    def selection(self) -> Range | None:
        """Return the selected text, or None."""
        return self._desk.selection.range

    @property
    def caret(self) -> int:
        """Where the caret stands."""
        return self._desk.selection.caret

    def select_range(self, start: int, end: int) -> None:
        """Select text and show it."""
        self._desk.selection.select(start, end)
        self.reveal(start, end)

    def clear_selection(self) -> None:
        """Choose nothing."""
        self._desk.selection.clear()

    @property
    def selected_entity(self) -> str:
        """Id of the chosen entity, or ""; a suggestion is no entity."""
        chosen = self._desk.selection.entity
        return "" if chosen.startswith("?") else chosen

    @property
    def selected_suggestion(self) -> str:
        """Key of the chosen suggestion, be it of an entity or of a relation, or ""."""
        return self._desk.selection.suggestion

    @property
    def is_relating(self) -> bool:
        """Whether keys choose the other end of a relation now."""
        return self._desk.relating.active

    @property
    def selected_relation(self) -> str:
        """Id of the chosen relation, or ""; a suggestion is no relation."""
        chosen = self._desk.selection.relation
        return "" if chosen.startswith("?") else chosen

    def select_entity(self, identifier: str) -> None:
        """Choose an entity and show it; an unknown id chooses nothing."""
        self._choose("" if identifier.startswith("?") else identifier)

    def select_suggestion(self, key: str) -> None:
        """Choose a suggestion of an entity or a relation and show it; an unknown key chooses nothing."""
        if self._page.marks.link(f"?{key}") is not None:
            self._choose_link(f"?{key}")
        else:
            self._choose(f"?{key}")

    def _choose(self, identifier: str) -> None:
        if (mark := self._page.marks.mark(identifier)) is not None:
            self._desk.choose(mark)
        else:
            self._desk.selection.clear()

    def select_relation(self, identifier: str) -> None:
        """Choose a relation and show its head; an unknown id chooses nothing."""
        self._choose_link("" if identifier.startswith("?") else identifier)

    def _choose_link(self, identifier: str) -> None:
        relation = self._page.marks.link(identifier)
        if relation is None:
            self._desk.selection.clear()
            return
        self._desk.selection.choose_relation(identifier)
        if (head := self._page.marks.mark(relation.head)) is not None:
            self.reveal(head.start, head.end)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language: relations are named in it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Article"))
            self.set_scheme(self._page.scheme)

    # -- for screen readers ---------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The article's text."""
        return self._document.text

    def screen_rect(self, offset: int) -> QRect:
        """Return where a character is on the screen; far from what is seen it is a guess."""
        place = self._point_of(offset)
        size = QSize(round(self._page.metrics.average), round(self._page.metrics.text_height))
        return QRect(self.viewport().mapToGlobal(place), size)

    def offset_at(self, point: QPoint) -> int:
        """Return the character at a point of the screen."""
        return self._hit(QPointF(self.viewport().mapFromGlobal(point))).character

    def _announce(self) -> None:
        self._announcer.say(self.describe_choice())
        self._announcer.caret_moved()

    def describe_choice(self) -> str:
        """Return what is chosen in words: surface, label and relations of a span; the ends of a relation."""
        selection, marks = self._desk.selection, self._page.marks
        if (relation := marks.link(selection.relation)) is not None:
            return relation_words(self._document, self._page.scheme, marks, relation)
        if (mark := marks.mark(selection.entity)) is not None:
            return mark_words(self._document, self._page.scheme, marks, mark)
        return "" if selection.range is None else self.text[slice(*selection.range)]

    # -- going out ------------------------------------------------------------------------------------------------

    def _on_mark_chosen(self, identifier: str) -> None:
        self.entity_selected.emit("" if identifier.startswith("?") else identifier)

    def _on_relation_chosen(self, identifier: str) -> None:
        self.relation_selected.emit("" if identifier.startswith("?") else identifier)

    def _on_edit(self, edit: object) -> None:
        self._expecting = type(edit)
        try:
            self.edit_requested.emit(edit)
        finally:
            self._expecting = None

    def _offer_menu(self, event: QContextMenuEvent, kind: str, identifier: str) -> None:
        self.context_menu_requested.emit(event.globalPos(), kind, identifier)
