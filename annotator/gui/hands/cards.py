"""Keeps the panel of cards in step with the document, and turns what is asked for there into edits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain import Document, EditRefusedError, Entity
from annotator.domain.cards import identify_card, merge_cards, split_card
from annotator.domain.edits import Edit, several
from annotator.gui.hands.cards_model import MOST_MENTIONS, CardRow, Leaf, row_of
from annotator.gui.hands.corpus import CorpusEditor, CorpusReader, replaced
from annotator.gui.hands.stream import Stream
from annotator.gui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.gui.hands.cards_panel import CardsPanel
    from annotator.gui.session import Session
    from annotator.suggest.cards import Card

_PAUSE = 300  # milliseconds without an edit after which the cards are gathered anew


class Cards(QObject):
    """Gathers cards on a thread while the panel is in sight, and does nothing at all while it is not."""

    document_wanted = Signal(str)
    refused = Signal(str)
    changed = Signal(str, object)  # what was done in many articles, the CorpusEditor that can take it back

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._everywhere = False
        self._editor: CorpusEditor | None = None
        self._stream = Stream(self)
        self._stream.came.connect(self._on_came)
        self._stream.ended.connect(lambda problem: self.refused.emit(problem) if problem else None)
        self.destroyed.connect(self._stream.stop)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._gather)
        self._panel: CardsPanel | None = None

    @property
    def panel(self) -> CardsPanel:
        """The panel, made when it is asked for."""
        if self._panel is None:
            from annotator.gui.hands.cards_panel import CardsPanel

            panel = self._panel = CardsPanel(self._workbench.swatches)
            panel.wanted.connect(self._on_wanted)
            panel.walked.connect(self._on_walked)
            panel.merge_wanted.connect(self._on_merge)
            panel.split_wanted.connect(self._on_split)
            panel.identified.connect(self._on_identified)
            panel.show_when_seen()
        return self._panel

    @property
    def _in_sight(self) -> bool:
        return self._panel is not None and self._panel.isVisible()

    # -- sessions -------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Follow a session."""
        session.document_opened.connect(lambda _: self._on_opened())
        session.document_changed.connect(lambda *_: self._pause.start() if self._in_sight else None)

    def detach(self) -> None:
        """The session is closed."""
        self._pause.stop()
        self._stream.stop()
        if self._panel is not None:
            self._panel.show_cards([], editable=False)

    def _on_opened(self) -> None:
        if self._panel is not None and not self._everywhere:
            self.panel.show_when_seen()

    def _on_wanted(self, everywhere: bool) -> None:
        self._everywhere = everywhere
        self._gather()

    # -- gathering ------------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        session = self._workbench.session
        if session is None or session.document is None or self._panel is None:
            return
        if not self._in_sight:
            self.panel.show_when_seen()  # once it is in sight again
        elif self._everywhere:
            self._stream.start(partial(_all_rows, CorpusReader(session)))
        else:
            self._stream.start(partial(_rows, session.document))

    def _on_came(self, results: list[list[CardRow]]) -> None:
        session = self._workbench.session
        if session is not None and results:
            self.panel.show_cards(results[-1], editable=not session.read_only)

    # -- the user -------------------------------------------------------------------------------------------------

    def _on_walked(self, leaf: Leaf) -> None:
        session, article = self._workbench.session, self._workbench.article
        if session is None or session.document is None:
            return
        if leaf.document != session.document.id:
            self.document_wanted.emit(leaf.document)
        if leaf.relation:
            self._workbench.select_relation(leaf.id)
        else:
            self._workbench.select_entity(leaf.id)
        article.reveal(leaf.start, leaf.end)

    def _on_merge(self, rows: list[CardRow]) -> None:
        self._do(merge_cards([entities for row in rows for entities in self._here(row)]))

    def _on_split(self, row: CardRow, ids: list[str]) -> None:
        for entities in self._here(row):
            self._do(split_card(entities, ids))

    def _on_identified(self, row: CardRow, kb_id: str) -> None:
        try:
            identify_card((), kb_id)
        except EditRefusedError as error:
            self.refused.emit(str(error))
            return
        session = self._workbench.session
        if session is None:
            return
        changes = [(document, partial(_identify, _ids(entities), kb_id)) for document, entities in row.members]
        editor = self._editor = replaced(self._editor, session, self)
        if len(changes) > 1:
            editor.finished.connect(partial(self._on_identified_everywhere, editor))
        editor.start(changes)
        self._pause.start()

    def _on_identified_everywhere(self, editor: CorpusEditor, entities: int, documents: int) -> None:
        self.changed.emit(self.tr("Changed: {0}. Articles: {1}.").format(entities, documents), editor)

    def _here(self, row: CardRow) -> Iterator[tuple[Entity, ...]]:
        """Yield the card's entities in the open document, as they are now."""
        document = self._workbench.session.document if self._workbench.session else None
        for identifier, entities in row.members:
            if document is not None and identifier == document.id:
                yield tuple(e for e in document.entities if e.id in _ids(entities))

    def _do(self, edit: Edit) -> None:
        self._workbench.perform(edit)
        self._pause.stop()
        self._gather()


def _ids(entities: tuple[Entity, ...]) -> frozenset[str]:
    return frozenset(entity.id for entity in entities)


def _identify(ids: frozenset[str], kb_id: str, document: Document) -> Edit:
    edit = identify_card([entity for entity in document.entities if entity.id in ids], kb_id)
    return several(edit.edits, edit.title, skip_refused=True)


def _rows(document: Document) -> Iterator[list[CardRow]]:
    from annotator.suggest.cards import document_cards

    yield [row_of(document, card) for card in document_cards(document)]


def _all_rows(reader: CorpusReader) -> Iterator[list[CardRow] | None]:
    """Yield the cards of all annotated articles, None after each article to ask whether to go on."""
    from annotator.suggest.cards import document_cards, join_cards

    rows: dict[int, CardRow] = {}
    cards: list[Card] = []
    for document in reader.documents(annotated=True):
        for card in document_cards(document):
            rows[id(card)] = row_of(document, card)
            cards.append(card)
        yield None
    yield [_joined([rows[id(card)] for card in group]) for group in join_cards(cards)]


def _joined(rows: list[CardRow]) -> CardRow:
    first = max(rows, key=lambda row: (bool(row.kb_id), row.count))
    count = sum(row.count for row in rows)
    joined = CardRow(first.key, first.name, first.label, first.kb_id, count, len(rows))
    for row in rows:
        joined.members += row.members
        joined.leaves += row.leaves[: max(0, MOST_MENTIONS - len(joined.leaves))]
    return joined
