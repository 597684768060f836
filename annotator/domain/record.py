"""The native record: one JSON object per document that stock spaCy loads, and its inverse.

`spans.sc` is the truth; `ents` and `tokens` are derived at every write. Reading is exact about what it takes: a value
of a wrong type, an offset outside the text or a relation to nowhere refuses the whole record, so that nothing is half
read. What can be mended without a loss (blanks at an entity's ends, exact duplicates) is mended and reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from annotator.domain.document import Document, Status, Tokens
from annotator.domain.entity import MANUAL, Entity
from annotator.domain.errors import RecordError
from annotator.domain.record_fields import (
    COLUMNS,
    OURS,
    Reader,
    foreign_spacy_keys,
    read_entities,
    read_fragments,
    read_relations,
    read_tokens,
)
from annotator.domain.tokens import flat_on_edges, split_edges
from annotator.messages import msg


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read from a record, and what was mended on the way.

    `trimmed`: entities that lost blanks at an end. `collapsed`: exact duplicates dropped, entities and relations.
    `ents_differ`: the record's `ents` are not the flat projection of its spans. `hash_differs`: the record's
    `text_sha256` belongs to another text.
    """

    document: Document
    trimmed: int = 0
    collapsed: int = 0
    ents_differ: bool = False
    hash_differs: bool = False


