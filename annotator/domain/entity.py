"""Entities and relations: the two things that an annotator makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Scalar = str | int
Fragments = tuple[tuple[int, int], ...]
MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Entity:
    """A labelled span of the text, `[start, end)` in code points.

    `id` (T1, T2 …) is stable for the entity's life and never reused in its document. `fragments` holds the parts of a
    discontinuous entity, whose `start` and `end` are then the hull; it is empty otherwise. `extra` holds keys of other
    programs, strings and integers only, since stock spaCy refuses anything else inside a span.
    """

    id: str
    start: int
    end: int
    label: str
    kb_id: str = ""
    source: str = MANUAL
    fragments: Fragments = ()
    extra: Mapping[str, Scalar] = field(default_factory=dict, hash=False)

    @property
    def span(self) -> tuple[int, int]:
        """The half-open range in code points."""
        return self.start, self.end

    @property
    def identity(self) -> tuple[int, int, str, Fragments]:
        """What makes two entities of one document duplicates of each other."""
        return self.start, self.end, self.label, self.fragments

    def covers(self, other: Entity) -> bool:
        """Tell whether `other` lies inside this entity or on exactly the same span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether this entity shares at least one character with `[start, end)`."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled, directed link between two entities of one document, named by their ids.

    A symmetric relation is stored once; which types are symmetric is the scheme's to say.
    """

    id: str
    head: str
    tail: str
    label: str
    source: str = MANUAL
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    def touches(self, entity_id: str) -> bool:
        """Tell whether the entity is one of the two ends."""
        return entity_id in {self.head, self.tail}


@lru_cache(maxsize=1 << 14)
def id_number(identifier: str) -> int:
    """Return the number of an id such as T12 or R3, and 0 for ids of other shapes."""
    digits = identifier[1:]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


def reading_order(entity: Entity) -> tuple[int, int, str, Fragments, int, str]:
    """Sort key of entities in a document: start, longer first, label; then age."""
    return entity.start, -entity.end, entity.label, entity.fragments, id_number(entity.id), entity.id
