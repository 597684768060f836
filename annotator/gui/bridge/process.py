"""A process that ends with one JSON object on its standard output, and counts aloud while it works."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from annotator.gui.jobs import python_process
from annotator.messages import current_language

_COUNT = "\x1e"  # begins a line of progress, see cli.common


@dataclass(frozen=True, slots=True)
class Answer:
    """How a process ended: its JSON object or None, what it said for people, whether it was stopped."""

    data: dict[str, Any] | None = None
    said: str = ""
    cancelled: bool = False

    @property
    def error(self) -> str:
        """What went wrong, or "" where there is a result."""
        if self.data is not None:
            return str(self.data.get("error", ""))
        return self.said or "?"

    @property
    def result(self) -> dict[str, Any]:
        """The JSON object; empty where there is none."""
        return self.data if self.data is not None and "error" not in self.data else {}


@dataclass(slots=True)
class _Heard:
    out: bytearray = field(default_factory=bytearray)
    pending: str = ""
    lines: list[str] = field(default_factory=list)


class JsonProcess(QObject):
    """Runs this program's Python once. `counted` tells how many documents are through, `finished` brings an Answer."""

    counted = Signal(int)
    finished = Signal(object)  # Answer

    def __init__(self, arguments: list[str], parent: QObject, request: dict[str, Any] | None = None) -> None:
        super().__init__(parent)
        self._heard = _Heard()
        self._cancelled = False
        self._process = python_process(self, *arguments)
        environment = self._process.processEnvironment()
        environment.insert("ANNOTATOR_PROGRESS", "lines")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_error_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_trouble)
        self._request = request

    def start(self) -> None:
        """Begin; the request, if any, goes to its standard input."""
        self._process.start()
        if self._request is not None:
            self._process.write(json.dumps(self._request).encode("ascii"))
        self._process.closeWriteChannel()

    def cancel(self) -> None:
        """Stop it; `finished` follows."""
        self._cancelled = True
        self._process.kill()

    def stop(self) -> None:
        """Stop it and tell nobody: its answer is not wanted any more."""
        self.blockSignals(True)
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(2000)
        self.deleteLater()

    def _on_output(self) -> None:
        self._heard.out += self._process.readAllStandardOutput().data()

    def _on_error_output(self) -> None:
        heard = self._heard
        text = heard.pending + bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        *lines, heard.pending = text.split("\n")
        for line in lines:
            if line.startswith(_COUNT) and line[1:].strip().isdigit():
                self.counted.emit(int(line[1:]))
            else:
                heard.lines.append(line.rstrip("\r"))

    def _on_finished(self) -> None:
        self._on_output()
        self._on_error_output()
        said = "\n".join(line for line in [*self._heard.lines, self._heard.pending] if line.strip())
        self._tell(Answer(self._parsed(), said, self._cancelled))

    def _on_trouble(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._tell(Answer(None, self._process.errorString()))

    def _parsed(self) -> dict[str, Any] | None:
        try:
            data = json.loads(bytes(self._heard.out))
        except ValueError:
            return None
        return data if isinstance(data, dict) else None

    def _tell(self, answer: Answer) -> None:
        self.finished.emit(answer)
        self.deleteLater()


def command(parent: QObject, *words: str) -> JsonProcess:
    """Return a command of the command line, not started yet; it should have --json among its words."""
    return JsonProcess(["-m", "annotator", "--lang", current_language(), *words], parent)


def scan(parent: QObject, **request: object) -> JsonProcess:
    """Return a look at files or losses, not started yet; see `annotator.gui.bridge.scan`."""
    asked = {**request, "interface": current_language()}
    return JsonProcess(["-m", "annotator.gui.bridge.scan"], parent, asked)
