"""The native JSON lines: one record a document, which stock spaCy loads as it stands. Nothing is lost in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document, RecordError, Status, Tokens
from annotator.domain.record import Reading, read_record
from annotator.formats.base import Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.files import files_in
from annotator.formats.fingerprint import record_fingerprint, require_tokens
from annotator.formats.jsonfiles import first_object
from annotator.formats.native_shape import Shaped, with_token_objects, without_blanks
from annotator.formats.native_values import with_values_moved
from annotator.formats.report import Kind, Problem, Report, Tally
from annotator.formats.tokens import with_tokens
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.jsonl import JsonLineError, dump, objects, open_regular, parse_object, raw_lines, shown
from annotator.workspace.names import name_of_file

_LEADING_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*("(?:[^"\\\\]|\\\\.)*"|\d+)\s*[,}]')
_token_range = itemgetter("start", "end")
_SOURCE = "import:jsonl"
_ANNOTATION_KEYS = ("ents", "spans", "relations", "status", "annotator")


class NativeFormat:
    """Our own records, and records of the same shape made by spaCy or by hand."""

    name: ClassVar[str] = "jsonl"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl",)
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(fragments=True, notes=True, kb_ids=True, annotator=True, status=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files whose first line is an object with a text and nothing that only other tools write."""
        first = first_object(head) if path.suffix.lower() in {".jsonl", ".ndjson", ".json"} else None
        if first is None or not isinstance(first.get("text"), str):
            return False
        spans = first.get("spans")
        return not isinstance(spans, list) and not {"label", "labels", "entities", "answer"} & set(first)

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield the records line by line; of several lines of one document and annotator the last one counts."""
        for file in files_in(path, self.suffixes):
            superseded = superseded_lines(file)
            for number, record in objects(file):
                place = str(file)
                if isinstance(record, JsonLineError):
                    options.report.add(Problem(place, number, record.message, Kind.REFUSED, documents=1))
                elif later := superseded.get(number):
                    options.report.add(Problem(place, number, _superseded(later)))
                elif imported := read_line(record, file, number, options.report):
                    yield imported

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one record a line, with the stock tokens of the language where a document has none."""
        result = WriteReport(files=[out])
        with out.open("wb") as file:
            for document in documents:
                file.write(native_line(document, options.language) + b"\n")
                result.written.add_document(document)
        return result

    def fingerprints(self, path: Path) -> Iterator[bytes]:
        """Yield the fingerprint of each record; no bytes for a line that is not as we write them."""
        for _, record in objects(path):
            yield b"" if isinstance(record, JsonLineError) else _fingerprint(record)


def line_fingerprint(line: bytes) -> bytes:
    """Return the fingerprint of a record from its line; no bytes for one that is not as we write them."""
    try:
        return _fingerprint(parse_object(line))
    except JsonLineError:
        return b""


def _fingerprint(record: dict[str, Any]) -> bytes:
    try:
        require_tokens(record, tuple(map(_token_range, record["tokens"])))
        return record_fingerprint(record, record["text"])
    except (AnnotatorError, LookupError, TypeError, ValueError):
        return b""


def native_line(document: Document, language: str) -> bytes:
    """Return the line of a document without its line end, with the stock tokens of the language where it has none."""
    return dump(record_of(with_tokens(document, language)))


def record_of(document: Document) -> dict[str, Any]:
    """Return the record of a document with tokens; a bare article's says nothing about entities, not even none."""
    record = document.to_record()
    if document.status is Status.NOT_STARTED:
        record = {key: value for key, value in record.items() if key not in _ANNOTATION_KEYS}
    return record


