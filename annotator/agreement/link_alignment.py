"""Which relations differ and how: relations aligned one to one through their aligned ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from annotator.agreement.columns import Annotations, Bools, Corpus, Ints
from annotator.agreement.links import RelationRows, common_rows
from annotator.agreement.matching import maximum_matching
from annotator.agreement.spans import SpanAlignment


class RelationKind(StrEnum):
    """How two relations differ, or which side lacks one. The order is the order of matching."""

    ENTITY = "entity"
    DIRECTION = "direction"
    LABEL = "label"
    DIRECTION_LABEL = "direction+label"
    MISSING = "missing"
    EXTRA = "extra"


KINDS = tuple(RelationKind)


@dataclass(frozen=True, slots=True)
class RelationDisagreements:
    """Relations that are not the same on both sides: number of the kind, rows of both tables, -1 for none."""

    kind: Ints
    row_a: Ints
    row_b: Ints

    def counts(self) -> dict[str, int]:
        """Count the disagreements by kind."""
        totals = np.bincount(self.kind, minlength=len(KINDS))
        return {str(kind): int(total) for kind, total in zip(KINDS, totals, strict=True)}


@dataclass(frozen=True, slots=True)
class _Said:
    """Relations of one side: row, direction (1, -1, 0 where symmetric), label, unordered pair of entities."""

    row: Ints
    direction: Ints
    label: Ints
    pair: Ints

    def take(self, which: Ints | Bools) -> _Said:
        return _Said(self.row[which], self.direction[which], self.label[which], self.pair[which])


def relation_disagreements(
    corpus: Corpus,
    a: Annotations,
    b: Annotations,
    relations_a: RelationRows,
    relations_b: RelationRows,
    alignment: SpanAlignment,
) -> RelationDisagreements:
    """Align the relations that differ. An end counts as the other annotator's end that its span is aligned with."""
    same_a, same_b = common_rows(relations_a.strict, relations_b.strict)
    rest_a, rest_b = np.delete(relations_a.rows, same_a), np.delete(relations_b.rows, same_b)
    partner = alignment.partners(len(a.document))
    head, tail = partner[a.head[rest_a]], partner[a.tail[rest_a]]
    mapped = (head >= 0) & (tail >= 0)
    symmetric = np.asarray([name in corpus.symmetric for name in corpus.relation_labels], dtype=bool)
    size = len(b.document)
    ours = _said(a, rest_a[mapped], head[mapped], tail[mapped], symmetric, size)
    theirs = _said(b, rest_b, b.head[rest_b], b.tail[rest_b], symmetric, size)
    met_a, met_b = np.isin(ours.pair, theirs.pair), np.isin(theirs.pair, ours.pair)
    parts = [
        _one_sided(RelationKind.MISSING, np.concatenate([rest_a[~mapped], ours.row[~met_a]])),
        _one_sided(RelationKind.EXTRA, theirs.row[~met_b]),
        *_met(ours.take(met_a), theirs.take(met_b)),
    ]
    table = np.concatenate(parts, axis=1)
    return RelationDisagreements(table[0], table[1], table[2])


def _said(s: Annotations, rows: Ints, head: Ints, tail: Ints, symmetric: Bools, size: int) -> _Said:
    label = s.relation_label[rows]
    direction = np.where(symmetric[label], 0, np.where(head <= tail, 1, -1))
    return _Said(rows, direction, label, np.minimum(head, tail) * size + np.maximum(head, tail))


def _one_sided(kind: RelationKind, rows: Ints) -> Ints:
    none = np.full(len(rows), -1)
    columns = (rows, none) if kind is RelationKind.MISSING else (none, rows)
    return np.stack([np.full(len(rows), KINDS.index(kind)), *columns])


def _met(ours: _Said, theirs: _Said) -> Iterator[Ints]:
    """Align the relations on pairs that both annotators linked: lone ones at once, the rest pair by pair."""
    pairs, counts_a = np.unique(ours.pair, return_counts=True)
    _, counts_b = np.unique(theirs.pair, return_counts=True)  # the same pairs on both sides
    lone = pairs[(counts_a == 1) & (counts_b == 1)]
    lone_a, lone_b = np.isin(ours.pair, lone), np.isin(theirs.pair, lone)
    x, y = ours.take(lone_a), theirs.take(lone_b)
    x, y = x.take(np.argsort(x.pair)), y.take(np.argsort(y.pair))
    same_label, opposed = x.label == y.label, x.direction * y.direction == -1
    kind = np.where(same_label, np.where(opposed, 1, 0), np.where(opposed, 3, 2))
    yield np.stack([kind, x.row, y.row])
    groups: dict[int, tuple[list[_One], list[_One]]] = defaultdict(lambda: ([], []))
    for side, said in enumerate((ours.take(~lone_a), theirs.take(~lone_b))):
        columns = zip(said.pair.tolist(), said.row.tolist(), said.direction.tolist(), said.label.tolist(), strict=True)
        for pair, row, direction, label in columns:
            groups[pair][side].append((row, direction, label))
    found = [item for mine, others in groups.values() for item in _within_pair(mine, others)]
    yield np.asarray(found, dtype=np.int64).reshape(-1, 3).T


_One = tuple[int, int, int]  # row, direction, label
_TESTS: tuple[tuple[RelationKind, Callable[[_One, _One], bool]], ...] = (
    (RelationKind.ENTITY, lambda x, y: x[2] == y[2] and x[1] == y[1]),
    (RelationKind.DIRECTION, lambda x, y: x[2] == y[2]),
    (RelationKind.LABEL, lambda x, y: x[1] * y[1] != -1),
    (RelationKind.DIRECTION_LABEL, lambda _x, _y: True),
)


def _within_pair(ours: list[_One], theirs: list[_One]) -> Iterator[tuple[int, int, int]]:
    """Match the relations on one pair of entities, kind by kind, as many as possible of each."""
    for kind, fits in _TESTS:
        edges = [(i, k) for i, x in enumerate(ours) for k, y in enumerate(theirs) if fits(x, y)]
        matching = maximum_matching(edges)
        for i, k in sorted(matching.items()):
            yield KINDS.index(kind), ours[i][0], theirs[k][0]
        taken = set(matching.values())
        ours = [x for i, x in enumerate(ours) if i not in matching]
        theirs = [y for k, y in enumerate(theirs) if k not in taken]
    yield from ((KINDS.index(RelationKind.MISSING), x[0], -1) for x in ours)
    yield from ((KINDS.index(RelationKind.EXTRA), -1, y[0]) for y in theirs)
