"""The document: one article with one annotator's entities and relations, as an immutable value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from annotator.domain.entity import Entity, Relation, id_number, reading_order

Tokens = tuple[tuple[int, int], ...]


class Status(StrEnum):
    """How far an annotator is with a document. NOT_STARTED is never written: it means that there is no record."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Document:
    """An article and what one annotator says about it. All offsets are code points of `text`, half-open.

    `tokens` are the tokenizer's own boundaries, white-space tokens included, never split by entities; an empty tuple
    means that the article has not been tokenized yet. `entities` are kept in reading order, `relations` in order of
    age. `last_ids` are the highest numbers ever given to an entity and to a relation, so that ids are not reused.
    `extra` holds top-level keys of other programs, which survive load and save.
    """

    id: str
    text: str
    tokens: Tokens = ()
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    annotator: str = ""
    status: Status = Status.NOT_STARTED
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)
    notes: Mapping[str, str] = field(default_factory=dict, hash=False)
    scores: Mapping[str, float] = field(default_factory=dict, hash=False)
    rejected: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    rev: int = 0
    saved_at: str = ""
    last_ids: tuple[int, int] = (0, 0)
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.entities, key=reading_order))
        object.__setattr__(self, "entities", ordered)
        highest = (_highest(self.entities), _highest(self.relations))
        kept = (max(self.last_ids[0], highest[0]), max(self.last_ids[1], highest[1]))
        object.__setattr__(self, "last_ids", kept)

    # -- reading ------------------------------------------------------------------------------------------------

    def surface(self, entity: Entity) -> str:
        """Return the text that the entity covers, its hull where it is discontinuous."""
        return self.text[entity.start : entity.end]

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity with this id, or None."""
        return next((e for e in self.entities if e.id == entity_id), None)

    def relation(self, relation_id: str) -> Relation | None:
        """Return the relation with this id, or None."""
        return next((r for r in self.relations if r.id == relation_id), None)

    def relations_of(self, entity_id: str) -> tuple[Relation, ...]:
        """Return the relations that have this entity as head or tail."""
        return tuple(r for r in self.relations if r.touches(entity_id))

    def entities_in(self, start: int, end: int) -> tuple[Entity, ...]:
        """Return the entities that share a character with `[start, end)`, in reading order."""
        return tuple(e for e in self.entities if e.overlaps(start, end))

    def label_counts(self) -> Counter[str]:
        """Count entities by label."""
        return Counter(e.label for e in self.entities)

    def next_entity_id(self) -> str:
        """Return an id that no entity of this document has or had."""
        return f"T{self.last_ids[0] + 1}"

    def next_relation_id(self) -> str:
        """Return an id that no relation of this document has or had."""
        return f"R{self.last_ids[1] + 1}"

    # -- record -------------------------------------------------------------------------------------------------

    def to_record(self) -> dict[str, Any]:
        """Return the native record, a JSON object that stock spaCy's `Doc.from_json` loads.

        Raises:
            RecordError: the article has no tokens yet, or an entity does not lie inside the text.
        """
        from annotator.domain.record import write_record

        return write_record(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Document:
        """Return the document that a native record describes; the inverse of `to_record`.

        Raises:
            RecordError: the object is no record; the message names the key.
        """
        from annotator.domain.record import read_record

        return read_record(record).document

    def replacing(self, **changes: Any) -> Document:
        """Return a copy with some fields replaced."""
        if _ORDERED.isdisjoint(changes) and _FIELDS.issuperset(changes):
            return self.in_order(**changes)
        return replace(self, **changes)

    def in_order(self, **changes: Any) -> Document:
        """Return a copy with fields replaced by values that keep the order and the ids right by themselves.

        For patches: sorting twenty thousand entities anew at every step would be felt under the fingers.
        """
        made = object.__new__(Document)
        for name in Document.__slots__:
            object.__setattr__(made, name, changes[name] if name in changes else getattr(self, name))
        return made


_FIELDS = frozenset(Document.__slots__)
_ORDERED = frozenset({"entities", "relations", "last_ids"})


def _highest(items: Iterable[Entity | Relation]) -> int:
    return max((id_number(item.id) for item in items), default=0)
