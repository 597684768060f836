"""The counts of a workspace as one page that needs nothing else; follows the reader's light or dark scheme."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from annotator.agreement.page_style import STYLE
from annotator.domain import Status
from annotator.messages import Message, current_language, msg
from annotator.workspace.errors import save_error
from annotator.workspace.statistics import AnnotatorStatistics, Statistics

_WIDTH, _HEIGHT, _LEFT = 640, 22, 180  # of a row of a chart, in pixels
_NAMES = {
    Status.DONE: msg("done", "готово"),
    Status.IN_PROGRESS: msg("in progress", "в работе"),
    Status.SKIPPED: msg("skipped", "пропущено"),
    Status.NOT_STARTED: msg("not started", "не начато"),
}
_STRENGTH = {Status.DONE: 1.0, Status.IN_PROGRESS: 0.6, Status.SKIPPED: 0.35, Status.NOT_STARTED: 0.12}


def write_page(result: Statistics, name: str, path: Path) -> None:
    """Write the page.

    Raises:
        SaveError: the file cannot be written.
    """
    try:
        path.write_text(page(result, name), encoding="utf-8")
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
        parts += [f"<h2>{escape(annotator)}</h2>", _labels(counts)]
    return "\n".join([*parts, "</main></body></html>\n"])


def _progress(result: Statistics) -> str:
    rows = [_row(name, counts, number) for number, (name, counts) in enumerate(result.annotators.items())]
    height = max(1, len(rows)) * (_HEIGHT + 8)
    legend = ", ".join(str(text) for text in _NAMES.values())
    chart = f'<svg class="bars" role="img" aria-label="{legend}" viewBox="0 0 {_LEFT + _WIDTH} {height}">{"".join(rows)}</svg>'
    head = "".join(f"<th scope=col>{text}</th>" for text in ("", *_NAMES.values()))
    body = "".join(
        f"<tr><th scope=row>{escape(name)}</th>{''.join(f'<td>{counts.statuses[s]}</td>' for s in _NAMES)}</tr>"
        for name, counts in result.annotators.items()
    )
    return f'{chart}\n<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(name: str, counts: AnnotatorStatistics, number: int) -> str:
    top = number * (_HEIGHT + 8)
    total = counts.statuses.total() or 1
    left = float(_LEFT)
    parts = [f'<text x="0" y="{top + 16}">{escape(name)}</text>']
    for status, text in _NAMES.items():
        width = counts.statuses[status] / total * _WIDTH
        parts.append(
            f'<rect class="bar" fill-opacity="{_STRENGTH[status]}" x="{left:.1f}" y="{top}" width="{width:.1f}" '
            f'height="{_HEIGHT}"><title>{text}: {counts.statuses[status]}</title></rect>'
        )
        left += width
    return "".join(parts)


def _labels(counts: AnnotatorStatistics) -> str:
    return _chart(msg("Entities", "Сущности"), counts.entities) + _chart(
        msg("Relations", "Отношения"), counts.relations
    )


def _chart(title: Message, counts: Counter[str]) -> str:
    if not counts:
        return f"<h3>{title}: 0</h3>"
    most = max(counts.values())
    rows = []
    for number, (label, count) in enumerate(sorted(counts.items(), key=lambda item: (-item[1], item[0]))):
        top = number * (_HEIGHT + 4)
        width = count / most * (_WIDTH - 60)
        rows.append(
            f'<text x="0" y="{top + 16}">{escape(label)}</text>'
            f'<rect class="bar" x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_HEIGHT}"/>'
            f'<text class="tick" x="{_LEFT + width + 6:.1f}" y="{top + 16}">{count}</text>'
        )
    height = len(counts) * (_HEIGHT + 4)
    svg = f'<svg class="bars" role="img" aria-label="{title}" viewBox="0 0 {_LEFT + _WIDTH} {height}">{"".join(rows)}</svg>'
    return f"<h3>{title}: {counts.total()}</h3>\n{svg}"
