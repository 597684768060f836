"""Undo and redo in the editor of a scheme: what the draft said before each step, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain import LabelScheme
from annotator.gui.scheme.draft import Draft, Kind, Label, Row


@dataclass(frozen=True, slots=True)
class _State:
    scheme: LabelScheme
    rows: tuple[tuple[Kind, Label, str], ...]
    chosen: int  # place among the rows of the label that is shown, -1 for none


class Steps:
    """The states of a draft in the order in which they came. What is typed into one field is one step."""

    def __init__(self, draft: Draft, chosen: Row | None) -> None:
        self._draft = draft
        self._states = [self._now(chosen)]
        self._at = 0
        self._typing: object = None

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Tell whether there is a step that was taken back."""
        return self._at + 1 < len(self._states)

    def record(self, chosen: Row | None, typing: object = None) -> None:
        """Remember what the draft says now. Changes in a row with one `typing`, the field, make one step."""
        state = self._now(chosen)
        typing = (typing, state.chosen) if typing is not None else None
        same = typing is not None and typing == self._typing and self.can_undo and not self.can_redo
        self._typing = typing
        if (state.scheme, state.rows) == (self._states[self._at].scheme, self._states[self._at].rows):
            return
        del self._states[self._at + (0 if same else 1) :]
        self._states.append(state)
        self._at = len(self._states) - 1

    def undo(self) -> Row | None:
        """Make the draft say what it said before the last step; return the label to show."""
        return self._go(-1) if self.can_undo else None

    def redo(self) -> Row | None:
        """Do again what was taken back."""
        return self._go(1) if self.can_redo else None

    def _go(self, by: int) -> Row | None:
        left = self._states[self._at]
        self._at += by
        self._typing = None
        state = self._states[self._at]
        self._draft.scheme = state.scheme
        self._draft.rows = [Row(kind, label, was) for kind, label, was in state.rows]
        chosen = left.chosen if by < 0 and left.chosen < len(self._draft.rows) else state.chosen
        return self._draft.rows[chosen] if 0 <= chosen < len(self._draft.rows) else None

    def _now(self, chosen: Row | None) -> _State:
        rows = self._draft.rows
        at = next((number for number, row in enumerate(rows) if row is chosen), -1)
        return _State(self._draft.scheme, tuple((row.kind, row.label, row.was) for row in rows), at)
