"""The scores of a model as a table for the terminal."""

from __future__ import annotations

from typing import Any

from annotator.messages import Message, msg


def table(report: dict[str, Any]) -> str:
    """Return the report of an evaluation as aligned text; "–" stands for what is undefined."""
    entities, relations = report["entities"], report["relations"]
    head = msg(
        "{model} on {documents} documents, layer {layer}, {speed} words a second",
        "{model}: документов {documents}, слой {layer}, слов в секунду {speed}",
        model=report["model"],
        documents=report["documents"],
        layer=report["layer"],
        speed=report["words_per_second"],
    )
    rows = [_row(msg("Entities", "Сущности"), entities["strict"])]
    rows += [_row(f"  {label}", scores["strict"]) for label, scores in entities["per_label"].items()]
    rows.append(_row(msg("Entities, overlapping", "Сущности, с пересечением"), entities["partial"]))
    rows.append(_row(msg("Entities, boundaries only", "Сущности, только границы"), entities["boundary"]))
    for key, title in (
        ("gold", msg("Relations between gold entities", "Отношения между верными сущностями")),
        ("end_to_end", msg("Relations end to end", "Отношения целиком")),
    ):
        rows.append(_row(title, relations[key]["strict"]))
        rows += [_row(f"  {label}", scores["strict"]) for label, scores in relations[key]["per_label"].items()]
    width = max(len(row[0]) for row in rows)
    lines = [str(head), f"{'':<{width}}      P      R     F1  95 %          n"]
    lines += [f"{name:<{width}} {p:>6} {r:>6} {f:>6}  {ci:<12} {n}" for name, p, r, f, ci, n in rows]
    lines += _against(report.get("against"))
    return "\n".join(lines)


def _row(title: Message | str, scores: dict[str, Any]) -> tuple[str, str, str, str, str, str]:
    ci = scores.get("f1_ci")
    shown = f"{100 * ci[0]:.1f}–{100 * ci[1]:.1f}" if ci else ""
    wanted = "" if scores["wanted"] is None else str(scores["wanted"])
    precision, recall, f1 = (_percent(scores[key]) for key in ("precision", "recall", "f1"))
    return str(title), precision, recall, f1, shown, wanted


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _against(comparison: dict[str, Any] | None) -> list[str]:
    if comparison is None:
        return []
    title = msg("Against {model} (F1, difference, p):", "Против {model} (F1, разница, p):", model=comparison["model"])
    rows = [
        f"  {name}: {_percent(row['f1'][0])} / {_percent(row['f1'][1])}, "
        f"{_signed(row['difference'])}, p = {'–' if row['p'] is None else format(row['p'], '.4f')}"
        for name, row in comparison.items()
        if isinstance(row, dict)
    ]
    return [str(title), *rows]


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:+.1f}"
