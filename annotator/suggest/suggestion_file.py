"""Suggestions on disk: `suggestions/<source>.jsonl` in a workspace, one native record a line.

They are nobody's annotations: agreement, export and training never read this folder. They can be made again at any
time, so that a torn last line is cut off, and stale lines are dropped when a run ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from annotator.domain import Document, Entity, Relation
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, msg
from annotator.suggest.ordering import low_mean
from annotator.suggest.suggestion import ArticleLike, RelationSuggestion, Suggested, Suggestion
from annotator.workspace import SaveError
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.files import replace_file, write_whole
from annotator.workspace.jsonl import objects
from annotator.workspace.linefile import LineFile
from annotator.workspace.lock import FileLock
from annotator.workspace.sharing import open_shared
from annotator.workspace.store import Store

_FINGERPRINT, _DROPPED = "suggester", "dropped_labels"


def to_document(suggested: Suggested, article: ArticleLike, source: str, fingerprint: str) -> Document:
    """Return suggestions as a document in native shape; the scores stand under the ids of entities and relations."""
    ids = {s.key: f"T{i}" for i, s in enumerate(suggested.entities, start=1)}
    entities = [Entity(ids[s.key], s.start, s.end, s.label, source=source) for s in suggested.entities]
    scores = {ids[s.key]: s.score for s in suggested.entities if s.score is not None}
    relations = []
    for number, relation in enumerate(suggested.relations, start=1):
        head, tail = ids[relation.head.key], ids[relation.tail.key]
        relations.append(Relation(f"R{number}", head, tail, relation.label, source=source))
        if relation.score is not None:
            scores[f"R{number}"] = relation.score
    extra = {_FINGERPRINT: fingerprint} | ({_DROPPED: dict(suggested.dropped)} if suggested.dropped else {})
    return Document(
        article.id,
        article.text,
        article.tokens,
        tuple(entities),
        tuple(relations),
        annotator=source,
        scores=scores,
        extra=extra,
    )


def from_document(document: Document) -> Suggested:
    """Return the suggestions that a record of suggestions holds; the inverse of `to_document`."""
    found = {
        e.id: Suggestion(document.id, e.start, e.end, e.label, e.source, document.scores.get(e.id))
        for e in document.entities
    }
    relations = tuple(
        RelationSuggestion(document.id, found[r.head], found[r.tail], r.label, r.source, document.scores.get(r.id))
        for r in document.relations
    )
    dropped = document.extra.get(_DROPPED)
    return Suggested(document.id, tuple(found.values()), relations, dropped if isinstance(dropped, dict) else {})


def line_of(suggested: Suggested, article: ArticleLike, source: str, fingerprint: str, encoder: RecordEncoder) -> bytes:
    """Return the line that keeps one document's suggestions."""
    document = to_document(suggested, article, source, fingerprint)
    if not document.scores:
        document = document.replacing(extra={**document.extra, "scores": {}})  # patterns have none, readers ask
    return encoder.encode(document)


class SuggestionReader:
    """All suggestions of a workspace, read by document without a lock; damaged lines are left out."""

    def __init__(self, workspace: Store) -> None:
        self._files = {
            path.stem: LineFile(path, workspace.layout.index(f"suggestions-{path.stem}"))
            for path in workspace.layout.suggestion_files()
        }

    @property
    def sources(self) -> list[str]:
        """The stems of the files, one for each source."""
        return list(self._files)

    def load(self, document_id: str) -> list[Suggested]:
        """Return what every source suggests for the document."""
        loaded = (_load(file, document_id) for file in self._files.values())
        return [from_document(document) for document in loaded if document is not None]

    def document_ids(self, source: str) -> list[str]:
        """Return the documents for which a source has made suggestions."""
        return list(self._files[source].index.latest)

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Outline:
    """What one source suggests for a document, in short. `lowest` is the mean of the lowest quarter of its scores."""

    lowest: float | None
    spans: frozenset[int]  # a number for each different entity; two sources have the same one for the same entity
    labels: frozenset[str]


def outlines(workspace: Store) -> dict[str, list[Outline]]:
    """Return what every source suggests for each document, for a look over the whole corpus.

    Lines are taken at their word, without the checks that a document to be shown gets, and little is kept of them:
    this is several times faster, and leaves nothing for the garbage collector to stop the window with.
    """
    found: dict[str, list[Outline]] = defaultdict(list)
    labels: dict[frozenset[str], frozenset[str]] = {}  # few different sets, kept once
    for path in workspace.layout.suggestion_files():
        latest: dict[str, Outline] = {}
        for _, record in objects(path):
            if isinstance(record, dict):
                with contextlib.suppress(KeyError, TypeError, AttributeError):
                    latest[sys.intern(record["id"])] = _outline(record, labels)
        for identifier, outline in latest.items():
            found[identifier].append(outline)
    return dict(found)


