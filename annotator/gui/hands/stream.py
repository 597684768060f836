"""Work on a thread whose results come in while it goes on: the window stays free, and a newer question stops an older."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.messages import AnnotatorError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_GATHER = 0.15  # seconds of results that come together
_MOST = 200  # results that come together
TURN = 0.0002  # seconds that the thread may compute before the window's thread, if it waits, has its turn


class Stream(QObject):
    """Runs one iterable at a time. `came` brings lists of its items, `ended` an error's text or "" when it is through."""

    came = Signal(list)
    ended = Signal(str)
    _came = Signal(object, list)
    _ended = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._came.connect(self._on_came)
        self._ended.connect(self._on_ended)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """The thread, begun by the first question."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, "stream")

    def start(self, produce: Callable[[], Iterable[object]]) -> None:
        """Run a function on the thread and bring what it yields. Items that are None only ask whether to go on."""
        self.stop()
        self._stop = Event()
        self._pool.submit(self._run, produce, self._stop)

    def stop(self) -> None:
        """Bring nothing more."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, produce: Callable[[], Iterable[object]], stop: Event) -> None:
        # A list asks for hundreds of rows one by one, and Python's usual 5 ms of waiting for each would be seconds.
        sys.setswitchinterval(TURN)
        # What is there already is no garbage: looking through it again and again would stop both threads for 50 ms.
        gc.freeze()
        try:
            self._gather(produce(), stop)
        except (AnnotatorError, OSError) as error:
            self._ended.emit(stop, str(error) or type(error).__name__)
        except Exception as error:  # noqa: BLE001 - a thread's mistake must reach the user, not only the log
            self._ended.emit(stop, f"{type(error).__name__}: {error}")
        else:
            self._ended.emit(stop, "")
        finally:
            gc.unfreeze()

    def _gather(self, items: Iterable[object], stop: Event) -> None:
        batch: list[object] = []
        since = time.monotonic()
        try:
            for item in items:
                if stop.is_set():
                    return
                if item is not None:
                    batch.append(item)
                if batch and (len(batch) >= _MOST or time.monotonic() - since > _GATHER):
                    self._came.emit(stop, batch)
                    batch, since = [], time.monotonic()
        finally:
            if batch:  # what was found before an error is no less true
                self._came.emit(stop, batch)

    def _on_came(self, stop: Event, batch: list[object]) -> None:
        if stop is self._stop and not stop.is_set():
            self.came.emit(batch)

    def _on_ended(self, stop: Event, problem: str) -> None:
        if stop is self._stop and not stop.is_set():
            self.ended.emit(problem)
