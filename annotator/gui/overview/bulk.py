"""One status for many documents of one's own, between two frames of the window, and back again."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain import Patch, Status
from annotator.domain.edits import SetStatus
from annotator.gui.session import Session

_SLICE = 0.02  # seconds of work between two frames


class BulkStatus(QObject):
    """Sets a status document by document, each as a step that undo takes back, there and here."""

    progressed = Signal(int, int)
    finished = Signal(int)  # how many documents changed

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[str] = []
        self._status = Status.DONE
        self._of = 0
        self.steps: list[tuple[str, Patch]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def busy(self) -> bool:
        """Whether documents are waiting."""
        return self._timer.isActive()

    def start(self, document_ids: Sequence[str], status: Status) -> None:
        """Begin; what was set before can no longer be taken back here."""
        self._waiting = list(reversed(document_ids))
        self._status, self._of, self.steps = status, len(document_ids), []
        self._timer.start()

    def stop(self) -> None:
        """Leave the rest as it is."""
        self._waiting.clear()
        self._timer.stop()

    def _work(self) -> None:
        end = time.monotonic() + _SLICE
        while self._waiting and time.monotonic() < end:
            identifier = self._waiting.pop()
            if self._session.status(identifier) is self._status:
                continue
            if patch := self._session.perform(SetStatus(self._status), identifier):
                self.steps.append((identifier, patch))
        self.progressed.emit(self._of - len(self._waiting), self._of)
        if not self._waiting:
            self._timer.stop()
            self._session.flush_soon()
            self.finished.emit(len(self.steps))

    def undo(self) -> int:
        """Take the last run back where nothing was done since; return how many documents."""
        undone = sum(self._session.undo_step(identifier, patch) for identifier, patch in reversed(self.steps))
        self.steps = []
        self._session.flush_soon()
        return undone
