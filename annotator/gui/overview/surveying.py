"""Surveys a workspace beside the window, again whenever a file has changed."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.storage.background import Background
from annotator.messages import AnnotatorError
from annotator.workspace import Workspace
from annotator.workspace.files import states_of
from annotator.workspace.survey import Survey, Surveyor

_LOOK = 1500  # milliseconds between looks at the files


class Surveying(QObject):
    """Looks once at the start, and again after files have changed; only what changed is read."""

    surveyed = Signal(object)  # Survey
    failed = Signal(str)
    progressed = Signal(int, int)  # lines read, lines in all

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._surveyor = Surveyor(workspace)
        self._known: object = None
        self._job: Background | None = None
        self._told = (0, 0)
        self._lock = threading.Lock()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._progress_timer = QTimer(self)
        self._progress_timer.setInterval(100)
        self._progress_timer.timeout.connect(self._tell)

    def start(self) -> None:
        """Look now, and follow the files from now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Survey anew if a file has changed since the last time."""
        if self._job is not None or (now := self._files()) == self._known:
            return
        self._known = now
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

    def _files(self) -> object:
        """Return names, sizes and times of the files that count."""
        layout = self._workspace.layout
        common = (layout.corpus, layout.settings, layout.scheme, layout.assignments)
        return states_of([*common, *map(layout.annotations, layout.annotation_names())])

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
        self._timer.stop()
        self._progress_timer.stop()
        if self._job is not None:
            self._job.stop()
            self._job = None
