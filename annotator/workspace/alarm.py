"""An alarm when entities disappear that nobody deleted: the last net under every other guard."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.messages import Message, msg

LEAST = 5  # entities
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Alarm:
    """A save that lost more entities than the steps since the last save account for."""

    document_id: str
    before: int
    after: int

    @property
    def message(self) -> Message:
        """What the window tells, with the way back."""
        return msg(
            '"{id}" lost {lost} of {before} entities at once without a matching step: see its history to bring them back',
            "в «{id}» разом пропало {lost} из {before} сущностей без соответствующего действия: их можно вернуть из истории",
            id=self.document_id,
            lost=self.before - self.after,
            before=self.before,
        )


def sudden_loss(document_id: str, before: int, after: int, balance: int) -> Alarm | None:
    """Return an alarm if over half of the entities, and at least five, are gone unexplained.

    `balance` is what the steps since the last save add (positive) or delete (negative), see `Patch.entity_balance`.
    """
    unexplained = before - after + min(0, balance)
    return Alarm(document_id, before, after) if unexplained >= LEAST and unexplained > SHARE * before else None
