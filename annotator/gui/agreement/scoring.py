"""Scoring a workspace beside the window, again whenever somebody has saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.agreement import REPLICATES, SEED, TooFewAnnotatorsError, measure_corpus
from annotator.agreement.reading import ArticleText, load
from annotator.agreement.report import AgreementReport
from annotator.gui.storage.background import Background
from annotator.gui.storage.followed import FollowedFiles
from annotator.messages import AnnotatorError
from annotator.workspace import Workspace


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


class Scoring(QObject):
    """Scores once at the start, and again after files have changed. `started` is told when figures are out of date."""

    started = Signal()
    scored = Signal(object)  # AgreementReport
    failed = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._job: Background | None = None
        self._files = FollowedFiles(workspace.layout.content_files, self, is_busy=lambda: self._job is not None)
        self._files.changed.connect(self._score)

    def start(self) -> None:
        """Score now, and follow the files from now on."""
        self._files.start()

    def _score(self) -> None:
        path = self._workspace.path
        self._job = Background(lambda _stops: score(path), self)
        self._job.finished.connect(self._on_scored)
        self._job.failed.connect(self._on_failed)
        self.started.emit()
        self._job.start()

    def _on_scored(self, report: AgreementReport) -> None:
        self._rest()
        self.scored.emit(report)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._rest()
        self.failed.emit(str(error))

    def _rest(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def stop(self) -> None:
        """Look no more; a scoring that runs is waited for."""
        self._files.stop()
        if self._job is not None:
            self._job.stop()
            self._job = None
