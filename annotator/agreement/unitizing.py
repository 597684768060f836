"""Krippendorff's alpha for unitizing, alpha_U (1995; Content Analysis, 2004, 11.6).

The continuum is the text of all complete documents laid end to end, in characters. Within one annotator and label
units may not overlap; of overlapping ones the earlier, then the longer, stays. Units and gaps are compared by sorting
and suffix sums: O(n log n) where the definition's double sum is quadratic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.columns import Corpus, Ints
from annotator.agreement.counts import Floats, Numbers, compact
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


class Continuum:
    """The texts of all complete documents laid end to end, as far as they have come; documents come in their order."""

    def __init__(self, annotators: int) -> None:
        self._annotators = annotators
        self._length = 0
        self._labels: dict[str, _Label] = {}

    def add(self, corpus: Corpus, complete: Ints) -> None:
        """Lay down some more complete documents, given in the order of the continuum."""
        place = self._length + np.concatenate([[0], np.cumsum(corpus.length[complete])]).astype(np.int64)
        shift = np.zeros(corpus.size, dtype=np.int64)
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
        for name, units in zip(corpus.labels, by_label, strict=True):
            if name not in self._labels:
                self._labels[name] = _Label(self._annotators)
            self._labels[name].add(units)
        self._length = int(place[-1])

    def disagreement(self, label: str) -> UnitizingDisagreement:
        """Return observed and expected disagreement of one label."""
        found = self._labels.get(label)
        return found.disagreement(self._length) if found is not None else UnitizingDisagreement(0.0, 0.0)


class _Label:
    """What the units of one label leave behind: their sizes, the sizes of the gaps, the sum of the differences."""

    def __init__(self, annotators: int) -> None:
        self._reach = [0] * annotators  # where each annotator's last unit ended
        self._sizes: list[list[Numbers]] = [[] for _ in range(annotators)]
        self._gaps: Counter[int] = Counter()
        self._difference = 0.0

    def add(self, units: Sequence[Units]) -> None:
        """Add units that lie after all those before, one `Units` an annotator."""
        for number, (start, end) in enumerate(units):
            if not len(start):
                continue
            self._sizes[number].append(compact(end - start))
            gaps = start - np.concatenate([[self._reach[number]], end[:-1]])
            sizes, counts = np.unique(gaps[gaps > 0], return_counts=True)
            self._gaps.update(dict(zip(sizes.tolist(), counts.tolist(), strict=True)))
            self._reach[number] = int(end[-1])
        for first, a in enumerate(units):
            for b in units[first + 1 :]:
                self._difference += _difference(a, b)

    def disagreement(self, length: int) -> UnitizingDisagreement:
        """Return the disagreement on a continuum of so many characters."""
        if length == 0:
            return UnitizingDisagreement(0.0, 0.0)
        annotators = len(self._reach)
        observed = 2 * self._difference / (annotators * (annotators - 1) * float(length) ** 2)
        return UnitizingDisagreement(observed, self._expected(length))

    def _expected(self, length: int) -> float:
        """Return the disagreement to be expected if the units and gaps found lay anywhere on the continuum."""
        sizes = [part for parts in self._sizes for part in parts]
        count = sum(map(len, sizes))
        if not count:
            return 0.0
        kinds = np.unique(np.concatenate([np.unique(part) for part in sizes])).astype(float)
        own = (count - 1) / 3 * (2 * kinds**3 - 3 * kinds**2 + kinds)
        each = own + kinds**2 * self._room(kinds, length)
        terms, used = np.empty(count), np.zeros(len(kinds))
        at = 0
        for part in sizes:
            which = np.searchsorted(kinds, part)
            terms[at : at + len(part)] = each[which]
            used += np.bincount(which, minlength=len(kinds))
            at += len(part)
        places = len(self._reach) * float(length)
        pairs = places * (places - 1) - float((used * kinds * (kinds - 1)).sum())
        return 2 / length * float(terms.sum()) / pairs if pairs else 0.0

    def _room(self, kinds: Floats, length: int) -> Floats:
        """Return in how many places of the gaps a unit of each size would fit."""
        found = self._gaps + Counter(length - reach for reach in self._reach if reach < length)
        gaps = np.asarray(sorted(found), dtype=float)
        counts = np.asarray([found[int(gap)] for gap in gaps], dtype=float)
        sizes, numbers = (np.append(np.cumsum(n[::-1])[::-1], 0.0) for n in (gaps * counts, counts))
        first = np.searchsorted(gaps, kinds)  # gaps from here on could hold the unit
        room: Floats = sizes[first] - numbers[first] * (kinds - 1)
        return room


def disagreement(units: Sequence[Units], length: int) -> UnitizingDisagreement:
    """Return observed and expected disagreement of one label, one `Units` an annotator, on `length` characters."""
    label = _Label(len(units))
    label.add(units)
    return label.disagreement(length)


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


def _difference(a: Units, b: Units) -> float:
    """Sum δ²: squared shifts of both ends where units meet, squared length where a unit meets only a gap."""
    at_a, at_b = overlaps(*a, *b)
    shifts = (a[0][at_a] - b[0][at_b]).astype(float) ** 2 + (a[1][at_a] - b[1][at_b]).astype(float) ** 2
    return float(shifts.sum()) + _lonely(a, at_a) + _lonely(b, at_b)


def _lonely(units: Units, meeting: Ints) -> float:
    lengths = (units[1] - units[0]).astype(float)
    lengths[meeting] = 0.0
    return float((lengths**2).sum())