def _outline(record: dict[str, Any], known: dict[frozenset[str], frozenset[str]]) -> Outline:
    spans = record["spans"]["sc"]
    labels = frozenset(s["label"] for s in spans)
    return Outline(
        low_mean(score for score in (record.get("scores") or {}).values() if isinstance(score, int | float)),
        frozenset(hash((s["start"], s["end"], s["label"])) for s in spans),
        known.setdefault(labels, labels),
    )


def _load(file: LineFile, document_id: str) -> Document | None:
    position = file.index.latest.get(document_id)
    if position is None:
        return None
    try:
        return read_record(file.object(position)).document
    except AnnotatorError:
        return None


class SuggestionWriter:
    """Appends the suggestions of one source; holds the lock of its file while it is open.

    With `part` they go into a hidden file of that part's, see `parts`.

    Raises:
        WorkspaceLocked: another process writes suggestions of this source now.
    """

    def __init__(self, workspace: Store, source: str, fingerprint: str, *, part: str = "") -> None:
        self.path = workspace.layout.suggestions(source)
        stem = self.path.stem
        if part:
            stem = f"{stem}.{part}"
            self.path = self.path.with_name(f".{stem}{self.path.suffix}")
        self.source, self._fingerprint = source, fingerprint
        self._ids = workspace.document_ids
        self._encoder = RecordEncoder()
        self._cache = workspace.layout.index(f"suggestions-{stem}")
        self._lock = FileLock(
            workspace.layout.lock(f"suggestions-{stem}"),
            msg("the suggestions of {source}", "подсказки {source}", source=source),
        )
        self._lock.take()
        self.path.parent.mkdir(exist_ok=True)
        self._descriptor = open_shared(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        self._cut_torn_line()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.fsync(self._descriptor)
        os.close(self._descriptor)
        self._lock.give_back()

    def _cut_torn_line(self) -> None:
        file = LineFile(self.path, self._cache)
        if file.torn is not None:
            os.ftruncate(self._descriptor, file.torn[0])
        elif file.index.end and file.file.read(file.index.end - 1, 1) != b"\n":
            os.write(self._descriptor, b"\n")
        file.close()

    def up_to_date(self) -> set[str]:
        """Return the documents whose suggestions this very model or file of patterns has made already."""
        return _made(self.path, self._cache, self._fingerprint)

    def write(self, suggested: Suggested, article: ArticleLike) -> None:
        """Append one document's suggestions."""
        line = line_of(suggested, article, self.source, self._fingerprint, self._encoder)
        write_whole(self._descriptor, line + b"\n")

    def take_in(self, path: Path) -> None:
        """Append the suggestions of another file, as far as this very model or file of patterns has made them."""
        file = LineFile(path, self._cache.with_name(f"{self._cache.name}-part"))
        try:
            for identifier, position in file.index.latest.items():
                if _fingerprint(file, identifier) == self._fingerprint:
                    write_whole(self._descriptor, file.raw(position) + b"\n")
            os.fsync(self._descriptor)
        finally:
            file.close()

    def tidy(self) -> None:
        """Rewrite the file with one line for each article, in corpus order, if it holds stale lines.

        Where the system will not swap a file that is open elsewhere, stale lines stay: the last line of an article wins.
        """
        file = LineFile(self.path, self._cache)
        try:
            wanted = [i for i in self._ids if i in file.index.latest]
            if file.index.ids != wanted or file.index.bad:
                with contextlib.suppress(SaveError):
                    replace_file(self.path, self._lines(file, wanted))
        finally:
            file.close()

    @staticmethod
    def _lines(file: LineFile, wanted: Iterable[str]) -> Iterator[bytes]:
        for identifier in wanted:
            yield file.raw(file.index.latest[identifier]) + b"\n"


def made_already(workspace: Store, source: str, fingerprint: str) -> set[str]:
    """Return the documents for which the file of a source holds suggestions of this very version; takes no lock."""
    path = workspace.layout.suggestions(source)
    return _made(path, workspace.layout.index(f"suggestions-{path.stem}"), fingerprint)


def _made(path: Path, cache: Path, fingerprint: str) -> set[str]:
    file = LineFile(path, cache)
    try:
        return {i for i in file.index.latest if _fingerprint(file, i) == fingerprint}
    finally:
        file.close()


def _fingerprint(file: LineFile, identifier: str) -> object:
    try:
        return file.unchecked(file.index.latest[identifier]).get(_FINGERPRINT)
    except AnnotatorError:
        return None
