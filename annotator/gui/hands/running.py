"""Making suggestions for the whole workspace: asked for in a dialog, done by a process of its own, shown and stoppable."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.jobs import python_process
from annotator.gui.notices import Notices
from annotator.gui.placing import open_size
from annotator.gui.settings import Settings
from annotator.gui.widgets.message_bar import Kind
from annotator.gui.workbench import Workbench
from annotator.messages import current_language

_PROGRESS = re.compile(rb"progress (\d+)/(\d+)\s*")


class SuggestWith(QDialog):
    """Asks what shall make the suggestions.

    `chosen` brings what `annotator suggest --with` takes, and whether articles that have such suggestions get new ones.
    """

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget, models: Path | None = None) -> None:
        """Make the dialog; the newest model in the folder `models` is filled in."""
        super().__init__(parent)
        self.choices = {name: QRadioButton(self) for name in ("slovnet", "mentions", "model", "patterns")}
        self.paths = {name: QLineEdit(self) for name in ("model", "patterns")}
        self.browse = {name: QPushButton(self) for name in self.paths}
        self._group = QButtonGroup(self)
        self.notes = {name: QLabel(self) for name in ("slovnet", "mentions")}
        self.start, self.cancel = QPushButton(self), QPushButton(self)
        self.start.setProperty("primary", True)
        self.start.setDefault(True)
        self.again = QCheckBox(self)
        self.lead = QLabel(self)
        self.lead.setWordWrap(True)
        self._lay_out()
        installed = all(find_spec(name) for name in ("slovnet", "navec", "natasha"))
        self.choices["slovnet"].setEnabled(installed)
        self.choices["slovnet" if installed else "mentions"].setChecked(True)
        if (newest := _newest_model(models)) is not None:
            self.paths["model"].setText(str(newest))
        self._connect()
        self.retranslate(installed=installed)
        self._show_state()

    def _lay_out(self) -> None:
        grid, foot = QGridLayout(), QHBoxLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 22)
        grid.setColumnStretch(1, 1)
        for number, (name, choice) in enumerate(self.choices.items()):
            self._group.addButton(choice)
            grid.addWidget(choice, 3 * number, 0, 1, 3)
            grid.setRowMinimumHeight(3 * number + 2, 8)
            if name in self.paths:
                grid.addWidget(self.paths[name], 3 * number + 1, 1)
                grid.addWidget(self.browse[name], 3 * number + 1, 2)
                self.browse[name].setAutoDefault(False)
            else:
                self.notes[name].setProperty("muted", True)
                self.notes[name].setWordWrap(True)
                grid.addWidget(self.notes[name], 3 * number + 1, 1, 1, 2)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.lead)
        column.addLayout(grid)
        column.addWidget(self.again)
        column.addStretch(1)
        column.addLayout(foot)
        open_size(self, 560, 410)

    def _connect(self) -> None:
        self._group.buttonToggled.connect(lambda *_: self._show_state())
        for name, field in self.paths.items():
            field.textChanged.connect(lambda _text, name=name: self._on_path(name))
        self.browse["model"].clicked.connect(self._browse_model)
        self.browse["patterns"].clicked.connect(self._browse_patterns)
        self.start.clicked.connect(self._on_start)
        self.cancel.clicked.connect(self.close)

    def given(self) -> str:
        """Return what is chosen, or "" where a path is still missing."""
        name = next((name for name, choice in self.choices.items() if choice.isChecked()), "")
        if name not in self.paths:
            return name
        path = Path(self.paths[name].text().strip() or "/nowhere")
        return str(path) if (path.is_dir() if name == "model" else path.is_file()) else ""

    def _on_path(self, name: str) -> None:
        self.choices[name].setChecked(True)
        self._show_state()

    def _show_state(self) -> None:
        self.start.setEnabled(bool(self.given()))

    def _browse_model(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, self.tr("Folder of a trained model")):
            self.paths["model"].setText(folder)

    def _browse_patterns(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("File of patterns"), "", "*.jsonl *.json")
        if path:
            self.paths["patterns"].setText(path)

    def _on_start(self) -> None:
        self.chosen.emit(self.given(), self.again.isChecked())
        self.accept()

    def retranslate(self, *, installed: bool) -> None:
        """Show all texts."""
        self.setWindowTitle(self.tr("Suggest with…").rstrip("…"))
        self.lead.setText(
            self.tr("Suggestions are made for all articles. They become annotations only when you accept them.")
        )
        self.choices["slovnet"].setText(self.tr("&News model"))
        self.choices["mentions"].setText(self.tr("Names &known in this workspace"))
        self.choices["model"].setText(self.tr("A trained &model"))
        self.choices["patterns"].setText(self.tr("A file of &patterns"))
        known = self.tr("People, organisations and places in Russian news, with scores.")
        self.notes["slovnet"].setText(known if installed else self.tr("Not installed: pip install slovnet natasha"))
        self.notes["mentions"].setText(self.tr("Every name that anybody has tagged, in all its case forms."))
        self.paths["model"].setPlaceholderText(self.tr("Folder of a trained model"))
        self.paths["patterns"].setPlaceholderText(self.tr("File of patterns (.jsonl)"))
        for name, field in self.paths.items():
            field.setAccessibleName(field.placeholderText())
            self.browse[name].setText(self.tr("Choose…"))
        self.again.setText(self.tr("&Anew, for articles that have such suggestions too"))
        self.start.setText(self.tr("Make suggestions"))
        self.cancel.setText(self.tr("Cancel"))


def _newest_model(folder: Path | None) -> Path | None:
    """Return the model that was trained last, or None; a folder that cannot be read has none."""
    try:
        models = [path.parent for path in folder.glob("*/config.cfg")] if folder else []
        return max(models, key=lambda path: (path / "config.cfg").stat().st_mtime, default=None)
    except OSError:
        return None


class SuggestRun(QObject):
    """Runs `annotator suggest`, shows how far it is, and can stop it; what is done by then is kept."""

    made = Signal()

    def __init__(self, workbench: Workbench, notices: Notices, settings: Settings) -> None:
        super().__init__(workbench)
        self._workbench, self._notices, self._settings = workbench, notices, settings
        self._process: QProcess | None = None
        self._bar: QProgressBar | None = None
        self._said = b""
        self._stopped = False

    def ask(self) -> None:
        """Ask what shall make the suggestions."""
        if self._workbench.session is None or self._process is not None:
            return
        models = self._settings.models_folder(self._workbench.session.workspace.path)
        dialog = SuggestWith(self._workbench.editor.window(), models)
        dialog.finished.connect(dialog.deleteLater)
        dialog.chosen.connect(lambda given, again: self.start(given, again=again))
        dialog.open()

    def start(self, given: str, annotator: str = "", *, again: bool = False) -> None:
        """Begin; `again` makes suggestions anew, an annotator limits it to what this one has still to do."""
        session = self._workbench.session
        if session is None or self._process is not None:
            return
        session.flush_soon()
        self._said, self._stopped = b"", False
        command = ["suggest", str(session.workspace.path), "--with", given, "--report-progress"]
        command += ["--again"] if again else []
        command += ["--annotator", annotator] if annotator else []
        process = self._process = python_process(self, "-m", "annotator", "--lang", current_language(), *command)
        process.readyReadStandardOutput.connect(self._on_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(lambda _: self._on_failed_start())
        self._show_progress()
        process.start()

    def _show_progress(self) -> None:
        text = self.tr("Suggestions are being made; you can go on working.")
        message = self._notices.bar.show_message("suggest", Kind.INFO, text, closable=False)
        bar = self._bar = QProgressBar(message)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(120)
        bar.setAccessibleName(self.tr("Suggestions"))
        bar.destroyed.connect(self._forget_bar)
        message.add_widget(bar)
        message.add_button(self.tr("Stop"), self.cancel, closes=False)

    def _forget_bar(self) -> None:
        self._bar = None

    def _on_output(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            line = bytes(process.readLine().data())
            found = _PROGRESS.fullmatch(line)
            if found is None:
                self._said += line
            elif self._bar is not None:
                self._bar.setRange(0, int(found[2]))
                self._bar.setValue(int(found[1]))

    def cancel(self) -> None:
        """Stop; what is done is kept, and the next run goes on from there."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def _on_failed_start(self) -> None:
        process = self._process
        if process is not None and process.error() is QProcess.ProcessError.FailedToStart:
            self._end(process)
            self._notices.show_error(process.errorString())

    def _end(self, process: QProcess) -> None:
        self._process = None
        self._notices.bar.dismiss("suggest")
        process.deleteLater()

    def _on_finished(self, status: int, _how: QProcess.ExitStatus) -> None:
        process = self._process
        if process is None:
            return
        self._on_output()
        complaint = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        self._end(process)
        if self._stopped:
            self._notices.show_info(self.tr("Stopped. What is done is kept; the next run goes on from there."))
        elif status:
            self._notices.show_error(_sentence(complaint) or self.tr("The suggestions could not be made."))
        else:
            first = self._said.decode("utf-8", "replace").strip().partition("\n")[0]
            self._notices.show_info(_sentence(first) or self.tr("The suggestions are there."))
        self.made.emit()

    def stop(self) -> None:
        """The session is closed: end what is running, without a word."""
        if self._process is not None:
            process = self._process
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(2000)
            self._end(process)


def _sentence(said: str) -> str:
    """Return a line of the command line as the window says it."""
    return said[:1].upper() + said[1:]
