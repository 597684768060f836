"""Records that need not be made anew: lines that saving their document once more would write byte for byte.

What a line must be for that is checked key by key: tokens are the article's, entities lie on them in reading order, the
flat layer is their projection, the hash is the text's, and nothing stands elsewhere than saving puts it. A line that is
not plainly so is read and given as a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import orjson

from annotator.domain import Document, Entity
from annotator.domain.entity import id_number
from annotator.domain.record import text_hash
from annotator.domain.record_fields import COLUMNS, OURS, SPACY_KEYS
from annotator.domain.tokens import flat_on_edges
from annotator.workspace.corpus import SoundLine
from annotator.workspace.light import light_record
from annotator.workspace.reader import WANTED, AnnotationReader, StatusFilter
from annotator.workspace.tally import Tally, tally

_BETWEEN = b',"end":'
_OPENINGS = [b'{"id":0,"start":']
_FIXED = tuple(key for key in COLUMNS if key != "tokens")
_ENTITY = ("start", "end", "label", "kb_id", "id", "source")
_RELATION = ["head", "tail", "label", "id", "source"]
_KINDS = {"meta": dict, "relations": list, "last_ids": dict, "rev": int}
_SOMETIMES = ("notes", "scores", "rejected")


@dataclass(frozen=True, slots=True)
class SavedLine:
    """A record as it stands in the file, without its line end, and how much it holds."""

    document_id: str
    line: bytes
    entities: int
    relations: int


def saved_lines(reader: AnnotationReader, status: StatusFilter) -> Iterator[SavedLine | Document]:
    """Yield what `reader.documents` yields, as a line wherever saving the document would write this very line."""
    for identifier in reader.document_ids:
        found = _found(reader, identifier)
        if found is None:
            yield from reader.documents_of([identifier], status)
        elif found[1].status in WANTED[status]:
            line, counted = found
            yield SavedLine(identifier, line, len(counted.entities), len(counted.relations))


def _found(reader: AnnotationReader, identifier: str) -> tuple[bytes, Tally] | None:
    line = reader.lines.raw(reader.lines.index.latest[identifier])
    record = saved_record(line, reader.corpus.sound_line(identifier), reader.name)
    return (line, record[1]) if record is not None else None


def saved_record(line: bytes, article: SoundLine | None, annotator: str) -> tuple[dict[str, Any], Tally] | None:
    """Return what a line says apart from its tokens, and its tally; None unless saving would write this very line.

    `article` is the line of the record's article; it comes back None if that is None.
    """
    if article is None or article.tokens[:2] != b"0,":
        return None
    edges = article.tokens.replace(b"],[", b",").split(b",")
    record = light_record(line, _token_objects(edges))
    if record is None or record.head != article.head:
        return None
    counted = tally(record.data)
    return (record.data, counted) if counted is not None and _is_as_saved(record.data, annotator, edges) else None


def _token_objects(edges: list[bytes]) -> bytes:
    """Return the JSON of the token objects of a record, from where tokens start and end in turn."""
    count = len(edges) // 2
    while len(_OPENINGS) < count:
        _OPENINGS.append(b'},{"id":%d,"start":' % len(_OPENINGS))
    parts = [_BETWEEN] * (4 * count)
    parts[0::4] = _OPENINGS[:count]
    parts[1::4] = edges[0::2]
    parts[3::4] = edges[1::2]
    return b"".join(parts) + b"}"


def _is_as_saved(data: dict[str, Any], name: str, edges: list[bytes]) -> bool:
    """Tell whether a record that has a tally, and the article's tokens, is what saving it would write."""
    if not _keys_are_ours(data):
        return False
    entities, relations = data["spans"]["sc"], data["relations"]
    return (
        data["annotator"] == name
        and list(data["spans"]) == ["sc"]
        and _entities_are_in_order(entities)
        and _lie_on_tokens(entities, edges)
        and orjson.dumps(data["ents"]) == orjson.dumps(_flat(entities, edges))
        and all(list(item) == _RELATION for item in relations)
        and _ids_fit(relations, data["last_ids"]["R"])
        and _ids_fit(entities, data["last_ids"]["T"])
        and data["text_sha256"] == text_hash(data["text"])
    )


def _keys_are_ours(data: dict[str, Any]) -> bool:
    """Tell whether exactly the keys that saving writes stand in its order, those of other programs at the end."""
    present = [key for key in _SOMETIMES if key in data]
    stamp = ["rev", "saved_at"] if "saved_at" in data else ["rev"]
    wanted = [*_FIXED, *present, "last_ids", *stamp, "text_sha256"]
    keys = list(data)
    others = keys[len(wanted) :]
    return (
        keys[: len(wanted)] == wanted
        and all(data[key] for key in present)
        and not any(key in OURS or key in SPACY_KEYS for key in others)
        and all(type(data[key]) is kind for key, kind in _KINDS.items())
        and list(data["last_ids"]) == ["T", "R"]
        and bool(data.get("saved_at", True))
        and all(type(score) is float for score in data.get("scores", {}).values())
    )


def _entities_are_in_order(entities: Sequence[Mapping[str, Any]]) -> bool:
    if any(tuple(item)[:6] != _ENTITY or len(item) > 6 or type(item["kb_id"]) is not str for item in entities):
        return False
    keys = [(item["start"], -item["end"], item["label"]) for item in entities]  # no two are equal, or there is no tally
    return keys == sorted(keys)


def _ids_fit(items: Sequence[Mapping[str, Any]], highest: int) -> bool:
    ids = [item["id"] for item in items]
    return (
        all(type(i) is str and i for i in ids)
        and all(type(item["source"]) is str for item in items)
        and len(set(ids)) == len(ids)
        and all(id_number(i) <= highest for i in ids)
    )


def _lie_on_tokens(entities: Sequence[Mapping[str, Any]], edges: list[bytes]) -> bool:
    """Tell whether entities, which come in reading order, begin and end where tokens do."""
    starts, ends, position = edges[0::2], edges[1::2], 0
    try:
        for item in entities:
            position = starts.index(b"%d" % item["start"], position)
            ends.index(b"%d" % item["end"], position)
    except ValueError:
        return False
    return True


def _flat(entities: Sequence[Mapping[str, Any]], edges: list[bytes]) -> list[dict[str, Any]]:
    """Return the flat layer that belongs to the entities."""
    if any(one["end"] > other["start"] for one, other in pairwise(entities)):
        given = [Entity(item["id"], item["start"], item["end"], item["label"]) for item in entities]
        numbers: list[int] = orjson.loads(b"[" + b",".join(edges) + b"]")
        kept = flat_on_edges(given, numbers[0::2], numbers[1::2])
        return [{"start": e.start, "end": e.end, "label": e.label} for e in kept]
    return [{"start": item["start"], "end": item["end"], "label": item["label"]} for item in entities]
