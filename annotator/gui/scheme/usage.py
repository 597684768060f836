"""How often each label is used, by all annotators together, counted in a process beside the window."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Signal

from annotator.gui.jobs import python_process
from annotator.gui.scheme.draft import Kind

if TYPE_CHECKING:
    from annotator.gui.scheme.editor import SchemeEditor

Uses = Counter[tuple[Kind, str]]


class Usage(QObject):
    """Counts once; `counted` brings the uses by kind and label. Where counting fails nothing is told."""

    counted = Signal(object)  # Uses

    def __init__(self, workspace: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = python_process(self, "-m", "annotator", "stats", str(workspace), "--json")
        self._process.finished.connect(self._on_finished)

    def start(self) -> None:
        """Begin."""
        if self._process is not None:
            self._process.start()

    def stop(self) -> None:
        """Nobody waits for it any more."""
        process, self._process = self._process, None
        if process is not None and process.state() is not QProcess.ProcessState.NotRunning:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(2000)

    def _on_finished(self, status: int, _how: QProcess.ExitStatus) -> None:
        if self._process is not None and status == 0:
            self.counted.emit(uses_of(bytes(self._process.readAllStandardOutput().data())))


def show_uses(editor: SchemeEditor, workspace: Path) -> None:
    """Tell an editor, once they are counted, how often the labels are used in a workspace."""
    usage = Usage(workspace, editor)
    usage.counted.connect(editor.show_uses)
    editor.finished.connect(usage.stop)
    usage.start()


def uses_of(stats: bytes) -> Uses:
    """Return the uses that `annotator stats --json` tells, all annotators taken together."""
    uses: Uses = Counter()
    for counts in json.loads(stats)["annotators"].values():
        uses.update({("entity", label): number for label, number in counts["entities"].items()})
        uses.update({("relation", label): number for label, number in counts["relations"].items()})
    return uses
