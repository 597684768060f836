"""Going from one version of a document to another one of it, as a step that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.domain.document import Document, Status
from annotator.domain.entity import Entity, Relation
from annotator.domain.errors import EditRefusedError
from annotator.domain.patch import Patch
from annotator.domain.scheme import LabelScheme
from annotator.messages import Message, msg


@dataclass(frozen=True, slots=True)
class RestoreVersion:
    """Make the document what another version of it says: entities, relations, notes, scores, rejections, status.

    The scheme is not asked: a version that was once saved comes back as it was.
    """

    version: Document
    title: Message = field(default=msg("go back to another version", "возврат к другой версии"), hash=False)

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return self.title

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:  # noqa: ARG002 - the protocol of all edits
        """Return the patch between both versions; refused where they are versions of different texts."""
        if document.id != self.version.id or document.text != self.version.text:
            raise EditRefusedError(msg("this version belongs to another text", "эта версия относится к другому тексту"))
        return difference(document, self.version)


def difference(before: Document, after: Document) -> Patch:
    """Return the patch that turns what `before` says into what `after` says; both are versions of one document."""
    status = Status.IN_PROGRESS if after.status is Status.NOT_STARTED else after.status
    return Patch(
        entities=_changes(before.entities, after.entities),
        relations=_changes(before.relations, after.relations),
        status=(before.status, status) if before.status is not status else None,
        notes=_pairs(before.notes, after.notes, ""),
        scores=_pairs(before.scores, after.scores, None),
        rejected=(before.rejected, after.rejected) if before.rejected != after.rejected else None,
        extra=_pairs(_cards(before), _cards(after), None),
    )


def _cards(document: Document) -> dict[str, Any]:
    """Return the one top-level key of the record that annotators change."""
    return {key: value for key, value in document.extra.items() if key == "cards"}


def _changes(old: Sequence[Any], new: Sequence[Any]) -> tuple[tuple[Any, Any], ...]:
    known: dict[str, Entity | Relation] = {item.id: item for item in old}
    stay = {item.id for item in new}
    gone = [(item, None) for item in old if item.id not in stay]
    return (*gone, *((known.get(item.id), item) for item in new if known.get(item.id) != item))


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any], nothing: object) -> dict[str, tuple[Any, Any]]:
    keys = dict.fromkeys([*old, *new])
    return {
        key: (old.get(key, nothing), new.get(key, nothing))
        for key in keys
        if old.get(key, nothing) != new.get(key, nothing)
    }
