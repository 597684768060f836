"""Precision, recall and F1 from sets of things found and things wanted, per document so that intervals can be drawn.

Undefined values (0/0) are None, never 0: precision when nothing was found, recall when nothing was wanted, F1 when
neither. F1 with one side empty is 0. F1 = 2·tp / (found + wanted).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labelled = tuple[Hashable, str]  # what it is without its label, and the label


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, things found by the model, things wanted by the data."""

    tp: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float | None:
        """Share of the found that is right."""
        return self.tp / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the wanted that was found."""
        return self.tp / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return 2 * self.tp / (self.found + self.wanted) if self.found + self.wanted else None

    def to_json(self) -> dict[str, Any]:
        """Return counts and ratios."""
        counts = {"tp": self.tp, "found": self.found, "wanted": self.wanted}
        return counts | {"precision": self.precision, "recall": self.recall, "f1": self.f1}


NOT_MEASURED: dict[str, Any] = {
    "tp": None, "found": None, "wanted": None, "precision": None, "recall": None, "f1": None,
}  # fmt: skip


def count(found: frozenset[Any], wanted: frozenset[Any]) -> Counts:
    """Count two sets of hashable things."""
    return Counts(len(found & wanted), len(found), len(wanted))


def per_label(found: Sequence[frozenset[Labelled]], wanted: Sequence[frozenset[Labelled]]) -> dict[str, list[Counts]]:
    """Count per label and document; the label is the last item of each thing. Labels in alphabetical order."""
    labels = sorted({thing[-1] for things in (*found, *wanted) for thing in things})
    return {
        label: [count(_of(f, label), _of(w, label)) for f, w in zip(found, wanted, strict=True)] for label in labels
    }


def _of(things: Iterable[Labelled], label: str) -> frozenset[Labelled]:
    return frozenset(thing for thing in things if thing[-1] == label)


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts up."""
    return sum(counts, Counts())


def interval(counts: Sequence[Counts], *, replicates: int = 1000, seed: int = 0) -> list[float] | None:
    """Return the 95 % percentile bootstrap interval of F1 over documents, or None for fewer than two documents."""
    if len(counts) < 2:
        return None
    values = _f1_replicates(_table(counts), _weights(len(counts), replicates, seed))
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    low, high = np.quantile(values, [0.025, 0.975])
    return [float(low), float(high)]


def paired_p_value(
    first: Sequence[Counts], second: Sequence[Counts], *, replicates: int = 10_000, seed: int = 0
) -> float | None:
    """Return the two-sided p-value of the F1 difference by approximate randomization over documents (Noreen 1989).

    Under the null hypothesis the two models' outputs on a document may be swapped. None if a score is undefined.
    """
    a, b = _table(first), _table(second)
    observed = abs(_f1(a.sum(axis=0)) - _f1(b.sum(axis=0)))
    if np.isnan(observed):
        return None
    swaps = np.random.default_rng(seed).integers(0, 2, size=(replicates, len(a))).astype(np.float64)
    one = swaps @ b + (1 - swaps) @ a
    two = swaps @ a + (1 - swaps) @ b
    differences = np.abs(_f1(one) - _f1(two))
    return float((np.sum(differences >= observed - 1e-12) + 1) / (replicates + 1))


def _table(counts: Sequence[Counts]) -> NDArray[np.float64]:
    return np.array([[c.tp, c.found, c.wanted] for c in counts], dtype=np.float64).reshape(-1, 3)


def _weights(documents: int, replicates: int, seed: int) -> NDArray[np.float64]:
    drawn = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=replicates)
    return drawn.astype(np.float64)


def _f1_replicates(table: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    values: NDArray[np.float64] = _f1(weights @ table)
    return values


def _f1(sums: NDArray[np.float64]) -> Any:
    with np.errstate(invalid="ignore", divide="ignore"):
        return 2 * sums[..., 0] / (sums[..., 1] + sums[..., 2])
