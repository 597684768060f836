"""The copy of a team's workspace on this computer: a folder like any other, kept in step with the server.

The window works in the copy, so that every panel reads files and a lost connection stops nobody; whatever is saved
goes to the file first and to the server right after. Commands that read whole files read them here.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator.domain import scheme_to_json
from annotator.messages import AnnotatorError, msg
from annotator.team.address import Address, read_address
from annotator.team.store import TeamStore
from annotator.workspace.appendlog import AppendLog
from annotator.workspace.creating import create_files
from annotator.workspace.errors import WorkspaceError, WorkspaceLocked
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import dump, read_json
from annotator.workspace.layout import SUFFIX, Layout
from annotator.workspace.linefile import LineFile
from annotator.workspace.lock import FileLock
from annotator.workspace.scheme_file import write_scheme
from annotator.workspace.settings import new_settings, read_settings

MARK = "team.json"  # in the copy's folder: whose copy it is
_BATCH = 8 << 20  # bytes between two writes


@dataclass(slots=True)
class Pulled:
    """What came from the server: how many articles, which documents of whom, and whether tasks were dealt out anew."""

    articles: int = 0
    tasks: bool = False
    records: dict[str, list[str]] = field(default_factory=dict)


def address_of(folder: Path) -> Address | None:
    """Return the server that a folder is the copy of, or None."""
    with contextlib.suppress(AnnotatorError, OSError, KeyError):
        return read_address(str(read_json(folder / MARK)["url"]))
    return None


class Mirror:
    """Keeps the copy in step. What is unsent here is never overwritten."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.layout = Layout(address.folder)

    @property
    def exists(self) -> bool:
        """Whether there is a copy from an earlier time."""
        return (self.layout.root / MARK).is_file() and self.layout.settings.is_file()

    def pull(self, store: TeamStore) -> Pulled:
        """Bring everything that is new on the server into the copy, in bounded memory.

        Raises:
            WorkspaceError: the server went away, or the disk does not take it; what came by then stays.
        """
        self._settings(store)
        pulled = Pulled(articles=self._articles(store), tasks=self._assignments(store))
        self._records(store, pulled)
        self._suggestions(store)
        return pulled

    def take(self, store: TeamStore, saved: Mapping[str, Sequence[str]]) -> Pulled:
        """Bring documents of annotators that were saved, as far as this login may see them, and nothing else.

        Raises:
            WorkspaceError: the server went away, or the disk does not take it; what came by then stays.
        """
        sql = "SELECT document, rev FROM annotator.heads WHERE annotator = :name AND document = ANY(:documents) AND rev > 0"
        pulled = Pulled()
        for name, documents in saved.items():
            rows = store.server.rows(sql, {"name": name, "documents": list(documents)})
            with contextlib.suppress(WorkspaceLocked):  # open in a window, which follows the server by itself
                if new := self._records_of(store, name, {row[0]: row[1] for row in rows}):
                    pulled.records[name] = new
        return pulled

    # -- settings and articles ------------------------------------------------------------------------------------------

    def _settings(self, store: TeamStore) -> None:
        layout = self.layout
        if not self.exists:
            layout.root.mkdir(parents=True, exist_ok=True)
            if not layout.settings.exists():
                create_files(layout.root, scheme=store.scheme, language=store.language, name=store.name)
        elif read_json(layout.root / MARK).get("id") != store.identity:
            raise WorkspaceError(
                msg(
                    "is the copy of another workspace that was at {url} before: move this folder away",
                    "это копия другого проекта, который раньше был по адресу {url}: уберите эту папку",
                    url=self.address.url,
                ),
                file=layout.root,
            )
        self._mark(store)
        wanted = replace(
            read_settings(layout.settings), name=store.name, overlap=store.scheme.overlap, annotators=store.annotators
        )
        if wanted != read_settings(layout.settings):
            replace_file(layout.settings, [new_settings(wanted).encode()])
        if scheme_to_json(store.scheme) != read_json(layout.scheme):
            write_scheme(layout.scheme, store.scheme)
        known = layout.guidelines.read_text(encoding="utf-8") if layout.guidelines.exists() else ""
        if known != store.guidelines:
            replace_file(layout.guidelines, [store.guidelines.encode()])

    def _mark(self, store: TeamStore) -> None:
        """Write down whose copy it is, and what this login may do, for the time without a connection."""
        mark = {"url": self.address.url, "id": store.identity, "lead": store.is_lead, "me": store.me}
        if not self.exists or read_json(self.layout.root / MARK) != mark:
            replace_file(self.layout.root / MARK, [json.dumps(mark).encode() + b"\n"])

    def _marked(self) -> dict[str, Any]:
        with contextlib.suppress(AnnotatorError, OSError):
            return dict(read_json(self.layout.root / MARK))
        return {}

    @property
    def leads(self) -> bool:
        """Whether this login led the workspace when the server was last reached."""
        return bool(self._marked().get("lead"))

    def writes_as(self, name: str) -> bool:
        """Tell whether this login might write as an annotator when the server was last reached."""
        mark = self._marked()
        return bool(mark.get("lead")) or mark.get("me", name) == name

    def _articles(self, store: TeamStore) -> int:
        """Append the articles after the last one known; the server never changes those before."""
        known = LineFile(self.layout.corpus, self.layout.index("corpus"), first_wins=True)
        last = next(reversed(known.index.latest), None)
        sql = (
            "SELECT line FROM annotator.articles WHERE position > "
            "coalesce((SELECT position FROM annotator.articles WHERE id = :last), 0) ORDER BY position"
        )
        with self._locked("corpus"):
            lines = (row[0] for row in store.server.stream(sql, {"last": last}))
            return self._append(self.layout.corpus, known.index.end, lines)

    def _assignments(self, store: TeamStore) -> bool:
        lines = [dump({"document": d, "annotators": list(names)}) + b"\n" for d, names in store.assignments().items()]
        known = self.layout.assignments.read_bytes() if self.layout.assignments.exists() else b""
        if known == b"".join(lines):
            return False
        replace_file(self.layout.assignments, lines)
        return True

    # -- records --------------------------------------------------------------------------------------------------------

    def _records(self, store: TeamStore, pulled: Pulled) -> None:
        sql = "SELECT annotator, document, rev FROM annotator.heads WHERE rev > 0 ORDER BY annotator"
        names = set()
        for name, rows in groupby(store.server.stream(sql), key=lambda row: row[0]):
            names.add(name)
            there = {row[1]: row[2] for row in rows}
            with contextlib.suppress(WorkspaceLocked):  # open in a window, which follows the server by itself
                if new := self._records_of(store, name, there):
                    pulled.records[name] = new
        if store.blind:
            self._hide(names)

    def _records_of(self, store: TeamStore, name: str, there: dict[str, int]) -> list[str]:
        here = self.revs(name)
        journal = Journal(self.layout, name)
        wanted = [d for d, rev in there.items() if here.get(d) != rev and d not in journal.unsent]
        if not wanted:
            return []
        with self._locked(f"annotations-{name}"):
            self.layout.annotations_folder.mkdir(parents=True, exist_ok=True)
            path = self.layout.annotations(name)
            end = LineFile(path, self.layout.index(f"annotations-{name}")).index.end if path.exists() else 0
            self._append(path, end, self.lines(store, name, wanted))
        self.keep_revs(name, here | {d: there[d] for d in wanted})
        return wanted

    @staticmethod
    def lines(store: TeamStore, name: str, documents: list[str]) -> Iterator[str]:
        """Yield the newest lines of these documents from the server, streaming."""
        sql = (
            "SELECT r.line FROM annotator.heads h JOIN annotator.revisions r USING (annotator, document, rev) "
            "WHERE h.annotator = :name AND h.document = ANY(:documents)"
        )
        return (row[0] for row in store.server.stream(sql, {"name": name, "documents": documents}))

    def _suggestions(self, store: TeamStore) -> None:
        """Bring what a source has suggested for articles that the copy has none for."""
        rows = store.server.rows("SELECT DISTINCT source FROM annotator.suggestions ORDER BY 1")
        for stem, fingerprint in dict(row[0].split(" ", 1) for row in rows).items():
            source = f"{stem} {fingerprint}"
            path, cache = self.layout.suggestions_folder / f"{stem}{SUFFIX}", self.layout.index(f"suggestions-{stem}")
            known = LineFile(path, cache)
            mark = self.layout.own / "team" / f"suggestions-{stem}"
            same = mark.exists() and mark.read_text(encoding="utf-8") == fingerprint
            here = list(known.index.latest) if known.exists and same else []
            sql = (
                "SELECT line FROM annotator.suggestions WHERE source = :source AND line IS NOT NULL "
                "AND NOT document = ANY(:here)"
            )
            lines = (row[0] for row in store.server.stream(sql, {"source": source, "here": here}))
            with contextlib.suppress(WorkspaceLocked), self._locked(f"suggestions-{stem}"):
                path.parent.mkdir(exist_ok=True)
                self._append(path, known.index.end if known.exists else 0, lines)
                mark.parent.mkdir(parents=True, exist_ok=True)
                replace_file(mark, [fingerprint.encode()])

    def _hide(self, visible: set[str]) -> None:
        """Delete what came before the lead made the work blind; an annotator with unsent work is oneself."""
        for name in self.layout.annotation_names():
            if name not in visible and not Journal(self.layout, name).unsent:
                with contextlib.suppress(WorkspaceLocked), self._locked(f"annotations-{name}"):
                    self.layout.annotations(name).unlink(missing_ok=True)
                    self._revs_file(name).unlink(missing_ok=True)

    def _revs_file(self, name: str) -> Path:
        return self.layout.own / "team" / f"{name}.json"

    def revs(self, name: str) -> dict[str, int]:
        """Return which version of each document the copy has; empty where that is not known, and all come again."""
        if not self.layout.annotations(name).exists():
            return {}
        with contextlib.suppress(AnnotatorError, OSError):
            return dict(read_json(self._revs_file(name)))
        return {}

    def keep_revs(self, name: str, revs: dict[str, int]) -> None:
        """Remember which versions the copy has."""
        self._revs_file(name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(self._revs_file(name), [dump(revs)])

    @contextlib.contextmanager
    def _locked(self, what: str) -> Iterator[None]:
        lock = FileLock(self.layout.lock(what), msg("{what}", "{what}", what=what))
        lock.take()
        try:
            yield
        finally:
            lock.give_back()

    @staticmethod
    def _append(path: Path, end: int, lines: Iterator[str]) -> int:
        """Append lines durably after the last whole one, which ends at byte `end`; return how many."""
        log, count = AppendLog(path), 0
        batch: list[bytes] = []
        size = 0
        log.open()
        try:
            log.cut_tail(end)
            for line in lines:
                batch.append(line.encode() + b"\n")
                size += len(batch[-1])
                count += 1
                if size >= _BATCH:
                    log.append(b"".join(batch))
                    batch, size = [], 0
            if batch:
                log.append(b"".join(batch))
        finally:
            log.release()
        return count


class Journal:
    """Which documents of an annotator the server has not got yet, and the version that each was made from.

    It lies beside the annotations, not in the folder that may be deleted.
    """

    def __init__(self, layout: Layout, name: str) -> None:
        self._path = layout.root / f"unsent-{name}.jsonl"
        self.unsent: dict[str, int] = {}
        with contextlib.suppress(OSError):
            for line in self._path.read_bytes().splitlines():
                with contextlib.suppress(ValueError, TypeError):
                    self._note(*json.loads(line))

    def _note(self, document_id: str, base: int | None) -> None:
        if base is None:
            self.unsent.pop(document_id, None)
        else:
            self.unsent.setdefault(document_id, base)

    def mark(self, document_id: str, base: int) -> None:
        """Note a document before it is saved here; `base` is the version of the server that it was made from."""
        if document_id not in self.unsent:
            self._write([document_id, base])

    def clear(self, document_id: str) -> None:
        """Note that the server has it; an empty journal is no file."""
        if document_id in self.unsent:
            self._write([document_id, None])
        if not self.unsent:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _write(self, entry: list[Any]) -> None:
        self._note(*entry)
        try:
            with self._path.open("ab") as file:
                file.write(dump(entry) + b"\n")
        except OSError as error:
            raise WorkspaceError(msg("{error}", "{error}", error=error.strerror), file=self._path) from error


def pulled_folder(url: str | Address) -> Path:
    """Bring the copy up to date and return its folder, for commands that read whole files.

    Raises:
        WorkspaceError: the server cannot be reached, or refuses.
    """
    store = TeamStore.open(url)
    try:
        mirror = Mirror(store.server.address)
        mirror.pull(store)
        return mirror.layout.root
    finally:
        store.close()
