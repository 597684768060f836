"""All documents of a session as they are now, read on another thread; and edits of many of them, a step for each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain import Document, Patch
from annotator.domain.edits import Edit
from annotator.gui.session import Session
from annotator.workspace import Workspace

_SLICE = 0.03  # seconds of work between two looks at the user's events


class CorpusReader:
    """Made in the window's thread, read on another: unsaved documents are taken from memory, the others from disk."""

    def __init__(self, session: Session) -> None:
        self._path: Path = session.workspace.path
        self._annotator = session.annotator
        self._ids = list(session.workspace.document_ids)
        self._open = session.documents_in_memory()

    def documents(self, *, but: str = "", annotated: bool = False) -> Iterator[Document]:
        """Yield the documents in corpus order, without the one with the id `but`.

        With `annotated`, articles of which there is no record are not read at all.
        """
        reader = Workspace.open(self._path).read(self._annotator)
        known = {*reader.statuses(), *self._open} if annotated else set(self._ids)
        try:
            for identifier in self._ids:
                if identifier != but and identifier in known:
                    yield self._open[identifier] if identifier in self._open else reader.load(identifier)
        finally:
            reader.close()


class OneDocument:
    """The open document in the place of a whole corpus."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def documents(self, *, annotated: bool = False) -> Iterator[Document]:  # noqa: ARG002 - as of a corpus
        """Yield the document."""
        yield self._document


Change = Callable[[Document], Edit]


class CorpusEditor(QObject):
    """Does an edit in each of many documents, as one undoable step in each, in slices between the user's events.

    `finished` tells how many entities and relations changed, and in how many documents.
    """

    finished = Signal(int, int)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[tuple[str, Change]] = []
        self._done: list[tuple[str, Patch]] = []

    def start(self, changes: Sequence[tuple[str, Change]]) -> None:
        """Begin; the first slice is done at once."""
        self._waiting = list(reversed(changes))
        self._done = []
        self._go_on()

    def _go_on(self) -> None:
        until = time.monotonic() + _SLICE
        while self._waiting and time.monotonic() < until:
            identifier, change = self._waiting.pop()
            patch = self._session.perform(change(self._session.document_of(identifier)), identifier)
            if patch:
                self._done.append((identifier, patch))
        if self._waiting and not self._session.read_only:
            QTimer.singleShot(0, self, self._go_on)
        else:
            self.finished.emit(sum(_size(patch) for _, patch in self._done), len(self._done))

    @property
    def can_take_back(self) -> bool:
        """Whether anything was done."""
        return bool(self._done)

    def take_back(self) -> int:
        """Undo what was done, in every document where it is still the last step; return how many those are."""
        done, self._done = self._done, []
        return sum(self._session.undo_step(identifier, patch) for identifier, patch in done)


def replaced(before: CorpusEditor | None, session: Session, parent: QObject) -> CorpusEditor:
    """Return a new editor in place of the one before, whose patches are let go."""
    if before is not None:
        before.deleteLater()
    return CorpusEditor(session, parent)


def _size(patch: Patch) -> int:
    return len(patch.entities) or len(patch.relations)
