"""From the window to the disk: changes are gathered for a moment and then handed to the workspace's saver thread."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain import Document
from annotator.gui.save_state import SaveKind, SaveState
from annotator.workspace import Annotations, Saver
from annotator.workspace import SaveState as DiskState
from annotator.workspace.saver import SaveStatus

_PAUSE = 300  # milliseconds from the first unsaved change; never restarted, so that a fast typist is saved too


class SaveQueue(QObject):
    """Gathers changes and tells the true state. The saver's thread reports through signals, so all slots run here."""

    state_changed = Signal(object)  # SaveState
    saved = Signal(object)  # Document as it was written
    alarmed = Signal(object)  # Alarm: entities are gone that nobody deleted
    _reported = Signal(object)

    def __init__(self, annotations: Annotations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        annotations.on_alarm = self.alarmed.emit
        self._saver = Saver(annotations, on_state=self._reported.emit, on_saved=self.saved.emit)
        self._waiting: dict[str, Document] = {}
        self._balances: Counter[str] = Counter()
        self._disk = SaveStatus(DiskState.SAVED)
        self.state = SaveState.saved()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.submit)
        self._reported.connect(self._on_reported)

    def touch(self, document: Document, balance: int) -> None:
        """Remember a changed document; it goes to the disk after a moment together with what follows it.

        `balance` is how many entities the step added or (negative) deleted.
        """
        self._waiting[document.id] = document
        self._balances[document.id] += balance
        if not self._timer.isActive():
            self._timer.start()
        self._tell()

    def submit(self) -> None:
        """Hand everything to the saver now; returns at once."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, {}
        for document in waiting.values():
            self._saver.submit(document, balance=self._balances.pop(document.id, 0))
        if waiting:
            self._disk = self._saver.status
            self._tell()

    def retry(self) -> None:
        """Try a failed save again."""
        self.submit()
        self._saver.retry()

    def flush(self, timeout: float) -> bool:
        """Wait until everything is on disk; return False if it is not after `timeout` seconds."""
        self.submit()
        done = self._saver.flush(timeout)
        self._on_reported(self._saver.status)
        return done

    def close(self) -> None:
        """Stop the saver's thread."""
        self.submit()
        self._saver.close(timeout=1.0)

    def _on_reported(self, status: SaveStatus) -> None:
        self._disk = status
        self._tell()

    def _tell(self) -> None:
        if self._disk.state is DiskState.FAILED:
            kind = SaveKind.OFFLINE if self._disk.safe else SaveKind.FAILED
            state = SaveState(kind, self._disk.message, self._disk.kept_at or "")
        elif self._waiting or self._disk.state is DiskState.SAVING:
            state = SaveState(SaveKind.SAVING)
        else:
            state = SaveState.saved()
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
