"""Progress bars on a terminal, drawn by rich on stderr."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Item = TypeVar("Item")
_PATIENCE = 1.0  # seconds of work before a bar appears


def bar(items: Iterable[Item], title: str, total: int | None) -> Iterator[Item]:
    """Yield the items and draw a bar with the remaining time after the first second."""
    if total is None and isinstance(items, Sized):
        total = len(items)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = time.monotonic()
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task(title, total=total)
    shown = False
    try:
        for item in items:
            yield item
            if not shown and time.monotonic() - began > _PATIENCE:
                progress.start()
                shown = True
            progress.advance(task)
    finally:
        if shown:
            progress.stop()
