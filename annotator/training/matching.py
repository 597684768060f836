"""How a model's entities and relations are laid beside the data's: exact keys, overlaps, confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annotator.domain import Document
from annotator.domain.entity import Entity
from annotator.domain.tokens import flat_projection, split_tokens
from annotator.nlp.spans import tokens_of
from annotator.training.scores import Counts

EntityKey = tuple[tuple[int, int], str]
RelationKey = tuple[tuple[tuple[int, int, str], tuple[int, int, str]], str]


def layer_of(document: Document, layer: str, language: str) -> tuple[Entity, ...]:
    """Return the entities of a layer: all of them for "spans.sc", the flat projection for "ents"."""
    if layer != "ents":
        return document.entities
    return tuple(flat_projection(document.entities, split_tokens(tokens_of(document, language), document.entities)))


def entity_keys(entities: Sequence[Entity]) -> frozenset[EntityKey]:
    """Return what makes entities equal in strict scores: offsets and label."""
    return frozenset(((e.start, e.end), e.label) for e in entities)


def relation_keys(document: Document, symmetric: frozenset[str]) -> frozenset[RelationKey]:
    """Return what makes relations equal: both ends' offsets and labels, and the label; undirected where symmetric."""
    ends = {e.id: (e.start, e.end, e.label) for e in document.entities}
    keys: set[RelationKey] = set()
    for relation in document.relations:
        head, tail = ends[relation.head], ends[relation.tail]
        if relation.label in symmetric and tail < head:
            head, tail = tail, head
        keys.add(((head, tail), relation.label))
    return frozenset(keys)


def boundary_counts(found: Sequence[Entity], wanted: Sequence[Entity]) -> Counts:
    """Count spans whatever their label: one-to-one where the offsets are the same."""
    first, second = Counter(e.span for e in found), Counter(e.span for e in wanted)
    return Counts((first & second).total(), len(found), len(wanted))


def partial_counts(found: Sequence[Entity], wanted: Sequence[Entity]) -> Counts:
    """Count entities of one label that share a character, one-to-one, as many pairs as possible."""
    partners = [[j for j, w in enumerate(wanted) if w.label == f.label and w.overlaps(f.start, f.end)] for f in found]
    taken: dict[int, int] = {}
    matched = sum(_augment(i, partners, taken, set()) for i in range(len(found)))
    return Counts(matched, len(found), len(wanted))


def _augment(i: int, partners: Sequence[Sequence[int]], taken: dict[int, int], visited: set[int]) -> bool:
    """Find a partner for `i`, moving earlier pairs along if need be (Kuhn's algorithm)."""
    for j in partners[i]:
        if j in visited:
            continue
        visited.add(j)
        if j not in taken or _augment(taken[j], partners, taken, visited):
            taken[j] = i
            return True
    return False


def confusions(found: Sequence[Entity], wanted: Sequence[Entity]) -> Counter[tuple[str, str]]:
    """Count (label in the data, label of the model) over spans that overlap most; "" stands for nothing there."""
    pairs = sorted(
        ((_shared(f, w), f.label == w.label, -i, -j) for i, f in enumerate(found) for j, w in enumerate(wanted)),
        reverse=True,
    )
    left, right = set(range(len(found))), set(range(len(wanted)))
    counts: Counter[tuple[str, str]] = Counter()
    for shared, _, minus_i, minus_j in pairs:
        if not shared:
            break
        if -minus_i in left and -minus_j in right:
            left.discard(-minus_i)
            right.discard(-minus_j)
            counts[wanted[-minus_j].label, found[-minus_i].label] += 1
    counts.update(("", found[i].label) for i in left)
    counts.update((wanted[j].label, "") for j in right)
    return counts


def _shared(first: Entity, second: Entity) -> int:
    return max(0, min(first.end, second.end) - max(first.start, second.start))
