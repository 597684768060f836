"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.messages import Message


class State(StrEnum):
    """How something stands."""

    FINE = "fine"
    MISSING = "missing"  # the program works without it; the advice says what it would bring
    BROKEN = "broken"  # something does not work until this is mended


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do about it."""

    key: str  # the name in JSON, stable
    name: Message
    value: Message | str
    state: State = State.FINE
    advice: Message | None = None

    def to_json(self) -> dict[str, str]:
        """Return the finding with its texts in the language chosen now."""
        advice = {"advice": str(self.advice)} if self.advice else {}
        return {"name": self.key, "value": str(self.value), "state": self.state.value, **advice}
