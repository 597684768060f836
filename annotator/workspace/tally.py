"""What a record counts for, taken from its line without making objects of its tokens, which are nine tenths of it.

A line in the shape that we write is cut in two places: what stands between must be token objects, which one regular
expression proves; the rest is parsed. Whatever is not plainly in order (another shape, blanks at an entity's ends,
repeated entities, gaps) gets no tally and is read in full by the caller, so that both ways count alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from annotator.domain import Status
from annotator.domain.errors import RecordError
from annotator.domain.record_fields import ENTITY_KEYS, Reader
from annotator.workspace.jsonl import MAX_LINE_BYTES

_BEGIN = b',"tokens":[{"id":'
_END = b'}],"ents":['
_TOKENS = re.compile(rb'(?:\{"id":\d{1,18}+,"start":\d{1,18}+,"end":\d{1,18}+(?:\}|,"cut":1\}),)++')
_LEADING_ZERO = re.compile(rb":0\d")
_FIRST = ["id", "text", "ents"]


@dataclass(frozen=True, slots=True)
class Tally:
    """A record's status, and the label of each of its entities and relations."""

    status: Status
    entities: Sequence[str]
    relations: Sequence[str]


@dataclass(frozen=True, slots=True)
class LightRecord:
    """A record without its tokens. `head` is the line up to them: `{"id": …, "text": …`."""

    head: bytes
    data: dict[str, Any]


def light_record(line: bytes, tokens: bytes | None = None) -> LightRecord | None:
    """Return what a line in our own shape says apart from its tokens, or None where the whole line has to be read.

    None too where parsing it could lose anything, as `parse_json` has it. `tokens` are the only ones that may stand
    there, as JSON without the outer brackets; None: any well-formed ones.
    """
    begin = line.find(_BEGIN)
    end = line.find(_END, begin)
    if begin < 0 or end < 0 or len(line) > MAX_LINE_BYTES:
        return None
    found = line[begin + len(b',"tokens":[') : end + 1]
    if found != tokens if tokens is not None else not _are_token_objects(found):
        return None
    head = line[:begin]
    rest = head + line[end + 2 :]
    try:
        data = orjson.loads(rest)
    except orjson.JSONDecodeError:
        return None
    # Nothing before the cut may be the entities: then it lies between the text and the entities, at top level.
    if list(islice(data, 3)) != _FIRST or b',"ents":' in head or "tokens" in data or orjson.dumps(data) != rest:
        return None
    return LightRecord(head, data)


def _are_token_objects(found: bytes) -> bool:
    return _TOKENS.fullmatch(found + b",") is not None and _LEADING_ZERO.search(found) is None


def tally(data: dict[str, Any]) -> Tally | None:
    """Return what a record counts for, or None where only reading it in full can tell."""
    text, spans = data.get("text"), data.get("spans")
    if type(text) is not str or not text or type(spans) is not dict or "fragments" in data:
        return None
    try:
        entities = _entity_labels(spans["sc"], text)
        relations = _relation_labels(data.get("relations", []), len(entities or ()))
        status = _checked_status(data)
    except (RecordError, LookupError, TypeError):
        return None
    return Tally(status, entities, relations) if entities is not None and relations is not None else None


def _checked_status(data: dict[str, Any]) -> Status:
    """Return the status; the other keys are looked at as reading does, since one of them may refuse the record."""
    reader = Reader(data)
    reader.string("annotator")
    reader.string("saved_at")
    reader.mapping("meta")
    reader.notes()
    reader.scores()
    reader.rejected()
    reader.count("rev")
    last = Reader(reader.mapping("last_ids"))
    last.count("T")
    last.count("R")
    return reader.status()


def _entity_labels(items: Any, text: str) -> list[str] | None:
    length = len(text)
    labels: list[str] = []
    seen: set[tuple[int, int, str]] = set()
    for item in items if type(items) is list else (None,):
        start, end, label = item["start"], item["end"], item["label"]
        if type(start) is not int or type(end) is not int or type(label) is not str or not label:
            return None
        if not 0 <= start < end <= length or text[start].isspace() or text[end - 1].isspace():
            return None
        if not ENTITY_KEYS.issuperset(item):
            return None
        if type(item.get("kb_id", "")) is not str or type(item.get("source", "")) is not str:
            return None
        seen.add((start, end, label))
        labels.append(label)
    return labels if len(seen) == len(labels) else None


def _relation_labels(items: Any, entities: int) -> list[str] | None:
    labels: list[str] = []
    seen: set[tuple[int, int, str]] = set()
    for item in items if type(items) is list else (None,):
        head, tail, label = item["head"], item["tail"], item["label"]
        if type(head) is not int or type(tail) is not int or type(label) is not str or not label:
            return None
        if head == tail or not 0 <= head < entities or not 0 <= tail < entities:
            return None
        if type(item.get("source", "")) is not str:
            return None
        seen.add((head, tail, label))
        labels.append(label)
    return labels if len(seen) == len(labels) else None
