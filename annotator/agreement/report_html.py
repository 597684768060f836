"""The report as one page that needs nothing else: no script from elsewhere, no font, no picture file.

It follows the reader's light or dark scheme and prints well. The page is written piece by piece, so that a report on
many thousands of disagreements does not have to fit into memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from html import escape
from itertools import groupby
from pathlib import Path

from annotator.agreement.bootstrap import Estimate
from annotator.agreement.drilldown import Disagreement, disagreements, documents_by_disagreement
from annotator.agreement.excerpts import Excerpts, caption
from annotator.agreement.page_style import SCRIPT, STYLE
from annotator.agreement.report import AgreementReport, Confusion
from annotator.agreement.report_svg import Bar, bars
from annotator.agreement.tables import Table, pair_name, tables
from annotator.agreement.wording import (
    HELP,
    KINDS,
    LAYERS,
    coverage_lines,
    figure,
    kind_message,
    reason_of,
    split_pair,
    undefined_lines,
)
from annotator.messages import AnnotatorError, Message, current_language, msg

MOST_LISTED = 20_000
LINE = "\n"  # stands between labels in an attribute; no label holds one


def write_html(report: AgreementReport, path: Path) -> None:
    """Write the page.

    Raises:
        AnnotatorError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for part in html_parts(report):
                file.write(part)
                file.write("\n")
    except OSError as error:
        raise AnnotatorError(
            msg("cannot be written: {reason}", "нельзя записать: {reason}", reason=error.strerror or error),
            file=os.fspath(path),
        ) from error


def html_parts(report: AgreementReport) -> Iterator[str]:
    """Yield the page from top to bottom."""
    title = escape(str(msg("Agreement of annotators", "Согласие разметчиков")))
    yield f'<!doctype html><html lang="{current_language()}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}: {escape(', '.join(report.annotators))}</title><style>{STYLE}</style></head><body><main>"
    yield f"<h1>{title}</h1>"
    yield _paragraphs(coverage_lines(report))
    yield _matrix(report, str(msg("Entities, strict F1", "Сущности, строгая F1")), _entity_f1(report))
    if report.relation_labels:
        yield _matrix(report, str(msg("Relations, strict F1", "Отношения, строгая F1")), _relation_f1(report))
    yield from _charts(report)
    yield from (_table(table) for table in tables(report))
    yield _list(undefined_lines(report))
    for key, pair in report.entity_pairs.items():
        yield _confusion(key, pair.confusion)
    yield _heading(msg("How to read this", "Как это читать"))
    yield _list(map(str, HELP))
    yield from _documents(report)
    yield from _all_disagreements(report)
    yield _origin(report)
    yield f"</main><script>{SCRIPT}</script></body></html>"


def _heading(text: object) -> str:
    return f"<h2>{escape(str(text))}</h2>"


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _table(table: Table) -> str:
    heads = "".join(f"<th scope='col'>{escape(head)}</th>" for head in table.heads)
    rows = "".join(
        f"<tr><th scope='row'>{escape(row[0])}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in row[1:])}</tr>"
        for row in table.rows
    )
    body = f"<div class='wide'><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    return _heading(table.title) + body


def _entity_f1(report: AgreementReport) -> Callable[[str], Estimate]:
    return lambda key: report.entity_pairs[key].strict.f1


def _relation_f1(report: AgreementReport) -> Callable[[str], Estimate]:
    return lambda key: report.relation_pairs[key].strict.f1


def _matrix(report: AgreementReport, title: str, f1_of: Callable[[str], Estimate]) -> str:
    """Everybody against everybody; darkness follows the figure evenly, without thresholds."""
    names = sorted(report.annotators)
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    rows = []
    for row in names:
        cells = []
        for column in names:
            if row == column:
                cells.append("<td class='self'></td>")
                continue
            estimate = f1_of("|".join(sorted((row, column))))
            shade = f"--share:{round(100 * (estimate.value or 0))}%"
            cells.append(
                f"<td class='shade' style='{shade}' title='{escape(reason_of(estimate))}'>{figure(estimate)}</td>"
            )
        rows.append(f"<tr><th scope='row'>{escape(row)}</th>{''.join(cells)}</tr>")
    body = f"<table class='matrix'><thead><tr><th></th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f"{_heading(title)}<div class='wide'>{body}</div>"


def _charts(report: AgreementReport) -> Iterator[str]:
    yield _heading(msg("By label", "По меткам"))
    yield _paragraphs(
        [
            str(
                msg(
                    "Bars: strict F1 with its interval; pale: lenient.",
                    "Полосы: строгая F1 с интервалом; бледные: мягкая.",
                )
            )
        ]
    )
    for key, pair in report.entity_pairs.items():
        title = f"{pair_name(key)}: {LAYERS['entity']}"
        rows = [Bar(label, s.strict.f1, s.lenient.f1) for label, s in pair.per_label.items()]
        yield f"<h3>{escape(title)}</h3>{bars(rows, title)}"
        links = [Bar(label, score.f1) for label, score in report.relation_pairs[key].per_label.items()]
        if links:
            title = f"{pair_name(key)}: {LAYERS['relation']}"
            yield f"<h3>{escape(title)}</h3>{bars(links, title)}"


def _confusion(key: str, confusion: Confusion) -> str:
    first, second = split_pair(key)
    nothing = str(msg("nothing", "ничего"))
    names = (*confusion.labels, nothing)
    most = max((count for row in confusion.counts for count in row), default=0)
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    rows = []
    for number, (name, counts) in enumerate(zip(names, confusion.counts, strict=True)):
        cells = "".join(
            f"<td class='shade{' same' if number == at else ''}' style='--share:{100 * count // max(most, 1)}%'>"
            f"{count or ''}</td>"
            for at, count in enumerate(counts)
        )
        rows.append(f"<tr><th scope='row'>{escape(name)}</th>{cells}</tr>")
    title = msg(
        "Labels of {first} (rows) against {second} (columns)",
        "Метки {first} (строки) и {second} (столбцы)",
        first=first,
        second=second,
    )
    table = f"<table class='matrix'><thead><tr><th></th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f"{_heading(title)}<div class='wide'>{table}</div>"


