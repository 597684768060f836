"""A training as a process: its steps, what it says, how it ended, and how it is stopped with the best model kept."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from annotator.gui.jobs import python_process
from annotator.messages import current_language

Step = dict[str, Any]  # as `annotator train --progress json` writes it


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be trained. `minutes` 0 is without a limit; `relations` and `teacher` None leave it to the data."""

    workspace: Path
    model: Path
    annotator: str
    status: str = "done"
    relations: bool | None = None
    teacher: bool | None = None
    vectors: str = "auto"
    max_steps: int = 0
    minutes: int = 0
    seed: int = 0

    def words(self) -> list[str]:
        """Return the command's words."""
        words = ["train", str(self.workspace), str(self.model), "--annotator", self.annotator, "--status", self.status]
        words += ["--vectors", self.vectors, "--seed", str(self.seed), "--max-steps", str(self.max_steps)]
        if self.relations is not None:
            words.append("--relations" if self.relations else "--no-relations")
        if self.teacher is not None:
            words.append("--teacher" if self.teacher else "--no-teacher")
        return [*words, "--progress", "json", "--stop-with-input", "--json"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training ended: `report` is empty where there is no model, and then `error` says why."""

    order: Order
    report: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def stopped(self) -> bool:
        """Whether it ended before its time, with a model."""
        return self.report.get("stopped") is True


class TrainProcess(QObject):
    """Runs one training. Nothing of it is loaded into the window."""

    stepped = Signal(object)  # Step
    told = Signal(str)
    finished = Signal(object)  # Outcome

    def __init__(self, order: Order, parent: QObject) -> None:
        super().__init__(parent)
        self.order = order
        self.is_stopping = False
        self._out, self._pending, self._last_line = bytearray(), b"", ""
        self._process = python_process(self, "-m", "annotator", "--lang", current_language(), *order.words())
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_said)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_trouble)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self.stop)

    def start(self) -> None:
        """Begin."""
        self._process.start()
        if self.order.minutes:
            self._limit.start(self.order.minutes * 60_000)

    def stop(self) -> None:
        """End after the current step and keep the best model; asked twice, end at once."""
        if not self.is_stopping:
            self.is_stopping = True
            self._process.closeWriteChannel()
        elif sys.platform == "win32":
            self._process.kill()
        elif pid := self._process.processId():
            os.kill(pid, signal.SIGINT)

    def leave(self) -> None:
        """The program ends: ask the training to stop and give it a moment; it keeps its best model by itself."""
        self.blockSignals(True)
        self.stop()
        self._process.waitForFinished(3000)

    # -- listening ------------------------------------------------------------------------------------------------

    def _on_output(self) -> None:
        self._out += self._process.readAllStandardOutput().data()

    def _on_said(self) -> None:
        *lines, self._pending = (self._pending + bytes(self._process.readAllStandardError().data())).split(b"\n")
        for line in lines:
            self._hear(line.decode("utf-8", "replace").strip())

    def _hear(self, line: str) -> None:
        event = _object(line)
        if event.get("event") == "progress":
            self.stepped.emit(event)
        elif event.get("event") == "message":
            self.told.emit(str(event.get("text", "")))
        elif line:
            self._last_line = line
            self.told.emit(line)

    def _on_finished(self, status: int, _how: QProcess.ExitStatus) -> None:
        self._limit.stop()
        self._on_output()
        self._on_said()
        self._hear(self._pending.decode("utf-8", "replace").strip())
        report = _object(self._out.decode("utf-8", "replace"))
        if "model" in report:
            self.finished.emit(Outcome(self.order, report))
        else:
            _sweep(self.order.model)
            said = str(report.get("error") or self._last_line)
            self.finished.emit(
                Outcome(self.order, error=said or self.tr("the training ended with status {0}").format(status))
            )

    def _on_trouble(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.finished.emit(Outcome(self.order, error=self._process.errorString()))


def _sweep(model: Path) -> None:
    """Delete the working folder that a training leaves when it is killed, so that it fills no disk."""
    working = re.compile(re.escape(f".{model.name}-") + "[a-z0-9_]{8}")  # as `tempfile` names what a training works in
    if model.parent.is_dir():
        for path in model.parent.iterdir():
            if working.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)


def _object(text: str) -> dict[str, Any]:
    if not text.lstrip().startswith("{"):
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
