"""Comparing the spans of two annotators: what is equal, what meets, and the one-to-one alignment of the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.columns import Annotations, Bools, Ints
from annotator.agreement.matching import (
    clusters,
    maximum_matching,
    overlaps,
    preferred_matching,
    ranks_in_run,
    rows_in_common,
    split_edges,
)

UNMATCHED, SAME, SAME_SPAN, SAME_LABEL, OVERLAP = range(5)
"""Tiers of the alignment: none, span and label equal, span equal, overlap with equal label, overlap."""


@dataclass(frozen=True, slots=True)
class SpanAlignment:
    """Every span of two annotators with its partner. `rows_*` are the compared rows of each annotator's table.

    `partner_a[i]` is the position in `rows_b` of the partner of `rows_a[i]`, or -1; `tier_a[i]` says how they agree.
    """

    rows_a: Ints
    rows_b: Ints
    partner_a: Ints
    partner_b: Ints
    tier_a: Ints
    tier_b: Ints

    def tier(self, number: int) -> tuple[Ints, Ints]:
        """Return the pairs of one tier, as rows of the two annotators' tables."""
        found = np.flatnonzero(self.tier_a == number)
        return self.rows_a[found], self.rows_b[self.partner_a[found]]

    def alone(self, side: int) -> Ints:
        """Return the rows of annotator 0 or 1 that have no partner."""
        rows, tiers = (self.rows_a, self.tier_a) if side == 0 else (self.rows_b, self.tier_b)
        unmatched: Ints = rows[tiers == UNMATCHED]
        return unmatched

    def partners(self, size: int) -> Ints:
        """Return for each of the first annotator's `size` rows the second one's row that it is aligned with, or -1."""
        table = np.full(size, -1, dtype=np.int64)
        matched = self.partner_a >= 0
        table[self.rows_a[matched]] = self.rows_b[self.partner_a[matched]]
        return table


def rows_of(annotations: Annotations, shared: Bools) -> Ints:
    """Return the rows of the entities that lie in shared documents."""
    return np.flatnonzero(shared[annotations.document])


class _Matcher:
    """Takes pairs tier by tier; a span that has a partner is out of the later tiers."""

    def __init__(self, a: Annotations, b: Annotations, rows_a: Ints, rows_b: Ints) -> None:
        self.a, self.b = a, b
        self.rows_a, self.rows_b = rows_a, rows_b
        self.partner_a = np.full(len(rows_a), -1, dtype=np.int64)
        self.partner_b = np.full(len(rows_b), -1, dtype=np.int64)
        self.tier_a = np.zeros(len(rows_a), dtype=np.int64)
        self.tier_b = np.zeros(len(rows_b), dtype=np.int64)

    def free(self) -> tuple[Ints, Ints]:
        return np.flatnonzero(self.partner_a < 0), np.flatnonzero(self.partner_b < 0)

    def take(self, at_a: Ints, at_b: Ints, tier: int) -> None:
        self.partner_a[at_a], self.partner_b[at_b] = at_b, at_a
        self.tier_a[at_a] = self.tier_b[at_b] = tier

    def same(self) -> None:
        at_a, at_b = rows_in_common(self.a.entity[self.rows_a], self.b.entity[self.rows_b])
        self.take(at_a, at_b, SAME)

    def same_span(self) -> None:
        """Pair what is left on one span in the order of the labels, as many as both have."""
        free_a, free_b = self.free()
        spans_a, spans_b = self.a.span[self.rows_a[free_a]], self.b.span[self.rows_b[free_b]]
        rank_a, rank_b = ranks_in_run(spans_a), ranks_in_run(spans_b)
        most = max((int(r.max()) + 1 for r in (rank_a, rank_b) if len(r)), default=1)
        at_a, at_b = rows_in_common(spans_a * most + rank_a, spans_b * most + rank_b)
        self.take(free_a[at_a], free_b[at_b], SAME_SPAN)

    def overlapping(self, tier: int) -> None:
        free_a, free_b = self.free()
        at_a, at_b = edges_between(self.a, self.b, self.rows_a[free_a], self.rows_b[free_b], tier == SAME_LABEL)
        at_a, at_b = free_a[at_a], free_b[at_b]
        alone, meeting = split_edges(at_a, at_b)
        self.take(at_a[alone], at_b[alone], tier)
        if len(meeting):
            self._take_preferred(at_a[meeting], at_b[meeting], tier)

    def _take_preferred(self, at_a: Ints, at_b: Ints, tier: int) -> None:
        order = _by_preference(self.a, self.b, self.rows_a[at_a], self.rows_b[at_b])
        edges = list(zip(at_a[order].tolist(), at_b[order].tolist(), strict=True))
        chosen = [pair for cluster in clusters(edges) for pair in preferred_matching(cluster).items()]
        pairs = np.asarray(chosen, dtype=np.int64)
        self.take(pairs[:, 0], pairs[:, 1], tier)