def text_hash(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_record(document: Document) -> dict[str, Any]:
    """Return the document's native record, keys in the fixed order.

    Raises:
        RecordError: there are no tokens yet, or an entity does not cover text without blanks at its ends.
    """
    if not document.tokens:
        raise RecordError(
            msg(
                "document {id} has no tokens yet: tokenize the article first",
                "документ {id} ещё не разбит на токены: сначала токенизируйте статью",
                id=document.id,
            )
        )
    starts, ends, cuts = split_edges(document.tokens, document.entities)
    tokens = [{"id": i, "start": start, "end": end} for i, (start, end) in enumerate(zip(starts, ends, strict=True))]
    for token in tokens if cuts else ():
        if token["start"] in cuts:
            token["cut"] = 1
    flat = flat_on_edges(document.entities, starts, ends)
    return assemble_record(document, tokens, flat, text_hash(document.text))


def assemble_record(
    document: Document, tokens: Any, flat: Sequence[Entity], digest: str, *, checked: bool = False
) -> dict[str, Any]:
    """Put a record together from parts that the caller may have kept from an earlier record of the same article.

    `tokens` is what stands under that key, `flat` the flat projection of the entities, `digest` the text's hash.
    `checked` says that every entity is known to cover text without blanks at its ends.

    Raises:
        RecordError: an entity does not cover text without blanks at its ends.
    """
    if not checked:
        _check_entities(document)
    index = {entity.id: i for i, entity in enumerate(document.entities)}
    record: dict[str, Any] = {
        "id": document.id,
        "text": document.text,
        "tokens": tokens,
        "ents": [{"start": e.start, "end": e.end, "label": e.label} for e in flat],
        "spans": {"sc": [_entity_json(entity) for entity in document.entities]},
        "relations": [
            {"head": index[r.head], "tail": index[r.tail], "label": r.label, "id": r.id, "source": r.source}
            | dict(r.extra)
            for r in document.relations
        ],
        "annotator": document.annotator,
        "status": str(document.status if document.status is not Status.NOT_STARTED else Status.IN_PROGRESS),
        "meta": dict(document.meta),
    }
    return record | _optional_columns(document, digest) | dict(document.extra)


def _optional_columns(document: Document, digest: str) -> dict[str, Any]:
    fragments = {e.id: [list(part) for part in e.fragments] for e in document.entities if e.fragments}
    columns: dict[str, Any] = {
        "notes": dict(document.notes),
        "fragments": fragments,
        "scores": dict(document.scores),
        "rejected": [dict(item) for item in document.rejected],
    }
    present = {key: value for key, value in columns.items() if value}
    last = {"T": document.last_ids[0], "R": document.last_ids[1]}
    stamp = {"rev": document.rev} | ({"saved_at": document.saved_at} if document.saved_at else {})
    return present | {"last_ids": last} | stamp | {"text_sha256": digest}


def _entity_json(entity: Entity) -> dict[str, Any]:
    return {
        "start": entity.start,
        "end": entity.end,
        "label": entity.label,
        "kb_id": entity.kb_id,
        "id": entity.id,
        "source": entity.source,
        **entity.extra,
    }


def _check_entities(document: Document) -> None:
    for entity in document.entities:
        surface = document.text[entity.start : entity.end]
        if not 0 <= entity.start < entity.end <= len(document.text) or surface != surface.strip():
            raise RecordError(
                msg(
                    "entity {id} at {start}–{end} does not cover text without blanks at its ends",
                    "сущность {id} на {start}–{end} не покрывает текст без пробелов по краям",
                    id=entity.id,
                    start=entity.start,
                    end=entity.end,
                )
            )


def read_record(
    record: Mapping[str, Any], *, tokens: Tokens = (), compare_ents: bool = True, source: str = MANUAL
) -> Reading:
    """Read a native record, also one with only `ents`, without `tokens`, without `relations` or without `status`.

    `tokens` are the article's own where the caller knows them; the record's are then not read. Without `compare_ents`
    the record's `ents`, which count for nothing beside spans.sc, are not compared with it. Both save time. `source` is
    that of entities and relations which name none.

    Raises:
        RecordError: the object is no record; the message names the key and the value.
    """
    reader = Reader(record)
    text = reader.text()
    tokens, token_extras = read_tokens(reader, text, tokens)
    fragments = read_fragments(reader, text)
    found = read_entities(reader, text, fragments, source)
    relations, collapsed = read_relations(reader, found, source)
    last = reader.mapping("last_ids")
    extra, kept = foreign_spacy_keys(record, token_extras)
    meta = dict(reader.mapping("meta"))
    if kept:
        meta["source"] = dict(meta["source"]) | kept if isinstance(meta.get("source"), Mapping) else kept
    document = Document(
        id=reader.identifier(),
        text=text,
        tokens=tokens,
        entities=tuple(found.entities),
        relations=tuple(relations),
        annotator=reader.string("annotator"),
        status=reader.status(),
        meta=meta,
        notes=reader.notes(),
        scores=reader.scores(),
        rejected=reader.rejected(),
        rev=reader.count("rev"),
        saved_at=reader.string("saved_at"),
        last_ids=(Reader(last).count("T"), Reader(last).count("R")),
        extra=extra,
    )
    return Reading(
        document,
        trimmed=found.trimmed,
        collapsed=found.collapsed + collapsed,
        ents_differ=compare_ents and _ents_differ(record, document),
        hash_differs=record.get("text_sha256") is not None and record["text_sha256"] != text_hash(text),
    )


def _ents_differ(record: Mapping[str, Any], document: Document) -> bool:
    if "ents" not in record or not isinstance(record.get("spans"), Mapping) or record["spans"].get("sc") is None:
        return False
    ents = record["ents"]
    if not isinstance(ents, list) or not all(isinstance(item, Mapping) for item in ents):
        return ents is not None
    flat: Sequence[Entity] = document.entities
    if any(left.end > right.start for left, right in pairwise(flat)):
        tokens: Tokens = document.tokens or tuple((i, i + 1) for i in range(len(document.text)))
        starts, ends, _ = split_edges(tokens, flat)
        flat = flat_on_edges(flat, starts, ends)
    wanted = [(e.start, e.end, e.label) for e in flat]
    stated = [(item.get("start"), item.get("end"), item.get("label")) for item in ents]
    # Lists, not sets: what stands in a foreign file may not even be hashable.
    return stated != wanted and (len(stated) != len(wanted) or not all(item in wanted for item in stated))


__all__ = ["COLUMNS", "OURS", "Reading", "read_record", "text_hash", "write_record"]
