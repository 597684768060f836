"""Predictions that come with imported annotations: they become suggestions, never annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from annotator.domain import Document, Entity, Relation
from annotator.domain.record import read_record
from annotator.formats.base import Imported
from annotator.formats.report import Kind, Problem, Report
from annotator.formats.tokens import with_tokens
from annotator.messages import AnnotatorError, msg
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import dump, objects, parse_object
from annotator.workspace.lock import FileLock
from annotator.workspace.names import source_stem
from annotator.workspace.store import Store


@dataclass(slots=True)
class Suggestions:
    """The predictions of one import, by source and article, until they are written beside what is there already."""

    found: dict[str, dict[str, Document]] = field(default_factory=dict)

    def add(self, imported: Imported, report: Report) -> None:
        """Collect the predictions that came with a document."""
        for document in imported.suggestions:
            of_source = self.found.setdefault(document.annotator, {})
            known = of_source.get(document.id)
            of_source[document.id] = joined(known, document) if known else document
            message = msg(
                "{id}: {count} predicted entities of {source} kept as suggestions",
                "{id}: предсказанные сущности {source} ({count}) сохранены как подсказки",
                id=document.id,
                count=len(document.entities),
                source=document.annotator,
            )
            report.add(Problem(imported.file, imported.line, message, Kind.NOTE))

    def write(self, workspace: Store) -> None:
        """Keep the suggestions, joined with those of the same source that are there: in a file, or on the server.

        Raises:
            WorkspaceLocked: another process writes suggestions of this source now.
            WorkspaceError: disk or server did not take them; what was there is as it was.
        """
        for source, documents in self.found.items():
            stem = source_stem(source)
            language = workspace.language
            if not workspace.update_suggestions(stem, list(documents), partial(_updated, documents, language)):
                _write_file(workspace, source, documents)


def _updated(documents: dict[str, Document], language: str, there: Mapping[str, bytes]) -> dict[str, bytes]:
    known = {identifier: read_record(parse_object(line)).document for identifier, line in there.items()}
    return {
        identifier: _line(joined(known[identifier], document) if identifier in known else document, language).rstrip()
        for identifier, document in documents.items()
    }


def _write_file(workspace: Store, source: str, documents: dict[str, Document]) -> None:
    path = workspace.layout.suggestions(source)
    path.parent.mkdir(exist_ok=True)
    lock = FileLock(
        workspace.layout.lock(f"suggestions-{path.stem}"),
        msg("the suggestions of {source}", "подсказки {source}", source=source),
    )
    lock.take()
    try:
        replace_file(path, list(_lines(path, documents, workspace.language)))
    finally:
        lock.give_back()


def _lines(path: Path, documents: dict[str, Document], language: str) -> Iterator[bytes]:
    waiting = dict(documents)
    for _, record in objects(path) if path.exists() else ():
        if isinstance(record, AnnotatorError):
            continue  # suggestions can be made again, and a damaged line cannot be shown
        document = waiting.pop(str(record.get("id")), None)
        if document is None:
            yield dump(record) + b"\n"
        else:
            yield _line(joined(read_record(record).document, document), language)
    for document in waiting.values():
        yield _line(document, language)


def _line(document: Document, language: str) -> bytes:
    return dump(with_tokens(document, language).to_record()) + b"\n"


def joined(one: Document, other: Document) -> Document:
    """Return the suggestions of both documents, which are of one article, under ids of the first."""
    same = {entity.identity: entity.id for entity in one.entities}
    number, link = one.last_ids
    entities: list[Entity] = list(one.entities)
    scores = dict(one.scores)
    moved: dict[str, str] = {}
    for entity in other.entities:
        if entity.identity not in same:
            number += 1
            same[entity.identity] = f"T{number}"
            entities.append(
                Entity(
                    f"T{number}", entity.start, entity.end, entity.label, entity.kb_id, entity.source, entity.fragments
                )
            )
        moved[entity.id] = same[entity.identity]
        if entity.id in other.scores:
            scores[moved[entity.id]] = other.scores[entity.id]
    relations = list(one.relations)
    known = {(r.head, r.tail, r.label) for r in relations}
    for relation in other.relations:
        ends = moved[relation.head], moved[relation.tail]
        if (*ends, relation.label) not in known:
            link += 1
            relations.append(Relation(f"R{link}", *ends, relation.label, relation.source))
    return one.replacing(entities=tuple(entities), relations=tuple(relations), scores=scores)
