"""The model card: what the model is, what it was trained on, and how well it did, in README.md beside it."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from annotator import __version__
from annotator.messages import msg

_KEPT = (
    "documents",
    "entities",
    "relations",
    "vectors",
    "silver",
    "annotator",
    "seed",
    "best_step",
    "stopped",
    "seconds",
)


def versions() -> dict[str, str]:
    """Return the versions of what the training ran on: this program, Python, and the packages that compute."""
    packages = ("spacy", "thinc", "numpy")
    return {"annotator": __version__, "python": platform.python_version()} | {name: version(name) for name in packages}


def write_card(model: Path, name: str, report: dict[str, Any], *, language: str) -> None:
    """Write README.md and complete meta.json in the folder of a trained model. `report` is that of the training."""
    path = model / "meta.json"
    meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    meta |= {
        "name": name,
        "description": f"Trained with annotator {__version__} on {report['documents']['train']} documents",
        "requirements": [f"annotator>={__version__}"],
        "training": {k: report[k] for k in _KEPT} | {"date": datetime.now(UTC).isoformat(timespec="seconds")},
    }
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    (model / "README.md").write_text(card(name, report, language=language), encoding="utf-8", newline="\n")


def card(name: str, report: dict[str, Any], *, language: str) -> str:
    """Return the card's Markdown in the interface language."""
    documents, scores = report["documents"], report["scores"]
    head = f"""---
library_name: spacy
language: [{language}]
tags: [spacy, token-classification{", relation-extraction" if report["relations"] else ""}]
---
# {name}

"""
    lines = [
        msg("Components: {names}.", "Компоненты: {names}.", names=", ".join(report["components"])),
        msg(
            "Trained on {train} documents with annotator {version} on {date}; best of {steps} steps: {best}; seed {seed}.",
            "Обучена на документах ({train}) программой annotator {version} {date}; лучший шаг {best} из {steps}; seed {seed}.",
            train=documents["train"],
            version=__version__,
            date=datetime.now(UTC).date().isoformat(),
            steps=report["steps"],
            best=report["best_step"],
            seed=report["seed"],
        ),
        msg(
            "Scores are on {dev} development documents, which also chose the best step: expect a little less elsewhere.",
            "Оценки — на проверочных документах ({dev}), по ним же выбран лучший шаг: на других ждите чуть меньше.",
            dev=documents["dev"],
        ),
    ]
    if report["silver"]:
        lines.append(
            msg(
                "Before that it learnt from {n} texts that slovnet labelled.",
                "До этого обучалась на текстах, размеченных slovnet: {n}.",
                n=report["silver"],
            )
        )
    with_what = ", ".join(f"{name} {number}" for name, number in report["versions"].items())
    lines.append(msg("Versions: {names}.", "Версии: {names}.", names=with_what))
    use = msg("To use it, install annotator beside spaCy:", "Для работы нужен пакет annotator рядом со spaCy:")
    again = msg("To train it again:", "Чтобы обучить ещё раз:")
    warnings = "".join(f"\n- {warning}" for warning in report["warnings"])
    return (
        head
        + "\n".join(str(line) for line in lines)
        + "\n\n"
        + _table(scores)
        + _label_table(report)
        + (f"\n{msg('About the data:', 'О данных:')}\n{warnings}\n" if warnings else "")
        + f"\n{use}\n\n```python\nimport spacy\n\nnlp = spacy.load({str(Path(report['model']))!r})\n"
        + 'doc = nlp("Мустафа Сулейман перешёл в Microsoft.")\nprint(doc.ents)\n```\n'
        + f"\n{again}\n\n```sh\n{_commands(report)}\n```\n"
    )


def _commands(report: dict[str, Any]) -> str:
    first = "python -m spacy train training/teacher.cfg --output training/teacher\n" if report["silver"] else ""
    return first + "python -m spacy train training/config.cfg --output again"


def _table(scores: dict[str, float]) -> str:
    rows = [(str(msg("Entities", "Сущности")), "ents"), (str(msg("Relations", "Отношения")), "rel_micro")]
    lines = [f"| {msg('Layer', 'Слой')} | P | R | F1 |", "|---|---|---|---|"]
    for title, key in rows:
        values = [scores.get(f"{key}_{part}") for part in "prf"]
        if any(value is not None for value in values):
            shown = " | ".join("–" if value is None else f"{100 * value:.1f}" for value in values)
            lines.append(f"| {title} | {shown} |")
    return "\n".join(lines) + "\n"


def _label_table(report: dict[str, Any]) -> str:
    title, examples = msg("Label", "Метка"), msg("Training examples", "Обучающих примеров")
    lines = [f"\n| {title} | {examples} | F1 |", "|---|---|---|"]
    for counts, scores in ((report["entities"], report["per_label"]), (report["relations"], report["per_relation"])):
        for label, n in sorted(counts.items(), key=lambda item: -item[1]):
            f1 = scores.get(label)
            lines.append(f"| {label} | {n} | {'–' if f1 is None else f'{100 * f1:.1f}'} |")
    return "\n".join(lines) + "\n"
