"""What can be done with an article, by whatever means: the one place that keys, mouse and menus lead to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from annotator.domain import Document, Entity, LabelScheme
from annotator.gui.canvas.caret import Navigator
from annotator.gui.canvas.choice import Choice
from annotator.gui.canvas.legality import Legality, Option
from annotator.gui.canvas.marking import Marker
from annotator.gui.canvas.marks import Mark, mark_id
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.relate_mode import RelateMode
from annotator.gui.canvas.selection import Selection
from annotator.gui.canvas.words import Words
from annotator.messages import current_language

Answer = Callable[[object], None]


class Desk(QObject):
    """Caret, choice, marking and relating on one page. Methods return whether they had something to do."""

    hint = Signal(str)
    settled = Signal()
    """What the last hint was about is over."""
    moved = Signal()
    """The caret or the choice moved and should be seen."""
    question = Signal(list, object, int)
    """Choices, the function to call with the answer, and the offset to ask at."""
    suggestion_accepted = Signal(str)
    suggestion_rejected = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selection = Selection(self)
        self.marker = Marker(self.selection, self)
        self.marker.hint.connect(self.hint)
        self.relating = RelateMode(self._surface, self)
        self.page: Page | None = None
        self.lines_on_page: Callable[[], int] = lambda: 20

    def set_page(self, page: Page, document: Document, scheme: LabelScheme, *, read_only: bool) -> None:
        """Take over another article."""
        self.relating.stop()
        self.page = page
        self.words = Words(page.index, document.tokens)
        self.navigator = Navigator(page, self.words)
        self.marker.marks, self.marker.words = page.marks, self.words
        self.set_scheme(scheme)
        self.marker.read_only = read_only
        self.selection.reset()

    def set_scheme(self, scheme: LabelScheme) -> None:
        """Take over other labels."""
        self.marker.scheme = scheme
        if self.page is not None:
            self.legality = Legality(scheme, self.page.marks)

    def _surface(self, entity: Entity) -> str:
        return "" if self.page is None else self.page.text[entity.start : entity.end]

    # -- moving ---------------------------------------------------------------------------------------------------

    def _go(self, caret: int, *, extend: bool) -> bool:
        self.selection.move(caret, extend=extend)
        self.moved.emit()
        return True

    def _from(self, *, extend: bool, forward: bool) -> int:
        """Return where a movement starts; selecting from a chosen span takes the whole span along."""
        entity = self.marker.chosen_entity()
        if entity is None:
            return self.selection.caret
        if extend:
            ends = (entity.start, entity.end) if forward else (entity.end, entity.start)
            self.selection.select(*ends)
            return ends[1]
        return entity.start

    def by_token(self, *, forward: bool, extend: bool) -> bool:
        """Move by a token."""
        self.navigator.forget_column()
        caret = self._from(extend=extend, forward=forward)
        anchor = self.selection.anchor
        return self._go(self.navigator.by_token(caret, anchor, forward=forward, extend=extend), extend=extend)

    def by_grapheme(self, *, forward: bool, extend: bool) -> bool:
        """Move by a character as a reader counts them."""
        self.navigator.forget_column()
        caret = self._from(extend=extend, forward=forward)
        return self._go(self.navigator.by_grapheme(caret, forward=forward), extend=extend)

    def by_sentence(self, *, forward: bool, extend: bool) -> bool:
        """Move by a sentence."""
        self.navigator.forget_column()
        caret = self._from(extend=extend, forward=forward)
        return self._go(self.navigator.by_sentence(caret, forward=forward), extend=extend)

    def by_line(self, lines: int, *, extend: bool) -> bool:
        """Move up or down."""
        caret = self._from(extend=extend, forward=lines > 0)
        return self._go(self.navigator.by_line(caret, lines), extend=extend)

    def by_page(self, pages: int, *, extend: bool) -> bool:
        """Move by as many lines as are seen."""
        return self.by_line(pages * max(1, self.lines_on_page() - 1), extend=extend)

    def to_edge(self, *, end: bool, whole: bool, extend: bool) -> bool:
        """Move to the start or end of the line, or of the whole article."""
        self.navigator.forget_column()
        if whole:
            return self._go(len(self.page.text) if end and self.page is not None else 0, extend=extend)
        return self._go(self.navigator.line_edge(self.selection.caret, end=end), extend=extend)

    def select_all(self) -> bool:
        """Select the whole article."""
        self.selection.select(0, 0 if self.page is None else len(self.page.text))
        return True

    def copy(self) -> bool:
        """Put the selected text, or the words of the chosen entity, on the clipboard; False if there is nothing."""
        entity = self.marker.chosen_entity()
        span = self.selection.range or (entity.span if entity is not None else None)
        if span is None or self.page is None:
            return False
        QGuiApplication.clipboard().setText(self.page.text[span[0] : span[1]])
        return True

    # -- choosing -------------------------------------------------------------------------------------------------

    def choose(self, mark: Mark) -> None:
        """Choose a mark and show it."""
        self.navigator.forget_column()
        self.selection.choose_mark(mark_id(mark), mark.start)
        self.moved.emit()

    def step_mark(self, *, forward: bool) -> bool:
        """Choose the next or previous mark in reading order; False if there is none."""
        if self.page is None:
            return False
        if self.relating.active:
            self.relating.step(1 if forward else -1)
            return True
        current = self.page.marks.mark(self.selection.entity)
        mark = self.page.marks.step(current, self.selection.caret, forward)
        if mark is None:
            return False
        self.choose(mark)
        return True

    def step_relation(self, *, forward: bool) -> bool:
        """Choose the next relation of the entity at the caret, or of the article if there is none."""
        if self.page is None:
            return False
        marked = self.page.marks.mark(self.selection.entity) or self.marker.entity_here()
        relations = self.page.marks.links_of(mark_id(marked)) if marked is not None else self.page.marks.links
        if not relations:
            self.hint.emit(self.tr("No relations here yet: press R on an entity to make one"))
            return True
        ids = [r.id for r in relations]
        at = ids.index(self.selection.relation) if self.selection.relation in ids else (-1 if forward else 0)
        self.selection.choose_relation(ids[(at + (1 if forward else -1)) % len(ids)])
        return True

    def cancel(self) -> bool:
        """Give up what is going on, one thing at a time; False if there was nothing."""
        if self.relating.active:
            self.relating.stop()
            self.settled.emit()
        elif self.selection.range or self.selection.entity or self.selection.relation:
            self.selection.clear()
        elif self.marker.active_label is not None:
            self.marker.set_active_label(None)
        else:
            return False
        return True

    # -- marking --------------------------------------------------------------------------------------------------

    def use_key(self, key: str) -> bool:
        """Do what a digit or a label's letter means for what is chosen."""
        if self.selection.suggestion:
            if label_known := self.marker.label_of_key(key) is not None:
                self.hint.emit(self.tr("A suggestion: accept it with A or reject it with X"))
            return label_known
        if self.selection.relation and self.page is not None:
            relation = self.page.marks.relation(self.selection.relation)
            label = self.marker.relation_of_key(key, self._labels_for(self.selection.relation))
            if relation is not None and label is not None:
                self.marker.relabel_relation(label)
            return label is not None
        label = self.marker.label_of_key(key)
        if label is None:
            return False
        self.marker.use_label(label)
        return True

    def _labels_for(self, identifier: str) -> list[str]:
        relation = self.page.marks.relation(identifier) if self.page is not None else None
        if relation is None or self.page is None:
            return []
        head, tail = self.page.marks.entity(relation.head), self.page.marks.entity(relation.tail)
        if head is None or tail is None:
            return []
        return [k.label for k in self.marker.scheme.legal_relations(head.label, tail.label)]

    def enter(self) -> bool:
        """Tag the selection with the active label, or ask which; on a chosen mark or relation ask for its label."""
        if self.selection.range:
            if self.marker.active_label is not None:
                self.marker.tag_with_active(*self.selection.range)
            else:
                self._ask_label()
        elif self.selection.suggestion:
            return self.decide(accept=True)
        elif self.selection.relation:
            self._ask_relation_label()
        elif self.selection.entity:
            self._ask_label()
        elif (entity := self.marker.entity_here()) is not None:
            self.choose(entity)
        else:
            return False
        return True

    def _ask_label(self) -> None:
        language = current_language()
        choices = [Choice(e.label, e.name(language), e.key, e.color) for e in self.marker.scheme.entities]
        self._ask(choices, lambda label: self.marker.use_label(str(label)))

    def _ask_relation_label(self) -> None:
        language = current_language()
        kinds = [self.marker.scheme.relation_label(name) for name in self._labels_for(self.selection.relation)]
        choices = [Choice(k.label, k.name(language), k.key, k.color) for k in kinds if k is not None]
        self._ask(choices, lambda label: self.marker.relabel_relation(str(label)))

    def _ask(self, choices: list[Choice], answer: Answer) -> None:
        if choices:
            self.question.emit(choices, answer, self.selection.caret)

    def delete(self) -> bool:
        """Delete the chosen span or relation."""
        if not self.marker.delete():
            self.hint.emit(self.tr("Choose a span or a relation first: Tab goes to the next span"))
        return True

    def nudge(self, *, grow: bool, at_start: bool) -> bool:
        """Move a boundary of what is chosen by a token."""
        return self.marker.nudge(grow=grow, at_start=at_start)

    def reverse(self) -> bool:
        """Reverse the chosen relation."""
        if not self.marker.reverse():
            self.hint.emit(self.tr("Choose a relation first: click its arc or press ]"))
        return True

    def decide(self, *, accept: bool) -> bool:
        """Accept or reject the chosen suggestion."""
        if not (key := self.selection.suggestion):
            self.hint.emit(self.tr("No suggestion is chosen: Tab goes to the next one, ] to the next relation"))
            return True
        (self.suggestion_accepted if accept else self.suggestion_rejected).emit(key)
        return True

    # -- relating -------------------------------------------------------------------------------------------------

    def start_relation(self) -> bool:
        """Begin a relation at the chosen entity or the one under the caret."""
        source = self.marker.entity_here()
        if self.marker.read_only:
            self.hint.emit(self.tr("This article is open for reading only"))
        elif source is None:
            self.hint.emit(self.tr("Choose an entity first, then press R"))
        elif not self.relating.start(source, self.legality):
            self.hint.emit(self.tr("The scheme allows no further relation for this entity here"))
        else:
            self.selection.choose_mark(source.id, source.start)
            self.hint.emit(
                self.tr("Relation: arrows, typing or a click choose the other end, Enter takes it, Esc cancels")
            )
        return True

    def type_target(self, letters: str) -> None:
        """Go to the next target that begins with what is typed."""
        if not self.relating.type(letters):
            self.hint.emit(self.tr("No possible end of the relation begins like this"))

    def finish_relation(self) -> None:
        """Relate the source to the target aimed at."""
        source, target = self.relating.source, self.relating.aim
        self.relating.stop()
        self.settled.emit()
        if source is not None and target is not None:
            self.relate(source, target)

    def relate(self, first: Entity, second: Entity) -> None:
        """Relate two entities: at once if the scheme leaves one way, else ask; the other direction is only offered."""
        options = self.legality.options(first, second)
        if not options:
            self.refuse_pair()
        elif len(options) == 1 and not options[0].reversed:
            self._make(first, second, options[0])
        else:
            choices = [self._choice(o) for o in options]
            self.question.emit(choices, lambda o: self._make(first, second, o), second.start)

    def refuse_pair(self) -> None:
        """Say that two entities cannot be related."""
        self.hint.emit(self.tr("The scheme allows no relation between these two"))

    def _choice(self, option: Option) -> Choice:
        name = option.kind.name(current_language())
        text = self.tr("%s (other way round)") % name if option.reversed else name
        return Choice(option, text, option.kind.key, option.kind.color)

    def _make(self, first: Entity, second: Entity, option: object) -> None:
        if isinstance(option, Option):
            head, tail = (second, first) if option.reversed else (first, second)
            self.marker.relate(head.id, tail.id, option.kind.label)
