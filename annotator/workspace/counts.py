"""One annotator's counts, and where they are kept so that a large file is not counted twice."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from annotator.domain import Status
from annotator.workspace.index_cache import Fingerprint, tail_hash
from annotator.workspace.linefile import LineFile

_FORMAT = 1
_WORTH_KEEPING = 1 << 20  # bytes of file; smaller ones are counted in a few milliseconds


@dataclass(slots=True)
class AnnotatorStatistics:
    """One annotator's counts: documents by status, entities and relations by label over all records."""

    statuses: Counter[Status] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)

    def add(self, status: Status, entities: Sequence[str], relations: Sequence[str]) -> None:
        """Count a record with entities and relations of these labels."""
        self.statuses[status] += 1
        self.entities.update(entities)
        self.relations.update(relations)

    def take_away(self, status: Status, entities: Sequence[str], relations: Sequence[str]) -> None:
        """Undo `add` of the same record."""
        self.statuses -= Counter((status,))
        self.entities -= Counter(entities)
        self.relations -= Counter(relations)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `stats --json` prints for an annotator."""
        counts = {str(status): self.statuses[status] for status in Status}
        return counts | {"entities": _sorted(self.entities), "relations": _sorted(self.relations)}


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class KeptCounts:
    """Counts of the first `lines` lines of an annotator's index, all of them sound."""

    counts: AnnotatorStatistics
    lines: int


def load(cache: Path, corpus: LineFile, records: LineFile) -> KeptCounts | None:
    """Return the counts kept for a file, or None where corpus or file changed otherwise than by growing at the end."""
    try:
        data = orjson.loads(cache.read_bytes())
        if data["format"] != _FORMAT or Fingerprint(**data["corpus"]) != _fingerprint(corpus):
            return None
        counts = AnnotatorStatistics(
            Counter({Status(status): count for status, count in data["statuses"].items()}),
            Counter(data["entities"]),
            Counter(data["relations"]),
        )
        kept, end, lines = Fingerprint(**data["records"]), data["end"], data["lines"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    now = records.file.stat()
    if kept.inode != now.st_ino or kept.tail != tail_hash(records.file, end):
        return None
    untouched = (kept.size, kept.modified) == (now.st_size, now.st_mtime_ns)
    return KeptCounts(counts, lines) if untouched or kept.size < now.st_size else None


def store(cache: Path, corpus: LineFile, records: LineFile, counts: AnnotatorStatistics) -> None:
    """Keep the counts of all lines of a file; a folder that cannot be written, or a small file, is no error."""
    if records.file.stat().st_size < _WORTH_KEEPING:
        return
    data = {
        "format": _FORMAT,
        "corpus": asdict(_fingerprint(corpus)),
        "records": asdict(_fingerprint(records)),
        "end": records.index.end,
        "lines": len(records.index.ids),
        "statuses": {str(status): count for status, count in counts.statuses.items()},
        "entities": dict(counts.entities),
        "relations": dict(counts.relations),
    }
    temporary = cache.with_name(f".{cache.name}.{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(orjson.dumps(data))
        temporary.replace(cache)


def _fingerprint(lines: LineFile) -> Fingerprint:
    return Fingerprint.of(lines.file, lines.index.end)
