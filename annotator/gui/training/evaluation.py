"""An evaluation as the window reads it: the report of `annotator evaluate` and its errors, one object each."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.gui.bridge.process import Answer, JsonProcess, command
from annotator.gui.canvas import Suggestion as Shown
from annotator.text.display import one_line

_BEFORE = 24  # characters of the sentence in front of an error, so that a narrow list shows the place


@dataclass(frozen=True, slots=True)
class Question:
    """Which model on which annotations: `source` is a workspace or a file; `against` a second model or None."""

    model: Path
    source: Path
    annotator: str = ""
    status: str = "done"
    against: Path | None = None

    def words(self, errors: Path) -> list[str]:
        """Return the command's words."""
        words = ["evaluate", str(self.model), str(self.source), "--status", self.status, "--errors", str(errors)]
        if self.annotator:
            words += ["--annotator", self.annotator]
        if self.against is not None:
            words += ["--against", str(self.against)]
        return [*words, "--json"]


Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class ModelError:
    """One error: `wanted` and `found` are entities or relations as `evaluate --errors` writes them, None for nothing."""

    document: str
    layer: str
    kind: str
    place: tuple[int, int]
    sentence: str
    wanted: dict[str, Any] | None = field(hash=False, compare=False)
    found: dict[str, Any] | None = field(hash=False, compare=False)

    @property
    def labels(self) -> set[str]:
        """The labels concerned."""
        return {side["label"] for side in (self.wanted, self.found) if side is not None}

    @property
    def spans(self) -> list[tuple[int, int]]:
        """What is lit up in the text: both sides' entities, or both ends."""
        found = {span[:2] for side in (self.wanted, self.found) for span in spans_of(side)}
        return sorted(found)

    def dashed(self, source: str) -> list[Shown]:
        """Return what the model says, as it is shown in the article."""
        if self.layer != "entity":
            return []
        return [Shown(f"{a}-{b}", a, b, label, source) for a, b, label in spans_of(self.found)]


def spans_of(side: dict[str, Any] | None) -> list[Span]:
    """Return the entities of one side of an error."""
    if side is None:
        return []
    if "head" in side:
        return [*spans_of(side["head"]), *spans_of(side["tail"])]
    return [(side["start"], side["end"], side["label"])]


def words_of(side: dict[str, Any] | None) -> str:
    """Return one side of an error in its words: an entity's text, or head → tail."""
    if side is None:
        return "–"
    if "head" in side:
        return f"{one_line(side['head']['text'])} → {one_line(side['tail']['text'])}"
    return one_line(side["text"])


def error_of(line: dict[str, Any]) -> ModelError:
    """Return the error that a line tells."""
    start, end = line["place"]
    text, before = line["sentence"]["text"], start - line["sentence"]["start"]
    cut = max(0, before - _BEFORE)
    sentence = ("…" if cut else "") + one_line(text[cut:])
    return ModelError(
        line["document"], line["layer"], line["kind"], (start, end), sentence, line["wanted"], line["found"]
    )  # fmt: skip


class Evaluating(QObject):
    """Runs one evaluation at a time. `done` brings question, report and errors; `failed` the one line that says why."""

    counted = Signal(int)
    done = Signal(object, object, object)  # Question, dict, list of ModelError
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: JsonProcess | None = None
        self._question: Question | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def is_running(self) -> bool:
        """Whether an evaluation is under way."""
        return self._process is not None

    def start(self, question: Question) -> None:
        """Begin; an earlier one is given up."""
        self.stop()
        self._question, self._folder = question, tempfile.TemporaryDirectory()
        self._process = command(self, *question.words(self._errors()))
        self._process.counted.connect(self.counted)
        self._process.finished.connect(self._on_finished)
        self._process.start()

    def _errors(self) -> Path:
        assert self._folder is not None
        return Path(self._folder.name) / "errors.jsonl"

    def stop(self) -> None:
        """Give up what is under way."""
        process, self._process = self._process, None
        if process is not None:
            process.stop()
        self._tidy()

    def _tidy(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()

    def _on_finished(self, answer: Answer) -> None:
        self._process = None
        errors = _read(self._errors()) if answer.result else []
        self._tidy()
        if answer.result:
            self.done.emit(self._question, answer.result, errors)
        else:
            self.failed.emit(answer.error.strip().rpartition("\n")[2])


def _read(path: Path) -> list[ModelError]:
    with path.open(encoding="utf-8") as lines:
        return [error_of(json.loads(line)) for line in lines]


def score_rows(report: dict[str, Any]) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Return (kind of row, label, strict, partial) for the table: all entities, each label, relations, each kind."""
    entities, relations = report["entities"], report["relations"]
    rows = [("entities", "", entities["strict"], entities["partial"])]
    rows += [("entity", label, s["strict"], s.get("partial", {})) for label, s in entities["per_label"].items()]
    for key in ("gold", "end_to_end"):
        if relations[key]["strict"].get("wanted") is not None:
            rows.append((key, "", relations[key]["strict"], {}))
            rows += [("relation", label, s["strict"], {}) for label, s in relations[key]["per_label"].items()]
    return rows


def confusion_table(confusion: Sequence[dict[str, Any]]) -> tuple[list[str], list[str], dict[tuple[str, str], int]]:
    """Return the labels of the data, those of the model and the counts by both; "" is nothing and comes last."""
    counts = {(row["data"], row["model"]): int(row["count"]) for row in confusion}
    rows = sorted({data for data, _ in counts}, key=lambda label: (not label, label))
    columns = sorted({model for _, model in counts}, key=lambda label: (not label, label))
    return rows, columns, counts
