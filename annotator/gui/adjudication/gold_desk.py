"""The gold record at work: the article's adjudication as it stands, its steps, its way to the disk."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from annotator.agreement.adjudication import GOLD, META, Adjudication, adjudicate
from annotator.agreement.variants import Item
from annotator.domain import Document, EditRefusedError, Status
from annotator.domain.edits import Edit
from annotator.gui.adjudication.choices import choices, spans_of, walking_order
from annotator.gui.agreement.done import done_documents
from annotator.gui.saving import SaveQueue
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Step:
    """What a step started from: the state and the item that was open."""

    state: Adjudication
    key: str


class GoldDesk(QObject):
    """Holds the gold file's lock. Annotators' files are only read. Every decision goes to the disk at once."""

    opened = Signal()
    changed = Signal(object)  # Document, the gold as it was before
    moved = Signal()  # another item is the current one
    refused = Signal(str)
    save_state_changed = Signal(object)  # SaveState

    def __init__(self, workspace: Workspace, by: str, parent: QObject | None = None) -> None:
        """Take the lock; raises WorkspaceLocked where somebody else adjudicates now."""
        super().__init__(parent)
        self.workspace, self._by = workspace, by
        self.annotations = workspace.annotations(GOLD)
        self.queue = SaveQueue(self.annotations, self)
        self.queue.state_changed.connect(self.save_state_changed)
        self.state: Adjudication | None = None
        self.elsewhere = False
        self.with_relations = False
        self.tagging = False
        self.current = ""
        self._before_tagging = frozenset[str]()
        self._past: list[_Step] = []
        self._future: list[_Step] = []
        self.document_ids = self._adjudicable()
        self._statuses = dict(self.annotations.statuses())

    # -- documents ------------------------------------------------------------------------------------------------

    def _adjudicable(self) -> list[str]:
        """Return the documents that two or more annotators have finished, in corpus order."""
        counts: dict[str, int] = {}
        for name in self.workspace.annotators:
            reader = self.workspace.read(name)
            for identifier, status in reader.statuses().items():
                counts[identifier] = counts.get(identifier, 0) + (status is Status.DONE)
            reader.close()
        return [i for i in self.workspace.document_ids if counts.get(i, 0) > 1]

    def status(self, document_id: str) -> Status:
        """Return how far the adjudication of a document is."""
        if self.state is not None and self.state.gold.id == document_id:
            return self.state.gold.status
        return self._statuses.get(document_id, Status.NOT_STARTED)

    def open(self, document_id: str, *, anew: bool = False) -> None:
        """Open a document where its adjudication stands. A gold record made elsewhere is only shown, unless `anew`.

        Raises:
            AnnotatorError: a record cannot be read, or texts differ.
        """
        self.queue.flush(5.0)
        documents = done_documents(self.workspace, document_id)
        known = self.annotations.load(document_id)
        gold = None if known.status is Status.NOT_STARTED or anew else known
        self.elsewhere = gold is not None and gold.status is Status.DONE and META not in gold.meta
        self._past, self._future, self.tagging = [], [], False
        self.state = adjudicate(documents, self.workspace.scheme.symmetric_labels, gold)
        if self.elsewhere:
            self.state = Adjudication(documents, self.state.views, known, {})
        else:
            self.state = _with_status(self.state)
            if _told(self.state.gold) != _told(known):
                self._save(known)
        self.current = self._first_open()
        self.opened.emit()

    # -- reading --------------------------------------------------------------------------------------------------

    @property
    def items(self) -> tuple[Item, ...]:
        """What is to be decided, in the order of walking."""
        if self.state is None or self.elsewhere:
            return ()
        return walking_order(self.state, with_relations=self.with_relations)

    @property
    def item(self) -> Item | None:
        """The current item."""
        return next((item for item in self.items if item.key == self.current), None)

    @property
    def progress(self) -> tuple[int, int]:
        """How many items are decided, of how many."""
        items = self.items
        return sum(self.is_decided(item) for item in items), len(items)

    def is_decided(self, item: Item) -> bool:
        """Whether an item has been decided."""
        return self.state is not None and item.key in self.state.decisions

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    # -- walking --------------------------------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Make an item the current one."""
        self.current = key
        self.moved.emit()

    def go_near(self, place: int) -> None:
        """Go to the item that lies nearest to a place in the text, a code point."""
        if (items := self.items) and not self.tagging:
            self.go(min(items, key=lambda item: min(abs(start - place) for start, _ in spans_of(item))).key)

    def step(self, by: int) -> None:
        """Go to the next or previous item."""
        keys = [item.key for item in self.items]
        if keys and not self.tagging:
            at = keys.index(self.current) if self.current in keys else -1 if by > 0 else len(keys)
            self.go(keys[min(max(at + by, 0), len(keys) - 1)])

    def next_open(self) -> None:
        """Go to the next item that is open, from the current one on and around the end."""
        if key := self._next_open():
            self.go(key)

    def _first_open(self) -> str:
        items = self.items
        return next((i.key for i in items if not self.is_decided(i)), items[0].key if items else "")

    def _next_open(self) -> str:
        items = self.items
        at = next((n for n, item in enumerate(items) if item.key == self.current), -1)
        around = (*items[at + 1 :], *items[: at + 1])
        return next((i.key for i in around if not self.is_decided(i)), "")

    # -- deciding -------------------------------------------------------------------------------------------------

    def take(self, number: int) -> None:
        """Let one view of the current item stand, counted from 0, and go on; an unknown number does nothing."""
        state, item = self.state, self.item
        if state is None or item is None:
            return
        offered = choices(item, tuple(state.documents))
        if number < len(offered):
            self._decide(lambda: state.take(item.key, offered[number].annotators[0], by=self._by))

    def neither(self) -> None:
        """Let nothing stand at the current item, and go on."""
        state, item = self.state, self.item
        if state is not None and item is not None:
            self._decide(lambda: state.neither(item.key, by=self._by))

    def _decide(self, make: object) -> None:
        assert callable(make)
        try:
            after = make()
        except AnnotatorError as error:
            self.refused.emit(str(error))
            return
        self._push(after, go_on=True)

    def start_tagging(self) -> None:
        """Open the gold article for tagging at the current item; a decision taken there before is taken back."""
        state, item = self.state, self.item
        if state is None or item is None or self.tagging:
            return
        if not state.ready(item):
            self._decide(lambda: state.neither(item.key))  # refused with the reason
            return
        if self.is_decided(item):
            self._push(state.reopen(item.key), go_on=False)
        assert self.state is not None
        self._before_tagging = _ids(self.state.gold)
        self.tagging = True
        self.moved.emit()

    def perform(self, edit: Edit) -> None:
        """Do an edit on the gold article while tagging."""
        state = self.state
        if state is None or not self.tagging:
            return
        try:
            patch = edit.resolve(state.gold, self.workspace.scheme)
        except EditRefusedError as error:
            self.refused.emit(_sentence(error.message))
            return
        if patch:
            self._push(state.edited(patch.apply(state.gold)), go_on=False)

    def finish_tagging(self, *, even_without: bool = True) -> None:
        """Take what has been tagged as the decision on the current item; without anything it stays open if so asked."""
        state, item = self.state, self.item
        if state is None or item is None or not self.tagging:
            return
        self.tagging = False
        made = [i for i in (*_entity_ids(state.gold), *_relation_ids(state.gold)) if i not in self._before_tagging]
        if made or even_without:
            self._decide(lambda: state.adopt(item.key, made, by=self._by))
        else:
            self.moved.emit()

    def adjudicate_anew(self) -> None:
        """Begin anew where the gold record came from elsewhere; the record before stays in its history."""
        if self.state is not None:
            self.open(self.state.gold.id, anew=True)

    # -- steps ----------------------------------------------------------------------------------------------------

    def _push(self, after: Adjudication, *, go_on: bool) -> None:
        assert self.state is not None
        self._past.append(_Step(self.state, self.current))
        self._future.clear()
        self._set(after)
        if go_on:
            self.next_open()
            self.moved.emit()

    def undo(self) -> None:
        """Take the last step back and return to its item."""
        self._exchange(self._past, self._future)

    def redo(self) -> None:
        """Do the step again that was taken back."""
        self._exchange(self._future, self._past)

    def _exchange(self, source: list[_Step], target: list[_Step]) -> None:
        if self.state is None or not source:
            return
        step = source.pop()
        target.append(_Step(self.state, self.current))
        if self.tagging and step.key != self.current:
            self.tagging = False
        self.current = step.key
        self._set(step.state)
        self.moved.emit()

    def _set(self, after: Adjudication) -> None:
        assert self.state is not None
        before, self.state = self.state.gold, _with_status(after)
        self._save(before)
        self.changed.emit(before)

    def _save(self, before: Document) -> None:
        assert self.state is not None
        gold = self.state.gold
        self._statuses[gold.id] = gold.status
        self.queue.touch(gold, len(gold.entities) - len(before.entities))
        self.queue.submit()

    def close(self, *, all_the_same: bool = False) -> Message | str | None:
        """Save everything and give the lock back; return why it could not be saved, or None.

        With `all_the_same` it closes also then: the emergency copy, which the next opening reads, has the work.
        """
        if not self.queue.flush(1.0 if all_the_same else 10.0) and not all_the_same:
            return self.queue.state.message or msg("the disk does not answer", "диск не отвечает")
        self.queue.close()
        self.annotations.close()
        return None


def _with_status(state: Adjudication) -> Adjudication:
    """Return the state with its gold document done exactly when nothing is open."""
    status = Status.DONE if state.finished else Status.IN_PROGRESS
    return state if state.gold.status is status else state.edited(state.gold.replacing(status=status))


def _told(document: Document) -> tuple[object, ...]:
    return document.entities, document.relations, document.status, document.meta


def _entity_ids(document: Document) -> list[str]:
    return [entity.id for entity in document.entities]


def _relation_ids(document: Document) -> list[str]:
    return [relation.id for relation in document.relations]


def _ids(document: Document) -> frozenset[str]:
    return frozenset((*_entity_ids(document), *_relation_ids(document)))


def _sentence(message: Message) -> str:
    text = str(message)
    return f"{text[:1].upper()}{text[1:]}."
