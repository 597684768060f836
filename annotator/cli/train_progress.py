"""How a training shows itself: a bar with loss, score and remaining time on a terminal, plain lines elsewhere.

`--progress json` is for programs that run the command: every line on stderr is then one JSON object.
"""

from __future__ import annotations

import _thread
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from annotator.cli.common import UsageError, say
from annotator.messages import Message, msg

if TYPE_CHECKING:
    from annotator.training.progress import Listener, Progress


AUTO, JSON, NONE = "auto", "json", "none"
_PAUSE = 1.0  # seconds between two JSON lines of steps without an evaluation


def require_progress(progress: str) -> None:
    """Raise UsageError unless --progress is one of its three words."""
    if progress not in {AUTO, JSON, NONE}:
        raise UsageError(msg("--progress takes auto, json or none", "--progress принимает auto, json или none"))


def teller(progress: str) -> Callable[[Message | str], None]:
    """Return what says one line to the user: plain, or as a JSON object for a program."""
    return _say_json if progress == JSON else say


def _say_json(message: Message | str) -> None:
    _write({"event": "message", "text": str(message)})


def _write(item: dict[str, object]) -> None:
    with suppress(BrokenPipeError):  # whoever listened is gone; the training ends by itself
        sys.stderr.write(json.dumps(item, ensure_ascii=False) + "\n")
        sys.stderr.flush()


def stop_when_input_ends() -> None:
    """Stop as Ctrl+C does once standard input is at its end: a program that closes the pipe, or dies, stops the training.

    Signals that ask politely do not exist on every system; a pipe does.
    """

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):  # unbuffered: a lock held at the end of the program would abort it
            pass
        _thread.interrupt_main()

    threading.Thread(target=wait, daemon=True).start()


@contextmanager
def watch(title: str = "", progress: str = AUTO) -> Iterator[Listener]:
    """Yield a listener that shows the steps of a training on stderr."""
    if progress == NONE:
        yield lambda _: None
    elif progress == JSON:
        yield _json_lines()
    elif sys.stderr.isatty():
        with _bar(title) as listener:
            yield listener
    else:
        yield _line


def _json_lines() -> Listener:
    """Return a listener that writes every evaluation, and a step without one each second."""
    told = 0.0

    def listener(progress: Progress) -> None:
        nonlocal told
        now = time.monotonic()
        if progress.score is not None or now - told >= _PAUSE:
            told = now
            _write(progress.to_json())

    return listener


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
