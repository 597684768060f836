"""What a workspace answers wherever it is kept: in a folder of files, or on a team's server.

The window, the commands, agreement and training ask only this of a workspace. `annotator.workspace.Workspace` keeps it
in files, `annotator.team.store.TeamStore` in PostgreSQL; one suite of tests runs over both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

from annotator.domain import Document, LabelScheme, Status
from annotator.messages import Message
from annotator.workspace.alarm import Alarm
from annotator.workspace.article import Article
from annotator.workspace.corpus import AddReport
from annotator.workspace.history import Revision, never
from annotator.workspace.layout import Layout
from annotator.workspace.problem import Problem
from annotator.workspace.reader import StatusFilter
from annotator.workspace.undo import UndoStore

LinesUpdate = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]


class Reader(Protocol):
    """One annotator's records, for reading."""

    name: str

    @property
    def place(self) -> str:
        """Where the records are, as messages name it."""
        ...

    @property
    def document_ids(self) -> list[str]:
        """Ids of the documents that have a record, in corpus order."""
        ...

    @property
    def problems(self) -> list[Problem]:
        """Records that could not be used."""
        ...

    def statuses(self) -> dict[str, Status]:
        """Return the status of every document that has a record, in corpus order."""
        ...

    def history(self, document_id: str, stops: Callable[[], bool] = never) -> list[Revision]:
        """Return the versions of a document that are still kept, oldest first."""
        ...

    def load(self, document_id: str) -> Document:
        """Return the article with this annotator's record, or the bare article; raises WorkspaceError."""
        ...

    def documents(self, status: StatusFilter = "done") -> Iterator[Document]:
        """Yield the documents with such a status, in corpus order, a few in memory at a time."""
        ...

    def close(self) -> None:
        """Let go of what it holds; a second time does nothing."""
        ...


class Writer(Reader, Protocol):
    """One annotator's records, open for writing: one writer for an annotator at a time."""

    notices: list[Message]
    on_alarm: Callable[[Alarm], None]

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def save(self, document: Document, *, balance: int = 0) -> Document:
        """Keep a version; it is durable when this returns. Raises SaveError, and then nothing is lost."""
        ...

    def line_of(self, document: Document) -> bytes:
        """Return the line that `save` would write, for a copy elsewhere; raises SaveError if there is none."""
        ...


class Store(Protocol):
    """An open workspace."""

    @property
    def place(self) -> str:
        """Where it is, as messages name it: a folder, or a server's address without the password."""
        ...

    @property
    def layout(self) -> Layout:
        """The folder on this computer for caches, undo steps and suggestions; of a folder's workspace, the folder."""
        ...

    @property
    def name(self) -> str:
        """The workspace's name."""
        ...

    @property
    def language(self) -> str:
        """The articles' language, as a code that spaCy knows."""
        ...

    @property
    def scheme(self) -> LabelScheme:
        """The label scheme."""
        ...

    @property
    def guidelines(self) -> str:
        """The guidelines' text, or ""."""
        ...

    @property
    def annotators(self) -> tuple[str, ...]:
        """Everybody who annotates here, without gold."""
        ...

    @property
    def has_gold(self) -> bool:
        """Whether the adjudicated set holds a record."""
        ...

    @property
    def document_ids(self) -> Sequence[str]:
        """Ids of all articles, in corpus order."""
        ...

    def __contains__(self, identifier: str) -> bool: ...

    def article(self, identifier: str) -> Article:
        """Return an article; raises WorkspaceError if there is none with this id."""
        ...

    def articles(self) -> Iterator[Article]:
        """Yield all articles in corpus order, a few in memory at a time."""
        ...

    def add_articles(self, articles: Iterable[Article]) -> AddReport:
        """Add articles: all of those that are new, or none where it raises."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Make one step of all that is done in the block, where the store can: kept at its end, or nothing of it."""
        ...

    def update_suggestions(self, stem: str, documents: Sequence[str], update: LinesUpdate) -> bool:
        """Change a source's suggestions for these articles where they are kept elsewhere than in a file of `layout`.

        `update` is given the lines that are there, by document, and returns those to keep. False: nothing was done,
        since the suggestions lie in a file.
        """
        ...

    def tokenize_missing(self, progress: Callable[[str], None] | None = None) -> int:
        """Tokenize the articles that have no tokens yet; return how many."""
        ...

    def refresh(self) -> None:
        """Take in articles, settings and labels that others have changed."""
        ...

    def assignments(self) -> dict[str, tuple[str, ...]]:
        """Return who is to annotate which document; empty where nothing is dealt out."""
        ...

    def write_assignments(self, dealt: Mapping[str, Sequence[str]]) -> None:
        """Keep who is to annotate which document, instead of what was kept before."""
        ...

    def set_scheme(self, scheme: LabelScheme) -> None:
        """Keep another scheme; annotations are never touched."""
        ...

    def extend_scheme(self, entities: Iterable[str] = (), relations: Iterable[str] = ()) -> LabelScheme:
        """Add labels that the scheme does not list yet, and return it."""
        ...

    def annotations(self, name: str, *, take_over: bool = False) -> Writer:
        """Open an annotator's records for writing; raises WorkspaceLocked where somebody else does."""
        ...

    def read(self, name: str) -> Reader:
        """Open an annotator's records for reading; takes no lock."""
        ...

    def undo(self, name: str) -> UndoStore:
        """Return the store of an annotator's undo histories, on this computer."""
        ...
