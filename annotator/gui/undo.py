"""Undo and redo in menu and toolbar, named after the step that they would take back or do again."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoGroup

from annotator.gui.action_set import ActionSet


class UndoActions(QObject):
    """Follows the undo group of the session; the actions outlive it."""

    def __init__(self, actions: ActionSet) -> None:
        super().__init__(actions)
        self._actions = actions
        self._group: QUndoGroup | None = None
        self._read_only = False

    def attach(self, group: QUndoGroup, *, read_only: bool) -> None:
        """Follow a session's group."""
        self._group, self._read_only = group, read_only
        for signal in (group.canUndoChanged, group.canRedoChanged, group.undoTextChanged, group.redoTextChanged):
            signal.connect(lambda *_: self.show())

    def detach(self) -> None:
        """The session is closed."""
        self._group = None
        self.show()

    def undo(self) -> None:
        """Take the last step of the open document back."""
        if self._group and not self._read_only:
            self._group.undo()

    def redo(self) -> None:
        """Do the step again that was taken back."""
        if self._group and not self._read_only:
            self._group.redo()

    def show(self) -> None:
        """Enable and name both actions."""
        group = self._group
        steps = (
            ("edit.undo", bool(group and group.canUndo()), group.undoText() if group else ""),
            ("edit.redo", bool(group and group.canRedo()), group.redoText() if group else ""),
        )
        for action_id, possible, step in steps:
            action, name = self._actions[action_id], self._actions.text(action_id)
            action.setEnabled(possible and not self._read_only)
            action.setText(f"{name}: {step}" if step else name)
            action.setIconText(name)
            action.setToolTip(f"{action.text()} ({self._actions.keys(action_id)})")
