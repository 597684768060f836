"""Scoring a workspace beside the window, again whenever somebody has saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.agreement import TooFewAnnotatorsError
from annotator.agreement.reading import Reading, Wanted, WorkspaceArticles
from annotator.agreement.report import AgreementReport
from annotator.agreement.scoring import score as score_all
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
    symmetric = frozenset(workspace.scheme.symmetric_labels)
    wanted = Wanted(symmetric=symmetric, language=workspace.language, tolerate_tail=True)
    return score_all(Reading(files, wanted, WorkspaceArticles(workspace))).report


class Scoring(QObject):
    """Scores once at the start, and again after files have changed. `started` is told when figures are out of date."""

    started = Signal()
    scored = Signal(object)  # AgreementReport
    failed = Signal(str)
    rested = Signal()  # no figures are being made any more

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
            self.rested.emit()

    @property
    def is_scoring(self) -> bool:
        """Whether figures are being made now; `rested` follows."""
        return self._job is not None

    def stop(self) -> None:
        """Look no more; a scoring that runs is waited for."""
        self._files.stop()
        if self._job is not None:
            self._job.stop()
            self._job = None
