"""Ctrl+M: every mention of a name in all its case forms, in the article or in all, to be ticked and tagged at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.domain import Document
from annotator.domain.edits import Edit
from annotator.gui.hands.corpus import CorpusEditor, CorpusReader, replaced
from annotator.gui.hands.places import Group, Place, place_in
from annotator.gui.hands.stream import Stream
from annotator.gui.models.documents import heading_of
from annotator.gui.theme import LIGHT, Colors
from annotator.gui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.domain import LabelScheme
    from annotator.gui.hands.mentions_dialog import MentionsDialog

_TOGETHER = 50  # articles whose words are indexed together


class MentionSearch(QObject):
    """Looks for mentions on a worker thread, since morphology loads a dictionary the first time."""

    nothing_found = Signal(str)
    tagged_elsewhere = Signal(str, object)  # what was done, the CorpusEditor that can take it back

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._here, self._everywhere = Stream(self), Stream(self)
        self._here.came.connect(self._on_found_here)
        self._here.ended.connect(self._on_ended_here)
        self._everywhere.came.connect(self._on_found_elsewhere)
        self._everywhere.ended.connect(self._on_ended_elsewhere)
        self._asked: tuple[str, str, str] = ("", "", "")  # name, label, document
        self._dialog: MentionsDialog | None = None
        self._colors = LIGHT
        self._editor: CorpusEditor | None = None
        self.destroyed.connect(self._here.stop)

    # -- looking --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Look for the selected entity's words, or for the selected words."""
        session, article = self._workbench.session, self._workbench.article
        document = session.document if session else None
        if session is None or document is None or session.read_only or self._dialog is not None:
            return
        entity = document.entity(article.selected_entity)
        span = entity.span if entity else article.selection()
        if span is None:
            self.nothing_found.emit(self.tr("Select a name, or an entity, to find all its mentions."))
            return
        label = entity.label if entity else (article.active_label or "")
        self._asked = (document.text[slice(*span)], label, document.id)
        self._here.start(partial(_search_one, document, *self._asked[:2]))

    def _on_found_here(self, found: list[list[Place]]) -> None:
        session = self._workbench.session
        document = session.document if session else None
        if session is None or document is None or document.id != self._asked[2] or self._dialog is not None:
            return
        from annotator.gui.hands.mentions_dialog import MentionsDialog

        dialog = self._dialog = MentionsDialog(self._workbench, self._asked[0], self._asked[1], self._colors)
        dialog.show_places(found[0], {})
        dialog.accepted_places.connect(self._on_accepted)
        dialog.looked_at.connect(self._on_looked_at)
        dialog.all_articles.toggled.connect(self._on_all_articles)
        dialog.destroyed.connect(self._on_closed)
        dialog.set_alone(alone=len(session.workspace.document_ids) < 2)
        dialog.show()
        if not found[0]:
            dialog.show_state(self.tr("All mentions in this article are tagged already."))

    def _on_ended_here(self, problem: str) -> None:
        if problem:
            self.nothing_found.emit(problem)

    def _on_all_articles(self, on: bool) -> None:
        session, dialog = self._workbench.session, self._dialog
        if session is None or dialog is None:
            return
        self._everywhere.stop()
        dialog.keep_only(self._asked[2])
        if on:
            dialog.show_state(self.tr("Searching all articles…"))
            reader = CorpusReader(session)
            name, label, here = self._asked
            self._everywhere.start(partial(_search_all, reader, here, name, label))

    def _on_found_elsewhere(self, found: list[tuple[str, list[Place]]]) -> None:
        if self._dialog is not None:
            titles = {places[0].document: title for title, places in found}
            self._dialog.show_places([place for _, places in found for place in places], titles)

    def _on_ended_elsewhere(self, problem: str) -> None:
        if self._dialog is not None:
            elsewhere = any(isinstance(row, Group) for row in self._dialog.model.rows)
            nothing = "" if elsewhere else self.tr("No more mentions in other articles.")
            self._dialog.show_state(problem or nothing)

    def _on_looked_at(self, place: Place) -> None:
        if place.document == self._asked[2]:
            self._workbench.article.reveal(place.start, place.end)
            self._workbench.article.set_highlights([(place.start, place.end)])

    def _on_closed(self) -> None:
        self._dialog = None
        self._everywhere.stop()
        article = self._workbench.article
        article.set_highlights([])
        article.activateWindow()
        article.setFocus()

    # -- tagging --------------------------------------------------------------------------------------------------

    def _on_accepted(self, places: list[Place], label: str) -> None:
        session = self._workbench.session
        if session is None:
            return
        changes = [
            (identifier, partial(_tag, session.workspace.scheme, list(group), label))
            for identifier, group in groupby(places, key=lambda place: place.document)
        ]
        editor = self._editor = replaced(self._editor, session, self)
        if {place.document for place in places} > {self._asked[2]} or self._asked[2] not in dict(changes):
            editor.finished.connect(partial(self._on_tagged, editor))
        editor.start(changes)

    def _on_tagged(self, editor: CorpusEditor, entities: int, documents: int) -> None:
        said = self.tr("Tagged: {0}. Articles: {1}.").format(entities, documents)
        self.tagged_elsewhere.emit(said, editor)

    def close(self) -> None:
        """The session is closed."""
        self._here.stop()
        self._everywhere.stop()
        if self._dialog is not None:
            self._dialog.close()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors


def _tag(scheme: LabelScheme, places: list[Place], label: str, document: Document) -> Edit:
    from annotator.suggest.mentions import Mention, mention_edits

    mentions = [place.payload for place in places if isinstance(place.payload, Mention)]
    return mention_edits(document, scheme, mentions, label)


def _search_one(document: Document, name: str, label: str) -> Iterator[list[Place]]:
    """Yield one list: the mentions in the document that are not tagged yet."""
    from annotator.suggest.mentions import find_mentions, kind_of_label

    kind = kind_of_label(label) if label else None
    mentions = find_mentions(name, document.text, document.tokens, kind=kind)
    yield _untagged(document, mentions, label)


def _search_all(reader: CorpusReader, here: str, name: str, label: str) -> Iterator[tuple[str, list[Place]] | None]:
    """Yield (heading, places) for each other document that holds mentions, None to ask whether to go on."""
    from annotator.suggest.mentions import MentionIndex, kind_of_label, may_mention

    kind = kind_of_label(label) if label else None
    documents, may_hold = reader.documents(but=here), may_mention(name, kind)
    while batch := {document.id: document for document in islice(documents, _TOGETHER)}:
        index = MentionIndex((d.id, d.text, d.tokens) for d in batch.values() if may_hold(d.text))
        for identifier, mentions in index.search(name, kind=kind):
            document = batch[identifier]
            if places := _untagged(document, mentions, label):
                yield heading_of(document.text, document.meta.get("title")), places
        yield None


def _untagged(document: Document, mentions: Iterable[object], label: str) -> list[Place]:
    from annotator.suggest.mentions import Mention

    return [
        place_in(document, m.start, m.end, str(m.reason) if m.reason else "", m)
        for m in mentions
        if isinstance(m, Mention) and not _is_tagged(document, m.start, m.end, label)
    ]


def _is_tagged(document: Document, start: int, end: int, label: str) -> bool:
    """Tell whether the place holds an entity of this label already (of any label, where none is chosen)."""
    return any(not label or e.label == label for e in document.entities_in(start, end))