def _documents(report: AgreementReport) -> Iterator[str]:
    yield _heading(msg("Documents, the most disputed first", "Документы, сначала самые спорные"))
    heads = (msg("document", "документ"), LAYERS["entity"], LAYERS["relation"])
    yield "<div class='wide'><table><thead><tr>" + "".join(f"<th scope='col'>{escape(str(h))}</th>" for h in heads)
    yield "</tr></thead><tbody>"
    numbers, (listed, _) = _numbers(report), _listed(report)
    for document_id, counts in documents_by_disagreement(report):
        name = escape(document_id)
        link = f"<a href='#d{numbers[document_id]}'>{name}</a>" if counts.total() and document_id in listed else name
        yield f"<tr><th scope='row'>{link}</th><td>{counts['entity']}</td><td>{counts['relation']}</td></tr>"
    yield "</tbody></table></div>"


def _all_disagreements(report: AgreementReport) -> Iterator[str]:
    yield _heading(msg("All disagreements", "Все расхождения"))
    listed, left = _listed(report)
    if left:
        yield _paragraphs([str(_too_many(left))])
    yield _filters(report)
    pairs = [disagreements(report, pair=key, document_ids=listed) for key in report.pairs]  # each in order of the ids
    numbers = _numbers(report)
    for document_id, rows in groupby(merge(*pairs, key=_document), key=_document):
        found = sorted(rows, key=lambda r: (r.layer, r.start, r.end))
        number = numbers[document_id]
        excerpts = Excerpts(report.text_of(document_id))
        yield f"<section id='d{number}'><h3>{escape(document_id)}</h3>"
        yield from (_disagreement(row, excerpts) for row in found)
        yield "</section>"


def _listed(report: AgreementReport) -> tuple[set[str], int]:
    """Return the documents whose disagreements are listed, the most disputed, and how many disagreements are not."""
    listed: set[str] = set()
    shown = left = 0
    for document_id, counts in documents_by_disagreement(report):
        if not listed or shown + counts.total() <= MOST_LISTED:
            listed.add(document_id)
            shown += counts.total()
        else:
            left += counts.total()
    return listed, left


def _too_many(left: int) -> Message:
    return msg(
        "Only the most disputed documents are listed, or no browser could open this page; {count} further disagreements"
        " are in disagreements.csv: annotator agreement … --csv FOLDER.",
        "Показаны только самые спорные документы, иначе страницу не открыть; ещё {count} расхождений — в"
        " disagreements.csv: annotator agreement … --csv ПАПКА.",
        count=left,
    )


def _document(row: Disagreement) -> str:
    return row.document_id


def _numbers(report: AgreementReport) -> dict[str, int]:
    return {document_id: number for number, document_id in enumerate(report.ids)}


def _filters(report: AgreementReport) -> str:
    labels = (*report.labels, *report.relation_labels)
    everything = escape(str(msg("all", "все")))
    kinds = dict.fromkeys(
        f"{layer}.{kind}"
        for layer, pairs in (("entity", report.entity_pairs), ("relation", report.relation_pairs))
        for pair in pairs.values()
        for kind in pair.disagreements
    )
    choices = {
        "pair": [(key, pair_name(key)) for key in report.pairs],
        "kind": [(kind, f"{LAYERS[kind.split('.')[0]]}: {_kind_in_general(kind)}") for kind in kinds],
        "label": [(label, label) for label in labels],
    }
    names = {"pair": msg("pair", "пара"), "kind": msg("kind", "вид"), "label": msg("label", "метка")}
    boxes = [
        f"<label>{escape(str(names[name]))} <select data-filter='{name}'><option value=''>{everything}</option>"
        + "".join(f"<option value='{escape(value)}'>{escape(text)}</option>" for value, text in options)
        + "</select></label>"
        for name, options in choices.items()
    ]
    return f"<form class='filters'>{''.join(boxes)}</form>"


def _kind_in_general(kind: str) -> str:
    return str(KINDS[kind.split(".", 1)[1]])


def _disagreement(row: Disagreement, excerpts: Excerpts) -> str:
    kind = kind_message(row.kind, row.first, row.second)
    lines = "".join(
        f"<p><b>{escape(name)}</b> {excerpts.html(row, mark)}<br><span class='caption'>{escape(caption(mark))}</span></p>"
        for name, mark in ((row.first, row.a), (row.second, row.b))
    )
    data = f"data-pair='{escape(row.pair)}' data-kind='{row.layer}.{row.kind}' data-label='{escape(LINE.join(row.labels))}'"
    head = f"{LAYERS[row.layer]} · {kind} · {row.start}–{row.end}"
    return f"<article {data}><h4>{escape(head)}</h4>{lines}</article>"


def _origin(report: AgreementReport) -> str:
    text = msg(
        "annotator {version}; tokens: {tokenizer}; bootstrap: {replicates} draws, seed {seed}; without direction: {symmetric}",
        "annotator {version}; токены: {tokenizer}; бутстреп: повторов {replicates}, начальное число {seed}; без направления:"
        " {symmetric}",
        version=report.version,
        tokenizer=report.tokenizer,
        replicates=report.replicates,
        seed=report.seed,
        symmetric=", ".join(report.symmetric) or "–",
    )
    return f"<footer>{escape(str(text))}</footer>"
