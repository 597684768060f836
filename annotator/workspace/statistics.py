"""How far everybody is: documents by status, entities and relations by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from annotator.domain import Document, Status
from annotator.messages import AnnotatorError
from annotator.workspace.names import GOLD
from annotator.workspace.problem import Problem
from annotator.workspace.store import Store


@dataclass(slots=True)
class AnnotatorStatistics:
    """One annotator's counts: documents by status, entities and relations by label over all records."""

    statuses: Counter[Status] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `stats --json` prints for an annotator."""
        counts = {str(status): self.statuses[status] for status in Status}
        return counts | {"entities": _sorted(self.entities), "relations": _sorted(self.relations)}


@dataclass(slots=True)
class Statistics:
    """Counts of a workspace, and the lines that could not be counted."""

    documents: int
    annotators: dict[str, AnnotatorStatistics]
    problems: list[Problem]

    def to_json(self) -> dict[str, Any]:
        """Return the object that `stats --json` prints."""
        return {
            "documents": self.documents,
            "annotators": {name: counts.to_json() for name, counts in self.annotators.items()},
        }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


Watch = Callable[[Iterable[Document], str, int], Iterable[Document]]
"""Passes documents on and shows how far it is: gets the documents, the annotator's name and how many there are."""


def workspace_statistics(workspace: Store, watch: Watch = lambda documents, _name, _count: documents) -> Statistics:
    """Count a workspace; gold stands among the annotators if it holds a record.

    Somebody whose file cannot be read at all is left out, and told among the problems.
    """
    problems: list[Problem] = []
    annotators: dict[str, AnnotatorStatistics] = {}
    for name in workspace.annotators:
        with _telling(workspace, problems):
            annotators[name] = _count(workspace, name, problems, watch)
    with _telling(workspace, problems):
        if workspace.has_gold:
            annotators[GOLD] = _count(workspace, GOLD, problems, watch)
    return Statistics(len(workspace.document_ids), annotators, problems)


@contextmanager
def _telling(workspace: Store, problems: list[Problem]) -> Iterator[None]:
    """Let one annotator's file that cannot be read not keep anybody from the others' figures."""
    try:
        yield
    except AnnotatorError as error:
        problems.append(Problem.of(error, workspace.place))


def _count(workspace: Store, name: str, problems: list[Problem], watch: Watch) -> AnnotatorStatistics:
    result = AnnotatorStatistics()
    reader = workspace.read(name)
    for document in watch(reader.documents("all"), name, len(reader.document_ids)):
        result.statuses[document.status] += 1
        result.entities.update(document.label_counts())
        result.relations.update(relation.label for relation in document.relations)
    result.statuses[Status.NOT_STARTED] = len(workspace.document_ids) - result.statuses.total()
    problems.extend(reader.problems)
    reader.close()
    return result
