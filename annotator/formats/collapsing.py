"""Making one of entities and relations that became exact duplicates of each other."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.domain import Document, Entity, Relation


def collapse(document: Document) -> tuple[Document, int, int]:
    """Return the document without exact duplicates, and how many entities and relations went.

    The first entity stays and takes over the others' relations and notes; a relation that would link an entity to
    itself goes.
    """
    first: dict[object, str] = {}
    moved = {entity.id: first.setdefault(entity.identity, entity.id) for entity in document.entities}
    entities: list[Entity] = [entity for entity in document.entities if moved[entity.id] == entity.id]
    relations: list[Relation] = []
    seen: set[tuple[str, str, str]] = set()
    for relation in document.relations:
        head, tail = moved[relation.head], moved[relation.tail]
        if head != tail and (head, tail, relation.label) not in seen:
            seen.add((head, tail, relation.label))
            relations.append(_between(relation, head, tail))
    lost = len(document.entities) - len(entities), len(document.relations) - len(relations)
    if lost == (0, 0):
        return document, 0, 0
    notes = _moved_notes(document.notes, moved)
    return document.replacing(entities=tuple(entities), relations=tuple(relations), notes=notes), *lost


def _moved_notes(notes: Mapping[str, str], moved: Mapping[str, str]) -> dict[str, str]:
    """Return the notes under the ids that stay; several on one entity are put below each other."""
    result: dict[str, str] = {}
    for identifier, note in notes.items():
        target = moved.get(identifier, identifier)
        known = result.get(target)
        if known is None:
            result[target] = note
        elif note not in known.split("\n") and note != known:
            result[target] = f"{known}\n{note}"
    return result


def _between(relation: Relation, head: str, tail: str) -> Relation:
    if (head, tail) == (relation.head, relation.tail):
        return relation
    return Relation(relation.id, head, tail, relation.label, relation.source, relation.extra)
