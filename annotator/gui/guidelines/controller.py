"""Keeps the guidelines panel up to date: examples from the annotations, the text as it is on disk, and its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.gui.panels.guidelines import GuidelinesPanel
from annotator.gui.storage.background import Background

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session
    from annotator.workspace.examples import Example

_LOOK = 2000  # milliseconds between looks at the file


class Guidelines(QObject):
    """Reads examples when the panel is first seen, follows the file, opens the editor and the places of examples."""

    def __init__(self, window: MainWindow, panel: GuidelinesPanel) -> None:
        super().__init__(window)
        self._window, self.panel = window, panel
        self._job: Background | None = None
        self._read_for: Session | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        panel.seen.connect(self._on_seen)
        panel.edit_wanted.connect(self.edit)
        panel.place_wanted.connect(self.go_to)
        window.files.about_to_close.connect(self.stop)

    def _on_seen(self) -> None:
        session = self._window.files.session
        if session is not None:
            self._timer.start()
            self.look()
        if session is None or self._read_for is session or self._job is not None:
            return
        from annotator.workspace import Workspace
        from annotator.workspace.examples import label_examples

        self._read_for, path, name = session, session.workspace.path, session.annotator
        self._job = Background(lambda stops: label_examples(Workspace.open(path), name, stops), self)
        self._job.finished.connect(self._on_examples)
        self._job.failed.connect(lambda _error: self._on_examples({}))
        self._job.start()

    def _on_examples(self, examples: dict[str, list[Example]]) -> None:
        self._job = None
        self.panel.show_examples(examples)

    def look(self) -> None:
        """Show the text as it is on disk now, if somebody changed it."""
        session, shared = self._window.files.session, self._window.files.shared
        self.panel.set_editable(editable=shared is None or shared.leads)
        if session is not None and self.panel.isVisible() and session.workspace.guidelines != self.panel.text:
            self.panel.show_guidelines(session.workspace.guidelines, session.workspace.scheme)

    def edit(self) -> None:
        """Open the editor of guidelines.md."""
        session = self._window.files.session
        if session is None:
            return
        if (shared := self._window.files.shared) is not None:
            shared.edit_guidelines(self.look)
            return
        from annotator.gui.guidelines.editor import GuidelinesEditor

        editor = GuidelinesEditor(session.workspace, self._window)
        editor.saved.connect(self.look)
        editor.open()

    def go_to(self, document_id: str, start: int, end: int) -> None:
        """Open the article of an example at its span."""
        self._window.files.open_document(document_id)
        article = self._window.editor.article
        article.set_highlights([(start, end)])
        article.reveal(start, end)

    def stop(self) -> None:
        """Forget the workspace."""
        self._timer.stop()
        if self._job is not None:
            self._job.stop()
        self._job = self._read_for = None
        self.panel.show_examples({})
