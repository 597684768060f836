"""What can be chosen at an item, and in which order items are walked. No Qt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.agreement.adjudication import Adjudication
from annotator.agreement.variants import EntityItem, EntityVariant, Item, RelationItem, RelationVariant
from annotator.domain import Document, Patch

Mark = EntityVariant | RelationVariant


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of seeing an item, shared by `annotators`; no `marks` means that they marked nothing there."""

    annotators: tuple[str, ...]
    marks: tuple[Mark, ...]
    majority: bool = False


def choices(item: Item, names: Sequence[str]) -> tuple[Choice, ...]:
    """Return the different views of an item: of two annotators in their order, of more the commonest first."""
    views: dict[tuple[Mark, ...], list[str]] = defaultdict(list)
    for name in names:
        views[tuple(v for v in item.variants if name in v.annotators)].append(name)
    made = [Choice(tuple(who), marks, len(names) > 2 and 2 * len(who) > len(names)) for marks, who in views.items()]
    return tuple(made if len(names) == 2 else sorted(made, key=lambda choice: -len(choice.annotators)))


def walking_order(state: Adjudication, *, with_relations: bool) -> tuple[Item, ...]:
    """Return the items that are or can be decided: entities first, or each entity followed by its relations."""
    shown = [item for item in state.items if item.key in state.decisions or not state.void(item)]
    if not with_relations:
        return tuple(shown)
    rank = {item.key: number for number, item in enumerate(state.views.entities)}

    def place(item: Item) -> tuple[int, int]:
        if isinstance(item, EntityItem):
            return rank[item.key], 0
        return max(rank.get(end, -1) for end in item.ends), 1

    return tuple(sorted(shown, key=place))


def span_of(item: Item) -> tuple[int, int]:
    """Return where an item lies in the text, code points; of a relation both ends and what is between."""
    spans = list(spans_of(item))
    return min(start for start, _ in spans), max(end for _, end in spans)


def spans_of(item: Item) -> list[tuple[int, int]]:
    """Return the spans in question, without overlaps and in order: an entity's, or both ends of a relation."""
    if isinstance(item, EntityItem):
        found: Iterable[tuple[int, int]] = [(v.start, v.end) for v in item.variants]
    else:
        found = [key[:2] for v in item.variants for pair in v.ends for key in pair]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def is_relation(item: Item) -> bool:
    """Tell whether an item is about relations."""
    return isinstance(item, RelationItem)


def difference(before: Document, after: Document) -> Patch:
    """Return what has to be changed to come from one document to the other: entities, relations and status."""
    return Patch(
        entities=tuple(_changes(before.entities, after.entities)),
        relations=tuple(_changes(before.relations, after.relations)),
        status=None if before.status is after.status else (before.status, after.status),
    )


def _changes(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[Any, Any]]:
    old, new = {x.id: x for x in before}, {x.id: x for x in after}
    return [(old.get(key), new.get(key)) for key in old | new if old.get(key) != new.get(key)]