def _by_preference(a: Annotations, b: Annotations, rows_a: Ints, rows_b: Ints) -> Ints:
    """Order pairs of spans: larger intersection over union first, then position; the sides may change places."""
    start_a, end_a, start_b, end_b = a.start[rows_a], a.end[rows_a], b.start[rows_b], b.end[rows_b]
    shared = np.minimum(end_a, end_b) - np.maximum(start_a, start_b)
    union = np.maximum(end_a, end_b) - np.minimum(start_a, start_b)
    first, second = np.minimum(a.entity[rows_a], b.entity[rows_b]), np.maximum(a.entity[rows_a], b.entity[rows_b])
    return np.lexsort((second, first, -shared / union))


def edges_between(a: Annotations, b: Annotations, rows_a: Ints, rows_b: Ints, same_label: bool) -> tuple[Ints, Ints]:
    """Return all overlapping pairs, as positions in `rows_a` and `rows_b`; on request only those of equal label."""
    start_a, end_a, start_b, end_b = a.start[rows_a], a.end[rows_a], b.start[rows_b], b.end[rows_b]
    if not same_label:
        return overlaps(start_a, end_a, start_b, end_b)
    reach = max((int(ends.max()) + 1 for ends in (end_a, end_b) if len(ends)), default=1)
    shift_a, shift_b = a.label[rows_a] * reach, b.label[rows_b] * reach  # one stretch of the number line a label
    order_a, order_b = np.argsort(shift_a + start_a, kind="stable"), np.argsort(shift_b + start_b, kind="stable")
    at_a, at_b = overlaps(
        (shift_a + start_a)[order_a],
        (shift_a + end_a)[order_a],
        (shift_b + start_b)[order_b],
        (shift_b + end_b)[order_b],
    )
    return order_a[at_a], order_b[at_b]


def align_spans(a: Annotations, b: Annotations, shared: Bools) -> SpanAlignment:
    """Align the spans of the shared documents one to one: tiers in order, each as many pairs as possible."""
    matcher = _Matcher(a, b, rows_of(a, shared), rows_of(b, shared))
    matcher.same()
    matcher.same_span()
    matcher.overlapping(SAME_LABEL)
    matcher.overlapping(OVERLAP)
    return SpanAlignment(
        matcher.rows_a, matcher.rows_b, matcher.partner_a, matcher.partner_b, matcher.tier_a, matcher.tier_b
    )


def exact_pairs(a: Annotations, b: Annotations, alignment: SpanAlignment) -> Ints:
    """Return the document of every boundary match: on each span as many as the annotator with fewer spans has."""
    spans_a, counts_a = np.unique(a.span[alignment.rows_a], return_counts=True)
    spans_b, counts_b = np.unique(b.span[alignment.rows_b], return_counts=True)
    at_a, at_b = rows_in_common(spans_a, spans_b)
    first = np.searchsorted(a.span, spans_a[at_a])
    return np.repeat(a.document[first], np.minimum(counts_a[at_a], counts_b[at_b]))


def lenient_pairs(a: Annotations, b: Annotations, alignment: SpanAlignment) -> tuple[Ints, Ints]:
    """Return document and label of every lenient match beyond the strict ones.

    Among the spans without a strict partner, a maximum matching of those with equal label that share a character.
    """
    rows_a = alignment.rows_a[alignment.tier_a != SAME]
    rows_b = alignment.rows_b[alignment.tier_b != SAME]
    at_a, at_b = edges_between(a, b, rows_a, rows_b, same_label=True)
    alone, meeting = split_edges(at_a, at_b)
    edges = list(zip(at_a[meeting].tolist(), at_b[meeting].tolist(), strict=True))
    matched = [row for cluster in clusters(edges) for row in maximum_matching(cluster)]
    rows = rows_a[np.concatenate([at_a[alone], np.asarray(matched, dtype=np.int64)])]
    return a.document[rows], a.label[rows]
