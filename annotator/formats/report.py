"""What came of reading and writing: every document, entity and relation is either written or listed with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from annotator.domain import Document
from annotator.workspace import problem as places


class Kind(StrEnum):
    """What happened to the thing that a problem names.

    REFUSED: it is wrong or forbidden and was left out. DROPPED: the target cannot hold it. CHANGED: the target holds a
    poorer form of it. UNMAPPED: the user's label map drops it. TRIMMED: blanks at its ends were cut. COLLAPSED: it
    repeated another one. KEPT: nobody understands it, and it is kept for an export to the format that it came from.
    NOTE: nothing was lost.
    """

    REFUSED = "refused"
    DROPPED = "dropped"
    CHANGED = "changed"
    UNMAPPED = "unmapped"
    TRIMMED = "trimmed"
    COLLAPSED = "collapsed"
    KEPT = "kept"
    NOTE = "note"


_LOSSES = frozenset({Kind.REFUSED, Kind.DROPPED, Kind.CHANGED})


@dataclass(frozen=True, slots=True)
class Problem(places.Problem):
    """One line of a report: where, what is wrong and what was done, and how many things it stands for."""

    kind: Kind = Kind.NOTE
    documents: int = 0
    entities: int = 0
    relations: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the problem as a JSON object, the message in the interface language."""
        return {"file": self.file, "line": self.line, "message": str(self.message), "kind": str(self.kind)}


@dataclass(slots=True)
class Tally:
    """How many documents, entities and relations."""

    documents: int = 0
    entities: int = 0
    relations: int = 0

    def add(self, documents: int = 0, entities: int = 0, relations: int = 0) -> None:
        """Count more."""
        self.documents += documents
        self.entities += entities
        self.relations += relations

    def add_document(self, document: Document) -> None:
        """Count one document with all that it holds."""
        self.add(1, len(document.entities), len(document.relations))

    def to_json(self) -> dict[str, int]:
        """Return the three numbers by name."""
        return {"documents": self.documents, "entities": self.entities, "relations": self.relations}


@dataclass(slots=True)
class Report:
    """The whole account of an import, an export or a conversion. Nothing is counted without being listed."""

    read: Tally = field(default_factory=Tally)
    written: Tally = field(default_factory=Tally)
    tallies: dict[Kind, Tally] = field(default_factory=lambda: {kind: Tally() for kind in Kind})
    problems: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """List a problem and count what it stands for."""
        self.problems.append(problem)
        self.tallies[problem.kind].add(problem.documents, problem.entities, problem.relations)

    def extend(self, problems: Iterable[Problem]) -> None:
        """List several problems."""
        for problem in problems:
            self.add(problem)

    def refuse_kept(self) -> None:
        """Count as refused what was kept for an export to its own format: the target is another one."""
        self.problems = [replace(p, kind=Kind.REFUSED) if p.kind is Kind.KEPT else p for p in self.problems]

    @property
    def lossless(self) -> bool:
        """Whether all that was read was written; trims, duplicates and what a label map drops do not count."""
        return not any(problem.kind in _LOSSES for problem in self.problems)

    def count(self, *kinds: Kind) -> int:
        """Count what problems of these kinds stand for: documents where whole ones are meant, else annotations."""
        found = (problem for problem in self.problems if problem.kind in kinds)
        return sum(problem.documents or problem.entities + problem.relations for problem in found)

    def to_json(self) -> dict[str, Any]:
        """Return the report as one JSON object; what a label map drops is counted under `dropped`.

        `read` and `written` count documents, the others what their problems stand for; `details` splits every number
        into documents, entities and relations.
        """
        dropped = Tally()
        for kind in (Kind.DROPPED, Kind.UNMAPPED):
            tally = self.tallies[kind]
            dropped.add(tally.documents, tally.entities, tally.relations)
        return {
            "read": self.read.documents,
            "written": self.written.documents,
            "refused": self.count(Kind.REFUSED),
            "dropped": self.count(Kind.DROPPED, Kind.UNMAPPED),
            "trimmed": self.count(Kind.TRIMMED),
            "collapsed": self.count(Kind.COLLAPSED),
            "problems": [problem.to_json() for problem in self.problems],
            "details": {
                "read": self.read.to_json(),
                "written": self.written.to_json(),
                "refused": self.tallies[Kind.REFUSED].to_json(),
                "dropped": dropped.to_json(),
                "trimmed": self.tallies[Kind.TRIMMED].to_json(),
                "collapsed": self.tallies[Kind.COLLAPSED].to_json(),
            },
        }
