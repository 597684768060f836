"""Files that other people and programs write, looked at every so often."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.workspace.files import states_of

_LOOK = 1500  # milliseconds between looks at the files


class FollowedFiles(QObject):
    """Tells by `changed` that files have another name, size or time than at the last look; the first look tells too."""

    changed = Signal()

    def __init__(
        self, files: Callable[[], Iterable[Path]], parent: QObject, *, is_busy: Callable[[], bool] = lambda: False
    ) -> None:
        """Follow what `files` names at each look. While `is_busy` says so, a change is left for a later look."""
        super().__init__(parent)
        self._files, self._is_busy = files, is_busy
        self._known: object = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, and from now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Tell if something has changed since the last time."""
        if not self._is_busy() and (now := states_of(self._files())) != self._known:
            self._known = now
            self.changed.emit()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
