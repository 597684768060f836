"""Reading files beside the window, on a thread that touches nothing of Qt but one signal."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.messages import AnnotatorError


class Background(QObject):
    """Runs work on a thread. The work is given a function that tells whether it should stop."""

    finished = Signal(object)
    failed = Signal(object)  # AnnotatorError

    def __init__(self, work: Callable[[Callable[[], bool]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Have the work end, and wait for it; nothing is reported any more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        self.blockSignals(True)

    def _run(self) -> None:
        try:
            result = self._work(self._stopping.is_set)
        except AnnotatorError as error:
            self._tell(self.failed.emit, error)
        else:
            self._tell(self.finished.emit, result)

    def _tell(self, emit: Callable[[object], None], value: object) -> None:
        if not self._stopping.is_set():
            with contextlib.suppress(RuntimeError):  # the window is gone
                emit(value)
