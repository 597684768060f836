"""Looking through one's own documents for slips, beside the window, and going to what was found."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.storage.background import Background
from annotator.messages import AnnotatorError

if TYPE_CHECKING:
    from annotator.agreement.consistency import Finding
    from annotator.gui.agreement.findings import FindingsPanel
    from annotator.gui.desk import Desk
    from annotator.gui.main_window import MainWindow


def look_through(path: Path, annotator: str) -> list[Finding]:
    """Return what may be slips in one annotator's documents.

    Raises:
        AnnotatorError: the workspace or the annotator's file cannot be read.
    """
    from annotator.agreement.consistency import findings
    from annotator.suggest.untagged import untagged_forms
    from annotator.workspace import Workspace

    workspace = Workspace.open(path)
    with workspace.read(annotator) as reader:
        return findings(reader.documents("any"), workspace.scheme, search=untagged_forms)


class Sweeping(QObject):
    """Fills the panel of findings and opens their places in the article."""

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
        path, annotator = session.workspace.path, session.annotator
        self._job = Background(lambda _stops: look_through(path, annotator), self)
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

    def stop(self) -> None:
        """Wait for a look that runs, and forget what was found."""
        job, self._job = self._job, None
        if job is not None:
            job.stop()
        self.panel.show_findings(None)
