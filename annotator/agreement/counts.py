"""Counts by document of a large corpus, kept so small that a million documents fit into memory.

A document has few labels, so that most columns of a table hold zero for it. Only the other counts are kept, each with
the number of its column, in the smallest integers that hold them. What is asked for comes back as dense rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from annotator.agreement.columns import Bools, Ints
from annotator.agreement.matching import expand

Key = tuple[str, Hashable]
"""A column: the name of its table, and which of the table's columns it is (a label, a set of labels, …)."""
_AT_ONCE = 1 << 14  # documents
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.integer]


def compact(values: Ints) -> Numbers:
    """Return non-negative numbers as the smallest kind of integers that holds them."""
    most = int(values.max()) if len(values) else 0
    return values.astype(np.min_scalar_type(most))


def joined(parts: list[Numbers]) -> Numbers:
    """Return the parts as one array, and empty the list, so that both need not be held."""
    whole: Numbers = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint8)
    parts.clear()
    return whole


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by document: row `i` holds `size[i]` counts from `first[i]` on, their columns in `column`.

    `document` numbers the rows' documents; the rows are sorted by it.
    """

    columns: dict[Key, int]
    document: Numbers
    first: Numbers
    size: Numbers
    column: Numbers
    value: Numbers

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self.document)

    def rows(self, low: int, high: int, keys: Sequence[Key]) -> Floats:
        """Return the counts of the documents in rows `[low, high)`, one column a key; what was never counted is 0."""
        place = np.full(len(self.columns), -1, dtype=np.int64)
        for at, key in enumerate(keys):
            if (number := self.columns.get(key)) is not None:
                place[number] = at
        block: Floats = np.zeros((high - low, len(keys)))
        for begin in range(low, high, _AT_ONCE):
            end = min(begin + _AT_ONCE, high)
            first = self.first[begin:end].astype(np.int64)
            rows, cells = expand(first, first + self.size[begin:end])
            column = place[self.column[cells]]
            wanted = np.flatnonzero(column >= 0)
            block[begin - low + rows[wanted], column[wanted]] = self.value[cells[wanted]]
        return block

    def one(self, key: Key) -> Floats:
        """Return a single column of all documents."""
        return self.rows(0, len(self), [key])[:, 0]

    def only(self, chosen: Bools) -> CountTable:
        """Return the table of some of the documents."""
        if chosen.all():
            return self
        return CountTable(
            self.columns, self.document[chosen], self.first[chosen], self.size[chosen], self.column, self.value
        )


class CountsBuilder:
    """Takes counts of some documents at a time."""

    def __init__(self) -> None:
        self._columns: dict[Key, int] = {}
        self._document: list[Numbers] = []
        self._size: list[Numbers] = []
        self._column: list[Numbers] = []
        self._value: list[Numbers] = []
        self._parts: list[tuple[Ints, Ints, Ints]] = []

    def put(self, name: str, keys: Sequence[Hashable], table: npt.NDArray[np.integer]) -> None:
        """Add a table of the documents that come next: `(documents,)`, or `(documents, keys)`."""
        table = table.reshape(len(table), len(keys))
        numbers = np.asarray([self._columns.setdefault((name, key), len(self._columns)) for key in keys], dtype=int)
        rows, columns = np.nonzero(table)
        self._parts.append((rows, numbers[columns], table[rows, columns].astype(np.int64)))

    def end(self, documents: Ints) -> None:
        """End the tables of these documents, which have not come before."""
        rows, columns, values = (np.concatenate(parts) for parts in zip(*self._parts, strict=True))
        self._parts.clear()
        order = np.argsort(rows, kind="stable")
        self._document.append(documents.astype(np.int32))
        self._size.append(compact(np.bincount(rows, minlength=len(documents))))
        self._column.append(compact(columns[order]))
        self._value.append(compact(values[order]))

    def table(self, rank: Ints) -> CountTable:
        """Return all that came in, the documents in the order of `rank`; nothing can be added afterwards."""
        document, size = rank[joined(self._document)], joined(self._size)
        order = np.argsort(document)
        first = compact(np.cumsum(size, dtype=np.int64) - size)
        return CountTable(
            self._columns,
            document[order].astype(np.int32),
            first[order],
            size[order],
            joined(self._column),
            joined(self._value),
        )
