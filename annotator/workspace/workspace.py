"""The workspace: a folder of plain files that holds articles and everybody's annotations."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain import LabelScheme
from annotator.messages import AnnotatorError, msg
from annotator.workspace.annotations import Annotations
from annotator.workspace.appendlog import keep_beside
from annotator.workspace.article import Article
from annotator.workspace.assignments import read_assignments
from annotator.workspace.backups import Backups
from annotator.workspace.corpus import AddReport, Corpus
from annotator.workspace.creating import create_files
from annotator.workspace.errors import WorkspaceError, save_error
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import dump
from annotator.workspace.layout import Layout
from annotator.workspace.lock import FileLock
from annotator.workspace.migrations import migrate
from annotator.workspace.names import GOLD, check_annotator_name
from annotator.workspace.reader import AnnotationReader
from annotator.workspace.scheme_file import find_scheme, read_scheme, write_scheme
from annotator.workspace.settings import Settings, read_settings, set_value
from annotator.workspace.undo import UndoStore

if TYPE_CHECKING:
    from annotator.workspace.store import LinesUpdate


class Workspace:
    """An open workspace. Opening takes no lock and writes nothing that matters."""

    writer: type[Annotations] = Annotations

    def __init__(self, path: Path, settings: Settings, scheme: LabelScheme) -> None:
        self.path = path
        self.layout = Layout(path)
        self.settings = settings
        self._scheme = scheme
        self._corpus = Corpus(self.layout.corpus, self.layout.index("corpus"), settings.language)

    # -- opening and creating -----------------------------------------------------------------------------------------

    @classmethod
    def open(cls, path: str | Path) -> Workspace:
        """Open the workspace in a folder.

        Raises:
            WorkspaceError: there is none, or one of its files cannot be used; one line with file and line.
        """
        layout = Layout(Path(path))
        if not layout.settings.is_file():
            raise WorkspaceError(
                msg(
                    "is no workspace (it has no annotator.toml): make one with “annotator init”",
                    "это не проект (нет annotator.toml): создайте его командой «annotator init»",
                ),
                file=path,
            )
        settings = read_settings(layout.settings)
        if migrate(layout.root, settings.format) != settings.format:
            settings = read_settings(layout.settings)
        scheme = _scheme_of(layout, settings)
        if not layout.corpus.exists():
            raise WorkspaceError(
                msg(
                    "is missing: bring it back, or make an empty file if there are no articles yet",
                    "нет файла: верните его или создайте пустой, если статей ещё нет",
                ),
                file=layout.corpus,
            )
        try:
            return cls(Path(path), settings, scheme)
        except WorkspaceError:
            raise
        except AnnotatorError as error:
            raise WorkspaceError(error.message, file=error.file, line=error.line) from error

    @classmethod
    def create(
        cls,
        path: str | Path,
        *,
        scheme: LabelScheme | str | Path = "news-ru",
        language: str = "ru",
        name: str = "",
    ) -> Workspace:
        """Make a workspace in a new or existing folder and open it. `scheme`: a scheme, a name of ours, or a file.

        Raises:
            WorkspaceError: there is a workspace already, or the folder cannot be written.
            SchemeError: the scheme is none.
        """
        create_files(Path(path), scheme=find_scheme(scheme), language=language, name=name)
        return cls.open(path)

    # -- what it is -----------------------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """Where it is, as messages name it."""
        return str(self.path)

    @property
    def name(self) -> str:
        """The workspace's name."""
        return self.settings.name

    @property
    def language(self) -> str:
        """The articles' language, as a code that spaCy knows."""
        return self.settings.language

    @property
    def scheme(self) -> LabelScheme:
        """The label scheme; its overlap is that of annotator.toml."""
        return self._scheme

    @property
    def guidelines(self) -> str:
        """The text of guidelines.md, or "" if there is none."""
        with contextlib.suppress(FileNotFoundError):
            return self.layout.guidelines.read_text(encoding="utf-8-sig", errors="replace")
        return ""

    def set_guidelines(self, text: str, *, keep: bool = False) -> None:
        """Write guidelines.md; with `keep` the text that stands there stays in a file beside.

        Raises:
            WorkspaceLocked: another process changes corpus or scheme now.
            SaveError: the disk did not take it; the old text is untouched.
        """
        path = self.layout.guidelines
        with self._corpus_lock():
            if keep and path.exists():
                try:
                    keep_beside(path, "theirs", [path.read_bytes()])
                except OSError as error:
                    raise save_error(error, path) from error
            replace_file(path, [text.encode()])

    @property
    def annotators(self) -> tuple[str, ...]:
        """Everybody named in annotator.toml or with a file of annotations, without gold."""
        names = dict.fromkeys([*self.settings.annotators, *self.layout.annotation_names()])
        return tuple(name for name in names if name != GOLD)

    @property
    def has_gold(self) -> bool:
        """Whether the adjudicated set holds a record."""
        return self.layout.annotations(GOLD).exists() and bool(self.read(GOLD).document_ids)

    # -- articles -----------------------------------------------------------------------------------------------------

    @property
    def document_ids(self) -> Sequence[str]:
        """Ids of all articles, in corpus order."""
        return self._corpus.ids

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._corpus

    def article(self, identifier: str) -> Article:
        """Return an article; raises WorkspaceError if there is none with this id."""
        return self._corpus.article(identifier)

    @property
    def corpus(self) -> Corpus:
        """The articles' file, for those who read all of it."""
        return self._corpus

    def raw_article(self, identifier: str) -> dict[str, Any]:
        """Return an article's line as it stands in the file, unchecked, for lists of many.

        Raises:
            AnnotatorError: the line is no JSON object.
        """
        return self._corpus.lines.unchecked(self._corpus.lines.index.latest[identifier])

    def articles(self) -> Iterator[Article]:
        """Yield all articles in corpus order."""
        return self._corpus.articles()

    def add_articles(self, articles: Iterable[Article]) -> AddReport:
        """Add articles; one whose id is known with the same text is reported, with another text refused.

        Raises:
            WorkspaceLocked: another process changes corpus or scheme now.
            SaveError: the disk did not take them; the corpus is as it was.
        """
        with self._corpus_lock():
            return self._corpus.add(articles)

    def together(self) -> AbstractContextManager[None]:
        """Give a block in which every step is kept by itself, as files are."""
        return contextlib.nullcontext()

    def update_suggestions(self, stem: str, documents: Sequence[str], update: LinesUpdate) -> bool:
        """Do nothing and return False: suggestions lie in files here."""
        del stem, documents, update
        return False

    def tokenize_missing(self, progress: Callable[[str], None] | None = None) -> int:
        """Tokenize the articles that have no tokens yet and keep them in the corpus; return how many. Loads spaCy.

        Raises:
            WorkspaceLocked: another process changes corpus or scheme now.
        """
        with self._corpus_lock():
            return self._corpus.tokenize_missing(progress)

    def refresh(self) -> None:
        """Take in articles, settings and labels that another process has changed since this workspace was opened."""
        fresh = Workspace.open(self.path)
        self.settings, self._scheme = fresh.settings, fresh.scheme
        self._corpus.refresh()

    def assignments(self) -> dict[str, tuple[str, ...]]:
        """Return who is to annotate which document; empty where assignments.jsonl is missing."""
        return read_assignments(self.layout.assignments)

    def write_assignments(self, dealt: Mapping[str, Sequence[str]]) -> None:
        """Write assignments.jsonl, one line for each document, so that a crash leaves the old file or the new one.

        Raises:
            SaveError: the disk did not take it; the old file is untouched.
        """
        lines = (dump({"document": document, "annotators": list(names)}) + b"\n" for document, names in dealt.items())
        replace_file(self.layout.assignments, lines)

    # -- scheme -------------------------------------------------------------------------------------------------------

    def scheme_in_file(self) -> LabelScheme:
        """Return the scheme as the file has it now: another process may have changed it since it was read here.

        Raises:
            AnnotatorError: there is none any more, or it is damaged.
        """
        return _scheme_of(self.layout, self.settings)

    def set_scheme(self, scheme: LabelScheme) -> None:
        """Write another scheme. Annotations are never touched, also where they no longer fit.

        Raises:
            WorkspaceLocked: another process changes corpus or scheme now.
            SaveError: the disk did not take it; the scheme is as it was.
        """
        with self._corpus_lock():
            self._write_scheme(scheme)

    def _write_scheme(self, scheme: LabelScheme) -> None:
        write_scheme(self.layout.scheme, scheme)
        if self.settings.overlap is not None and self.settings.overlap is not scheme.overlap:
            set_value(self.layout.settings, "overlap", str(scheme.overlap))
            self.settings = replace(self.settings, overlap=scheme.overlap)
        self._scheme = scheme

    def extend_scheme(self, entities: Iterable[str] = (), relations: Iterable[str] = ()) -> LabelScheme:
        """Add labels that the scheme does not list yet, write it if that changed it, and return it.

        The labels join the scheme as it stands in the file now, so that those of another process stay.
        """
        entities, relations = tuple(entities), tuple(relations)
        if self._scheme.with_labels(entities, relations) is self._scheme:
            return self._scheme
        with self._corpus_lock():
            there = _scheme_of(self.layout, self.settings)
            extended = there.with_labels(entities, relations)
            if extended is not there:
                self._write_scheme(extended)
            self._scheme = extended
        return extended

    @contextlib.contextmanager
    def _corpus_lock(self) -> Iterator[None]:
        lock = FileLock(self.layout.lock("corpus"), msg("the corpus", "корпус"))
        lock.take()
        try:
            yield
        finally:
            lock.give_back()

    # -- annotations ----------------------------------------------------------------------------------------------------

    def annotations(self, name: str, *, take_over: bool = False) -> Annotations:
        """Open an annotator's file for writing and take its lock.

        `take_over` ignores a lock held on another machine, once a person said that nobody works there.

        Raises:
            WorkspaceLocked: another process writes there now.
            WorkspaceError: the name cannot be an annotator's, or the file cannot be opened.
        """
        check_annotator_name(name)
        lock = FileLock(
            self.layout.lock(f"annotations-{name}"),
            msg("the annotations of {name}", "разметка {name}", name=name),
        )
        lock.take(take_over=take_over)
        try:
            return self.writer(
                self._corpus,
                self.layout.annotations(name),
                self.layout.index(f"annotations-{name}"),
                name,
                lock=lock,
                backups=Backups(self.layout.backups(name)),
            )
        except BaseException:
            lock.give_back()
            raise

    def read(self, name: str) -> AnnotationReader:
        """Open an annotator's file for reading; takes no lock, and there need not be a file."""
        check_annotator_name(name)
        return AnnotationReader(
            self._corpus,
            self.layout.annotations(name),
            self.layout.index(f"annotations-{name}"),
            name,
            Backups(self.layout.backups(name)),
        )

    def undo(self, name: str) -> UndoStore:
        """Return the store of an annotator's undo histories."""
        return UndoStore(self.layout.undo(check_annotator_name(name)))


def _scheme_of(layout: Layout, settings: Settings) -> LabelScheme:
    """Return the scheme in the file, with the overlap of annotator.toml."""
    scheme = read_scheme(layout.scheme)
    return scheme if settings.overlap is None else replace(scheme, overlap=settings.overlap)
