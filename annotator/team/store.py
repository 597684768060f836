"""A workspace on a team's server, behind the calls of one in a folder."""

from __future__ import annotations

import contextlib
import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain import LabelScheme, scheme_from_json, scheme_to_json
from annotator.domain.record import text_hash
from annotator.messages import AnnotatorError, Message, msg
from annotator.team.address import Address, read_address
from annotator.team.connection import BATCH, Server
from annotator.team.creating import FORMAT, REVISION, bring_up_to_date, create_workspace
from annotator.team.errors import ServerGone, ServerRefused
from annotator.team.queue import Queue
from annotator.team.records import TeamAnnotations, TeamReader
from annotator.team.renaming import rename_labels
from annotator.team.shared import ChangedMeanwhileError, keep_setting, read_setting
from annotator.team.suggestions import update_suggestions
from annotator.text.tokenizing import tokenize
from annotator.workspace.article import Article, read_article
from annotator.workspace.corpus import AddReport
from annotator.workspace.errors import SaveError, WorkspaceError, WorkspaceLocked
from annotator.workspace.jsonl import dump, parse_object
from annotator.workspace.layout import Layout
from annotator.workspace.names import GOLD, check_annotator_name
from annotator.workspace.problem import Problem
from annotator.workspace.scheme_change import Rename, RenameReport
from annotator.workspace.settings import require_known_format
from annotator.workspace.store import LinesUpdate
from annotator.workspace.undo import UndoStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT = 64  # parsed articles in memory
_FROM = "SELECT line FROM annotator.articles"
_CORPUS_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('annotator:corpus', 0))"


