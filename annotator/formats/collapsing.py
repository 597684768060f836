"""Making one of entities and relations that became exact duplicates of each other."""

from __future__ import annotations

from annotator.domain import Document, Entity, Relation


def collapse(document: Document) -> tuple[Document, int, int]:
    """Return the document without exact duplicates, and how many entities and relations went.

    The first entity stays and takes over the others' relations; a relation that would link an entity to itself goes.
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
    return document.replacing(entities=tuple(entities), relations=tuple(relations)), *lost


def _between(relation: Relation, head: str, tail: str) -> Relation:
    if (head, tail) == (relation.head, relation.tail):
        return relation
    return Relation(relation.id, head, tail, relation.label, relation.source, relation.extra)
