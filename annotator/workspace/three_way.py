"""Joining two versions of one document that grew from the same one, as git's merges ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from annotator.domain import Document, Entity, Relation
from annotator.domain.patch_json import document_state

Value = TypeVar("Value")
_Link = tuple[object, object, str]


class Clash(Exception):  # noqa: N818 - no error: the answer that both versions must be kept
    """Both sides changed the same thing in different ways."""


def merge_document(base: Document | None, ours: Document, theirs: Document) -> Document | None:
    """Return a document with what either side changed, or None where both changed the same place differently.

    Entities and relations are compared by what they say, so that the same entity tagged on both sides is one. Changes
    clash where their ranges share a character; a relation clashes with the removal of one of its ends.
    """
    if ours.text != theirs.text:
        return None
    if document_state(ours) == document_state(theirs):
        return max(ours, theirs, key=lambda document: (document.rev, document.saved_at))
    origin = base if base is not None and base.text == ours.text else ours.replacing(entities=(), relations=())
    try:
        return _merged(origin, ours, theirs)
    except Clash:
        return None


def _merged(base: Document, ours: Document, theirs: Document) -> Document:
    _refuse_touching(base, ours, theirs)
    entities, new_ids = _entities(base, ours, theirs)
    return ours.replacing(
        entities=entities,
        relations=_relations(base, ours, theirs, entities, new_ids),
        status=pick(base.status, ours.status, theirs.status),
        notes=_renamed_notes(base, ours, theirs, new_ids),
        scores=_joined(base.scores, ours.scores, _renamed(theirs.scores, new_ids)),
        rejected=pick(base.rejected, ours.rejected, theirs.rejected),
        meta=_joined(base.meta, ours.meta, theirs.meta),
        extra=_joined(base.extra, ours.extra, theirs.extra),
        rev=max(ours.rev, theirs.rev) + 1,
        saved_at=max(ours.saved_at, theirs.saved_at),
        last_ids=(max(ours.last_ids[0], theirs.last_ids[0]), max(ours.last_ids[1], theirs.last_ids[1])),
    )


def pick(base: Value, ours: Value, theirs: Value) -> Value:
    """Return the side that changed; raises Clash where both did, differently."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    raise Clash


def _joined(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Pick key by key; a key that is missing counts as None."""
    keys = dict.fromkeys([*ours, *theirs])
    picked = {key: pick(base.get(key), ours.get(key), theirs.get(key)) for key in keys}
    return {key: value for key, value in picked.items() if value is not None}


def _renamed(values: Mapping[str, Value], new_ids: Mapping[str, str]) -> dict[str, Value]:
    return {new_ids.get(key, key): value for key, value in values.items()}


def _renamed_notes(base: Document, ours: Document, theirs: Document, new_ids: Mapping[str, str]) -> dict[str, str]:
    return _joined(base.notes, ours.notes, _renamed(theirs.notes, new_ids))


# -- entities ---------------------------------------------------------------------------------------------------------


def _by_identity(document: Document) -> dict[object, Entity]:
    return {entity.identity: entity for entity in document.entities}


def _changed(base: Document, side: Document) -> dict[object, Entity]:
    """Return what a side added, removed or rewrote, by identity."""
    before, after = _by_identity(base), _by_identity(side)
    return {
        key: after.get(key) or before[key]
        for key in {**before, **after}
        if (before.get(key) is None) is not (after.get(key) is None) or _says(before.get(key)) != _says(after.get(key))
    }


def _says(entity: Entity | None) -> object:
    return None if entity is None else (entity.kb_id, entity.source, dict(entity.extra))


def _refuse_touching(base: Document, ours: Document, theirs: Document) -> None:
    """Raise Clash where changes of the two sides share a character, unless both made the very same change."""
    mine, others = _changed(base, ours), _changed(base, theirs)
    ours_now, theirs_now = _by_identity(ours), _by_identity(theirs)
    for key, entity in mine.items():
        if key in others and _says(ours_now.get(key)) == _says(theirs_now.get(key)):
            continue  # the same change on both sides
        if any(other.overlaps(entity.start, entity.end) for other in others.values()):
            raise Clash
    for key, entity in others.items():
        if key not in mine and any(own.overlaps(entity.start, entity.end) for own in mine.values()):
            raise Clash


def _entities(base: Document, ours: Document, theirs: Document) -> tuple[tuple[Entity, ...], dict[str, str]]:
    """Return the joined entities, and the ids here of theirs that had to change or stand here already."""
    result = _by_identity(ours)
    their_own = _by_identity(theirs)
    for key in _changed(base, theirs):
        if key not in their_own:
            result.pop(key, None)
    new_ids: dict[str, str] = {}
    taken = {entity.id for entity in result.values()}
    number = max(ours.last_ids[0], theirs.last_ids[0])
    before = _by_identity(base)
    for key, entity in their_own.items():
        here = result.get(key)
        if here is not None:
            new_ids[entity.id] = here.id
            if key in before and _says(before[key]) == _says(here):
                result[key] = _with_id(entity, here.id)
        elif key not in before or _says(before[key]) != _says(entity):
            identifier = entity.id
            if identifier in taken:
                number += 1
                identifier = f"T{number}"
            new_ids[entity.id] = identifier
            taken.add(identifier)
            result[key] = _with_id(entity, identifier)
    return tuple(result.values()), new_ids


def _with_id(entity: Entity, identifier: str) -> Entity:
    return replace(entity, id=identifier)


# -- relations --------------------------------------------------------------------------------------------------------


def _links(document: Document) -> dict[_Link, Relation]:
    names = {entity.id: entity.identity for entity in document.entities}
    return {(names[r.head], names[r.tail], r.label): r for r in document.relations}


def _relations(
    base: Document, ours: Document, theirs: Document, entities: tuple[Entity, ...], new_ids: Mapping[str, str]
) -> tuple[Relation, ...]:
    before, result, others = _links(base), _links(ours), _links(theirs)
    ids = {entity.id for entity in entities}
    taken = {relation.id for relation in result.values()}
    number = max(ours.last_ids[1], theirs.last_ids[1])
    for key in before.keys() - others.keys():
        result.pop(key, None)
    for key, relation in others.items():
        if key in result or key in before:
            continue
        identifier = relation.id
        if identifier in taken:
            number += 1
            identifier = f"R{number}"
        taken.add(identifier)
        head, tail = (new_ids.get(end, end) for end in (relation.head, relation.tail))
        result[key] = Relation(identifier, head, tail, relation.label, relation.source, relation.extra)
    if any(end not in ids for relation in result.values() for end in (relation.head, relation.tail)):
        raise Clash
    return tuple(result.values())
