"""The report as CSV tables for a spreadsheet: one file each for pairs, labels, documents, disagreements, confusion.

Written with a byte order mark, without which spreadsheets take Cyrillic for something else. Numbers keep full
precision and a decimal point; an undefined figure is an empty cell.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.agreement.bootstrap import Estimate
from annotator.agreement.drilldown import Marked, MarkedRelation, disagreements, documents_by_disagreement
from annotator.agreement.report import AgreementReport
from annotator.messages import AnnotatorError, msg

Row = Iterable[Any]


def write_csv(report: AgreementReport, folder: Path) -> list[Path]:
    """Write all tables into a folder, which is made if it is not there; return the files.

    Raises:
        AnnotatorError: the folder cannot be made, or a file not written.
    """
    tables = {
        "pairs.csv": _figures(report),
        "labels.csv": _labels(report),
        "documents.csv": _documents(report),
        "disagreements.csv": _disagreements(report),
        "confusion.csv": _confusion(report),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(folder / name, rows) for name, rows in tables.items()]
    except OSError as error:
        raise AnnotatorError(
            msg("cannot be written: {reason}", "нельзя записать: {reason}", reason=error.strerror or error),
            file=os.fspath(error.filename or folder),
        ) from error


def _write(path: Path, rows: Iterable[Row]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _figures(report: AgreementReport) -> Iterator[Row]:
    """Every figure of every pair and of all together by its dotted name, one a row."""
    yield ("layer", "pair", "figure", "value", "low", "high", "reason")
    tree = report.to_json()
    for layer in ("entities", "relations"):
        for pair, figures in tree[layer]["pairs"].items():
            yield from _flat(tree, layer, pair, figures, f"{layer}.pairs.{pair}.")
        yield from _flat(tree, layer, "", tree[layer]["overall"], f"{layer}.overall.")


def _flat(tree: dict[str, Any], layer: str, pair: str, figures: dict[str, Any], prefix: str) -> Iterator[Row]:
    for name, value in _leaves(figures):
        if name.endswith(("_ci", "_ci_dropped")) or name.startswith(("per_label.", "confusion.")):
            continue
        low, high = _at(figures, f"{name}_ci") or ("", "")
        reason = tree["undefined"].get(prefix + name, "")
        yield (layer, pair, name, "" if value is None else value, low, high, reason)


def _leaves(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _at(tree: dict[str, Any], name: str) -> Any:
    value: Any = tree
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _labels(report: AgreementReport) -> Iterator[Row]:
    yield ("layer", "pair", "label", "n_a", "n_b", "tp", "f1", "low", "high", "lenient_f1", "token_kappa")
    for pair, scores in report.entity_pairs.items():
        for label, s in scores.per_label.items():
            counts = (s.strict.n_a, s.strict.n_b, s.strict.tp)
            rest = (_value(s.lenient.f1), _value(s.token_kappa))
            yield ("entities", pair, label, *counts, *_interval(s.strict.f1), *rest)
    for pair, relation_scores in report.relation_pairs.items():
        for label, score in relation_scores.per_label.items():
            counts = (score.n_a, score.n_b, score.tp)
            yield ("relations", pair, label, *counts, *_interval(score.f1), "", "")


def _value(estimate: Estimate) -> float | str:
    return "" if estimate.value is None else estimate.value


def _interval(estimate: Estimate) -> tuple[float | str, float | str, float | str]:
    return (_value(estimate), *(estimate.interval or ("", "")))


def _documents(report: AgreementReport) -> Iterator[Row]:
    yield ("document", "entity_disagreements", "relation_disagreements")
    for document_id, counts in documents_by_disagreement(report):
        yield (document_id, counts["entity"], counts["relation"])


def _disagreements(report: AgreementReport) -> Iterator[Row]:
    ends = ("head_start", "head_end", "head_label", "head_text", "tail_start", "tail_end", "tail_label", "tail_text")
    mark = ("start", "end", "label", "text", *ends)
    columns = [f"{name}_{side}" for side in ("a", "b") for name in mark]
    yield ("document", "layer", "kind", "annotator_a", "annotator_b", *columns)
    for row in disagreements(report):
        yield (row.document_id, row.layer, row.kind, row.first, row.second, *_mark(row.a), *_mark(row.b))


def _mark(mark: Marked | None) -> tuple[Any, ...]:
    if mark is None:
        return ("",) * 12
    if isinstance(mark, MarkedRelation):
        ends = [v for end in (mark.head, mark.tail) for v in (end.start, end.end, end.label, end.text)]
        return (mark.start, mark.end, mark.label, "", *ends)
    return (mark.start, mark.end, mark.label, mark.text, *("",) * 8)


def _confusion(report: AgreementReport) -> Iterator[Row]:
    yield ("pair", "label_a", "label_b", "count")
    for pair, scores in report.entity_pairs.items():
        names = (*scores.confusion.labels, "")
        for label_a, counts in zip(names, scores.confusion.counts, strict=True):
            for label_b, count in zip(names, counts, strict=True):
                if count:
                    yield (pair, label_a, label_b, count)
