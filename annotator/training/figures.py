"""Small SVG figures, written by hand: bars of scores and a learning curve. They read in light and in dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_BAR, _ROW, _LABELS = 360, 26, 190
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 400, 60, 40, 20, 50
_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" role="img" font-family="system-ui, sans-serif" font-size="13"'


def bars(rows: Sequence[tuple[str, float | None]], title: str) -> str:
    """Return a bar chart of values between 0 and 1; None is shown as a dash."""
    height = _ROW * len(rows) + 40
    parts = [
        f'{_HEAD} width="{_LABELS + _BAR + 60}" height="{height}" aria-label="{escape(title)}">',
        f'<text x="0" y="18" font-weight="600" fill="currentColor">{escape(title)}</text>',
    ]
    for i, (name, value) in enumerate(rows):
        y = 32 + i * _ROW
        length = round((value or 0.0) * _BAR, 1)
        shown = "–" if value is None else f"{100 * value:.1f}"
        parts.append(
            f'<text x="{_LABELS - 8}" y="{y + 15}" text-anchor="end" fill="currentColor">{escape(name)}</text>'
            f'<rect x="{_LABELS}" y="{y}" width="{length}" height="{_ROW - 8}" fill="#4a7bc8"/>'
            f'<text x="{_LABELS + length + 6}" y="{y + 15}" fill="currentColor">{shown}</text>'
        )
    return "\n".join([*parts, "</svg>"])


def curve(lines: Sequence[tuple[str, Sequence[tuple[int, float | None]]]], title: str, x_name: str) -> str:
    """Return a line chart: for each line its name and (documents, score between 0 and 1); undefined points are left out."""
    most = max((x for _, points in lines for x, _ in points), default=1)
    parts = [
        f'{_HEAD} width="{_WIDTH}" height="{_HEIGHT}" aria-label="{escape(title)}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="22" font-weight="600">{escape(title)}</text>',
        f'<text x="{(_LEFT + _WIDTH) / 2}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(x_name)}</text>',
    ]
    for score in range(0, 101, 20):
        y = _y(score / 100)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#dddde3"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{score}</text>')
    for i, (name, points) in enumerate(lines):
        parts += _line(name, [(x, y) for x, y in points if y is not None], most, i)
    return "\n".join([*parts, "</svg>\n"])


def _line(name: str, points: Sequence[tuple[int, float]], most: int, number: int) -> list[str]:
    colour = ("#2b5fa8", "#b3541e", "#3f7036", "#7a4a9e")[number % 4]
    places = [(_x(x, most), _y(y)) for x, y in points]
    path = " ".join(f"{x},{y}" for x, y in places)
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for (x, y), (documents, score) in zip(places, points, strict=True):
        parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{x}" y="{y - 9}" text-anchor="middle" fill="{colour}">{100 * score:.1f}</text>')
        parts.append(f'<text x="{x}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{documents}</text>')
    parts.append(
        f'<text x="{_WIDTH - _RIGHT}" y="{22 + 16 * number}" text-anchor="end" fill="{colour}">{escape(name)}</text>'
    )
    return parts


def _x(documents: int, most: int) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT - 20) * documents / most, 1)


def _y(score: float) -> float:
    return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * score, 1)
