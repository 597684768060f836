"""How the work stands to the disk, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.messages import Message

_LEADS = ("not saved: ", "не сохранено: ")


def reason_of(message: Message | str | None) -> str:
    """Return why something was not saved, without a “not saved:” before it."""
    text = str(message or "")
    return next((text.removeprefix(lead) for lead in _LEADS if text.startswith(lead)), text)


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
    def reason(self) -> str:
        """The message without its own “not saved:”, for a sentence that says so already."""
        return reason_of(self.message)

    @property
    def is_pending(self) -> bool:
        """Whether something is not on disk yet."""
        return self.kind in {SaveKind.SAVING, SaveKind.FAILED}
