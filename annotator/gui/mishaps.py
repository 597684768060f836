"""Mistakes of the program itself: told in one line, written down whole, and no reason to lose work."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QStandardPaths, Signal

_KEPT = 1 << 20  # bytes of the log before it begins anew


def log_path() -> Path:
    """Return the file that holds what went wrong, for a report to the makers."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) / "mishaps.log"


class Mishaps(QObject):
    """Takes the place of `sys.excepthook` while the window runs. `told` brings one line for the message bar."""

    told = Signal(str)

    def __init__(self, save: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._before = sys.excepthook
        sys.excepthook = self._on_mishap

    def stop(self) -> None:
        """Put the former hook back."""
        sys.excepthook = self._before

    def _on_mishap(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            return
        self._write_down("".join(traceback.format_exception(kind, error, trace)))
        self._save()
        text = self.tr("A mistake in the program: {0}. Your work is kept; details are in {1}.")
        self.told.emit(text.format(f"{kind.__name__}: {error}", log_path()))

    def _write_down(self, text: str) -> None:
        path = log_path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = "a" if path.exists() and path.stat().st_size < _KEPT else "w"
            with path.open(mode, encoding="utf-8") as log:
                log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}\n{text}\n")
        except OSError:
            return  # the message in the window stands in any case
