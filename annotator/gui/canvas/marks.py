"""What is marked where: entities, suggestions and relations of one document, found by place. No Qt.

Kept up to date from patches, so that a tag costs the same in a short note and in a book.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from annotator.domain import Document, Entity, Patch, Relation

_LONG = 1000
"""Entities longer than this many code points are few and looked through one by one."""

_FAR = 1 << 60
"""Beyond every offset: in the order, what begins at a place and ends here stands before all else that begins there."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A span that a program proposes: shown dashed until it is accepted or rejected by its `key`."""

    key: str
    start: int
    end: int
    label: str
    source: str = ""
    score: float | None = None


Mark = Entity | Suggestion


@dataclass(frozen=True, slots=True)
class SuggestedRelation:
    """A relation that a program proposes, drawn dashed. `head` and `tail` are ids as `mark_id` gives them."""

    key: str
    head: str
    tail: str
    label: str
    source: str = ""
    score: float | None = None

    @property
    def id(self) -> str:
        """The key behind a question mark, so that it never meets a relation's id."""
        return f"?{self.key}"


Link = Relation | SuggestedRelation


def mark_id(mark: Mark) -> str:
    """Return the entity's id, or the suggestion's key behind a question mark so that the two never meet."""
    return mark.id if isinstance(mark, Entity) else f"?{mark.key}"


