"""Scoring a workspace beside the window, again whenever somebody has saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from annotator.agreement import REPLICATES, SEED, TooFewAnnotatorsError, measure_corpus
from annotator.agreement.reading import ArticleText, load
from annotator.agreement.report import AgreementReport
from annotator.messages import AnnotatorError
from annotator.workspace import Workspace
from annotator.workspace.files import states_of

_LOOK = 1500  # milliseconds between looks at the files


def score(path: Path) -> AgreementReport:
    """Read all annotators' finished documents and score them.

    Raises:
        AnnotatorError: fewer than two annotators, texts that differ, a file that cannot be read.
    """
    workspace = Workspace.open(path)
    files = {name: workspace.layout.annotations(name) for name in workspace.annotators}
    files = {name: file for name, file in files.items() if file.exists()}
    if len(files) < 2:
        raise TooFewAnnotatorsError(tuple(files))
    loaded = load(
        files,
        symmetric=workspace.scheme.symmetric_labels,
        language=workspace.language,
        articles=(ArticleText(a.id, a.text, a.tokens) for a in workspace.articles()),
        tolerate_tail=True,
    )
    return replace(measure_corpus(loaded.corpus, REPLICATES, SEED), left_out=loaded.left_out)


class _Run(QThread):
    """One scoring."""

    scored = Signal(object)  # AgreementReport
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path

    def run(self) -> None:
        """Score; whatever goes wrong is told, never raised into the thread."""
        try:
            self.scored.emit(score(self._path))
        except (AnnotatorError, OSError) as error:
            self.failed.emit(str(error))
        except Exception as error:  # noqa: BLE001 - it must not end the program
            self.failed.emit(f"{type(error).__name__}: {error}")


class Scoring(QObject):
    """Scores once at the start, and again after files have changed. `started` is told when figures are out of date."""

    started = Signal()
    scored = Signal(object)  # AgreementReport
    failed = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._known: object = None
        self._run: _Run | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Score now, and follow the files from now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Score anew if a file has changed since the last time."""
        if self._run is None and (now := self._files()) != self._known:
            self._known = now
            self._run = _Run(self._workspace.path, self)
            self._run.scored.connect(self.scored)
            self._run.failed.connect(self.failed)
            self._run.finished.connect(self._on_finished)
            self.started.emit()
            self._run.start()

    def _files(self) -> object:
        """Return names, sizes and times of the files that count."""
        layout = self._workspace.layout
        common = (layout.corpus, layout.settings, layout.scheme)
        return states_of([*common, *map(layout.annotations, layout.annotation_names())])

    def _on_finished(self) -> None:
        if self._run is not None:
            self._run.deleteLater()
            self._run = None

    def call_when_done(self, done: Callable[[], None]) -> bool:
        """Have a method called once the scoring that runs is over; return False if none runs."""
        if self._run is None:
            return False
        self._run.finished.connect(done)
        return True

    def stop(self) -> None:
        """Look no more; a scoring that runs is waited for."""
        self._timer.stop()
        if self._run is not None:
            self._run.blockSignals(True)
            self._run.wait()
            self._run = None
