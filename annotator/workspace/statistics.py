"""How far everybody is: documents by status, entities and relations by label."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from annotator.domain import Status
from annotator.messages import AnnotatorError
from annotator.workspace.counting import FileCounter, Watch
from annotator.workspace.counts import AnnotatorStatistics
from annotator.workspace.names import GOLD
from annotator.workspace.problem import Problem
from annotator.workspace.reader import AnnotationReader
from annotator.workspace.store import Reader, Store
from annotator.workspace.workspace import Workspace


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


def workspace_statistics(workspace: Store, watch: Watch = lambda things, _name, _count: things) -> Statistics:
    """Count a workspace; gold stands among the annotators if it holds a record.

    Somebody whose file cannot be read at all is left out, and told among the problems.
    """
    problems: list[Problem] = []
    counter = FileCounter(workspace, watch) if isinstance(workspace, Workspace) else None
    annotators: dict[str, AnnotatorStatistics] = {}
    for name in (*workspace.annotators, GOLD):
        with _telling(workspace, problems):
            if name == GOLD and not workspace.has_gold:
                continue
            reader = workspace.read(name)
            if counter is not None and isinstance(reader, AnnotationReader):
                result = counter.count(reader, problems)
            else:
                result = _count(reader, problems, watch)
            result.statuses[Status.NOT_STARTED] = len(workspace.document_ids) - result.statuses.total()
            annotators[name] = result
            reader.close()
    return Statistics(len(workspace.document_ids), annotators, problems)


@contextmanager
def _telling(workspace: Store, problems: list[Problem]) -> Iterator[None]:
    """Let one annotator's file that cannot be read not keep anybody from the others' figures."""
    try:
        yield
    except AnnotatorError as error:
        problems.append(Problem.of(error, workspace.place))


def _count(reader: Reader, problems: list[Problem], watch: Watch) -> AnnotatorStatistics:
    result = AnnotatorStatistics()
    for document in watch(reader.documents("all"), reader.name, len(reader.document_ids)):
        labels = [entity.label for entity in document.entities]
        result.add(document.status, labels, [relation.label for relation in document.relations])
    problems.extend(reader.problems)
    return result


__all__ = ["AnnotatorStatistics", "Statistics", "workspace_statistics"]
