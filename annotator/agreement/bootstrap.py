"""Confidence intervals: percentile bootstrap over documents (Efron 1979), by weights rather than by copies.

Every coefficient with an interval is a function of sums over documents. A replicate draws as many documents as there
are, with replacement; its sums are how often each document was drawn, times the document's counts. So a thousand
replicates are one matrix product, and estimate and replicates go through one and the same formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from annotator.agreement.coefficients import Floats

Table = npt.NDArray[np.generic]
LEVEL = 0.95
FEW_DOCUMENTS = 10  # below this an interval is shown, but said to be unreliable
_AT_ONCE = 4_000_000  # weights drawn at a time, so that memory does not grow with the corpus
_COLUMNS = 512  # columns summed at a time
_KEPT = 12_000_000  # weights kept for the next table of as many documents: 96 MB


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


class Resampler:
    """Draws documents with replacement: the same seed gives the same draws for every table of as many documents."""

    def __init__(self, replicates: int, seed: int) -> None:
        self.replicates = replicates
        self.seed = seed
        self._size = -1
        self._weights: Floats = np.empty((0, 0))

    def sums(self, block: Floats) -> Floats:
        """Return the replicates' sums of counts by document, `(replicates, columns)`; none for a single document."""
        size = len(block)
        if size < 2 or self.replicates < 1:
            return np.empty((0, block.shape[1]))
        if size * self.replicates <= _KEPT:
            if self._size != size:
                self._weights = np.concatenate(list(self._draws(size)))
                self._size = size
            return self._weights @ block
        return np.concatenate([weights @ block for weights in self._draws(size)])

    def _draws(self, size: int) -> Iterator[Floats]:
        """Yield how often each document is drawn, some replicates at a time."""
        random = np.random.default_rng(self.seed)
        step = max(1, _AT_ONCE // size)
        for first in range(0, self.replicates, step):
            rows = min(step, self.replicates - first)
            drawn = random.integers(0, size, (rows, size)) + np.arange(rows)[:, None] * size
            counts = np.bincount(drawn.reshape(-1), minlength=rows * size)
            yield counts.reshape(rows, size).astype(np.float64)


def _groups(tables: Mapping[str, Table]) -> Iterator[list[tuple[str, slice]]]:
    """Yield columns of the tables, so many at a time that a matrix product pays and memory stays small."""
    group: list[tuple[str, slice]] = []
    width = 0
    for name, table in tables.items():
        for first in range(0, max(table.shape[1], 1), _COLUMNS):
            part = slice(first, min(first + _COLUMNS, table.shape[1]))
            group.append((name, part))
            width += part.stop - part.start
            if width >= _COLUMNS:
                yield group
                group, width = [], 0
    if group:
        yield group


class Sums:
    """Sums over documents of named counts, for the estimate (row 0) and every replicate."""

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self._tables: dict[str, Table] = {}
        self._totals: dict[str, Floats] = {}

    def add(self, name: str, counts: Table) -> None:
        """Add counts by document: `(documents,)` or `(documents, categories)`."""
        self._tables[name] = counts[:, None] if counts.ndim == 1 else counts

    def draw(self, resampler: Resampler) -> None:
        """Sum the counts, as they are and for each replicate."""
        parts: dict[str, list[Floats]] = {name: [] for name in self._tables}
        for group in _groups(self._tables):
            block = np.concatenate([self._tables[name][:, part] for name, part in group], axis=1).astype(np.float64)
            totals = np.concatenate([block.sum(axis=0, keepdims=True), resampler.sums(block)])
            at = 0
            for name, part in group:
                parts[name].append(totals[:, at : at + part.stop - part.start])
                at += part.stop - part.start
        self._totals = {name: np.concatenate(found, axis=1) for name, found in parts.items()}
        self._tables.clear()

    def __getitem__(self, name: str) -> Floats:
        """Return the sums by category, `(1 + replicates, categories)`."""
        return self._totals[name]

    def one(self, name: str, column: int = 0) -> Floats:
        """Return the sums of one column, `(1 + replicates,)`."""
        return self._totals[name][:, column]

    def count(self, name: str, column: int = 0) -> int:
        """Return a sum over all documents as a whole number."""
        return int(self._totals[name][0, column])

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
