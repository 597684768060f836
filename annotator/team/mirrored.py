"""A team's workspace as the window opens it: the copy on this computer, whose saves go on to the server."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.domain import Document, LabelScheme
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, Message, msg
from annotator.team.address import Address
from annotator.team.errors import ServerGone
from annotator.team.mirror import Journal, Mirror
from annotator.team.records import Fork, TeamAnnotations
from annotator.team.store import TeamStore
from annotator.workspace.annotations import Annotations
from annotator.workspace.appendlog import keep_beside
from annotator.workspace.article import Article
from annotator.workspace.corpus import AddReport
from annotator.workspace.emergency import EmergencyCopy
from annotator.workspace.errors import SaveError, WorkspaceError, WorkspaceLocked, save_error
from annotator.workspace.jsonl import parse_object
from annotator.workspace.names import GOLD
from annotator.workspace.scheme_change import Rename, RenameReport
from annotator.workspace.workspace import Workspace


class _InTheCopy(EmergencyCopy):
    """Unsent work lies in the copy already: nothing else needs to be kept."""

    def write(self, lines: Iterable[bytes]) -> Path | None:
        """Return the annotator's file, which holds these lines."""
        del lines
        return self.workspace / "annotations" / f"{self.annotator}.jsonl"

    def read(self) -> list[Document]:
        """Return nothing: what is unsent is read from the file."""
        return []

    def clear(self) -> None:
        """Leave everything."""


class MirroredAnnotations(Annotations):
    """One annotator's records: every save is durable in the copy first, and then on the server.

    While the server cannot be reached, `save` raises a SaveError that says so, `kept_at` names the copy, and the
    saver tries again; the work itself goes on.
    """

    mirror: Mirror
    journal: Journal
    remote: TeamAnnotations | None = None
    _store: TeamStore | None = None

    def join(self, mirror: Mirror, store: TeamStore | None) -> None:
        """Take up the connection, and send what an earlier time without one left behind."""
        self.mirror, self._store = mirror, store
        self.journal = Journal(mirror.layout, self.name)
        self.emergency = _InTheCopy(mirror.layout.root, self.name)
        self._revs = mirror.revs(self.name)
        self._sent: dict[str, Document] = {}
        self._kept: dict[str, Document] = {}  # as given to `save`, in the copy but not on the server
        if store is not None:
            with contextlib.suppress(ServerGone, SaveError):
                self._linked()
                self.send_unsent()

    @property
    def online(self) -> bool:
        """Whether the last try reached the server."""
        return self.remote is not None

    def save(self, document: Document, *, balance: int = 0) -> Document:
        """Keep a version here and on the server; see the class for what is raised meanwhile."""
        with self._writing:
            saved = self._keep_here(document, balance)
            try:
                self._send(saved)
            except WorkspaceError as error:
                raise self._waiting(error) from error
            self._kept.pop(document.id, None)
            return saved

    def _keep_here(self, document: Document, balance: int) -> Document:
        if self._kept.get(document.id) is document:  # tried again: it is in the copy already
            return self._sent[document.id]
        self.journal.mark(document.id, self._revs.get(document.id, 0))
        saved = super().save(document, balance=balance)
        self._kept[document.id], self._sent[document.id] = document, saved
        return saved

    def _waiting(self, error: WorkspaceError) -> SaveError:
        gone = isinstance(error, ServerGone) or (isinstance(error, SaveError) and error.retry)
        if gone:
            self._hang_up()
        return SaveError(
            msg(
                "kept on this computer, the server gets it as soon as it can be reached ({reason})",
                "сохранено на этом компьютере, на сервер уйдёт, как только он станет доступен ({reason})",
                reason=error.message,
            )
            if gone
            else error.message,
            file=self.mirror.address.url,
            kept_at=self.path,
            retry=gone,
            safe=gone,
        )

    def _send(self, saved: Document) -> None:
        remote = self._linked()
        remote.made_from(saved.id, self.journal.unsent.get(saved.id, self._revs.get(saved.id, 0)))
        sent = remote.save(saved.replacing(rev=saved.rev - 1))
        self._revs[saved.id] = sent.rev
        self.journal.clear(saved.id)
        remote.notices.clear()  # of meetings with other windows, which `forks` tells with both versions

    def _linked(self) -> TeamAnnotations:
        if self.remote is None:
            if self._store is None:
                self._store = TeamStore.open(self.mirror.address)
            self.remote = self._store.annotations(self.name)
            self.remote.on_alarm = lambda _alarm: None  # told here already
        return self.remote

    def _hang_up(self) -> None:
        remote, self.remote = self.remote, None
        if remote is not None:
            with contextlib.suppress(Exception):
                remote.close()

    def send_unsent(self, store: TeamStore | None = None) -> list[Fork]:
        """Send everything that the server has not got; return the documents that were changed on both sides.

        Raises:
            ServerGone: it cannot be reached; what was sent by then is there.
        """
        with self._writing:
            self._store = store or self._store
            for document_id in list(self.journal.unsent):
                with contextlib.suppress(SaveError):
                    self._send(self.load(document_id))
            return self._linked().forks()

    def forks(self) -> list[Fork]:
        """Return the documents of which the server holds two versions made from the same one, not settled yet."""
        return self.remote.forks() if self.remote is not None else []

    def catch_up(self, store: TeamStore) -> list[str]:
        """Bring everything that other windows of this annotator saved into the copy; return the documents.

        Raises:
            ServerGone: the server cannot be reached now.
        """
        self._store = store
        sql = "SELECT document, rev FROM annotator.heads WHERE annotator = :name AND rev > 0"
        there = {row[0]: int(row[1]) for row in store.server.rows(sql, {"name": self.name})}
        return [document_id for document_id, rev in there.items() if self.take_in(document_id, rev)]

    def take_in(self, document_id: str, rev: int) -> bool:
        """Bring a version that another window of this annotator saved into the copy; unsent work here stays."""
        with self._writing:
            if self._revs.get(document_id, 0) >= rev or document_id in self.journal.unsent or self._store is None:
                return False
            for line in self.mirror.lines(self._store, self.name, [document_id]):
                document = read_record(parse_object(line.encode()), compare_ents=False).document
                super().save(document.replacing(rev=document.rev - 1))
                self._revs[document_id] = rev
            return True

    def close(self, *, tidy: bool | None = None) -> None:
        """Close file and connection; what is unsent stays in the copy and in the journal."""
        super().close(tidy=tidy)
        self._hang_up()
        with contextlib.suppress(AnnotatorError):
            self.mirror.keep_revs(self.name, self._revs)


