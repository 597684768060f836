"""How a running training tells where it is: a spaCy logger that hands every step to whoever listens."""

from __future__ import annotations

import sys
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
    """A step of a training. `score` is None for steps without an evaluation; losses are sums since the last one."""

    step: int
    max_steps: int
    score: float | None = None
    best: float | None = None
    seconds: float = 0.0
    losses: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)

    def line(self) -> str:
        """Return the step as one line of text."""
        losses = " ".join(f"{name} {loss:.1f}" for name, loss in self.losses.items())
        return str(
            msg(
                "step {step} of at most {total}: score {score}, best {best}, loss {losses}",
                "шаг {step} из не более чем {total}: оценка {score}, лучшая {best}, потери {losses}",
                step=self.step,
                total=self.max_steps,
                score=_percent(self.score),
                best=_percent(self.best),
                losses=losses,
            )
        )


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
        step = -1
        best: float | None = None

        def log(info: dict[str, Any] | None) -> None:
            nonlocal step, best
            step += 1
            if info is None:
                listener(Progress(step, total, None, best))
                return
            best = max(info["score"], best) if best is not None else info["score"]
            scores = {k: v for k, v in info["other_scores"].items() if isinstance(v, (int, float)) and k != "speed"}
            losses = {k: float(v) for k, v in info["losses"].items()}
            listener(Progress(info["step"], total, info["score"], best, info["seconds"], losses, scores))

        return log, lambda: None

    return setup


def _print(progress: Progress, stdout: IO[str]) -> None:
    if progress.score is not None:
        stdout.write(progress.line() + "\n")
        stdout.flush()
