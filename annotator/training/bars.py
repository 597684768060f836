"""The scores of a model as a drawing: one bar a label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from annotator.messages import msg

_LEFT, _WIDTH, _ROW, _TOP = 190, 420, 26, 40  # SVG units

_FONT = 'font-family="PT Sans, sans-serif" font-size="13"'


def label_bars(report: Mapping[str, Any]) -> str:
    """Return an SVG with the strict F1 of every entity and relation label of an evaluation report, all included."""
    rows = list(_rows(report))
    height = _TOP + _ROW * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 70}" height="{height}" {_FONT}>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="16" y="24" font-weight="bold">{escape(str(msg("strict F1 by label", "строгая F1 по меткам")))}</text>',
    ]
    for number, (name, value, color) in enumerate(rows):
        parts.extend(_bar(name, value, color, _TOP + number * _ROW))
    return "\n".join([*parts, "</svg>"])


def _rows(report: Mapping[str, Any]) -> Iterator[tuple[str, float | None, str]]:
    entities, relations = report["entities"], report["relations"].get("gold") or {}
    yield str(msg("entities", "сущности")), _f1(entities), "#2f6f8f"
    for label, scores in sorted(entities.get("per_label", {}).items()):
        yield label, _f1(scores), "#7fb0c4"
    if relations:
        yield str(msg("relations", "отношения")), _f1(relations), "#8f5a2f"
        for label, scores in sorted(relations.get("per_label", {}).items()):
            yield label, _f1(scores), "#d0a884"


def _f1(scores: Mapping[str, Any]) -> float | None:
    value = scores.get("strict", {}).get("f1")
    return float(value) if value is not None else None


def _bar(name: str, value: float | None, color: str, y: float) -> list[str]:
    width = _WIDTH * (value or 0.0)
    shown = "–" if value is None else f"{100 * value:.1f}"
    return [
        f'<text x="{_LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(name)}</text>',
        f'<rect x="{_LEFT}" y="{y + 4}" width="{width:.1f}" height="16" fill="{color}"/>',
        f'<text x="{_LEFT + width + 6:.1f}" y="{y + 16}" fill="#444444">{shown}</text>',
    ]
