"""Surveys a workspace beside the window, again whenever a file has changed."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.storage.background import Background
from annotator.gui.storage.followed import FollowedFiles
from annotator.messages import AnnotatorError
from annotator.workspace import Workspace
from annotator.workspace.survey import Survey, Surveyor


class Surveying(QObject):
    """Looks once at the start, and again after files have changed; only what changed is read."""

    surveyed = Signal(object)  # Survey
    failed = Signal(str)
    progressed = Signal(int, int)  # lines read, lines in all

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._surveyor = Surveyor(workspace)
        self._job: Background | None = None
        self._told = (0, 0)
        self._lock = threading.Lock()
        self._files = FollowedFiles(self._sources, self, is_busy=lambda: self._job is not None)
        self._files.changed.connect(self._survey)
        self._progress_timer = QTimer(self)
        self._progress_timer.setInterval(100)
        self._progress_timer.timeout.connect(self._tell)

    def start(self) -> None:
        """Look now, and follow the files from now on."""
        self._files.start()

    def look(self) -> None:
        """Survey anew if a file has changed since the last time."""
        self._files.look()

    def _survey(self) -> None:
        self._job = Background(lambda stops: self._surveyor.look(self._note, stops), self)
        self._job.finished.connect(self._on_surveyed)
        self._job.failed.connect(self._on_failed)
        self._progress_timer.start()
        self._job.start()

    def _note(self, done: int, total: int) -> None:
        with self._lock:
            self._told = done, total

    def _tell(self) -> None:
        with self._lock:
            done, total = self._told
        self.progressed.emit(done, total)

    def _sources(self) -> list[Path]:
        layout = self._workspace.layout
        return [*layout.content_files(), layout.assignments]

    def _rest(self) -> None:
        self._progress_timer.stop()
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _on_surveyed(self, survey: Survey) -> None:
        self._rest()
        self.surveyed.emit(survey)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._rest()
        self.failed.emit(str(error))

    def stop(self) -> None:
        """Look no more."""
        self._files.stop()
        self._progress_timer.stop()
        if self._job is not None:
            self._job.stop()
            self._job = None
