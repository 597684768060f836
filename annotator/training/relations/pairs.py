"""Candidate pairs of entities, and what is said about each pair in numbers.

A pair is unordered: its two mentions are called A and B, by label where the labels differ (so that a person and an
organisation always stand in the same places) and by position in the text where they are the same. Each relation label
then gives two answers, A → B and B → A, or one if it has no direction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.training.relations.mentions import Ints, Mentions

_TOKEN_STEPS = np.array([1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 60, 80, 120, 200])
_COUNT_STEPS = np.array([1, 2, 3, 4, 6, 9, 14])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of one document: positions of A and B among its mentions, and columns that describe each pair."""

    a: Ints
    b: Ints
    type: Ints
    gap: Ints
    left_end: Ints
    right_start: Ints
    columns: dict[str, Ints]

    def __len__(self) -> int:
        return len(self.a)


def read_pairs(mentions: Mentions, reach: NDArray[np.int64], label_count: int) -> Pairs:
    """Return the candidate pairs: `reach[type]` is the greatest distance in tokens for a type pair, -1 for never.

    The type of a pair is `label of A × label_count + label of B`.
    """
    first, second = np.triu_indices(len(mentions), 1)
    swap = mentions.rank[first] > mentions.rank[second]
    left, right = np.where(swap, second, first), np.where(swap, first, second)
    gap = np.maximum(0, mentions.start[right] - mentions.end[left])
    turned = mentions.label[left] > mentions.label[right]
    a, b = np.where(turned, right, left), np.where(turned, left, right)
    kind = mentions.label[a] * label_count + mentions.label[b]
    near = gap <= reach[kind]
    left, right, a, b, kind, gap, turned = (x[near] for x in (left, right, a, b, kind, gap, turned))
    columns = _columns(mentions, left, right, gap, turned)
    return Pairs(a, b, kind, gap, np.minimum(mentions.end[left], mentions.start[right]), mentions.start[right], columns)


def _columns(m: Mentions, left: Ints, right: Ints, gap: Ints, turned: NDArray[np.bool_]) -> dict[str, Ints]:
    overlap = m.start[right] < m.end[left]
    between = m.rank[right] - m.rank[left] - 1
    same_form_between = _between(m.before, m.form, m, left, right)
    columns = {
        "order": np.where(overlap, 2 + (m.end[right] <= m.end[left]), 0) * 2 + turned,
        "distance": np.digitize(gap, _TOKEN_STEPS),
        "sentences": np.minimum(m.sentence[right] - m.sentence[left], 4),
        "lines": np.minimum(m.line[right] - m.line[left], 3),
        "title": (m.line[left] == 0) * 2 + (m.line[right] == 0),
        "between": np.digitize(between, _COUNT_STEPS),
        "likeness": m.likeness[left, right],
        "left_again": np.minimum(same_form_between[0], 1),
        "right_again": np.minimum(same_form_between[1], 1),
        "right_before": np.minimum(m.before[m.form[right], m.rank[left]], 1),
        "left_occurrence": np.minimum(m.occurrence[left], 3),
        "right_occurrence": np.minimum(m.occurrence[right], 3),
        "left_type_between": np.minimum(_count(m.label_before, m.label[left], m, left, right), 3),
        "right_type_between": np.minimum(_count(m.label_before, m.label[right], m, left, right), 3),
        "left_nested": m.nested[left],
        "right_nested": m.nested[right],
        "left_quoted": m.quoted[left],
        "right_quoted": m.quoted[right],
        "left_length": np.minimum(m.length[left], 4),
        "right_length": np.minimum(m.length[right], 4),
    }
    columns |= _neighbours(m, left, right)
    columns |= _among_clusters(m, left, right, gap)
    return columns


def _between(table: Ints, ids: Ints, m: Mentions, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    return _count(table, ids[left], m, left, right), _count(table, ids[right], m, left, right)


def _count(table: Ints, ids: Ints, m: Mentions, left: Ints, right: Ints) -> Ints:
    """Count mentions of the given ids strictly between the two in reading order."""
    counted: Ints = table[ids, m.rank[right]] - table[ids, m.rank[left] + 1]
    return counted


def _neighbours(m: Mentions, left: Ints, right: Ints) -> dict[str, Ints]:
    """Labels of the mentions right after the left one and right before the right one, where there are any between."""
    ordered = np.empty(len(m), dtype=np.int64)
    ordered[m.rank] = m.label
    some = m.rank[right] - m.rank[left] > 1
    last = max(len(m) - 1, 0)
    after = ordered[np.minimum(m.rank[left] + 1, last)] + 1 if len(m) else left
    before = ordered[np.maximum(m.rank[right] - 1, 0)] + 1 if len(m) else left
    return {"after_left": np.where(some, after, 0), "before_right": np.where(some, before, 0)}


def _among_clusters(m: Mentions, left: Ints, right: Ints, gap: Ints) -> dict[str, Ints]:
    """Tell whether this is the nearest, and the first, of all pairs of mentions of the same two names."""
    first, second = m.cluster[left], m.cluster[right]
    key = np.minimum(first, second) * (len(m) + 1) + np.maximum(first, second)
    _, group = np.unique(key, return_inverse=True)
    count = int(group.max()) + 1 if len(group) else 0
    nearest = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(nearest, group, gap)
    earliest = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(earliest, group, m.rank[right])
    size = np.bincount(group, minlength=count)
    return {
        "nearest": (gap == nearest[group]).astype(np.int64),
        "nearest_distance": np.digitize(nearest[group], _TOKEN_STEPS),
        "earliest": (m.rank[right] == earliest[group]).astype(np.int64),
        "meetings": np.digitize(size[group], _COUNT_STEPS),
        "same_cluster": (first == second).astype(np.int64),
    }
