"""Predictions that come with imported annotations: they become suggestions, never annotations."""

from __future__ import annotations

from annotator.formats.base import Imported
from annotator.formats.files import safe_name
from annotator.formats.report import Kind, Problem, Report
from annotator.formats.tokens import with_tokens
from annotator.messages import msg
from annotator.workspace import Workspace
from annotator.workspace.jsonl import dump


def add_suggestions(workspace: Workspace, imported: Imported, report: Report) -> None:
    """Append the predictions to `suggestions/<source>.jsonl` of the workspace, under the article's id."""
    for suggestion in imported.suggestions:
        folder = workspace.path / "suggestions"
        folder.mkdir(exist_ok=True)
        target = folder / f"{safe_name(suggestion.annotator)}.jsonl"
        document = with_tokens(suggestion.replacing(id=imported.document.id), workspace.language)
        with target.open("ab") as file:
            file.write(dump(document.to_record()) + b"\n")
        message = msg(
            "{id}: {count} predicted entities of {source} kept as suggestions",
            "{id}: предсказанные сущности {source} ({count}) сохранены как подсказки",
            id=document.id,
            count=len(document.entities),
            source=suggestion.annotator,
        )
        report.add(Problem(imported.file, imported.line, message, Kind.NOTE))
