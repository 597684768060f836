"""What a record counts for, without making a document of it.

Whatever is not plainly in order (blanks at an entity's ends, repeated entities, gaps) gets no tally and is read in full
by the caller, so that both ways count alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.domain import Status
from annotator.domain.errors import RecordError
from annotator.domain.record_fields import ENTITY_KEYS, Reader


@dataclass(frozen=True, slots=True)
class Tally:
    """A record's status, and the label of each of its entities and relations."""

    status: Status
    entities: Sequence[str]
    relations: Sequence[str]


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
    for item in _listed(items):
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
    for item in _listed(items):
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


def _listed(items: Any) -> list[Any]:
    if type(items) is not list:
        raise TypeError
    return items
