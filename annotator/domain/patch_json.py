"""Patches as JSON, so that undo survives the end of the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from annotator.domain.document import Document, Status
from annotator.domain.entity import MANUAL, Entity, Relation
from annotator.domain.errors import DomainError
from annotator.domain.patch import Patch
from annotator.messages import msg

Item = TypeVar("Item", Entity, Relation)


def patch_to_json(patch: Patch) -> dict[str, Any]:
    """Return a patch as a JSON object; what it does not change is left out."""
    data: dict[str, Any] = {
        "entities": [[_entity_json(before), _entity_json(after)] for before, after in patch.entities],
        "relations": [[_relation_json(before), _relation_json(after)] for before, after in patch.relations],
        "status": [str(status) for status in patch.status] if patch.status else None,
        "notes": {key: list(pair) for key, pair in patch.notes.items()},
        "scores": {key: list(pair) for key, pair in patch.scores.items()},
        "rejected": [[dict(item) for item in side] for side in patch.rejected] if patch.rejected else None,
        "extra": {key: list(pair) for key, pair in patch.extra.items()},
    }
    return {key: value for key, value in data.items() if value}


def patch_from_json(data: Any) -> Patch:
    """Return the patch that a JSON object describes; the inverse of `patch_to_json`.

    Raises:
        DomainError: the object is no patch.
    """
    try:
        return _patch(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DomainError(msg("this is no patch", "это не запись об изменении")) from error


def _patch(data: Mapping[str, Any]) -> Patch:
    status = data.get("status")
    rejected = data.get("rejected")
    return Patch(
        entities=_changes(data.get("entities", []), _entity),
        relations=_changes(data.get("relations", []), _relation),
        status=(Status(status[0]), Status(status[1])) if status else None,
        notes={key: (str(before), str(after)) for key, (before, after) in data.get("notes", {}).items()},
        scores={key: (_score(before), _score(after)) for key, (before, after) in data.get("scores", {}).items()},
        rejected=(tuple(map(dict, rejected[0])), tuple(map(dict, rejected[1]))) if rejected else None,
        extra={key: (before, after) for key, (before, after) in data.get("extra", {}).items()},
    )


def _changes(pairs: list[Any], read: Callable[[Any], Item]) -> tuple[tuple[Item | None, Item | None], ...]:
    return tuple(
        (read(before) if before is not None else None, read(after) if after is not None else None)
        for before, after in pairs
    )


def _score(value: Any) -> float | None:
    return None if value is None else float(value)


def _entity_json(entity: Entity | None) -> dict[str, Any] | None:
    if entity is None:
        return None
    data: dict[str, Any] = {"id": entity.id, "start": entity.start, "end": entity.end, "label": entity.label}
    optional = {
        "kb_id": entity.kb_id,
        "source": entity.source if entity.source != MANUAL else "",
        "fragments": [list(part) for part in entity.fragments],
        "extra": dict(entity.extra),
    }
    return data | {key: value for key, value in optional.items() if value}


def _entity(data: Mapping[str, Any]) -> Entity:
    return Entity(
        str(data["id"]),
        int(data["start"]),
        int(data["end"]),
        str(data["label"]),
        str(data.get("kb_id", "")),
        str(data.get("source", MANUAL)),
        tuple((int(start), int(end)) for start, end in data.get("fragments", [])),
        dict(data.get("extra", {})),
    )


def _relation_json(relation: Relation | None) -> dict[str, Any] | None:
    if relation is None:
        return None
    data: dict[str, Any] = {"id": relation.id, "head": relation.head, "tail": relation.tail, "label": relation.label}
    optional = {"source": relation.source if relation.source != MANUAL else "", "extra": dict(relation.extra)}
    return data | {key: value for key, value in optional.items() if value}


def _relation(data: Mapping[str, Any]) -> Relation:
    return Relation(
        str(data["id"]),
        str(data["head"]),
        str(data["tail"]),
        str(data["label"]),
        str(data.get("source", MANUAL)),
        dict(data.get("extra", {})),
    )


def document_state(document: Document) -> dict[str, Any]:
    """Return everything that patches can change, as JSON: two documents are in the same state if these are equal."""
    cards = document.extra.get("cards")
    return ({"cards": cards} if cards is not None else {}) | {
        "id": document.id,
        "text": document.text,
        "entities": [_entity_json(entity) for entity in document.entities],
        "relations": [_relation_json(relation) for relation in sorted(document.relations, key=lambda r: r.id)],
        "status": str(document.status),
        "notes": dict(sorted(document.notes.items())),
        "scores": dict(sorted(document.scores.items())),
        "rejected": [dict(item) for item in document.rejected],
    }
