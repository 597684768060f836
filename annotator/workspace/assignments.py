"""assignments.jsonl: who is to annotate which document."""

from __future__ import annotations

from pathlib import Path

from annotator.messages import AnnotatorError, msg
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.jsonl import JsonLineError, objects
from annotator.workspace.problem import Problem


def read_assignments(path: Path) -> dict[str, tuple[str, ...]]:
    """Return annotators by document id; raises WorkspaceError at the first bad line."""
    found, problems = check_assignments(path)
    if problems:
        first = problems[0]
        raise WorkspaceError(first.message, file=first.file, line=first.line)
    return found


def check_assignments(path: Path) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Return annotators by document id, and the lines that do not say so. A file that is not there says nothing."""
    if not path.exists():
        return {}, []
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    try:
        for number, item in objects(path):
            if isinstance(item, JsonLineError):
                problems.append(Problem.of(item, path, number))
                continue
            names = item.get("annotators")
            document = item.get("document")
            if (
                not isinstance(document, str)
                or not isinstance(names, list)
                or not all(isinstance(n, str) for n in names)
            ):
                reason = msg(
                    'should be {{"document": id, "annotators": [names]}}',
                    'должно быть {{"document": id, "annotators": [имена]}}',
                )
                problems.append(Problem(str(path), number, reason))
                continue
            found[document] = tuple(dict.fromkeys([*found.get(document, ()), *names]))
    except AnnotatorError as error:
        problems.append(Problem.of(error, path))
    return found, problems
