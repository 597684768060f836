"""The history of a document: every version that the log and the backups still hold."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gzip import GzipFile
from pathlib import Path
from typing import BinaryIO

from annotator.domain import Document
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.backups import Backups
from annotator.workspace.jsonl import dump, open_regular, parse_line, raw_lines


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved version. `saved_at` is UTC, ISO 8601; `change` tells what differs from the version before it.

    To bring a version back, save its document again: nothing is overwritten by that either.
    """

    document: Document
    saved_at: str
    annotator: str
    change: Message
    source: Path

    @property
    def number(self) -> int:
        """The revision's number."""
        return self.document.rev


def never() -> bool:
    """Go on to the end."""
    return False


def read_history(document_id: str, path: Path, backups: Backups, stops: Callable[[], bool] = never) -> list[Revision]:
    """Return all versions of a document, oldest first; versions that several files hold are given once.

    `stops` is asked at every line; once it says yes, what was found so far is returned.
    """
    found: dict[bytes, tuple[Document, Path]] = {}
    for source, file in _sources(path, backups):
        with file, contextlib.suppress(OSError, EOFError):
            for document, digest in _versions(document_id, file, stops):
                found.setdefault(digest, (document, source))
    versions = sorted(found.values(), key=lambda item: (item[0].rev, item[0].saved_at))
    revisions: list[Revision] = []
    for document, source in versions:
        before = revisions[-1].document if revisions else None
        change = describe_change(before, document)
        revisions.append(Revision(document, document.saved_at, document.annotator, change, source))
    return revisions


def _sources(path: Path, backups: Backups) -> Iterator[tuple[Path, BinaryIO | GzipFile]]:
    for backup in reversed(backups.list()):
        with contextlib.suppress(OSError):
            yield backup.path, backup.open()
    with contextlib.suppress(AnnotatorError):
        yield path, open_regular(path)


def _versions(
    document_id: str, file: BinaryIO | GzipFile, stops: Callable[[], bool]
) -> Iterator[tuple[Document, bytes]]:
    """Yield the versions of one document in a file; lines of others are told by their beginning and not parsed."""
    quoted = dump([document_id])[1:-1]
    starts = (b'{"id":' + quoted, b'{"id": ' + quoted)
    for line in raw_lines(file):
        if stops():
            return
        if line.data is None or not line.data.startswith(starts):
            continue
        with contextlib.suppress(AnnotatorError):
            document = read_record(parse_line(line), compare_ents=False).document
            yield document, hashlib.blake2b(line.data, digest_size=16).digest()


def describe_change(before: Document | None, after: Document) -> Message:
    """Return what a version changed, in counts: entities and relations added, deleted, changed; status."""
    old_entities = {entity.id: entity for entity in before.entities} if before else {}
    old_relations = {relation.id: relation for relation in before.relations} if before else {}
    entities = _difference(old_entities, {entity.id: entity for entity in after.entities})
    relations = _difference(old_relations, {relation.id: relation for relation in after.relations})
    parts: list[Message] = []
    if any(entities):
        parts.append(_counts(msg("entities", "сущности"), entities))
    if any(relations):
        parts.append(_counts(msg("relations", "отношения"), relations))
    if before is None or before.status is not after.status:
        parts.append(msg("status {status}", "статус {status}", status=after.status))
    if before is not None and dict(before.notes) != dict(after.notes):
        parts.append(msg("notes", "заметки"))
    if not parts:
        return msg("no difference", "без изменений")
    template = ", ".join(f"{{p{number}}}" for number in range(len(parts)))
    return msg(template, template, **{f"p{number}": part for number, part in enumerate(parts)})


def _difference(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[int, int, int]:
    changed = sum(1 for key, value in new.items() if key in old and old[key] != value)
    return len(new.keys() - old.keys()), len(old.keys() - new.keys()), changed


def _counts(what: Message, difference: tuple[int, int, int]) -> Message:
    added, deleted, changed = difference
    signs = " ".join(f"{sign}{count}" for sign, count in (("+", added), ("−", deleted), ("~", changed)) if count)
    return msg("{what} {signs}", "{what} {signs}", what=what, signs=signs)
