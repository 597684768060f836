"""Pairing spans one to one: interval joins by sorting, maximum matchings only where several spans meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from annotator.agreement.columns import Ints

Edge = tuple[int, int]
_EXACT_LIMIT = 400  # edges of one cluster up to which the preferred among all maximum matchings is searched


def rows_in_common(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Return the positions of equal values in two sorted arrays without repeats."""
    if not len(a) or not len(b):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    place = np.minimum(np.searchsorted(b, a), len(b) - 1)
    rows = np.flatnonzero(b[place] == a)
    return rows, place[rows]


def expand(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return (row, value) for every value of the ranges `[low, high)`."""
    count = np.maximum(high - low, 0)
    rows = np.repeat(np.arange(len(low)), count)
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return rows, low[rows] + within


def overlaps(a_start: Ints, a_end: Ints, b_start: Ints, b_end: Ints) -> tuple[Ints, Ints]:
    """Return the rows of all pairs of spans that share a character; both tables are sorted by start.

    Two spans overlap if and only if one begins inside the other: either b begins in a, or a begins in b after b does.
    """
    rows_a, rows_b = expand(np.searchsorted(b_start, a_start), np.searchsorted(b_start, a_end))
    more_b, more_a = expand(np.searchsorted(a_start, b_start, "right"), np.searchsorted(a_start, b_end))
    return np.concatenate([rows_a, more_a]), np.concatenate([rows_b, more_b])


def ranks_in_run(values: Ints) -> Ints:
    """Return for each row of a sorted array how many rows before it are equal to it."""
    if not len(values):
        return values
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    lengths = np.diff(np.concatenate([starts, [len(values)]]))
    return np.arange(len(values)) - np.repeat(starts, lengths)


def split_edges(rows_a: Ints, rows_b: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of the edges that stand alone, and of those that share an end with another edge."""
    if not len(rows_a):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    alone = (np.bincount(rows_a)[rows_a] == 1) & (np.bincount(rows_b)[rows_b] == 1)
    return np.flatnonzero(alone), np.flatnonzero(~alone)


def clusters(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Split edges into connected groups, each in the order given."""
    root: dict[tuple[int, int], tuple[int, int]] = {}

    def find(node: tuple[int, int]) -> tuple[int, int]:
        while (up := root.setdefault(node, node)) != node:
            root[node] = node = root[up]
        return node

    for a, b in edges:
        root[find((0, a))] = find((1, b))
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for a, b in edges:
        groups[find((0, a))].append((a, b))
    return list(groups.values())


def maximum_matching(edges: Iterable[Edge]) -> dict[int, int]:
    """Return a maximum-cardinality one-to-one matching, a → b, by augmenting paths (Kuhn 1955).

    Earlier edges are tried first. Iterative, so that long chains do not exhaust the stack.
    """
    neighbours: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        neighbours[a].append(b)
    owner: dict[int, int] = {}
    for start in neighbours:
        _augment(start, neighbours, owner)
    return {a: b for b, a in owner.items()}


def _augment(start: int, neighbours: dict[int, list[int]], owner: dict[int, int]) -> bool:
    seen: set[int] = set()
    path: list[Edge] = []  # edges taken on the way: a wants b, which its owner would have to give up
    stack = [(start, iter(neighbours[start]))]
    while stack:
        a, options = stack[-1]
        b = next((option for option in options if option not in seen), None)
        if b is None:
            stack.pop()
            if path:
                path.pop()
            continue
        seen.add(b)
        path.append((a, b))
        if b not in owner:
            owner.update({taken: taker for taker, taken in path})
            return True
        stack.append((owner[b], iter(neighbours[owner[b]])))
    return False


def preferred_matching(edges: Sequence[Edge]) -> dict[int, int]:
    """Return, among all maximum matchings of one cluster, the one that keeps the earliest edges.

    Each edge in turn is kept if some maximum matching contains it together with those kept before. The result depends
    on the order of preference alone, so it stays the same when the two sides change places.
    """
    best = maximum_matching(edges)
    if len(edges) > _EXACT_LIMIT:
        return best
    kept: dict[int, int] = {}
    rest = list(edges)
    while len(kept) < len(best):
        a, b = rest[0]
        others = [edge for edge in rest[1:] if edge[0] != a and edge[1] != b]
        if len(kept) + 1 + len(maximum_matching(others)) == len(best):
            kept[a] = b
            rest = others
        else:
            rest = rest[1:]
    return kept
