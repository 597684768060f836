"""How a training shows itself: a bar with loss, score and remaining time on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.cli.common import say
from annotator.messages import msg

if TYPE_CHECKING:
    from annotator.training.progress import Listener, Progress


@contextmanager
def watch(title: str = "") -> Iterator[Listener]:
    """Yield a listener that shows the steps of a training on stderr."""
    if sys.stderr.isatty():
        with _bar(title) as listener:
            yield listener
    else:
        yield _line


def _line(progress: Progress) -> None:
    if progress.score is not None:
        say(progress.line())


@contextmanager
def _bar(title: str) -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[state]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title or str(msg("training", "обучение")), total=None, state="")

        def listener(progress: object) -> None:
            from annotator.training.progress import Progress as Step

            assert isinstance(progress, Step)
            if progress.score is not None:
                bar.update(task, state=_state(progress))
            bar.update(task, completed=progress.step, total=progress.max_steps or None)

        yield listener


def _state(progress: Progress) -> str:
    score, best = 100 * (progress.score or 0.0), 100 * (progress.best or 0.0)
    loss = sum(progress.losses.values())
    return str(
        msg(
            "score {score:.1f}, best {best:.1f}, loss {loss:.0f}",
            "оценка {score:.1f}, лучшая {best:.1f}, потери {loss:.0f}",
            score=score,
            best=best,
            loss=loss,
        )
    )