def _only_leads(name: str) -> Message:
    if name == GOLD:
        return msg("only leads of the team adjudicate", "разметку согласуют только руководители команды")
    return msg(
        "on the team's server only {name} and leads write there",
        "на сервере команды там пишут только {name} и руководители",
        name=name,
    )


class MirroredWorkspace(Workspace):
    """The copy of a team's workspace. `offline` says why the server could not be reached at the start, or is None."""

    writer = MirroredAnnotations
    store: TeamStore | None = None
    mirror: Mirror
    offline: Any = None

    @classmethod
    def open_address(cls, address: Address) -> MirroredWorkspace:
        """Bring the copy up to date and open it; without the server, open what the last time left.

        Raises:
            ServerGone: the server cannot be reached and there is no copy yet.
            WorkspaceError: the server refuses, or the copy cannot be used.
        """
        mirror, store, reason = Mirror(address), None, None
        try:
            store = TeamStore.open(address)
            mirror.pull(store)
        except ServerGone as error:
            if not mirror.exists:
                raise
            store, reason = None, error.message
        opened = cls.open(mirror.layout.root)
        assert isinstance(opened, MirroredWorkspace)
        opened.mirror, opened.store, opened.offline = mirror, store, reason
        return opened

    @property
    def place(self) -> str:
        """The server's address without the password."""
        return self.mirror.address.url

    @property
    def leads(self) -> bool:
        """Whether this login may change what everybody shares, as far as is known here."""
        return self.mirror.leads

    def connected(self) -> TeamStore:
        """Return the server's side.

        Raises:
            ServerGone: it cannot be reached now.
        """
        if self.store is None:
            self.store = TeamStore.open(self.mirror.address)
        return self.store

    def add_articles(self, articles: Iterable[Article]) -> AddReport:
        """Add articles on the server, and take them into the copy.

        Raises:
            WorkspaceError: the server is out of reach, or the login is no lead's; nothing is added.
        """
        store = self.connected()
        report = store.add_articles(articles)
        self.mirror.pull(store)
        self.refresh()
        return report

    def set_scheme(self, scheme: LabelScheme) -> None:
        """Keep another scheme, on the server and here; see `change_scheme`."""
        self.change_scheme(scheme)

    def change_scheme(
        self,
        scheme: LabelScheme,
        *,
        made_from: LabelScheme | None = None,
        renames: Sequence[Rename] = (),
        without: Collection[str] = (),
    ) -> RenameReport:
        """Keep another scheme and rename labels in the records of all but `without`, on the server and then here.

        Raises:
            ChangedMeanwhileError: the server's scheme is no longer the one that this one was made from.
            WorkspaceError: the server is out of reach, or the login is no lead's; nothing is changed.
        """
        report = self.connected().change_scheme(scheme, made_from=made_from, renames=renames, without=without)
        with contextlib.suppress(WorkspaceLocked):  # the copy is being brought up to date, with this scheme
            super().set_scheme(scheme)
        self._scheme = scheme
        return report

    def set_guidelines(self, text: str, *, keep: bool = False, made_from: str | None = None) -> None:
        """Keep other guidelines, on the server and here; with `keep` those of `made_from` stay in a file of the copy.

        Raises:
            ChangedMeanwhileError: the server's are no longer those that these were made from.
            WorkspaceError: the server is out of reach, or the login is no lead's; nothing is changed.
        """
        store = self.connected()
        if keep and made_from is not None:
            try:
                keep_beside(self.layout.guidelines, "theirs", [made_from.encode()])
            except OSError as error:
                raise save_error(error, self.layout.guidelines) from error
        store.set_guidelines(text, made_from=made_from)
        with contextlib.suppress(WorkspaceLocked):  # the copy is being brought up to date, with this text
            super().set_guidelines(text)

    def write_assignments(self, dealt: Mapping[str, Sequence[str]]) -> None:
        """Keep who is to annotate which document, on the server and here.

        Raises:
            WorkspaceError: the server is out of reach, or the login is no lead's.
        """
        self.connected().write_assignments(dealt)
        super().write_assignments(dealt)

    def annotations(self, name: str, *, take_over: bool = False) -> Annotations:
        """Open an annotator's records for writing, here and on the server.

        Raises:
            WorkspaceLocked: another window writes there, on this computer or another, or the server lets this login
                write as somebody else only.
        """
        if not self.mirror.writes_as(name):
            raise WorkspaceLocked(_only_leads(name), file=self.place)
        opened = super().annotations(name, take_over=take_over)
        assert isinstance(opened, MirroredAnnotations)
        try:
            opened.join(self.mirror, self.store)
        except BaseException:
            opened.close(tidy=False)
            raise
        return opened
