"""One annotator's records, read without a lock."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, Self

from annotator.domain import Document, Status
from annotator.domain.record import Reading, read_record
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.article import Article
from annotator.workspace.backups import Backups
from annotator.workspace.corpus import Corpus
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.history import Revision, never, read_history
from annotator.workspace.linefile import LineFile
from annotator.workspace.problem import Problem

StatusFilter = Literal["done", "any", "all"]
WANTED: dict[StatusFilter, frozenset[Status]] = {
    "done": frozenset({Status.DONE}),
    "any": frozenset({Status.DONE, Status.IN_PROGRESS}),
    "all": frozenset({Status.DONE, Status.IN_PROGRESS, Status.SKIPPED}),
}
_TAIL = 2048
STATUSES = (Status.IN_PROGRESS, Status.DONE, Status.SKIPPED)
_WORTH_KEEPING = 1000  # statuses looked up one by one; fewer are looked up again as fast
_STATUS = re.compile(rb'\], ?"annotator": ?"(?:[^"\\]|\\.)*", ?"status": ?"(in_progress|done|skipped)", ?"meta": ?\{')


class AnnotationReader:
    """The records of one annotator. A file that is not there counts as empty; an unfinished last line is ignored."""

    def __init__(self, corpus: Corpus, path: Path, cache: Path, name: str, backups: Backups) -> None:
        self._backups = backups
        self.name = name
        self.path = path
        self._corpus = corpus
        self._cache = cache
        self._lines = LineFile(path, cache)
        self._found: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def place(self) -> str:
        """Where the records are, as messages name it."""
        return str(self.path)

    # -- what is there ------------------------------------------------------------------------------------------------

    @property
    def document_ids(self) -> list[str]:
        """Ids of the documents that have a record, in corpus order."""
        latest = self._lines.index.latest
        return [identifier for identifier in self._corpus.ids if identifier in latest]

    @property
    def problems(self) -> list[Problem]:
        """Bad lines, skipped by number, and records that turned out not to fit when they were read."""
        return [*self._lines.problems(), *self._found]

    def statuses(self) -> dict[str, Status]:
        """Return the status of every document that has a record, in corpus order."""
        found: dict[str, Status] = {}
        index, looked_up = self._lines.index, 0
        for identifier in self._corpus.ids:
            position = index.latest.get(identifier)
            if position is None:
                continue
            if number := index.statuses[position] if position < len(index.statuses) else 0:
                found[identifier] = STATUSES[number - 1]
                continue
            looked_up += 1
            if (status := self._status(identifier)) is not None:
                found[identifier] = status
            index = self._lines.index  # another one, where the kept one proved not to fit
        if looked_up > _WORTH_KEEPING:
            self._lines.keep_index()
        return found

    def _status(self, identifier: str) -> Status | None:
        index = self._lines.index
        position = index.latest.get(identifier)
        if position is None:
            return None
        if number := index.status(position):
            return STATUSES[number - 1]
        status = self._read_status(identifier, position)
        if status is not None and index.latest.get(identifier) == position:
            index.set_status(position, STATUSES.index(status) + 1)
        return status

    def _read_status(self, identifier: str, position: int) -> Status | None:
        """Find the status near the end of lines of our shape without parsing them; parse any other line."""
        index = self._lines.index
        length = index.lengths[position]
        offset = index.offsets[position]
        tail = self._lines.file.read(offset + max(0, length - _TAIL), min(length, _TAIL))
        found = _STATUS.findall(tail)
        if len(found) == 1 and tail.count(b'"status":') == 1:
            return Status(found[0].decode())
        article = None
        with contextlib.suppress(WorkspaceError):
            article = self._corpus.article(identifier)  # with its tokens the line is read here as it will be later
        try:
            reading = self._reading(identifier, article)
        except WorkspaceError:
            return None
        return reading.document.status if reading else None

    def history(self, document_id: str, stops: Callable[[], bool] = never) -> list[Revision]:
        """Return every version of a document that the file and its backups still hold, oldest first."""
        return read_history(document_id, self.path, self._backups, stops)

    # -- reading ------------------------------------------------------------------------------------------------------

    def load(self, document_id: str) -> Document:
        """Return the article with this annotator's record, or the bare article (NOT_STARTED) if there is none.

        Raises:
            WorkspaceError: there is no such article, or the record belongs to another text.
        """
        article = self._corpus.article(document_id)
        reading = self._reading(document_id, article)
        if reading is None:
            return Document(article.id, article.text, article.tokens, annotator=self.name, meta=article.meta)
        return self._joined(article, reading)

    def documents(self, status: StatusFilter = "done") -> Iterator[Document]:
        """Yield the documents with such a status, in corpus order; one that cannot be read goes to `problems`.

        "done", "any" (done and in progress), or "all" (skipped ones too); a record without status counts as done.
        """
        yield from self.documents_of(self.document_ids, status)

    def documents_of(self, document_ids: Iterable[str], status: StatusFilter) -> Iterator[Document]:
        """Yield those of the documents that have such a status; see `documents`."""
        for identifier in document_ids:
            if self._status(identifier) not in WANTED[status]:
                continue
            document = self.load_or_note(identifier)
            # A status is read without the record around it: where that turns out damaged, an earlier line counts, or none.
            if document is not None and document.status in WANTED[status]:
                yield document

    def load_or_note(self, document_id: str) -> Document | None:
        """Return what `load` does; what it would raise goes to `problems`, and None comes back."""
        try:
            return self.load(document_id)
        except WorkspaceError as error:
            self._note(Problem.of(error, self.path))
            return None

    def _joined(self, article: Article, reading: Reading) -> Document:
        document = reading.document
        if document.text != article.text:
            position = self._lines.index.latest[article.id]
            raise WorkspaceError(
                msg(
                    'the record of "{id}" belongs to another text than the corpus has: its offsets are not applied',
                    "запись «{id}» относится к другому тексту, чем в корпусе: её позиции не применены",
                    id=article.id,
                ),
                file=self.path,
                line=self._lines.line_number(position),
            )
        tokens = article.tokens or document.tokens
        return document.replacing(tokens=tokens, annotator=self.name)

    def _reading(self, document_id: str, article: Article | None = None) -> Reading | None:
        """Read the document's latest sound line; a damaged one is told and the line before it stands in."""
        while (position := self._lines.index.latest.get(document_id)) is not None:
            try:
                record = self._lines.object(position)
                same_text = article is not None and record.get("text") == article.text
                tokens = article.tokens if article is not None and same_text else ()
                return read_record(record, tokens=tokens, compare_ents=False)
            except AnnotatorError as error:
                if self._lines.fresh:
                    self._discard(position, error.message)
                else:
                    self._lines.rebuild()
        return None

    def _discard(self, position: int, reason: Message) -> None:
        self._lines.discard(position, reason)

    def _note(self, problem: Problem) -> None:
        if problem not in self._found:
            self._found.append(problem)

    @property
    def lines(self) -> LineFile:
        """The file's lines by document id, for those who read many."""
        return self._lines

    @property
    def corpus(self) -> Corpus:
        """The articles that the records belong to."""
        return self._corpus

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        self._lines.close()
