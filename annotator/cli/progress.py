"""Progress bars on a terminal, drawn by rich on stderr."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Item = TypeVar("Item")
_PATIENCE = 1.0  # seconds of work before a bar appears
_PAUSE = 0.05  # seconds between two steps of the bar: one for each item costs more than reading a short record


def bar(items: Iterable[Item], title: str, total: int | None) -> Iterator[Item]:
    """Yield the items and draw a bar with the remaining time after the first second."""
    if total is None and isinstance(items, Sized):
        total = len(items)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = told = time.monotonic()
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task(title, total=total)
    shown, waiting = False, 0
    try:
        for item in items:
            yield item
            waiting += 1
            now = time.monotonic()
            if not shown and now - began > _PATIENCE:
                progress.start()
                shown = True
            if shown and now - told > _PAUSE:
                progress.advance(task, waiting)
                told, waiting = now, 0
    finally:
        if shown:
            progress.stop()
