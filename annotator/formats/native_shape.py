"""Bringing a record from elsewhere into the shape that the domain reads, without judging what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shaped:
    """A record ready to be read, and how many entities of blanks alone it lost, with how many relations to them."""

    record: Mapping[str, Any]
    blank_entities: int = 0
    lost_relations: int = 0


def without_blanks(record: Mapping[str, Any]) -> Shaped:
    """Return the record without entities that cover only blanks, and without the relations to them."""
    spans, text = record.get("spans"), record.get("text")
    items = spans.get("sc") if isinstance(spans, dict) and spans.get("sc") is not None else record.get("ents")
    if not isinstance(items, list) or not isinstance(text, str):
        return Shaped(record)
    kept = [number for number, item in enumerate(items) if not _is_blank(item, text)]
    if len(kept) == len(items):
        return Shaped(record)
    left = [items[number] for number in kept]
    changed: dict[str, Any] = {"ents": left}
    if isinstance(spans, dict) and spans.get("sc") is not None:
        changed = {"spans": spans | {"sc": left}}
    lost = 0
    if isinstance(relations := record.get("relations"), list):
        positions = {old: new for new, old in enumerate(kept)}
        moved = [_moved(relation, positions, len(items)) for relation in relations]
        changed["relations"] = [relation for relation in moved if relation is not None]
        lost = len(moved) - len(changed["relations"])
    return Shaped({**record, **changed}, len(items) - len(kept), lost)


def _is_blank(item: Any, text: str) -> bool:
    if not isinstance(item, dict):
        return False
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int:
        return False
    return 0 <= start < end <= len(text) and text[start:end].isspace()


def _moved(relation: Any, positions: Mapping[int, int], count: int) -> Any:
    """Return the relation between the new positions, None if an end is gone; what is wrong with it stays wrong."""
    if not isinstance(relation, dict):
        return relation
    ends = {name: relation.get(name) for name in ("head", "tail")}
    known = {name: end for name, end in ends.items() if type(end) is int and 0 <= end < count}
    if any(end not in positions for end in known.values()):
        return None
    return relation | {name: positions[end] for name, end in known.items()}


def with_token_objects(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with its tokens as objects; corpus lines hold them as pairs."""
    tokens = record.get("tokens")
    if isinstance(tokens, list) and tokens and all(isinstance(t, list) and len(t) == 2 for t in tokens):
        return record | {"tokens": [{"start": start, "end": end} for start, end in tokens]}
    return record
