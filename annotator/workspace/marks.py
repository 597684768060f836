"""What each annotator did to each document, kept so that millions of marks cost the garbage collector nothing.

The collector looks at every object that can hold others, again and again, and the whole program waits meanwhile: 127 ms
for two hundred thousand marks as objects. Tuples of numbers and strings it leaves alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from annotator.domain import Status

_STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE, Status.SKIPPED)
_DONE = _STATUSES.index(Status.DONE)
Counts = tuple[tuple[str, int], ...]
Packed = tuple[int, Counts, Counts, str, int, bytes, int, int]
"""Number of the status, entities and relations by label, time, notes, hashes of spans, offset and length of the line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one annotator did to one document. `spans` are hashes of what was tagged, for comparing."""

    status: Status
    labels: Mapping[str, int]
    relations: Mapping[str, int]
    saved_at: str = ""
    notes: int = 0
    spans: array[int] = field(default_factory=lambda: array("L"))

    @property
    def entities(self) -> int:
        """How many entities there are."""
        return sum(self.labels.values())


class Marks(Mapping[str, Mark]):
    """Marks of one annotator by document id, each made when it is asked for."""

    __slots__ = ("_packed",)

    def __init__(self) -> None:
        self._packed: dict[str, Packed] = {}

    def __getitem__(self, document_id: str) -> Mark:
        status, labels, relations, saved_at, notes, spans, _, _ = self._packed[document_id]
        return Mark(_STATUSES[status], dict(labels), dict(relations), saved_at, notes, array("L", spans))

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def status(self, document_id: str) -> Status:
        """Return how far the annotator is with a document."""
        packed = self._packed.get(document_id)
        return _STATUSES[packed[0]] if packed is not None else Status.NOT_STARTED

    def finished_spans(self, document_id: str) -> array[int] | None:
        """Return the hashes of what was tagged in a document that is done, or None."""
        packed = self._packed.get(document_id)
        return array("L", packed[5]) if packed is not None and packed[0] == _DONE else None

    def add(self, document_id: str, packed: Packed) -> None:
        """Add a mark."""
        self._packed[document_id] = packed

    def take_over(self, document_id: str, place: tuple[int, int], earlier: Marks) -> bool:
        """Take a mark from an earlier look and return True, if its record lies where it lay then: one that moved is new."""
        packed = earlier._packed.get(document_id)
        if packed is None or packed[6:] != place:
            return False
        self._packed[document_id] = packed
        return True


class Packer:
    """Makes marks of records; counts by label that are the same are kept once."""

    def __init__(self) -> None:
        self._known: dict[Counts, Counts] = {}

    def packed(self, record: dict[str, Any], place: tuple[int, int]) -> Packed:
        """Return the mark of a record, which may be of any shape.

        Raises:
            AttributeError, KeyError, TypeError, ValueError: it is no record.
        """
        spans = record.get("spans")
        items = spans["sc"] if isinstance(spans, dict) and spans.get("sc") is not None else record.get("ents") or []
        status = _STATUSES.index(Status(record.get("status", "done")))
        hashes = array("L", sorted({crc32(f"{i['start']} {i['end']} {i['label']}".encode()) for i in items}))
        labels, relations = self._counts(items), self._counts(record.get("relations") or [])
        notes = record.get("notes")
        count = len(notes) if notes else 0
        return status, labels, relations, str(record.get("saved_at", "")), count, hashes.tobytes(), *place

    def _counts(self, items: Iterable[Mapping[str, Any]]) -> Counts:
        counts: dict[str, int] = {}
        for item in items:
            label = str(item["label"])
            counts[label] = counts.get(label, 0) + 1
        found = tuple(counts.items())
        return self._known.setdefault(found, found)
