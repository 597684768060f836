"""One annotator's records on a server."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from annotator.domain import Document, Status
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, Message, msg
from annotator.team.errors import ServerGone, told, unsaved
from annotator.workspace.alarm import Alarm, sudden_loss
from annotator.workspace.article import Article
from annotator.workspace.emergency import EmergencyCopy
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.errors import SaveError, WorkspaceError, WorkspaceLocked
from annotator.workspace.history import Revision, describe_change, never
from annotator.workspace.jsonl import parse_object
from annotator.workspace.problem import Problem
from annotator.workspace.reader import WANTED, StatusFilter
from annotator.workspace.stamping import encoded, stamped

if TYPE_CHECKING:
    from annotator.team.store import TeamStore

_GOODBYE = 0.5  # seconds in which a server notices that a connection has been closed
_HEAD = (
    "SELECT r.line, r.rev FROM annotator.heads h JOIN annotator.revisions r USING (annotator, document, rev) "
    "WHERE h.annotator = :name AND h.document = :document"
)
_DOCUMENTS = (
    "SELECT a.line, r.line FROM annotator.heads h JOIN annotator.articles a ON a.id = h.document "
    "JOIN annotator.revisions r USING (annotator, document, rev) "
    "WHERE h.annotator = :name AND h.status = ANY(:wanted) ORDER BY a.position"
)
_STATUSES = (
    "SELECT h.document, h.status FROM annotator.heads h JOIN annotator.articles a ON a.id = h.document "
    "WHERE h.annotator = :name AND h.rev > 0 ORDER BY a.position"
)
_SAVE = "SELECT standing, saved FROM annotator.save(%s, %s, %s, %s, %s, %s, %s, %s)"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Fork:
    """Two versions made from the same one: `mine` is the newer, `theirs` the one that was saved in between."""

    mine: Document
    theirs: Document


class TeamReader:
    """The records of one annotator, as far as this login may see them."""

    def __init__(self, store: TeamStore, name: str) -> None:
        self.name = name
        self._store = store
        self._server = store.server
        self._found: list[Problem] = []

    @property
    def place(self) -> str:
        """Where the records are, as messages name it."""
        return f"{self._store.place}#{self.name}"

    @property
    def document_ids(self) -> list[str]:
        """Ids of the documents that have a record, in corpus order."""
        return list(self.statuses())

    @property
    def problems(self) -> list[Problem]:
        """Records that turned out not to fit when they were read."""
        return list(self._found)

    def statuses(self) -> dict[str, Status]:
        """Return the status of every document that has a record, in corpus order."""
        return {row[0]: Status(row[1]) for row in self._server.rows(_STATUSES, {"name": self.name})}

    def history(self, document_id: str, stops: Callable[[], bool] = never) -> list[Revision]:
        """Return every version that was ever saved, oldest first."""
        rows = self._server.rows(
            "SELECT line FROM annotator.revisions WHERE annotator = :name AND document = :document ORDER BY rev",
            {"name": self.name, "document": document_id},
        )
        found: list[Revision] = []
        for row in rows:
            if stops():
                break
            document = read_record(parse_object(row[0].encode()), compare_ents=False).document
            change = describe_change(found[-1].document if found else None, document)
            found.append(Revision(document, document.saved_at, document.annotator, change, Path(self._store.place)))
        return found

    def load(self, document_id: str) -> Document:
        """Return the article with this annotator's record, or the bare article (NOT_STARTED) if there is none.

        Raises:
            WorkspaceError: there is no such article, or the record belongs to another text.
        """
        article = self._store.article(document_id)
        rows = self._server.rows(_HEAD, {"name": self.name, "document": document_id})
        if not rows:
            return Document(article.id, article.text, article.tokens, annotator=self.name, meta=article.meta)
        return self._joined(article, rows[0][0])

    def documents(self, status: StatusFilter = "done") -> Iterator[Document]:
        """Yield the documents with such a status, in corpus order, streaming; one that does not fit is a problem."""
        wanted = [str(each) for each in WANTED[status]]
        for article_line, line in self._server.stream(_DOCUMENTS, {"name": self.name, "wanted": wanted}):
            article = self._store.article_of(article_line)
            try:
                yield self._joined(article, line)
            except AnnotatorError as error:
                self._found.append(Problem.of(error, self._store.place))

    def forks(self) -> list[Fork]:
        """Return the pairs of versions that were made from the same one and that nobody has settled yet."""
        rows = self._server.rows(
            "SELECT r.line, t.line FROM annotator.revisions r JOIN annotator.revisions t "
            "ON t.annotator = r.annotator AND t.document = r.document AND t.rev = r.rev - 1 "
            "WHERE r.annotator = :name AND r.base <> r.rev - 1 AND NOT r.settled ORDER BY r.saved_at",
            {"name": self.name},
        )
        parsed = [
            [read_record(parse_object(line.encode()), compare_ents=False).document for line in row] for row in rows
        ]
        return [Fork(mine, theirs) for mine, theirs in parsed]

    def _joined(self, article: Article, line: str) -> Document:
        record = parse_object(line.encode())
        if record.get("text") != article.text:
            raise WorkspaceError(
                msg(
                    'the record of "{id}" belongs to another text than the corpus has: its offsets are not applied',
                    "запись «{id}» относится к другому тексту, чем в корпусе: её позиции не применены",
                    id=article.id,
                ),
                file=self._store.place,
            )
        document = read_record(record, tokens=article.tokens, compare_ents=False).document
        return document.replacing(tokens=article.tokens or document.tokens, annotator=self.name)

    def close(self) -> None:
        """Nothing is held."""


class TeamAnnotations(TeamReader):
    """The records of one annotator, open for writing over one connection that holds the annotator's lock.

    The lock goes with the connection. One that was lost is opened again; should another window have taken the lock
    meanwhile, both may save, and no version of either is overwritten: see `forks`.
    """

    def __init__(self, store: TeamStore, name: str, *, take_over: bool = False) -> None:
        super().__init__(store, name)
        self.notices: list[Message] = []
        self.on_alarm: Callable[[Alarm], None] = lambda alarm: self.notices.append(alarm.message)
        self.emergency = EmergencyCopy(store.layout.root, name)
        self._encoder = RecordEncoder()
        self._known: dict[str, tuple[int, int]] = {}  # revision and number of entities seen last
        self._unanswered: dict[str, set[uuid.UUID]] = {}  # saves that may have arrived without an answer
        self._writing = threading.RLock()
        self._closed = False
        self._take_over = take_over
        self._connection: Any = None
        self._link()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _link(self) -> None:
        """Open the connection and take the lock; raises WorkspaceLocked at the first time where it is taken."""
        first = self._connection is None
        with told(self._server.address):
            connection = self._server.connect()
            connection.autocommit = True
            free = self._take_lock(connection, until=time.monotonic() + (_GOODBYE if first else 0))
        self._connection = connection
        if free or self._take_over:
            return
        if first:
            connection.close()
            raise WorkspaceLocked(
                msg(
                    "the annotations of {name} are open elsewhere: close that window, or annotate under another name",
                    "разметка {name} открыта в другом месте: закройте то окно или размечайте под другим именем",
                    name=self.name,
                ),
                file=self._store.place,
            )

    def _take_lock(self, connection: Any, until: float) -> bool:
        """Take the annotator's lock; the server needs a moment to see that the window before this one is gone."""
        question, key = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (f"annotator:{self.name}",)
        while not (free := bool(connection.execute(question, key).fetchone()[0])) and time.monotonic() < until:
            time.sleep(0.05)
        return free

    def load(self, document_id: str) -> Document:
        """Return the article with the record, or the bare article; remembers the version for the next save."""
        document = super().load(document_id)
        self._known[document_id] = (document.rev, len(document.entities))
        if document.tokens:
            self._encoder.prepare(document)
        return document

    def save(self, document: Document, *, balance: int = 0) -> Document:
        """Keep a version of the document; the server's disk has it when this returns.

        Where somebody else saved the document since it was loaded here, both versions are kept, this one newest, and
        `notices` and `forks` tell.

        Raises:
            SaveError: it is not kept, and nothing is lost; `retry` where the server is only out of reach.
        """
        with self._writing:
            if self._closed:
                raise SaveError(msg("is closed already", "уже закрыт"), file=self._store.place, retry=False)
            try:
                saved, before = self._save(document)
            except SaveError:
                raise
            except WorkspaceError as error:
                raise unsaved(error) from error
        alarm = sudden_loss(saved.id, before, len(saved.entities), balance)
        if alarm is not None:
            self.on_alarm(alarm)
        return saved

    def _save(self, document: Document) -> tuple[Document, int]:
        base, before = self._known_there(document.id)
        expected = base
        while True:
            ready = self._stamped(document if expected == base else document.replacing(rev=0), expected)
            standing, kept = self._keep(ready, expected, base)
            if kept:
                break
            if self._is_ours(ready.id, standing):
                base = standing
            else:
                self._tell_fork(ready.id, expected, standing)
            expected = standing
        self._known[ready.id] = (ready.rev, len(ready.entities))
        self._unanswered.pop(ready.id, None)
        return ready, before

    def _keep(self, ready: Document, expected: int, base: int) -> tuple[int, bool]:
        """Send a save until the server answers; the same one again carries the same key and is kept once."""
        line = encoded(self._encoder, ready, self._store.place)
        key = uuid.uuid4()
        self._unanswered.setdefault(ready.id, set()).add(key)
        values = (ready.id, self.name, expected, ready.rev - 1 if base == expected else base)
        for left in range(_TRIES - 1, -1, -1):
            try:
                return self._send((*values, ready.rev, str(ready.status), line.decode(), key))
            except ServerGone:
                if not left or self._server.joined is not None:
                    raise
        raise AssertionError

    def _is_ours(self, document_id: str, rev: int) -> bool:
        """Tell whether a version is a save of ours that arrived although its answer did not."""
        rows = self._server.rows(
            "SELECT key FROM annotator.revisions WHERE annotator = :name AND document = :document AND rev = :rev",
            {"name": self.name, "document": document_id, "rev": rev},
        )
        return bool(rows) and rows[0][0] in self._unanswered.get(document_id, ())

    def _send(self, values: tuple[object, ...]) -> tuple[int, bool]:
        with told(self._server.address):
            standing, kept = self._writing_over().execute(_SAVE, values).fetchone()
            return int(standing), bool(kept)

    def _writing_over(self) -> Any:
        """Return the connection of the transaction that this is part of, else the one that holds the lock."""
        if (joined := self._server.joined) is not None:
            return joined.connection.driver_connection
        if self._connection.closed or self._connection.broken:
            self._link()
        return self._connection

    def _known_there(self, document_id: str) -> tuple[int, int]:
        if document_id not in self._known:
            rows = self._server.rows(_HEAD, {"name": self.name, "document": document_id})
            document = read_record(parse_object(rows[0][0].encode()), compare_ents=False).document if rows else None
            self._known[document_id] = (document.rev, len(document.entities)) if document else (0, 0)
        return self._known[document_id]

    def _stamped(self, document: Document, known: int) -> Document:
        try:
            article = self._store.article(document.id)
        except ServerGone:
            raise
        except WorkspaceError as error:
            raise SaveError(error.message, file=error.file, retry=False) from error
        return stamped(
            document, article, annotator=self.name, language=self._store.language, known=known, place=self._store.place
        )

    def made_from(self, document_id: str, rev: int) -> None:
        """Say which version the next save of a document was made from, where that is known from elsewhere."""
        self._known[document_id] = (rev, self._known.get(document_id, (0, 0))[1])

    def line_of(self, document: Document) -> bytes:
        """Return the line that `save` would write, for a copy elsewhere; raises SaveError if there is none."""
        ready = self._stamped(document, self._known.get(document.id, (document.rev, 0))[0])
        return encoded(self._encoder, ready, self._store.place)

    def _tell_fork(self, document_id: str, expected: int, standing: int) -> None:
        self.notices.append(
            msg(
                '"{id}" was saved elsewhere meanwhile (version {theirs} after {base}): yours is the newest, both are kept',
                "«{id}» тем временем сохранили в другом месте (версия {theirs} после {base}): ваша новее, хранятся обе",
                id=document_id,
                theirs=standing,
                base=expected,
            )
        )

    def settle(self, document_id: str) -> None:
        """Note that a person has seen both versions of a document and chosen."""
        self._server.run(
            "UPDATE annotator.revisions SET settled = true WHERE annotator = :name AND document = :document",
            {"name": self.name, "document": document_id},
        )

    def close(self) -> None:
        """Give the lock back; twice does nothing."""
        with self._writing:
            if not self._closed:
                self._closed = True
                self._connection.close()
