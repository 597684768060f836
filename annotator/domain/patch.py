"""The exact difference that an edit makes to a document: small, invertible, and plain data that can be kept on disk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.domain.document import Document, Status
from annotator.domain.entity import Entity, Relation, id_number, reading_order

EntityChange = tuple[Entity | None, Entity | None]
RelationChange = tuple[Relation | None, Relation | None]


@dataclass(frozen=True, slots=True)
class Patch:
    """Values before and after, for everything that changes; None on one side means that it was not, or is no more.

    Applying a patch never fails and checks nothing: the edit that made it has been checked against the document.
    """

    entities: tuple[EntityChange, ...] = ()
    relations: tuple[RelationChange, ...] = ()
    status: tuple[Status, Status] | None = None
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    scores: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict, hash=False)
    rejected: tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]] | None = field(
        default=None, hash=False
    )
    extra: Mapping[str, tuple[Any, Any]] = field(default_factory=dict, hash=False)
    """Top-level keys of the record; None where there was, or is to be, no such key."""

    def __bool__(self) -> bool:
        changes = (self.entities, self.relations, self.status, self.notes, self.scores, self.rejected, self.extra)
        return any(changes)

    def apply(self, document: Document) -> Document:
        """Return the document after the change."""
        changes = self._other_changes(document)
        entities = _entities_after(document.entities, self.entities)
        relations = _relations_after(document.relations, self.relations)
        if entities is not None and relations is not None:
            last_ids = (_last(document.last_ids[0], self.entities), _last(document.last_ids[1], self.relations))
            return document.in_order(entities=entities, relations=relations, last_ids=last_ids, **changes)
        changes["entities"] = _changed(document.entities, self.entities)
        changes["relations"] = _changed(document.relations, self.relations)
        return document.replacing(**changes)

    def _other_changes(self, document: Document) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        if self.status:
            changes["status"] = self.status[1]
        if self.notes:
            notes = dict(document.notes) | {key: after for key, (_, after) in self.notes.items()}
            changes["notes"] = {key: text for key, text in notes.items() if text}
        if self.scores:
            scores = dict(document.scores) | {key: after for key, (_, after) in self.scores.items()}
            changes["scores"] = {key: score for key, score in scores.items() if score is not None}
        if self.rejected:
            changes["rejected"] = self.rejected[1]
        if self.extra:
            extra = dict(document.extra) | {key: after for key, (_, after) in self.extra.items()}
            changes["extra"] = {key: value for key, value in extra.items() if value is not None}
        return changes

    def inverse(self) -> Patch:
        """Return the patch that takes this one back."""
        return Patch(
            entities=tuple((after, before) for before, after in reversed(self.entities)),
            relations=tuple((after, before) for before, after in reversed(self.relations)),
            status=(self.status[1], self.status[0]) if self.status else None,
            notes={key: (after, before) for key, (before, after) in self.notes.items()},
            scores={key: (after, before) for key, (before, after) in self.scores.items()},
            rejected=(self.rejected[1], self.rejected[0]) if self.rejected else None,
            extra={key: (after, before) for key, (before, after) in self.extra.items()},
        )

    def then(self, later: Patch) -> Patch:
        """Return one patch that does what this one and then `later` do."""
        return Patch(
            entities=self.entities + later.entities,
            relations=self.relations + later.relations,
            status=_chain(self.status, later.status),
            notes=_chain_mapping(self.notes, later.notes),
            scores=_chain_mapping(self.scores, later.scores),
            rejected=_chain(self.rejected, later.rejected),
            extra=_chain_mapping(self.extra, later.extra),
        )

    @property
    def entity_ids(self) -> frozenset[str]:
        """Ids of the entities that appear, disappear or change."""
        return frozenset(e.id for change in self.entities for e in change if e is not None)

    @property
    def entity_balance(self) -> int:
        """How many entities the document gains; negative where it loses some."""
        return sum((before is None) - (after is None) for before, after in self.entities)


_FEW = 200  # changes; more of them are quicker by sorting once


def _entities_after(items: tuple[Entity, ...], changes: tuple[EntityChange, ...]) -> tuple[Entity, ...] | None:
    """Take out and put in each entity at its place in reading order; None where that is not the whole story."""
    if len(changes) > _FEW:
        return None
    ordered = list(items)
    for before, after in changes:
        if before is not None:
            place = bisect_left(ordered, reading_order(before), key=reading_order)
            if place == len(ordered) or ordered[place].id != before.id:
                return None
            del ordered[place]
        if after is not None:
            place = bisect_left(ordered, reading_order(after), key=reading_order)
            if place < len(ordered) and ordered[place].id == after.id:
                return None
            ordered.insert(place, after)
    return tuple(ordered)


def _relations_after(items: tuple[Relation, ...], changes: tuple[RelationChange, ...]) -> tuple[Relation, ...] | None:
    """Replace, take out or append relations; None where one would have to go in between."""
    if len(changes) > _FEW:
        return None
    ordered = list(items)
    for before, after in changes:
        if before is None:
            if after is not None and ordered and _age(ordered[-1]) >= _age(after):
                return None
            ordered += [after] if after is not None else []
            continue
        place = next((i for i, r in enumerate(ordered) if r.id == before.id), None)
        if place is None or (after is not None and after.id != before.id):
            return None
        ordered[place : place + 1] = [after] if after is not None else []
    return tuple(ordered)


def _last(known: int, changes: Iterable[tuple[Any, Any]]) -> int:
    return max([known, *(id_number(after.id) for _, after in changes if after is not None)])


def _changed(items: tuple[Any, ...], changes: Iterable[tuple[Any, Any]]) -> tuple[Any, ...]:
    by_id = {item.id: item for item in items}
    for before, after in changes:
        if before is not None and after is None:
            by_id.pop(before.id, None)
        elif after is not None:
            by_id[after.id] = after
    return tuple(sorted(by_id.values(), key=_age))


def _age(item: Entity | Relation) -> tuple[int, str]:
    return id_number(item.id), item.id


def _chain(first: Any, second: Any) -> Any:
    if first is None or second is None:
        return first if second is None else second
    return first[0], second[1]


def _chain_mapping(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    return dict(first) | {key: _chain(first.get(key), change) for key, change in second.items()}