class TeamStore:
    """An open workspace on a server. Opening takes no lock."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.queue = Queue(server)
        self.layout = Layout(server.address.folder)
        self._recent: OrderedDict[str, Article] = OrderedDict()
        self._settings: dict[str, str] = {}
        try:
            self._load_settings()
            if int(self._settings.get("revision", 1)) < REVISION and bring_up_to_date(server):
                self._load_settings()
        except BaseException:
            server.close()
            raise

    # -- opening and creating -----------------------------------------------------------------------------------------

    @classmethod
    def open(cls, url: str | Address) -> TeamStore:
        """Open the workspace at an address.

        Raises:
            ServerGone: the server cannot be reached now.
            WorkspaceError: the address is none, the server refuses, or the database holds no workspace.
        """
        return cls(Server(url if isinstance(url, Address) else read_address(url)))

    @classmethod
    def create(
        cls, url: str | Address, *, scheme: LabelScheme | str | Path = "news-ru", language: str = "ru", name: str = ""
    ) -> TeamStore:
        """Make a workspace in an empty database and open it.

        Raises:
            WorkspaceError: there is one already, or the login may not make one.
        """
        server = Server(url if isinstance(url, Address) else read_address(url))
        try:
            create_workspace(server, scheme=scheme, language=language, name=name)
        except BaseException:
            server.close()
            raise
        return cls(server)

    def __repr__(self) -> str:
        return f"TeamStore({self.place!r})"

    def close(self) -> None:
        """Close all connections."""
        self.server.close()

    def _load_settings(self) -> None:
        try:
            self._settings = dict(map(tuple, self.server.rows("SELECT key, value FROM annotator.settings")))
        except ServerRefused as error:
            raise (self._shut_out(error) if error.forbidden else error) from None
        require_known_format(int(self._settings.get("format", FORMAT)), FORMAT, file=self.place)
        self.__dict__.pop("scheme", None)
        self.__dict__.pop("document_ids", None)

    def _shut_out(self, error: ServerRefused) -> ServerRefused:
        text = msg(
            "you are no member of this team: ask its lead to let you in",
            "вы не участник этой команды: попросите руководителя добавить вас",
        )
        return ServerRefused(text, file=self.place, state=error.state)

    # -- what it is -----------------------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """The server's address without the password."""
        return str(self.server.address)

    @property
    def identity(self) -> str:
        """What tells this workspace from another that was made later at the same address."""
        return self._settings.get("id", "")

    @property
    def name(self) -> str:
        """The workspace's name."""
        return self._settings["name"]

    @property
    def language(self) -> str:
        """The articles' language, as a code that spaCy knows."""
        return self._settings["language"]

    @cached_property
    def scheme(self) -> LabelScheme:
        """The label scheme."""
        return scheme_from_json(json.loads(self._settings["scheme"]))

    @property
    def guidelines(self) -> str:
        """The guidelines' text, or ""."""
        return self._settings.get("guidelines", "")

    @property
    def blind(self) -> bool:
        """Whether annotators see others' work only after adjudication."""
        return self._settings.get("blind") == "true"

    @property
    def is_lead(self) -> bool:
        """Whether this login leads or owns the workspace."""
        return bool(self.server.rows("SELECT annotator.is_lead()")[0][0])

    @property
    def me(self) -> str:
        """The annotator that this login writes as, or "" where it is nobody's."""
        return str(self.server.rows("SELECT coalesce(annotator.me(), '')")[0][0])

    @property
    def annotators(self) -> tuple[str, ...]:
        """Everybody who is a member or has a record that this login may see, without gold."""
        rows = self.server.rows(
            "SELECT annotator FROM annotator.members WHERE NOT lead UNION "
            "SELECT DISTINCT annotator FROM annotator.heads WHERE rev > 0 ORDER BY 1"
        )
        return tuple(row[0] for row in rows if row[0] != GOLD)

    @property
    def has_gold(self) -> bool:
        """Whether the adjudicated set holds a record that this login may see."""
        sql = "SELECT EXISTS (SELECT 1 FROM annotator.heads WHERE annotator = :gold AND rev > 0)"
        return bool(self.server.rows(sql, {"gold": GOLD})[0][0])

    def set(self, key: str, value: str) -> None:
        """Change a setting: name, guidelines, blind; raises WorkspaceError where the login is no lead's."""
        with self.server.work() as connection:
            keep_setting(connection, key, value)
        self._load_settings()

    def set_guidelines(self, text: str, *, made_from: str | None = None) -> None:
        """Keep other guidelines.

        Raises:
            ChangedMeanwhileError: they no longer say what `made_from` says; nothing is kept.
            WorkspaceError: the login is no lead's.
        """
        with self.server.work() as connection:
            theirs = read_setting(connection, "guidelines")
            if made_from is not None and theirs not in {made_from, text}:
                raise ChangedMeanwhileError(theirs, file=self.place)
            keep_setting(connection, "guidelines", text)
        self._load_settings()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make one step of all that is done in the block: it is kept at its end, or nothing of it.

        Raises:
            ServerGone: the server went away; nothing is kept.
            WorkspaceError: the server refuses; nothing is kept.
        """
        try:
            with self.server.together():
                yield
        except (ServerGone, SaveError) as error:
            if not (isinstance(error, ServerGone) or error.retry):
                raise
            text = msg(
                "nothing of it was kept, do it again later ({reason})",
                "ничего из этого не сохранено, повторите позже ({reason})",
                reason=error.message,
            )
            raise ServerGone(text, file=self.place) from error

    # -- articles -----------------------------------------------------------------------------------------------------

    @cached_property
    def document_ids(self) -> Sequence[str]:
        """Ids of all articles, in corpus order, as of the last refresh."""
        return tuple(row[0] for row in self.server.rows("SELECT id FROM annotator.articles ORDER BY position"))

    def __contains__(self, identifier: str) -> bool:
        return bool(self._lines([identifier]))

    def article(self, identifier: str) -> Article:
        """Return an article; raises WorkspaceError if there is none with this id."""
        if identifier in self._recent:
            return self._recent[identifier]
        lines = self._lines([identifier])
        if not lines:
            raise WorkspaceError(
                msg('the corpus has no article "{id}"', "в корпусе нет статьи «{id}»", id=identifier), file=self.place
            )
        article = self._recent[identifier] = self.article_of(lines[0])
        if len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        return article

    def _lines(self, identifiers: list[str]) -> list[str]:
        return [row[0] for row in self.server.rows(f"{_FROM} WHERE id = ANY(:ids)", {"ids": identifiers})]

    def article_of(self, line: str) -> Article:
        """Return the article of a line; raises WorkspaceError where it is none."""
        try:
            return read_article(parse_object(line.encode()))
        except AnnotatorError as error:
            raise WorkspaceError(error.message, file=self.place) from error

    def articles(self) -> Iterator[Article]:
        """Yield all articles in corpus order, streaming."""
        for (line,) in self.server.stream(f"{_FROM} ORDER BY position"):
            yield self.article_of(line)

    def add_articles(self, articles: Iterable[Article]) -> AddReport:
        """Add articles in one transaction; one whose id is known with the same text is reported, another text refused.

        Raises:
            WorkspaceLocked: somebody else changes corpus or scheme now.
            WorkspaceError: the server did not take them; the corpus is as it was.
        """
        report = AddReport()
        with self._corpus_work() as connection:
            batch: list[Article] = []
            for article in articles:
                batch.append(article)
                if len(batch) >= BATCH:
                    self._add(connection, batch, report)
                    batch = []
            self._add(connection, batch, report)
        self._load_settings()
        return report

    def _add(self, connection: Connection, batch: list[Article], report: AddReport) -> None:
        from sqlalchemy import text

        if not batch:
            return
        ids = list({article.id for article in batch})
        known = dict(
            map(
                tuple,
                connection.execute(
                    text("SELECT id, text_hash FROM annotator.articles WHERE id = ANY(:ids)"), {"ids": ids}
                ),
            )
        )
        rows = [row for article in batch if (row := self._row(article, known, report)) is not None]
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy("COPY annotator.articles (id, text_hash, line) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def _row(self, article: Article, known: dict[str, str], report: AddReport) -> tuple[str, str, str] | None:
        try:
            digest = text_hash(article.text)
            if article.id in known:
                self._again(article, digest == known[article.id], report)
                return None
            if not article.tokens:
                article = replace(article, tokens=tokenize(article.text, self.language))
            data = article.to_json()
            read_article(data)
            line = dump(data).decode()
        except (AnnotatorError, ValueError) as error:
            reason: Message = (
                error.message
                if isinstance(error, AnnotatorError)
                else msg("cannot be kept as JSON", "нельзя записать в JSON")
            )
            text = msg("{id}: {reason}", "{id}: {reason}", id=article.id, reason=reason)
            report.problems.append(Problem(self.place, None, text))
            return None
        known[article.id] = digest
        report.added.append(article.id)
        return article.id, digest, line

    def _again(self, article: Article, same: bool, report: AddReport) -> None:
        if same:
            report.known.append(article.id)
            return
        text = msg(
            '"{id}" is in the corpus with another text: import it under another id',
            "«{id}» уже есть в корпусе с другим текстом: загрузите под другим именем",
            id=article.id,
        )
        report.problems.append(Problem(self.place, None, text))

    def update_suggestions(self, stem: str, documents: Sequence[str], update: LinesUpdate) -> bool:
        """Change a source's suggestions for these articles; raises WorkspaceError where the login is no lead's."""
        update_suggestions(self.server, stem, documents, update)
        return True

    def tokenize_missing(self, progress: Callable[[str], None] | None = None) -> int:
        """Return 0: articles are tokenized when they are added, without exception."""
        del progress
        return 0

    @contextlib.contextmanager
    def _corpus_work(self) -> Iterator[Connection]:
        from sqlalchemy import text

        with self.server.work() as connection:
            if not connection.execute(text(_CORPUS_LOCK)).scalar():
                raise WorkspaceLocked(
                    msg(
                        "somebody else changes the corpus or the scheme now: try again when that is done",
                        "корпус или схему сейчас меняет кто-то другой: повторите, когда это закончится",
                    ),
                    file=self.place,
                )
            yield connection
            connection.execute(text("SELECT pg_notify('annotator', '[\"corpus\"]')"))

    def refresh(self) -> None:
        """Take in articles, settings and labels that others have changed."""
        self._recent.clear()
        self._load_settings()

    def assignments(self) -> dict[str, tuple[str, ...]]:
        """Return who is to annotate which document, as far as this login may see it."""
        return self.queue.assignments()

    def write_assignments(self, dealt: Mapping[str, Sequence[str]]) -> None:
        """Keep these tasks instead of all that there are; raises WorkspaceError where the login is no lead's."""
        self.queue.replace(dealt)

    # -- scheme -------------------------------------------------------------------------------------------------------

    def set_scheme(self, scheme: LabelScheme, *, made_from: LabelScheme | None = None) -> None:
        """Keep another scheme. Annotations are never touched, also where they no longer fit.

        Raises:
            ChangedMeanwhileError: the scheme is no longer the one that this one was made from; nothing is kept.
            WorkspaceLocked: somebody else changes corpus or scheme now.
            WorkspaceError: the login is no lead's.
        """
        self.change_scheme(scheme, made_from=made_from)

    def change_scheme(
        self,
        scheme: LabelScheme,
        *,
        made_from: LabelScheme | None = None,
        renames: Sequence[Rename] = (),
        without: Collection[str] = (),
    ) -> RenameReport:
        """Keep another scheme and rename labels in everybody's records, in one transaction.

        Each renamed record is a version of its own; nobody need close a window for it. Annotators in `without` are
        left to the caller. What is raised is what `set_scheme` raises.
        """
        data = scheme_to_json(scheme)
        scheme_from_json(data)
        with self.server.together(), self._corpus_work() as connection:
            theirs = scheme_from_json(json.loads(read_setting(connection, "scheme")))
            if made_from is not None and theirs not in (made_from, scheme):
                raise ChangedMeanwhileError(theirs, file=self.place)
            keep_setting(connection, "scheme", json.dumps(data, ensure_ascii=False))
            report = rename_labels(self, connection, renames, without) if renames else RenameReport()
        self._load_settings()
        return report

    def extend_scheme(self, entities: Iterable[str] = (), relations: Iterable[str] = ()) -> LabelScheme:
        """Add labels that the scheme does not list yet, keep it if that changed it, and return it."""
        entities, relations = tuple(entities), tuple(relations)
        if self.scheme.with_labels(entities, relations) is not self.scheme:
            self._load_settings()  # the labels join the scheme as it is now, so that those of others stay
        extended = self.scheme.with_labels(entities, relations)
        if extended is not self.scheme:
            self.set_scheme(extended)
        return extended

    # -- annotations ----------------------------------------------------------------------------------------------------

    def annotations(self, name: str, *, take_over: bool = False) -> TeamAnnotations:
        """Open an annotator's records for writing and take the annotator's lock.

        Raises:
            WorkspaceLocked: another window writes there now; `take_over` goes on all the same, see `TeamAnnotations`.
        """
        return TeamAnnotations(self, check_annotator_name(name), take_over=take_over)

    def read(self, name: str) -> TeamReader:
        """Open an annotator's records for reading; takes no lock."""
        return TeamReader(self, check_annotator_name(name))

    def undo(self, name: str) -> UndoStore:
        """Return the store of an annotator's undo histories, on this computer."""
        return UndoStore(self.layout.undo(check_annotator_name(name)))
