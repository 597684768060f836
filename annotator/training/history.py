"""Trainings of the past, as their models' folders tell them. Read without spaCy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.training.progress import Listener, Progress

STEPS_FILE = "training/steps.jsonl"  # the evaluations of the training, in the model's folder


class StepsRecorder:
    """A listener that passes on what it hears and keeps the evaluations, to be written beside the model."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._kept: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        """Keep an evaluation and pass the step on."""
        if progress.score is not None:
            self._kept.append(progress)
        self._listener(progress)

    def write(self, model: Path) -> None:
        """Write the evaluations into the folder of the model that came of them."""
        path = model / STEPS_FILE
        path.parent.mkdir(exist_ok=True)
        lines = (json.dumps(progress.to_json(), ensure_ascii=False) + "\n" for progress in self._kept)
        path.write_text("".join(lines), encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class PastRun:
    """A model and the training that it came from. Scores are between 0 and 1 and None where they are unknown.

    `entities` is the strict F1 on the development part, `relations` that of relations between the data's entities;
    `per_label` and `per_relation` hold F1 by label. `seconds` is 0 where the model does not tell it.
    """

    path: Path
    name: str
    date: datetime
    documents: int = 0
    annotator: str = ""
    entities: float | None = None
    relations: float | None = None
    per_label: Mapping[str, float | None] = field(default_factory=dict, hash=False)
    per_relation: Mapping[str, float | None] = field(default_factory=dict, hash=False)
    seconds: float = 0.0
    seed: int | None = None
    vectors: str = ""
    silver: int = 0
    stopped: bool = False

    @property
    def id(self) -> str:
        """The folder, which no two models share."""
        return str(self.path)

    def steps(self) -> list[dict[str, Any]]:
        """Return the evaluations of the training as `train --progress json` told them; empty if they are not kept."""
        try:
            lines = (self.path / STEPS_FILE).read_text(encoding="utf-8").splitlines()
            return [step for line in lines if isinstance(step := json.loads(line), dict)]
        except (OSError, ValueError):
            return []


def past_runs(folder: Path) -> list[PastRun]:
    """Return the models in the folders below `folder`, the latest first; what is no spaCy model is passed over."""
    try:
        inside = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    except OSError:
        return []
    runs = [run for path in inside if (run := past_run(path)) is not None]
    return sorted(runs, key=lambda run: (run.date, run.name), reverse=True)


def rename_model(model: Path, name: str) -> Path:
    """Give the folder of a model another name; its configs and its card follow, so that they still reproduce it.

    Raises:
        OSError: the name is taken or cannot be written.
    """
    renamed = model.with_name(name)
    if renamed.exists():
        raise FileExistsError(name)
    model.rename(renamed)
    old, new = str(renamed.resolve().with_name(model.name)), str(renamed.resolve())
    for path in (renamed / "config.cfg", renamed / "README.md", *(renamed / "training").glob("*.cfg")):
        if path.is_file():
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="\n")
    meta = renamed / "meta.json"
    content = json.loads(meta.read_text(encoding="utf-8")) | {"name": name}
    meta.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return renamed


def documents_of(model: Path, part: str = "train") -> frozenset[str]:
    """Return the ids of a model's training documents, or with "dev" of those set aside; empty if they are not kept."""
    try:
        lines = (model / "training" / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
        return frozenset(str(_object(json.loads(line)).get("id", "")) for line in lines if line.strip())
    except (OSError, ValueError):
        return frozenset()


def past_run(model: Path) -> PastRun | None:
    """Return what the folder of a model tells of its training, or None if it is no spaCy model."""
    path = model / "meta.json"
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return None
    if not isinstance(meta, dict) or not (model / "config.cfg").is_file():
        return None
    training, scores = _object(meta.get("training")), _object(meta.get("performance"))
    return PastRun(
        path=model,
        name=model.name,
        date=_date(training.get("date"), changed),
        documents=int(_number(_object(training.get("documents")).get("train")) or 0),
        annotator=str(training.get("annotator") or ""),
        entities=_number(scores.get("ents_f")),
        relations=_number(scores.get("rel_micro_f")),
        per_label=_f1(scores.get("ents_per_type")) or _f1(scores.get("spans_sc_per_type")),
        per_relation=_f1(scores.get("rel_micro_per_type")),
        seconds=_number(training.get("seconds")) or 0.0,
        seed=None if (seed := _number(training.get("seed"))) is None else int(seed),
        vectors=str(training.get("vectors") or ""),
        silver=int(_number(training.get("silver")) or 0),
        stopped=training.get("stopped") is True,
    )


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _f1(per_type: object) -> dict[str, float | None]:
    return {label: _number(_object(parts).get("f")) for label, parts in sorted(_object(per_type).items())}


def _date(value: object, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except ValueError:
        return otherwise
