"""Undo commands: a patch that is known to fit, and the id of the document it belongs to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from annotator.domain import Patch
from annotator.messages import Message

Apply = Callable[[str, Patch], None]


class EditCommand(QUndoCommand):
    """One step of the annotator. The edit has been resolved before, so neither direction can fail."""

    def __init__(self, document_id: str, patch: Patch, title: Message, apply: Apply) -> None:
        super().__init__(str(title))
        self.title = title
        self.patch = patch
        self._document_id = document_id
        self._apply = apply

    def redo(self) -> None:
        """Do the step (also called when the command is pushed)."""
        self._apply(self._document_id, self.patch)

    def undo(self) -> None:
        """Take the step back."""
        self._apply(self._document_id, self.patch.inverse())
