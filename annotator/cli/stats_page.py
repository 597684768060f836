"""The counts of a workspace as one page that needs nothing else; follows the reader's light or dark scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from annotator.agreement.page_style import STYLE
from annotator.domain import Status
from annotator.messages import Message, current_language, msg
from annotator.workspace.errors import save_error
from annotator.workspace.statistics import AnnotatorStatistics, Statistics

_NAME, _BAR, _ROW, _THICK, _BASELINE = 180, 640, 28, 22, 16  # of a chart, in pixels
_LONGEST = 0.9  # of the room for a bar, so that its number stands beside it
_NAMES = {
    Status.DONE: msg("done", "готово"),
    Status.IN_PROGRESS: msg("in progress", "в работе"),
    Status.SKIPPED: msg("skipped", "пропущено"),
    Status.NOT_STARTED: msg("not started", "не начато"),
}
_STRENGTH = {Status.DONE: 1.0, Status.IN_PROGRESS: 0.6, Status.SKIPPED: 0.35, Status.NOT_STARTED: 0.12}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: its share of the room, what the pointer is told, and how strongly it is coloured."""

    share: float
    told: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A named row of a chart; `shown` stands behind its parts."""

    name: str
    parts: tuple[Part, ...]
    shown: str = ""


def write_page(result: Statistics, name: str, path: Path) -> None:
    """Write the page.

    Raises:
        SaveError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(result, name), encoding="utf-8", newline="\n")
    except OSError as error:
        raise save_error(error, path) from error


def page(result: Statistics, name: str) -> str:
    """Return the page: a bar of statuses for each annotator, then bars of labels."""
    documents = msg("documents: {count}", "документов: {count}", count=result.documents)
    parts = [
        f'<!doctype html>\n<html lang="{current_language()}"><head><meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width"><title>{escape(name)}</title><style>{STYLE}</style></head>',
        f"<body><main><h1>{escape(name)}</h1><p>{documents}</p>",
        f"<h2>{msg('Progress', 'Ход работы')}</h2>",
        _progress(result),
    ]
    for annotator, counts in result.annotators.items():
        parts.append(f"<h2>{escape(annotator)}</h2>")
        parts.append(_labels(msg("Entities", "Сущности"), counts.entities))
        parts.append(_labels(msg("Relations", "Отношения"), counts.relations))
    return "\n".join([*parts, "</main></body></html>\n"])


def _progress(result: Statistics) -> str:
    bars = [Bar(name, _shares(counts)) for name, counts in result.annotators.items()]
    head = "".join(f"<th scope=col>{text}</th>" for text in ("", *_NAMES.values()))
    body = "".join(
        f"<tr><th scope=row>{escape(name)}</th>{''.join(f'<td>{counts.statuses[s]}</td>' for s in _NAMES)}</tr>"
        for name, counts in result.annotators.items()
    )
    table = f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    return f"{_chart(bars, ', '.join(map(str, _NAMES.values())))}\n{table}"


def _shares(counts: AnnotatorStatistics) -> tuple[Part, ...]:
    total = counts.statuses.total() or 1
    return tuple(
        Part(counts.statuses[status] / total, f"{text}: {counts.statuses[status]}", _STRENGTH[status])
        for status, text in _NAMES.items()
    )


def _labels(title: Message, counts: Counter[str]) -> str:
    if not counts:
        return f"<h3>{title}: 0</h3>"
    most = max(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    bars = [Bar(label, (Part(count / most * _LONGEST, f"{label}: {count}"),), str(count)) for label, count in ranked]
    return f"<h3>{title}: {counts.total()}</h3>\n{_chart(bars, str(title))}"


def _chart(bars: Sequence[Bar], title: str) -> str:
    rows = "".join(_row(bar, number * _ROW) for number, bar in enumerate(bars))
    box = f"0 0 {_NAME + _BAR} {max(1, len(bars)) * _ROW}"
    return f'<svg class="bars" role="img" aria-label="{escape(title)}" viewBox="{box}">{rows}</svg>'


def _row(bar: Bar, top: int) -> str:
    left = float(_NAME)
    drawn = [f'<text x="0" y="{top + _BASELINE}">{escape(bar.name)}</text>']
    for part in bar.parts:
        width = part.share * _BAR
        place = f'x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_THICK}"'
        drawn.append(
            f'<rect class="bar" fill-opacity="{part.strength}" {place}><title>{escape(part.told)}</title></rect>'
        )
        left += width
    drawn.append(f'<text class="tick" x="{left + 6:.1f}" y="{top + _BASELINE}">{bar.shown}</text>' if bar.shown else "")
    return "".join(drawn)
