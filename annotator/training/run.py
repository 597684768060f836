"""Running spaCy's own training loop, and keeping its best model."""

from __future__ import annotations

import io
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.messages import msg
from annotator.training.device import require_device
from annotator.training.errors import TrainingError
from annotator.training.progress import Listener, Progress, listening

if TYPE_CHECKING:
    from thinc.api import Config

BEST = "model-best"


@dataclass(frozen=True, slots=True)
class Run:
    """What a training came to: the best evaluation and whether the user stopped it."""

    best_step: int
    best_score: float
    steps: int
    scores: dict[str, float]
    stopped: bool
    per_label: dict[str, float | None] = field(default_factory=dict)
    per_relation: dict[str, float | None] = field(default_factory=dict)


def run(config: Config, work: Path, *, gpu_id: int = -1, listener: Listener | None = None) -> Run:
    """Train by `config` into `work / "model-best"`. Ctrl+C ends the training and keeps the best model so far.

    Raises:
        TrainingError: stopped before the first evaluation, or spaCy refuses the config or the data.
        UsageProblem: no such GPU.
    """
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train

    _choose_device(gpu_id)
    seen = _Best(listener)
    stopped = False
    with _stop_between_steps(seen), listening(seen), warnings.catch_warnings():
        # W095 and the like speak of pretrained packages; nothing in them concerns a fresh pipeline.
        warnings.simplefilter("ignore", UserWarning)
        try:
            nlp = init_nlp(config, use_gpu=gpu_id)
            train(nlp, work, use_gpu=gpu_id, stdout=io.StringIO(), stderr=io.StringIO())
        except KeyboardInterrupt:
            stopped = True
        except (ValueError, KeyError, TypeError) as error:
            raise _refused(error) from error
    if not (work / BEST).is_dir() or seen.best is None:
        raise TrainingError(
            msg(
                "stopped before the first evaluation: there is no model yet",
                "остановлено до первой оценки: модели ещё нет",
            )
        )
    best = seen.best
    return Run(best.step, best.score or 0.0, seen.steps, best.scores, stopped, best.per_label, best.per_relation)


class _Best:
    """Remembers the best evaluation as spaCy chooses it: the highest score, the earliest step of equal ones."""

    def __init__(self, listener: Listener | None) -> None:
        self._listener = listener
        self.best: Progress | None = None
        self.steps = 0
        self.stop = False

    def __call__(self, progress: Progress) -> None:
        self.steps = progress.step
        if progress.score is not None and (self.best is None or progress.score >= (self.best.score or 0.0)):
            self.best = progress
        if self._listener is not None:
            self._listener(progress)
        if self.stop:
            raise KeyboardInterrupt


@contextmanager
def _stop_between_steps(seen: _Best) -> Iterator[None]:
    """Let the first Ctrl+C (or a polite kill) end the training after the current step, never in the middle of a save."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: object) -> None:
        del frame
        if seen.stop and number == signal.SIGINT:
            raise KeyboardInterrupt
        seen.stop = True

    for number in previous:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _choose_device(gpu_id: int) -> None:
    if gpu_id == -1:
        return
    from thinc.api import require_gpu

    require_device(gpu_id)
    require_gpu(gpu_id)


def _refused(error: Exception) -> TrainingError:
    reason: Any = error
    text = " ".join(str(reason).split())
    return TrainingError(
        msg("spaCy cannot train with this: {reason}", "spaCy не может так обучать: {reason}", reason=text[:400])
    )