def superseded_lines(path: Path) -> dict[int, int]:
    """Return line number → number of the later line that takes its place: same document, text and annotator."""
    if not _ids_repeat(path):
        return {}
    last: dict[bytes, int] = {}
    superseded: dict[int, int] = {}
    for number, record in objects(path):
        if isinstance(record, JsonLineError) or "id" not in record:
            continue
        named = f"{record['id']!r}\0{record.get('annotator')!r}\0{record.get('text')!r}"
        key = hashlib.blake2b(named.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if key in last:
            superseded[last[key]] = number
        last[key] = number
    return superseded


def _ids_repeat(path: Path) -> bool:
    """Tell whether two lines may be of one document, by the ids at the lines' beginnings, without parsing them."""
    seen: set[bytes] = set()
    with open_regular(path) as file:
        for line in raw_lines(file):
            if line.blank or line.data is None:
                continue
            found = _LEADING_ID.match(line.data)
            if found is None or found[1] in seen:
                return True
            seen.add(found[1])
    return False


def _superseded(later: int) -> Message:
    return msg("superseded by line {later}", "заменена строкой {later}", later=later)


def read_line(record: dict[str, Any], file: Path, number: int, report: Report, tokens: Tokens = ()) -> Imported | None:
    """Return the document of one record, or None if it is refused; what was mended is reported.

    `tokens` are the article's where the record itself holds none.
    """
    annotated = any(key in record for key in _ANNOTATION_KEYS)
    id_given = record.get("id") is not None
    raw_entities, raw_relations = _amounts(record)
    record, moved = with_values_moved(with_token_objects(record))
    if not id_given:
        record["id"] = f"{name_of_file(file.stem)}-{number}"
    try:
        reading, shaped = _reading(record, tokens)
    except RecordError as error:
        report.add(
            Problem(
                str(file),
                number,
                error.message,
                Kind.REFUSED,
                documents=1,
                entities=len(raw_entities),
                relations=raw_relations,
            )
        )
        return None
    document = reading.document
    if not annotated:
        document = document.replacing(status=Status.NOT_STARTED)
    if not document.tokens and record.get("tokens"):
        report.add(Problem(str(file), number, _other_tokens(document.id)))
    kept = len(raw_entities) - shaped.blank_entities, raw_relations - shaped.lost_relations
    if moved:
        report.add(Problem(str(file), number, _moved(document.id, moved)))
    if lost := _nobodys_fragments(record, document):
        report.add(Problem(str(file), number, _no_entity(document.id, lost), Kind.REFUSED))
    if shaped.blank_entities:
        report.add(_blank(document.id, shaped, str(file), number))
    _report_mending(reading, *kept, str(file), number, report)
    read = Tally(1, len(raw_entities), raw_relations)
    return Imported(document, str(file), number, annotated, id_given, _file_order(raw_entities, document), read)


def _reading(record: dict[str, Any], tokens: Tokens) -> tuple[Reading, Shaped]:
    """Read a record, and once more without its entities of blanks alone where it is refused with them."""
    try:
        return read_record(record, tokens=tokens, source=_SOURCE), Shaped(record)
    except RecordError:
        shaped = without_blanks(record)
        if not shaped.blank_entities:
            raise
    return read_record(shaped.record, tokens=tokens, source=_SOURCE), shaped


def _amounts(record: Mapping[str, Any]) -> tuple[list[Any], int]:
    """Return the record's own list of entities and its number of relations, whatever they are worth."""
    spans = record.get("spans")
    entities = spans.get("sc") if isinstance(spans, dict) and spans.get("sc") is not None else record.get("ents")
    relations = record.get("relations")
    return (
        entities if isinstance(entities, list) else [],
        len(relations) if isinstance(relations, list) else 0,
    )


def _file_order(raw: list[Any], document: Document) -> tuple[str, ...]:
    """Return the entity ids in the file's order: by identity, since ids may have been made up in reading."""
    ids = {e.id for e in document.entities}
    stated = [item.get("id") for item in raw]
    if all(isinstance(i, str) and i in ids for i in stated):
        return tuple(dict.fromkeys(i for i in stated if isinstance(i, str)))
    position = {(item["start"], item["end"], item["label"]): n for n, item in reversed(list(enumerate(raw)))}
    ordered = sorted(document.entities, key=lambda e: (position.get((e.start, e.end, e.label), len(raw)), e.start))
    return tuple(entity.id for entity in ordered)


def _other_tokens(document_id: str) -> Message:
    return msg(
        "{id}: tokens leave out parts of the text, which spaCy refuses: the article is tokenized again",
        "{id}: токены покрывают не весь текст, spaCy такое не загрузит: статья будет токенизирована заново",
        id=document_id,
    )


def _moved(document_id: str, count: int) -> Message:
    return msg(
        "{id}: values in entities that are neither strings nor integers: {count}, moved to scores and meta.source",
        "{id}: значения в сущностях, не строки и не целые числа: {count}, перенесены в scores и meta.source",
        id=document_id,
        count=count,
    )


def _nobodys_fragments(record: Mapping[str, Any], document: Document) -> list[str]:
    """Return the ids under `fragments` that no entity of the record has; those of collapsed ones are no loss."""
    fragments = record.get("fragments") or {}
    if not fragments:
        return []
    stated = [item.get("id") for item in _amounts(record)[0] if isinstance(item, dict)]
    there = {*(i for i in stated if isinstance(i, str)), *(entity.id for entity in document.entities)}
    return [identifier for identifier in fragments if identifier not in there]


def _no_entity(document_id: str, ids: list[str]) -> Message:
    return msg(
        "{id}: fragments left out, no entity has their id: {ids}",
        "{id}: пропущены fragments, такого id нет ни у одной сущности: {ids}",
        id=document_id,
        ids=", ".join(shown(identifier) for identifier in ids[:5]) + (" …" if len(ids) > 5 else ""),
    )


def _blank(document_id: str, shaped: Shaped, file: str, line: int) -> Problem:
    message = msg(
        "{id}: entities that cover only blanks left out: {entities}, with relations: {relations}",
        "{id}: пропущены сущности из одних пробелов: {entities}, с ними отношений: {relations}",
        id=document_id,
        entities=shaped.blank_entities,
        relations=shaped.lost_relations,
    )
    return Problem(file, line, message, Kind.REFUSED, entities=shaped.blank_entities, relations=shaped.lost_relations)


def _report_mending(
    reading: Reading, raw_entities: int, raw_relations: int, file: str, line: int, report: Report
) -> None:
    document = reading.document
    if reading.trimmed:
        report.add(
            Problem(
                file,
                line,
                msg(
                    "{id}: blanks cut at the ends of entities: {count}",
                    "{id}: обрезаны пробелы по краям сущностей: {count}",
                    id=document.id,
                    count=reading.trimmed,
                ),
                Kind.TRIMMED,
                entities=reading.trimmed,
            )
        )
    entities, relations = raw_entities - len(document.entities), raw_relations - len(document.relations)
    if entities or relations:
        report.add(
            Problem(
                file,
                line,
                msg(
                    "{id}: repeated entities ({entities}) and relations ({relations}): one kept of each",
                    "{id}: повторы сущностей ({entities}) и отношений ({relations}): оставлено по одному",
                    id=document.id,
                    entities=entities,
                    relations=relations,
                ),
                Kind.COLLAPSED,
                entities=entities,
                relations=relations,
            )
        )
    if reading.ents_differ:
        message = msg(
            "{id}: ents contradict spans.sc: spans.sc taken",
            "{id}: ents противоречат spans.sc: взято spans.sc",
            id=document.id,
        )
        report.add(Problem(file, line, message))
    if reading.hash_differs:
        message = msg(
            "{id}: text_sha256 belongs to another text: check that the text was not changed",
            "{id}: text_sha256 от другого текста: проверьте, не меняли ли текст",
            id=document.id,
        )
        report.add(Problem(file, line, message))
