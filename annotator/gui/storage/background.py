"""Work beside the window, on a thread that touches nothing of Qt but one signal."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.messages import AnnotatorError, msg


class Background(QObject):
    """Runs work on a thread. The work is given a function that tells whether it should stop.

    One of the two signals is told in any case, so that nobody waits for work that has died.
    """

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
        except OSError as error:
            self._tell(self.failed.emit, AnnotatorError(msg("{reason}", "{reason}", reason=str(error))))
        except Exception as error:  # noqa: BLE001 - a mistake of ours must reach the user, not only the log
            text = f"{type(error).__name__}: {error}"
            self._tell(self.failed.emit, AnnotatorError(msg("{reason}", "{reason}", reason=text)))
        else:
            self._tell(self.finished.emit, result)

    def _tell(self, emit: Callable[[object], None], value: object) -> None:
        if not self._stopping.is_set():
            with contextlib.suppress(RuntimeError):  # the window is gone
                emit(value)
