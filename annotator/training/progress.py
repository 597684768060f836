"""How a running training tells where it is: a spaCy logger that hands every step to whoever listens."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from annotator.messages import msg

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of a training. `score` is None for steps without an evaluation; losses are sums since the last one.

    `seconds` are since the training began; `scores` are spaCy's single numbers, `per_label` the F1 of entity labels
    and `per_relation` of relation labels, None where undefined. `stage` is "teacher" for the first of two trainings.
    """

    step: int
    max_steps: int
    score: float | None = None
    best: float | None = None
    seconds: float = 0.0
    losses: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    per_label: dict[str, float | None] = field(default_factory=dict)
    per_relation: dict[str, float | None] = field(default_factory=dict)
    stage: str = "training"

    @property
    def remaining(self) -> float | None:
        """Seconds to the last step at the pace so far; the training may end earlier. None before it can be told."""
        if not self.step or not self.max_steps:
            return None
        return self.seconds / self.step * max(0, self.max_steps - self.step)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `annotator train --progress json` prints, one a line."""
        loss = sum(self.losses.values()) if self.losses else None
        left = self.remaining
        return {
            "event": "progress", "stage": self.stage, "step": self.step, "total": self.max_steps, "loss": loss,
            "losses": self.losses, "score": self.score, "best": self.best, "scores": self.scores,
            "per_label": self.per_label, "per_relation": self.per_relation, "seconds": round(self.seconds, 1),
            "remaining": None if left is None else round(left, 1),
        }  # fmt: skip

    def line(self) -> str:
        """Return the step as one line of text."""
        losses = " ".join(f"{name} {loss:.1f}" for name, loss in self.losses.items())
        return str(
            msg(
                "step {step} of at most {total}: score {score}, best {best}, loss {losses}{left}",
                "шаг {step} из не более чем {total}: оценка {score}, лучшая {best}, потери {losses}{left}",
                step=self.step,
                total=self.max_steps,
                score=_percent(self.score),
                best=_percent(self.best),
                losses=losses,
                left=self._left(),
            )
        )

    def _left(self) -> str:
        if self.remaining is None:
            return ""
        minutes, seconds = divmod(round(self.remaining), 60)
        clock = f"{minutes}:{seconds:02d}"
        return str(msg(", at most {clock} left", ", осталось не более {clock}", clock=clock))


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


Listener = Callable[[Progress], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Send the steps of trainings inside the block to `listener`; with None they are printed line by line."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def progress_logger() -> Callable[..., Any]:
    """Return the logger registered as `annotator.ProgressLogger.v1`."""

    def setup(nlp: Language, stdout: IO[str] = sys.stdout, stderr: IO[str] = sys.stderr) -> tuple[Any, Any]:
        del stderr
        listener = _listener.get() or (lambda progress: _print(progress, stdout))
        total = int(nlp.config["training"]["max_steps"] or 0)
        began, step = time.monotonic(), -1
        best: float | None = None

        def log(info: dict[str, Any] | None) -> None:
            nonlocal step, best
            step += 1
            if info is None:
                listener(Progress(step, total, None, best, time.monotonic() - began))
                return
            best = max(info["score"], best) if best is not None else info["score"]
            listener(_evaluated(info, total, best, time.monotonic() - began))

        return log, lambda: None

    return setup


def _evaluated(info: dict[str, Any], total: int, best: float, seconds: float) -> Progress:
    """Return what spaCy's loop tells at an evaluation."""
    found: dict[str, Any] = info["other_scores"]
    scores = {k: v for k, v in found.items() if isinstance(v, (int, float)) and k != "speed"}
    losses = {k: float(v) for k, v in info["losses"].items()}
    kinds = {"ents_per_type": {}, "spans_sc_per_type": {}, "rel_micro_per_type": {}} | found
    labels = (kinds["ents_per_type"] or {}) | (kinds["spans_sc_per_type"] or {})
    relations = kinds["rel_micro_per_type"] or {}
    return Progress(
        info["step"], total, info["score"], best, seconds, losses, scores,
        {label: parts["f"] for label, parts in labels.items()}, {name: parts["f"] for name, parts in relations.items()},
    )  # fmt: skip


def _print(progress: Progress, stdout: IO[str]) -> None:
    if progress.score is not None:
        stdout.write(progress.line() + "\n")
        stdout.flush()
