"""Looking through one's own documents for slips, beside the window, and going to what was found."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from annotator.gui.hands.stream import TURN
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


class _Run(QThread):
    """One look through an annotator's documents: some minutes' work in a big set that is tagged densely."""

    found = Signal(object)  # list of Finding
    failed = Signal(str)
    progressed = Signal(int, int)  # names looked for, of how many

    def __init__(self, path: Path, annotator: str, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._annotator = path, annotator
        self._stop = Event()
        self._told = 0.0

    def stop(self) -> None:
        """Have it end soon, and tell nothing any more."""
        self._stop.set()
        self.blockSignals(True)

    def run(self) -> None:
        """Look; whatever goes wrong is told, never raised into the thread."""
        from annotator.agreement.consistency import findings
        from annotator.workspace import Workspace

        sys.setswitchinterval(TURN)  # the window's thread, if it waits, has its turn at once
        try:
            workspace = Workspace.open(self._path)
            reader = workspace.read(self._annotator)
            self.found.emit(findings(reader.documents("any"), workspace.scheme, search=self._search))
            reader.close()
        except _StoppedError:
            return
        except (AnnotatorError, OSError) as error:
            self.failed.emit(str(error))
        except Exception as error:  # noqa: BLE001 - it must not end the program
            self.failed.emit(f"{type(error).__name__}: {error}")

    def _search(self, documents: Sequence[Document]) -> Iterable[Finding]:
        from annotator.suggest.untagged import untagged_forms

        return untagged_forms(documents, self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _StoppedError
        if time.monotonic() - self._told > _TELL:
            self._told = time.monotonic()
            self.progressed.emit(done, total)


class Sweeping(QObject):
    """Fills the panel of findings and opens their places in the article."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(desk)
        self._window, self._desk = window, desk
        self._run: _Run | None = None
        window.files.about_to_close.connect(self.stop)

    @cached_property
    def panel(self) -> FindingsPanel:
        """The panel, heard from its first use on."""
        panel = self._desk.workbench.findings
        panel.sweep_wanted.connect(self.sweep)
        panel.stop_wanted.connect(self.give_up)
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
        if session is None or self._run is not None:
            return
        self._window.save_soon()
        if session.queue is not None:
            session.queue.flush(5.0)
        self._desk.docks.show("findings")
        self.panel.show_busy()
        self._run = _Run(session.workspace.path, session.annotator, self)
        self._run.found.connect(self.panel.show_findings)
        self._run.failed.connect(self._on_failed)
        self._run.progressed.connect(self.panel.show_progress)
        self._run.finished.connect(self._on_finished)
        self._run.start()

    def _on_failed(self, problem: str) -> None:
        self.panel.show_findings(None)
        self._window.notices.show_error(problem)

    def _on_finished(self) -> None:
        if self._run is not None:
            self._run.deleteLater()
            self._run = None

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
        run, self._run = self._run, None
        if run is not None:
            run.stop()
            run.wait()
            run.deleteLater()
            self.panel.show_rest()

    def stop(self) -> None:
        """End a look that runs, and forget what was found."""
        self.give_up()
        self.panel.show_findings(None)
