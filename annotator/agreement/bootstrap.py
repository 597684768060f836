"""Confidence intervals: percentile bootstrap over documents (Efron 1979), by weights rather than by copies.

Every coefficient with an interval is a function of sums over documents. A replicate draws as many documents as there
are, with replacement; its sums are how often each document was drawn, times the document's counts. So a thousand
replicates are one matrix product, and estimate and replicates go through one and the same formula.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from annotator.agreement.coefficients import Floats

Weights = npt.NDArray[np.uint8]
LEVEL = 0.95
FEW_DOCUMENTS = 10  # below this an interval is shown, but said to be unreliable
_AT_ONCE = 4_000_000  # numbers worked on at a time, so that memory does not grow with the corpus
_COLUMNS = 512  # columns summed at a time
_TOGETHER = 12_000_000  # weights that go into one matrix product, if that is all of them
_BYTES = 64_000_000  # weights for which all counts are made once
_DRAWS = 1_000_000  # documents drawn at a time


class Reason(StrEnum):
    """Why a figure is undefined."""

    NO_DOCUMENTS = "no_documents"
    NOTHING_MARKED = "nothing_marked"
    NOTHING_MARKED_A = "nothing_marked_a"
    NOTHING_MARKED_B = "nothing_marked_b"
    CHANCE_IS_CERTAIN = "chance_is_certain"
    NO_TOKENS = "no_tokens"
    NO_UNITS = "no_units"
    NO_PAIRS = "no_pairs"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; None where it is undefined, and why.

    `resampled` tells that an interval was asked for; it may still be None, as for a single document. `dropped`
    replicates were undefined and are left out of the interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    dropped: int = 0
    reason: Reason | None = None
    resampled: bool = False

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval, or None."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def _groups(widths: Iterable[int]) -> Iterator[slice]:
    """Yield places of columns, so many at a time that a matrix product pays and its parts stay in the cache."""
    begin = end = 0
    for width in widths:
        for part in range(0, width, _COLUMNS):
            end += min(_COLUMNS, width - part)
            if end - begin >= _COLUMNS:
                yield slice(begin, end)
                begin = end
    if end > begin:
        yield slice(begin, end)


class Sums:
    """Sums over documents of named counts, for the estimate (row 0) and every replicate.

    `widths` names the tables and tells how many columns each has; `rows(low, high)` makes the counts of some of the
    documents, `(high − low, columns)`, the tables side by side. They are made as often as they are needed, anew
    each time, and never of all documents of a large corpus at once.
    """

    def __init__(self, documents: int, widths: Mapping[str, int], rows: Callable[[int, int], Floats]) -> None:
        self.documents = documents
        self._rows = rows
        self._places: dict[str, slice] = {}
        at = 0
        for name, width in widths.items():
            self._places[name] = slice(at, at + width)
            at += width
        self._width = at
        self._groups = list(_groups(widths.values()))
        self._totals: Floats = np.empty((0, at))

    def begin(self, replicates: int) -> None:
        """Sum the counts as they are; a single document is not resampled."""
        self._totals = np.zeros((1 + (replicates if self.documents > 1 else 0), self._width))
        for _, block in self._blocks():
            block[0] += self._totals[0]  # the sum goes on where it stopped
            self._totals[0] = block.sum(axis=0)

    def take(self, first: int, weights: Weights) -> None:
        """Sum the counts for the replicates from `first` on, from how often they drew each document."""
        for low, block in self._blocks():
            size = len(block)
            step = len(weights) if len(weights) * size <= _TOGETHER else max(1, _AT_ONCE // size)
            for at in range(0, len(weights), step):
                drawn = weights[at : at + step, low : low + size].astype(np.float64)
                totals = self._totals[1 + first + at : 1 + first + at + len(drawn)]
                for group in self._groups:
                    totals[:, group] += drawn @ block[:, group]

    def _blocks(self) -> Iterator[tuple[int, Floats]]:
        step = max(1, _AT_ONCE // max(self._width, 1))
        for low in range(0, self.documents, step):
            yield low, self._rows(low, min(low + step, self.documents))

    def __getitem__(self, name: str) -> Floats:
        """Return the sums by category, `(1 + replicates, categories)`."""
        return self._totals[:, self._places[name]]

    def one(self, name: str, column: int = 0) -> Floats:
        """Return the sums of one column, `(1 + replicates,)`."""
        return self[name][:, column]

    def count(self, name: str, column: int = 0) -> int:
        """Return a sum over all documents as a whole number."""
        return int(self[name][0, column])

    def estimate(self, values: Floats, reason: Reason) -> Estimate:
        """Return the figure with its interval; `reason` says why it is undefined where it is."""
        plain = self.figure(values, reason)
        drawn = values[1:][~np.isnan(values[1:])]
        if plain.value is None or self.documents < 2 or not len(drawn):
            return replace(plain, resampled=True)
        tail = (1 - LEVEL) / 2
        low, high = np.quantile(drawn, [tail, 1 - tail])
        return Estimate(plain.value, float(low), float(high), len(values) - 1 - len(drawn), resampled=True)

    def figure(self, values: Floats, reason: Reason) -> Estimate:
        """Return the figure alone."""
        if self.documents == 0:
            return Estimate(None, reason=Reason.NO_DOCUMENTS)
        return Estimate(None, reason=reason) if np.isnan(values[0]) else Estimate(float(values[0]))


def resample(
    tables: Iterable[Sums], replicates: int, seed: int, follow: Callable[[Iterable[int]], Iterable[int]] = iter
) -> None:
    """Sum the counts, as they are and for every replicate: the same draws for every table of as many documents.

    `follow` sees the numbers of the draws that are done pass by, and may show how far it is.
    """
    by_size: dict[int, list[Sums]] = defaultdict(list)
    for sums in tables:
        sums.begin(replicates)
        if sums.documents > 1:
            by_size[sums.documents].append(sums)
    for _ in follow(_drawn(by_size, replicates, seed)):
        pass


def _drawn(by_size: Mapping[int, list[Sums]], replicates: int, seed: int) -> Iterator[int]:
    for size, group in by_size.items():
        for first, weights in _batches(size, replicates, seed):
            for sums in group:
                sums.take(first, weights)
            yield len(weights)


def _batches(size: int, replicates: int, seed: int) -> Iterator[tuple[int, Weights]]:
    """Yield how often each document is drawn, many replicates at a time, with the number of the first of them.

    That one document is drawn 256 times, and its count with it too large, has a chance of less than 1 in 256!.
    """
    random = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // size)
    most = max(step, _BYTES // size // step * step)
    for first in range(0, replicates, most):
        weights = np.empty((min(most, replicates - first), size), dtype=np.uint8)
        few = max(1, _DRAWS // size)
        for at in range(0, len(weights), few):
            rows = min(few, len(weights) - at)
            drawn = random.integers(0, size, (rows, size))
            drawn += np.arange(rows)[:, None] * size
            weights[at : at + rows] = np.bincount(drawn.reshape(-1), minlength=rows * size).reshape(rows, size)
        yield first, weights