def _order(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.end, mark.label, mark_id(mark)


_start = attrgetter("start")


class _Spans:
    """Marks in reading order, found by range in O(log n + found).

    Long marks that begin far in front of a range are looked for only as far as the article has been read, so that
    opening a book costs nothing. `_looked` is how many marks have been looked through.
    """

    __slots__ = ("_long", "_looked", "marks")

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.marks: list[Mark] = list(marks)
        self._long: list[Mark] = []
        self._looked = 0

    def add(self, mark: Mark) -> None:
        index = bisect_right(self.marks, _order(mark), key=_order)
        self.marks.insert(index, mark)
        if index < self._looked:
            self._looked += 1
            if mark.end - mark.start > _LONG:
                insort(self._long, mark, key=_order)

    def remove(self, mark: Mark) -> None:
        identifier = mark_id(mark)
        index = bisect_left(self.marks, mark.start, key=_start)
        while mark_id(self.marks[index]) != identifier:
            index += 1
        del self.marks[index]
        if index < self._looked:
            self._looked -= 1
            self._long = [m for m in self._long if mark_id(m) != identifier]

    def beside(self, at: tuple[int, int, str, str], *, forward: bool) -> Mark | None:
        """Return the mark behind (or in front of) a place in the order; the first (or last) one after the end."""
        if not self.marks:
            return None
        cut = bisect_right if forward else bisect_left
        index = cut(self.marks, at, key=_order)
        return self.marks[(index if forward else index - 1) % len(self.marks)]

    def within(self, start: int, end: int) -> list[Mark]:
        first = bisect_left(self.marks, start - _LONG, key=_start)
        last = bisect_left(self.marks, end, lo=first, key=_start)
        if first > self._looked:
            self._long += [m for m in self.marks[self._looked : first] if m.end - m.start > _LONG]
            self._looked = first
        far = [m for m in self._long if m.end > start and m.start < start - _LONG]
        return far + [m for m in self.marks[first:last] if m.end > start]


class Marks:
    """The entities, suggestions and relations of one document. Offsets are code points."""

    def __init__(self, document: Document, suggestions: Sequence[Suggestion] = ()) -> None:
        self._entities = _Spans(document.entities)
        self._by_id: dict[str, Entity] = {}
        self._unindexed = iter(document.entities)
        self._relations = {r.id: r for r in document.relations}
        self._of: defaultdict[str, list[Relation]] = defaultdict(list)
        for relation in document.relations:
            self._of[relation.head].append(relation)
            self._of[relation.tail].append(relation)
        self.set_suggestions(suggestions)

    def set_suggestions(self, suggestions: Sequence[Suggestion], relations: Sequence[SuggestedRelation] = ()) -> None:
        """Replace the suggestions, those of relations too."""
        self._suggested = _Spans(sorted(suggestions, key=_order))
        self._suggestion_by_key = {s.key: s for s in suggestions}
        self._links: dict[str, Link] = {r.id: r for r in relations}
        self._links_of: defaultdict[str, list[Link]] = defaultdict(list)
        for relation in relations:
            self._links_of[relation.head].append(relation)
            self._links_of[relation.tail].append(relation)

    def _unlink(self, relation: Relation) -> None:
        for end in (relation.head, relation.tail):
            self._of[end] = [r for r in self._of[end] if r.id != relation.id]

    def apply(self, patch: Patch) -> list[tuple[int, int]]:
        """Follow a patch; return the ranges of text whose marks or relations are other than before."""
        touched = [self._ends_of(r) for r in self._changed_relations(patch)]
        for before, after in patch.entities:
            if before is not None and (known := self.entity(before.id)) is not None:
                del self._by_id[before.id]
                self._entities.remove(known)
            if after is not None:
                self._entities.add(after)
                self._by_id[after.id] = after
            touched.append([e.span for e in (before, after) if e is not None])
        for old, new in patch.relations:
            if old is not None and (known_relation := self._relations.pop(old.id, None)):
                self._unlink(known_relation)
            if new is not None:
                self._relations[new.id] = new
                self._of[new.head].append(new)
                self._of[new.tail].append(new)
        touched += [self._ends_of(r) for r in self._changed_relations(patch)]
        return sorted({span for spans in touched for span in spans})

    def _changed_relations(self, patch: Patch) -> list[Relation]:
        of_entities = [r for identifier in patch.entity_ids for r in self.relations_of(identifier)]
        return of_entities + [r for change in patch.relations for r in change if r is not None]

    def _ends_of(self, relation: Relation) -> list[tuple[int, int]]:
        ends = (self.entity(relation.head), self.entity(relation.tail))
        return [e.span for e in ends if e is not None]

    # -- looking up -----------------------------------------------------------------------------------------------

    def entity(self, identifier: str) -> Entity | None:
        """Return the entity with this id, or None. The index grows as far into the article as it is asked for."""
        if identifier and identifier not in self._by_id:
            for entity in self._unindexed:
                self._by_id[entity.id] = entity
                if entity.id == identifier:
                    break
        return self._by_id.get(identifier)

    def relation(self, identifier: str) -> Relation | None:
        """Return the relation with this id, or None."""
        return self._relations.get(identifier)

    def suggestion(self, key: str) -> Suggestion | None:
        """Return the suggestion with this key, or None."""
        return self._suggestion_by_key.get(key)

    def mark(self, identifier: str) -> Mark | None:
        """Return the entity or suggestion that `mark_id` names, or None."""
        if identifier.startswith("?"):
            return self.suggestion(identifier[1:])
        return self.entity(identifier)

    def relations_of(self, identifier: str) -> list[Relation]:
        """Return the relations that touch an entity, oldest first."""
        return self._of.get(identifier, [])

    def link(self, identifier: str) -> Link | None:
        """Return the relation with this id, suggested or not, or None."""
        return self._relations.get(identifier) or self._links.get(identifier)

    def links_of(self, identifier: str) -> list[Link]:
        """Return the relations that touch a mark, those that are only suggested last."""
        suggested = self._links_of.get(identifier)
        return [*self._of.get(identifier, ()), *suggested] if suggested else list(self._of.get(identifier, ()))

    def ends_of(self, link: Link) -> tuple[Mark, Mark] | None:
        """Return head and tail, or None where one of them is gone."""
        head, tail = self.mark(link.head), self.mark(link.tail)
        return None if head is None or tail is None else (head, tail)

    @property
    def links(self) -> list[Link]:
        """All relations, oldest first, then the suggested ones."""
        return [*self._relations.values(), *self._links.values()]

    @property
    def entities(self) -> list[Mark]:
        """All entities in reading order."""
        return self._entities.marks

    def within(self, start: int, end: int) -> list[Mark]:
        """Return the marks that share a character with `[start, end)`, in reading order, suggestions included."""
        found = self._entities.within(start, end)
        more = self._suggested.within(start, end)
        return sorted(found + more, key=_order) if more else found

    def entities_at(self, offset: int) -> list[Entity]:
        """Return the entities over the character at `offset`, the innermost first."""
        over = [m for m in self._entities.within(offset, offset + 1) if isinstance(m, Entity)]
        return sorted(over, key=lambda e: (e.end - e.start, -e.start))

    def step(self, current: Mark | None, offset: int, forward: bool) -> Mark | None:
        """Return the mark after (or before) `current` in reading order, else next to `offset`; wraps around."""
        at = (offset, -_FAR, "", "") if current is None else _order(current)
        found = [m for spans in (self._entities, self._suggested) if (m := spans.beside(at, forward=forward))]
        ahead = [m for m in found if (_order(m) > at if forward else _order(m) < at)]
        return _nearest(ahead or found, forward=forward)


def _nearest(marks: Sequence[Mark], *, forward: bool) -> Mark | None:
    return (min if forward else max)(marks, key=_order, default=None)
