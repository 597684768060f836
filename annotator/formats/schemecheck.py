"""What of an imported document a scheme allows: of two that exclude each other the later in the file goes."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.domain import Document, Entity, LabelScheme, Relation
from annotator.formats.building import short
from annotator.formats.report import Kind, Problem
from annotator.messages import Message, msg


@dataclass(slots=True)
class _Neighbours:
    """The entities accepted so far, found by place in logarithmic time as long as none is very long."""

    by_start: list[tuple[int, int]] = field(default_factory=list)
    at: dict[tuple[int, int], list[Entity]] = field(default_factory=dict)
    longest: int = 0

    def add(self, entity: Entity) -> None:
        if entity.span not in self.at:
            insort(self.by_start, entity.span)
        self.at.setdefault(entity.span, []).append(entity)
        self.longest = max(self.longest, entity.end - entity.start)

    def overlapping(self, entity: Entity) -> list[Entity]:
        first = bisect_left(self.by_start, (entity.start - self.longest, 0))
        last = bisect_left(self.by_start, (entity.end, 0))
        spans = self.by_start[first:last]
        return [other for span in spans if span[1] > entity.start for other in self.at[span]]


def fit(
    document: Document, scheme: LabelScheme, order: Sequence[str], file: str, line: int | None
) -> tuple[Document, list[Problem]]:
    """Return what of the document the scheme allows, and the refusals; `order` lists entity ids as in the file."""
    rank = {identifier: i for i, identifier in enumerate(order)}
    problems: list[Problem] = []
    kept = _Neighbours()
    entities: dict[str, Entity] = {}
    for entity in sorted(document.entities, key=lambda e: rank.get(e.id, len(rank))):
        around = Document(document.id, document.text, entities=tuple(kept.overlapping(entity)))
        if problem := scheme.entity_problem(around, entity):
            problems.append(_refused_entity(document, entity, problem, file, line))
            continue
        kept.add(entity)
        entities[entity.id] = entity
    relations = _relations(document, scheme, entities, problems, (file, line))
    if not problems:
        return document, problems
    gone = {e.id for e in document.entities} - set(entities)
    notes = {key: note for key, note in document.notes.items() if key not in gone}
    fitted = document.replacing(entities=tuple(entities.values()), relations=tuple(relations), notes=notes)
    return fitted, problems


def _relations(
    document: Document,
    scheme: LabelScheme,
    entities: dict[str, Entity],
    problems: list[Problem],
    place: tuple[str, int | None],
) -> list[Relation]:
    kept: list[Relation] = []
    seen: set[tuple[str, str, str]] = set()
    for relation in document.relations:
        ends = (relation.head, relation.tail)
        pair = sorted(ends) if relation.label in scheme.symmetric_labels else ends
        key = (pair[0], pair[1], relation.label)
        if key in seen:
            problems.append(_relation_problem(relation, _twice(), place, Kind.COLLAPSED))
            continue
        there = tuple(entities[end] for end in ends if end in entities)
        around = Document(document.id, document.text, entities=there)
        reason = scheme.relation_problem(around, *ends, relation.label) if len(there) == 2 else _gone()
        if reason:
            problems.append(_relation_problem(relation, reason, place, Kind.REFUSED))
            continue
        seen.add(key)
        kept.append(relation)
    return kept


def _twice() -> Message:
    return msg("it is there already, the other way round", "оно уже есть, в обратную сторону")


def _gone() -> Message:
    return msg("one of its entities was refused", "одна из его сущностей отклонена")


def _refused_entity(document: Document, entity: Entity, reason: Message, file: str, line: int | None) -> Problem:
    message = msg(
        "{document}: entity {id} “{surface}” ({label}) refused: {reason}",
        "{document}: сущность {id} «{surface}» ({label}) отклонена: {reason}",
        document=document.id,
        id=entity.id,
        surface=short(document.surface(entity)),
        label=entity.label,
        reason=reason,
    )
    return Problem(file, line, message, Kind.REFUSED, entities=1)


def _relation_problem(relation: Relation, reason: Message, place: tuple[str, int | None], kind: Kind) -> Problem:
    message = msg(
        "relation {id} {label}({head}, {tail}) left out: {reason}",
        "отношение {id} {label}({head}, {tail}) пропущено: {reason}",
        id=relation.id,
        label=relation.label,
        head=relation.head,
        tail=relation.tail,
        reason=reason,
    )
    return Problem(place[0], place[1], message, kind, relations=1)


def new_labels(document: Document, scheme: LabelScheme) -> tuple[list[str], list[str]]:
    """Return the document's entity and relation labels that the scheme does not list."""
    entities = dict.fromkeys(e.label for e in document.entities if scheme.entity_label(e.label) is None)
    relations = dict.fromkeys(r.label for r in document.relations if scheme.relation_label(r.label) is None)
    return list(entities), list(relations)
