"""What a chart shows, apart from how it is painted."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a figure is drawn: a stacked bar for each category, a column for each category, or a line for each series."""

    BARS = "bars"
    COLUMNS = "columns"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each category. `color` is #rrggbb, "" for the next one of the palette."""

    name: str
    values: tuple[float, ...]
    color: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: categories along one axis, one or more series of values. `axis` names what the categories are."""

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.categories or not any(any(series.values) for series in self.series)

    @property
    def top(self) -> float:
        """The largest value that the value axis must hold."""
        if self.kind is Kind.LINES:
            return max((max(series.values, default=0) for series in self.series), default=0) or 1
        sums = [sum(values) for values in zip(*(series.values for series in self.series), strict=True)]
        return max(sums, default=0) or 1

    def rows(self) -> list[list[str]]:
        """Return the numbers as a table with a head."""
        head = [self.axis, *(series.name for series in self.series)]
        values = zip(*(series.values for series in self.series), strict=True)
        body = [[name, *map(_plain, row)] for name, row in zip(self.categories, values, strict=True)]
        return [head, *body]

    def to_text(self, delimiter: str = "\t") -> str:
        """Return the table as TSV or, with another delimiter, as CSV."""
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(self.rows())
        return out.getvalue()


def _plain(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 and value != int(value) else str(int(value))


def grouped(value: float) -> str:
    """Return a number for people, thousands apart."""
    if value != int(value):
        return f"{value:.1f}"
    return f"{int(value):,}".replace(",", "\u202f")


def ticks(top: float, wanted: int = 5) -> list[float]:
    """Return round numbers from 0 that cover `top`: steps of 1, 2 or 5 times a power of ten, whole from 1 on."""
    raw = max(top, 1e-9) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    if top >= 2:
        step = max(1.0, step)
    return [step * number for number in range(math.ceil(top / step) + 1)]
