"""Small drawings for the page: bars with intervals, as inline SVG that follows the page's colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from annotator.agreement.bootstrap import Estimate
from annotator.agreement.wording import DASH, figure

_ROW = 26
_NAME = 190
_BAR = 420
_VALUE = 190
_COLOURS = {"bar": "#1f5fa8", "behind": "#c7d7e9"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A named figure with, behind it, a second one that it is compared with."""

    name: str
    value: Estimate
    behind: Estimate | None = None


def bars(rows: Sequence[Bar], title: str) -> str:
    """Return a bar chart from 0 to 1, the interval as a whisker."""
    height = _ROW * len(rows) + 22
    width = _NAME + _BAR + _VALUE
    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" class="bars">']
    for tick in range(5):
        x = _NAME + _BAR * tick / 4
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 20}" stroke="#d1d9e0" class="grid"/>')
        parts.append(f'<text x="{x:.1f}" y="{height - 6}" text-anchor="middle" class="tick">{tick / 4:g}</text>')
    parts += [part for number, row in enumerate(rows) for part in _bar(row, number * _ROW)]
    return "".join([*parts, "</svg>"])


def _bar(row: Bar, top: int) -> list[str]:
    middle = top + _ROW / 2
    shown = row.name if len(row.name) <= 24 else row.name[:23] + "…"
    parts = [f'<text x="{_NAME - 8}" y="{middle + 4}" text-anchor="end">{escape(shown)}</text>']
    if row.behind is not None and row.behind.value is not None:
        parts.append(_rect(row.behind.value, top, "behind"))
    if row.value.value is None:
        parts.append(f'<text x="{_NAME + 6}" y="{middle + 4}">{DASH}</text>')
        return parts
    parts.append(_rect(row.value.value, top, "bar"))
    if row.value.interval is not None:
        low, high = (_NAME + _BAR * max(0.0, bound) for bound in row.value.interval)
        parts.append(
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" stroke="#1b1f24" class="whisker"/>'
        )
    parts.append(f'<text x="{_NAME + _BAR + 10}" y="{middle + 4}" class="value">{figure(row.value)}</text>')
    return parts


def _rect(value: float, top: int, kind: str) -> str:
    inset = 3 if kind == "behind" else 7
    width = _BAR * min(1.0, max(0.0, value))
    colour = _COLOURS[kind]  # for programs that know no style sheets inside drawings
    place = f'x="{_NAME}" y="{top + inset}" width="{width:.1f}" height="{_ROW - 2 * inset}"'
    return f'<rect {place} fill="{colour}" class="{kind}"/>'
