"""The marks of a document's status."""

from __future__ import annotations

from PySide6.QtGui import QIcon

from annotator.domain import Status
from annotator.gui.icons import icon
from annotator.gui.theme import Colors


def status_icon(status: Status, colors: Colors) -> QIcon:
    """Return the mark of a status; its form differs too, so that colour is never the only sign."""
    color = {Status.DONE: colors.ok, Status.IN_PROGRESS: colors.accent}.get(status, colors.muted)
    return icon(f"status-{status}", color)
