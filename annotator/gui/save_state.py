"""How the work stands to the disk, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.messages import Message


class SaveKind(StrEnum):
    """How the work stands to the disk."""

    SAVED = "saved"
    SAVING = "saving"
    FAILED = "failed"
    OFFLINE = "offline"  # on this computer's disk, not yet on the team's server
    READ_ONLY = "read_only"


@dataclass(frozen=True, slots=True)
class SaveState:
    """A kind; for a failure what to do about it, and the file that holds the unsaved work meanwhile ("" for none)."""

    kind: SaveKind
    message: Message | str | None = None
    kept_at: str = ""

    @classmethod
    def saved(cls) -> SaveState:
        """Everything is on disk."""
        return cls(SaveKind.SAVED)

    @property
    def is_pending(self) -> bool:
        """Whether something is not on disk yet."""
        return self.kind in {SaveKind.SAVING, SaveKind.FAILED}
