"""Undo that survives a document switch, a restart and a crash: stacks are kept beside the annotations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoStack

from annotator.domain import Document, Patch, Status
from annotator.gui.commands import EditCommand
from annotator.messages import Message
from annotator.workspace.undo import UndoStep, UndoStore


class HistoryKeeper:
    """Fills a document's undo stack with the steps of earlier days, and keeps those of today."""

    def __init__(self, store: UndoStore, apply: Callable[[str, Patch], None]) -> None:
        self._store = store
        self._apply = apply
        self._restoring = False
        self._kept: dict[str, tuple[int, int, int]] = {}  # what was kept last: steps, position, revision

    def restore(self, document: Document, stack: QUndoStack) -> Message | None:
        """Put the kept steps on an empty stack; return why an older history could not be used, or None.

        The document is in the state after the kept steps already, so none of them is applied.
        """
        history = self._store.load(document)
        self._restoring = True
        for step in history.steps:
            stack.push(EditCommand(document.id, step.patch, step.name, self.apply))
        stack.setIndex(history.position)
        self._restoring = False
        self._kept[document.id] = (stack.count(), stack.index(), document.rev)
        return history.dropped

    def apply(self, document_id: str, patch: Patch) -> None:
        """Pass a step on, except while steps are put back on the stack."""
        if not self._restoring:
            self._apply(document_id, patch)

    def keep(self, document: Document, stack: QUndoStack) -> None:
        """Write the stack beside the annotations, if it changed since it was written."""
        mark = (stack.count(), stack.index(), document.rev)
        if self._kept.get(document.id) == mark or not stack.count():
            return
        commands = (stack.command(index) for index in range(stack.count()))
        steps = [UndoStep(c.title, c.patch) for c in commands if isinstance(c, EditCommand)]
        if document.status is Status.NOT_STARTED:
            document = document.in_order(status=Status.IN_PROGRESS)  # a record that was written is never "not started"
        self._store.save(document, steps, stack.index())
        self._kept[document.id] = mark
