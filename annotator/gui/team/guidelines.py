"""Writing the guidelines of a team: sent to the server, unless somebody else has written there meanwhile."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.gui.guidelines.editor import GuidelinesEditor
from annotator.gui.storage.background import Background
from annotator.messages import AnnotatorError
from annotator.team.mirrored import MirroredWorkspace
from annotator.team.shared import ChangedMeanwhileError


class TeamGuidelinesEditor(GuidelinesEditor):
    """A second press writes although somebody else did meanwhile, and keeps theirs in a file of this computer's copy."""

    def __init__(self, workspace: MirroredWorkspace, parent: QWidget) -> None:
        super().__init__(workspace, parent)
        self._shared = workspace
        self._work: Background | None = None
        self.finished.connect(self._stop)

    def save(self) -> None:
        """Send the text, or say why not."""
        self.write(self.text.toPlainText(), keep=self._keep_theirs)

    def write(self, text: str, *, keep: bool) -> None:
        """Send the text beside the window, and close once the server has it."""
        if self._work is not None:
            return
        workspace, made_from = self._shared, self._before
        self.save_button.setEnabled(False)
        self._work = Background(
            lambda _stops: workspace.set_guidelines(text, keep=keep, made_from=made_from), self
        )  # fmt: skip
        self._work.finished.connect(lambda _nothing: self._on_kept(text))
        self._work.failed.connect(self._on_failed)
        self._work.start()

    def _on_failed(self, error: AnnotatorError) -> None:
        self._work = None
        self.save_button.setEnabled(True)
        if not isinstance(error, ChangedMeanwhileError):
            self._tell(str(error.message))
            return
        self._before, self._keep_theirs = str(error.theirs), True
        self._tell(
            self.tr(
                "Another lead has changed the guidelines meanwhile. Save once more to send yours: theirs is then kept in "
                "a file of this computer's copy."
            )
        )

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop()
