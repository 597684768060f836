"""Ctrl+Shift+F: search in all articles, and what can be done with the hits: go there, tag, relabel, delete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.domain import Document, Status
from annotator.domain.edits import Edit
from annotator.gui.hands.corpus import CorpusEditor, CorpusReader, OneDocument, replaced
from annotator.gui.hands.places import Group, Place
from annotator.gui.hands.stream import Stream
from annotator.gui.models.documents import heading_of
from annotator.gui.theme import LIGHT, Colors
from annotator.gui.workbench import Workbench
from annotator.messages import current_language
from annotator.text.display import one_line

if TYPE_CHECKING:
    from annotator.domain import LabelScheme
    from annotator.gui.hands.search_dialog import SearchDialog
    from annotator.suggest.search import Hit

MOST = 10_000  # hits that are listed; a query with more should be made narrower


class CorpusSearch(QObject):
    """Owns the dialog, which stays beside the article while hits are looked at."""

    document_wanted = Signal(str)
    changed = Signal(str, object)  # what was done, the CorpusEditor that can take it back

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._stream = Stream(self)
        self._stream.came.connect(self._on_came)
        self._stream.ended.connect(self._on_ended)
        self.dialog: SearchDialog | None = None
        self._editor: CorpusEditor | None = None
        self._colors = LIGHT

    def open(self) -> None:
        """Show the dialog, with the selected words to look for."""
        session, article = self._workbench.session, self._workbench.article
        if session is None:
            return
        if self.dialog is None:
            from annotator.gui.hands.search_dialog import SearchDialog

            dialog = self.dialog = SearchDialog(self._workbench.swatches, self._colors, self._workbench.editor.window())
            dialog.search_wanted.connect(self._search)
            dialog.entered.connect(self._go_to)
            dialog.change_wanted.connect(self._change)
            dialog.finished.connect(self._on_closed)
        selection = article.selection()
        words = session.document.text[slice(*selection)] if session.document and selection else ""
        self.dialog.open_for(words, editable=not session.read_only)

    def _on_closed(self) -> None:
        self._stream.stop()
        self._workbench.article.set_highlights([])
        self._workbench.article.activateWindow()
        self._workbench.article.setFocus()

    # -- searching ------------------------------------------------------------------------------------------------

    def _search(self, query: str, by: str, match_case: bool) -> None:
        session, dialog = self._workbench.session, self.dialog
        if session is None or dialog is None:
            return
        dialog.begin()
        names = {kind.label: kind.name(current_language()) for kind in session.workspace.scheme.relations}
        reader: CorpusReader | OneDocument = CorpusReader(session)
        if dialog.here.isChecked() and session.document is not None:
            reader = OneDocument(session.document)
        inside = self.tr("begins or ends inside a word")
        self._stream.start(partial(_find, reader, query, by, match_case, names, inside))

    def _on_came(self, found: list[tuple[str, Place]]) -> None:
        dialog = self.dialog
        if dialog is not None:
            room = MOST - dialog.model.count
            dialog.add([place for _, place in found[:room]], {place.document: title for title, place in found})
            if len(found) >= room:
                self._stream.stop()
                dialog.end(self.tr("The first {0} hits are listed: make the query narrower.").format(MOST))

    def _on_ended(self, problem: str) -> None:
        if self.dialog is not None:
            self.dialog.end(problem)

    def _go_to(self, row: object) -> None:
        session, dialog = self._workbench.session, self.dialog
        if session is None or dialog is None or not isinstance(row, Place | Group):
            return
        if session.document is None or session.document.id != row.document:
            self.document_wanted.emit(row.document)
        if isinstance(row, Place) and row.end > row.start:
            article = self._workbench.article
            article.reveal(row.start, row.end)
            article.set_highlights([(row.start, row.end)])

    # -- changing -------------------------------------------------------------------------------------------------

    def _change(self, action: str, label: str) -> None:
        session, dialog = self._workbench.session, self.dialog
        if session is None or dialog is None:
            return
        scheme = session.workspace.scheme
        changes = [
            (identifier, partial(_edit, action, scheme, list(group), label))
            for identifier, group in groupby(dialog.model.ticked(), key=lambda place: place.document)
        ]
        editor = self._editor = replaced(self._editor, session, self)
        editor.finished.connect(partial(self._on_changed, editor))
        editor.start(changes)

    def _on_changed(self, editor: CorpusEditor, number: int, documents: int) -> None:
        self.changed.emit(self.tr("Changed: {0}. Articles: {1}.").format(number, documents), editor)
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.search()

    def close(self) -> None:
        """The session is closed."""
        self._stream.stop()
        if self.dialog is not None:
            dialog, self.dialog = self.dialog, None
            dialog.close()
            dialog.deleteLater()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        if self.dialog is not None:
            self.dialog.set_colors(colors)


def _find(
    reader: CorpusReader | OneDocument, query: str, by: str, match_case: bool, names: Mapping[str, str], inside: str
) -> Iterator[tuple[str, Place] | None]:
    """Yield (heading of the article, place), None after each article; `inside` is what a cut word is doubted for."""
    from annotator.suggest.search import SearchBy, search

    about_records = by in {SearchBy.LABEL, SearchBy.RELATION, SearchBy.NOTE}
    about_records |= by == SearchBy.STATUS and query != Status.NOT_STARTED
    for document in reader.documents(annotated=about_records):
        heading = ""
        for hit in search([document], query, SearchBy(by), match_case=match_case):
            heading = heading or heading_of(document.text, document.meta.get("title"))
            yield heading, _place(document, hit, by, names, inside)
        yield None


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Tell whether letters or digits of one word stand on both sides of an edge."""
    edges = [at for at in (start, end) if 0 < at < len(text)]
    return any(text[at - 1].isalnum() and text[at].isalnum() for at in edges)


def _place(document: Document, hit: Hit, by: str, names: Mapping[str, str], inside: str) -> Place:
    """Return a hit as a row: an entity or words in their context, a relation by its two ends, a note with its words.

    Text that cuts a word is listed but not ticked: tagged, it would be no token of spaCy's.
    """
    note = document.notes.get(hit.entity or hit.relation, "") if by == "note" else ""
    relation = document.relation(hit.relation) if by == "relation" else None
    head, tail = (document.entity(end) for end in (relation.head, relation.tail)) if relation else (None, None)
    if relation and head and tail:
        ends = (one_line(document.surface(end)) for end in (head, tail))
        parts = ("", " → ".join(ends), f"    {names.get(relation.label, relation.label)}")
    elif hit.start == hit.end:
        parts, note = ("", note if by == "note" else "", hit.after if by != "note" else ""), ""
    else:
        parts = (hit.before or " ", hit.surface, hit.after)
        if not hit.entity and _cuts_word(document.text, hit.start, hit.end):
            return Place(document.id, hit.start, hit.end, *parts, inside, False, hit)
    return Place(document.id, hit.start, hit.end, *parts, note, True, hit)


def _edit(action: str, scheme: LabelScheme, places: list[Place], label: str, document: Document) -> Edit:
    from annotator.suggest.search import Hit, delete_hits, relabel_hits, tag_hits

    hits = [place.payload for place in places if isinstance(place.payload, Hit)]
    if action == "tag":
        return tag_hits(document, scheme, hits, label)
    return relabel_hits(document, hits, label) if action == "relabel" else delete_hits(document, hits)
