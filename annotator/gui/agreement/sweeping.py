"""Looking through one's own documents for slips, beside the window, and going to what was found."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.hands.stream import TURN
from annotator.gui.storage.background import Background
from annotator.messages import AnnotatorError

if TYPE_CHECKING:
    from annotator.agreement.consistency import Finding
    from annotator.domain import Document
    from annotator.gui.agreement.findings import FindingsPanel
    from annotator.gui.desk import Desk
    from annotator.gui.main_window import MainWindow


_TELL = 0.1  # seconds between two words about how far it is


class _StoppedError(Exception):
    """Nobody waits for the findings any more."""


class _Look:
    """One look through an annotator's documents, on a thread: some time's work in a big set that is tagged densely."""

    def __init__(self, path: Path, annotator: str, tell: Callable[[int, int], None]) -> None:
        self._path, self._annotator, self._tell = path, annotator, tell
        self._told = 0.0

    def __call__(self, stops: Callable[[], bool]) -> list[Finding]:
        """Return what may be slips; raises AnnotatorError where the workspace or the annotator's file cannot be read."""
        from annotator.agreement.consistency import findings
        from annotator.suggest.untagged import untagged_forms
        from annotator.workspace import Workspace

        def progress(done: int, total: int) -> None:
            if stops():
                raise _StoppedError
            if time.monotonic() - self._told > _TELL:
                self._told = time.monotonic()
                self._tell(done, total)

        def search(documents: Sequence[Document]) -> Iterable[Finding]:
            return untagged_forms(documents, progress)

        sys.setswitchinterval(TURN)  # the window's thread, if it waits, has its turn at once
        workspace = Workspace.open(self._path)
        with workspace.read(self._annotator) as reader:
            return findings(reader.documents("any"), workspace.scheme, search=search)


class Sweeping(QObject):
    """Fills the panel of findings and opens their places in the article."""

    _progressed = Signal(int, int)  # from the thread: names looked for, of how many

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(desk)
        self._window, self._desk = window, desk
        self._job: Background | None = None
        window.files.about_to_close.connect(self.stop)

    @cached_property
    def panel(self) -> FindingsPanel:
        """The panel, heard from its first use on."""
        panel = self._desk.workbench.findings
        panel.sweep_wanted.connect(self.sweep)
        panel.stop_wanted.connect(self.give_up)
        self._progressed.connect(panel.show_progress)
        panel.place_wanted.connect(self.show_place)
        return panel

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {
            "agreement.sweep": self.sweep,
            "agreement.next": lambda: self._step(1),
            "agreement.previous": lambda: self._step(-1),
        }

    def sweep(self) -> None:
        """Look through all documents of the annotator whose session is open."""
        session = self._window.files.session
        if session is None or self._job is not None:
            return
        self._window.save_soon()
        if session.queue is not None:
            session.queue.flush(5.0)
        self._desk.docks.show("findings")
        self.panel.show_busy()
        look = _Look(session.workspace.path, session.annotator, self._progressed.emit)
        self._job = Background(look, self)
        self._job.finished.connect(self._on_found)
        self._job.failed.connect(self._on_failed)
        self._job.start()

    def _on_found(self, found: list[Finding]) -> None:
        self._rest()
        self.panel.show_findings(found)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._rest()
        self.panel.show_findings(None)
        self._window.notices.show_error(str(error))

    def _rest(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _step(self, by: int) -> None:
        self._desk.docks.show("findings")
        self.panel.step(by)

    def show_place(self, finding: Finding) -> None:
        """Open a finding's document and choose its entity, relation or words."""
        session, article = self._window.files.session, self._desk.editor.article
        if session is None:
            return
        if session.document is None or session.document.id != finding.document_id:
            self._window.files.open_document(finding.document_id)
        document = session.document
        if document is None or document.id != finding.document_id:
            return
        if document.entity(finding.target_id) is not None:
            article.select_entity(finding.target_id)
        elif document.relation(finding.target_id) is not None:
            article.select_relation(finding.target_id)
        else:
            article.select_range(finding.start, finding.end)
        article.reveal(finding.start, finding.end)

    def give_up(self) -> None:
        """End a look that runs; what was found before stays."""
        if self._job is not None:
            self._job.stop()
            self._rest()
            self.panel.show_rest()

    def stop(self) -> None:
        """End a look that runs, and forget what was found."""
        self.give_up()
        self.panel.show_findings(None)
