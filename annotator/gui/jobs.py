"""Work that would hold the window up runs in processes of its own: tokenizing, making workspaces, adding articles."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from annotator.messages import current_language


def python_process(parent: QObject, *arguments: str) -> QProcess:
    """Return a process, not started yet, that runs this Python on this very program."""
    process = QProcess(parent)
    environment = QProcessEnvironment.systemEnvironment()
    package_root = str(Path(__file__).parents[2])
    known = environment.value("PYTHONPATH", "")
    environment.insert("PYTHONPATH", os.pathsep.join([package_root, known]) if known else package_root)
    environment.insert("PYTHONIOENCODING", "utf-8")
    if any(word.startswith("postgres") for word in arguments):
        from annotator.team.address import password_for

        if (password := password_for(arguments)) is not None:
            environment.insert("PGPASSWORD", password)
    process.setProcessEnvironment(environment)
    process.setProgram(sys.executable)
    process.setArguments(list(arguments))
    return process


class CommandJob(QObject):
    """Runs commands of the command line one after the other. `finished` tells success and what was said on stderr."""

    finished = Signal(bool, str)

    def __init__(self, commands: list[list[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._commands = list(commands)
        self._said: list[str] = []
        self._process: QProcess | None = None
        self._cancelled = False

    def start(self) -> None:
        """Run the next command, or tell that all is done."""
        if not self._commands:
            self.finished.emit(True, "\n".join(self._said))
            return
        command = self._commands.pop(0)
        self._process = python_process(self, "-m", "annotator", "--lang", current_language(), *command)
        self._process.finished.connect(self._on_finished)
        self._process.start()

    def cancel(self) -> None:
        """Stop; what the commands have finished stays."""
        self._cancelled = True
        if self._process is not None:
            self._process.kill()

    def _on_finished(self, status: int, _how: QProcess.ExitStatus) -> None:
        process = self._process
        assert process is not None
        self._said.append(bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip())
        process.deleteLater()
        self._process = None
        if status == 0 and not self._cancelled:
            self.start()
        else:
            self.finished.emit(False, "\n".join(line for line in self._said if line))


class Tokenizer(QObject):
    """A helper process with spaCy in it, started when the first article without tokens is opened."""

    done = Signal(str, object)  # document id, tokens
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    def request(self, document_id: str, text: str, language: str) -> None:
        """Ask for the tokens of an article; `done` brings them."""
        process = self._started()
        line = json.dumps({"id": document_id, "text": text, "language": language})
        process.write(line.encode("ascii") + b"\n")

    def _started(self) -> QProcess:
        if self._process is None:
            self._process = python_process(self, "-m", "annotator.gui.tokenizing")
            self._process.readyReadStandardOutput.connect(self._on_output)
            self._process.errorOccurred.connect(lambda _error: self.failed.emit(self._trouble()))
            self._process.start()
        return self._process

    def _on_output(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            answer = json.loads(bytes(process.readLine().data()))
            if "error" in answer:
                self.failed.emit(answer["error"])
            else:
                self.done.emit(answer["id"], tuple((a, b) for a, b in answer["tokens"]))

    def _trouble(self) -> str:
        return self._process.errorString() if self._process else ""

    def stop(self) -> None:
        """End the helper process."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.closeWriteChannel()
            if not process.waitForFinished(500):
                process.kill()
                process.waitForFinished(2000)
            process.deleteLater()
