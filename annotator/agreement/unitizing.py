"""Krippendorff's alpha for unitizing, alpha_U (1995; Content Analysis, 2004, 11.6).

The continuum is the text of all complete documents laid end to end, in characters. Within one annotator and label
units may not overlap; of overlapping ones the earlier, then the longer, stays. Units and gaps are compared by sorting
and suffix sums: O(n log n) where the definition's double sum is quadratic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.columns import Corpus, Ints
from annotator.agreement.matching import overlaps

Units = tuple[Ints, Ints]
"""Starts and ends of one annotator's units of one label on the continuum, sorted, without overlap."""


@dataclass(frozen=True, slots=True)
class UnitizingDisagreement:
    """Observed and expected disagreement of one label."""

    observed: float
    expected: float

    @property
    def alpha(self) -> float | None:
        """1 − D_o / D_e, or None where nothing could be expected to differ."""
        return 1 - self.observed / self.expected if self.expected > 0 else None


def overall_alpha(disagreements: Sequence[UnitizingDisagreement]) -> float | None:
    """Return 1 − ΣD_o / ΣD_e over all labels, or None where ΣD_e is zero."""
    observed = sum(d.observed for d in disagreements)
    expected = sum(d.expected for d in disagreements)
    return UnitizingDisagreement(observed, expected).alpha


def unitizing_disagreements(corpus: Corpus, complete: Ints) -> list[UnitizingDisagreement]:
    """Return the disagreement on each label over the complete documents, given in the order of the continuum."""
    shift = np.zeros(corpus.size, dtype=np.int64)
    place = np.concatenate([[0], np.cumsum(corpus.length[complete])]).astype(np.int64)
    shift[complete] = place[:-1] - corpus.base[complete]
    inside = np.zeros(corpus.size, dtype=bool)
    inside[complete] = True
    by_label: list[list[Units]] = [[] for _ in corpus.labels]
    for marks in corpus.sets.values():
        rows = np.flatnonzero(inside[marks.document])
        start = marks.start[rows] + shift[marks.document[rows]]
        length = marks.end[rows] - marks.start[rows]
        order = np.lexsort((-length, start))
        start, end, label = start[order], (start + length)[order], marks.label[rows][order]
        for number, units in enumerate(by_label):
            chosen = label == number
            units.append(without_overlaps(start[chosen], end[chosen]))
    return [disagreement(units, int(place[-1])) for units in by_label]


def without_overlaps(start: Ints, end: Ints) -> Units:
    """Drop every unit that overlaps one kept before it; units come sorted by start, the longer first."""
    if not len(start) or not (start[1:] < np.maximum.accumulate(end)[:-1]).any():
        return start, end
    kept, reach = [], -1
    for row, (begin, stop) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        if begin >= reach:
            kept.append(row)
            reach = stop
    return start[kept], end[kept]


def disagreement(units: Sequence[Units], length: int) -> UnitizingDisagreement:
    """Return observed and expected disagreement of one label, one `Units` an annotator, on `length` characters."""
    if length == 0:
        return UnitizingDisagreement(0.0, 0.0)
    return UnitizingDisagreement(_observed(units, length), _expected(units, length))


def _observed(units: Sequence[Units], length: int) -> float:
    total = 0.0
    for first, a in enumerate(units):
        for b in units[first + 1 :]:
            total += _difference(a, b)
    return 2 * total / (len(units) * (len(units) - 1) * float(length) ** 2)


def _difference(a: Units, b: Units) -> float:
    """Sum δ²: squared shifts of both ends where units meet, squared length where a unit meets only a gap."""
    at_a, at_b = overlaps(*a, *b)
    shifts = (a[0][at_a] - b[0][at_b]).astype(float) ** 2 + (a[1][at_a] - b[1][at_b]).astype(float) ** 2
    return float(shifts.sum()) + _lonely(a, at_a) + _lonely(b, at_b)


def _lonely(units: Units, meeting: Ints) -> float:
    lengths = (units[1] - units[0]).astype(float)
    lengths[meeting] = 0.0
    return float((lengths**2).sum())


def _expected(units: Sequence[Units], length: int) -> float:
    """Return the disagreement to be expected if the units and gaps found lay anywhere on the continuum."""
    sizes = np.concatenate([end - start for start, end in units]).astype(float)
    if not len(sizes):
        return 0.0
    gaps = np.sort(np.concatenate([_gaps(start, end, length) for start, end in units])).astype(float)
    suffix = np.concatenate([np.cumsum(gaps[::-1])[::-1], [0.0]])
    first = np.searchsorted(gaps, sizes)  # gaps from here on could hold the unit
    room = suffix[first] - (len(gaps) - first) * (sizes - 1)
    own = (len(sizes) - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes)
    places = len(units) * float(length)
    pairs = places * (places - 1) - float((sizes * (sizes - 1)).sum())
    return 2 / length * float((own + sizes**2 * room).sum()) / pairs if pairs else 0.0


def _gaps(start: Ints, end: Ints, length: int) -> Ints:
    sizes: Ints = np.concatenate([start, [length]]) - np.concatenate([[0], end])
    return sizes[sizes > 0]
