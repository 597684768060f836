"""Values inside entities that stock spaCy refuses (floats, lists, objects, null): moved to where a record may hold them.

A score goes to the record's `scores` under the entity's id, everything else to `meta.source.entities`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from annotator.domain.entity import id_number

_OURS = frozenset({"id", "start", "end", "label", "kb_id", "source"})
_SCORE = "score"


def with_values_moved(record: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Return the record with such values moved, and how many there were; entities without an id get one for that.

    Where the record's own `scores`, `meta` or entities are no such things, nothing is moved: reading says what is wrong.
    """
    spans, scores, meta = (record.get(key) for key in ("spans", "scores", "meta"))
    grouped = isinstance(spans, dict) and spans.get("sc") is not None
    items = spans["sc"] if isinstance(spans, dict) and grouped else record.get("ents")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return record, 0
    if not any(map(_foreign, items)) or not all(value is None or isinstance(value, dict) for value in (scores, meta)):
        return record, 0
    items = _with_ids(items, record.get("last_ids"))
    found = {item["id"]: _foreign(item) for item in items}
    plain = [{key: value for key, value in item.items() if key not in found[item["id"]]} for item in items]
    scores, rest = _apart(found, scores or {})
    changed: dict[str, Any] = {"spans": {**spans, "sc": plain}} if isinstance(spans, dict) and grouped else {}
    changed = changed or {"ents": plain}
    if scores:
        changed["scores"] = scores
    if rest:
        changed["meta"] = _with_rest(meta or {}, rest)
    return {**record, **changed}, sum(map(len, found.values()))


def _foreign(item: Mapping[str, Any]) -> dict[str, Any]:
    if _OURS.issuperset(item):
        return {}
    return {
        key: value
        for key, value in item.items()
        if key not in _OURS and not isinstance(value, str) and (isinstance(value, bool) or not isinstance(value, int))
    }


def _with_ids(items: list[dict[str, Any]], last_ids: Any) -> list[dict[str, Any]]:
    """Give an id to each entity that has none of its own, after all that the record uses or ever used."""
    last = last_ids.get("T") if isinstance(last_ids, dict) else None
    used = [id_number(i) for item in items if isinstance(i := item.get("id"), str) and i.startswith("T")]
    highest = max([*used, last if type(last) is int else 0], default=0)
    seen: set[str] = set()
    result: list[dict[str, Any]] = []
    for item in items:
        identifier = item.get("id")
        if not isinstance(identifier, str) or not identifier or identifier in seen:
            highest += 1
            identifier = f"T{highest}"
        seen.add(identifier)
        result.append({**item, "id": identifier})
    return result


def _apart(
    found: Mapping[str, dict[str, Any]], scores: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the scores with those of the entities, and the other values by entity id."""
    joined, rest = dict(scores), {}
    for identifier, values in found.items():
        others = dict(values)
        score = others.get(_SCORE)
        if identifier not in joined and isinstance(score, float) and math.isfinite(score):
            joined[identifier] = others.pop(_SCORE)
        if others:
            rest[identifier] = others
    return joined, rest


def _with_rest(meta: Mapping[str, Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    source = meta.get("source")
    source = source if isinstance(source, dict) else ({} if source is None else {"source": source})
    there = source.get("entities")
    return {**meta, "source": {**source, "entities": {**(there if isinstance(there, dict) else {}), **rest}}}
