"""The helper process that looks at files before an import, and at annotations before an export. Imports no Qt.

`python -m annotator.gui.bridge.scan` takes one JSON object on standard input and prints one. Nothing is written.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain import Document, Entity
from annotator.formats import registry
from annotator.formats.archive import unzipped
from annotator.formats.base import Imported, ReadOptions
from annotator.formats.exporting import chosen_annotations
from annotator.formats.loss import loss_report
from annotator.formats.report import Kind, Report
from annotator.gui.bridge.titles import format_title
from annotator.messages import AnnotatorError, set_language
from annotator.text.display import one_line
from annotator.workspace import Workspace

EXAMPLES = 5
_AROUND = 48  # characters shown on each side of an entity
_OPENING = 220  # characters shown of an article without annotations
_PROBLEMS = 200


@dataclass(slots=True)
class Findings:
    """What files hold: counts, labels, whose annotations, and a few entities in their text."""

    documents: int = 0
    annotated: int = 0
    entities: int = 0
    relations: int = 0
    unnamed: int = 0
    annotators: dict[str, None] = field(default_factory=dict)
    entity_labels: Counter[str] = field(default_factory=Counter)
    relation_labels: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    openings: list[str] = field(default_factory=list)

    def add(self, imported: Imported) -> None:
        """Count one document."""
        document = imported.document
        self.documents += 1
        self.entities += len(document.entities)
        self.relations += len(document.relations)
        self.entity_labels.update(entity.label for entity in document.entities)
        self.relation_labels.update(relation.label for relation in document.relations)
        if imported.annotated:
            self.annotated += 1
            self.unnamed += not document.annotator
            self.annotators |= {document.annotator: None} if document.annotator else {}
        if len(self.openings) < EXAMPLES:
            self.openings.append(one_line(document.text[:_OPENING]))
        for entity in document.entities:
            kept = self.examples.setdefault(entity.label, [])
            if len(kept) < EXAMPLES:
                kept.append(in_text(document, entity))

    def chosen_examples(self) -> list[dict[str, str]]:
        """Return the examples, of as many different labels as there are."""
        columns = list(self.examples.values())
        rounds = (column[place] for place in range(EXAMPLES) for column in columns if place < len(column))
        return [example for example, _ in zip(rounds, range(EXAMPLES), strict=False)]

    def to_json(self) -> dict[str, Any]:
        """Return the findings as a JSON object; labels with the commonest first."""
        return {
            "documents": self.documents,
            "annotated": self.annotated,
            "entities": self.entities,
            "relations": self.relations,
            "unnamed": self.unnamed,
            "annotators": list(self.annotators),
            "entity_labels": dict(self.entity_labels.most_common()),
            "relation_labels": dict(self.relation_labels.most_common()),
            "examples": self.chosen_examples(),
            "openings": self.openings,
        }


def in_text(document: Document, entity: Entity) -> dict[str, str]:
    """Return an entity with what stands around it, on one line."""
    text = document.text
    before, after = text[max(0, entity.start - _AROUND) : entity.start], text[entity.end : entity.end + _AROUND]
    return {
        "before": ("…" if entity.start > _AROUND else "") + _flat(before),
        "surface": _flat(text[entity.start : entity.end]),
        "after": _flat(after) + ("…" if entity.end + _AROUND < len(text) else ""),
        "label": entity.label,
        "document": document.id,
    }


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def look_at_files(request: dict[str, Any]) -> dict[str, Any]:
    """Return what the files of an import hold.

    Raises:
        AnnotatorError: nothing tells a file's format, or a file cannot be read at all.
    """
    report, findings, formats = Report(), Findings(), dict[str, None]()
    graphemes = bool(request.get("graphemes"))
    options = ReadOptions(report, request["encoding"] or None, request["language"], graphemes)
    for path in map(Path, request["paths"]):
        source = registry.get(request["format"]) if request["format"] else registry.detect(path)
        formats[source.name] = None
        with unzipped(path, report) as place:
            for imported in source.read(place, options):
                findings.add(imported)
    losses = [problem for problem in report.problems if problem.kind is not Kind.NOTE]
    problems = [problem.to_json() for problem in losses[:_PROBLEMS]]
    return {**findings.to_json(), "formats": list(formats), "problems": problems, "problem_count": len(losses)}


def look_at_losses(request: dict[str, Any]) -> dict[str, Any]:
    """Return what would be written of somebody's annotations, and what the format loses, one sentence each.

    Raises:
        AnnotatorError: the workspace cannot be read, or that annotator has nothing.
    """
    reader = chosen_annotations(Workspace.open(request["workspace"]), request["annotator"] or None)
    findings = Findings()
    documents = []
    for document in reader.documents(request["status"]):
        findings.add(Imported(document, ""))
        documents.append(document)
    report = loss_report(documents, registry.get(request["format"]))
    report.format = format_title(report.format)
    left_out = max(0, len(reader.document_ids) - findings.documents)
    lines = [str(line) for line in report.lines()]
    return {**findings.to_json(), "left_out": left_out, "losses": lines}


_TASKS = {"files": look_at_files, "losses": look_at_losses}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request; `error` holds the one line for the user where there is none."""
    set_language("ru" if request["interface"] == "ru" else "en")
    try:
        return _TASKS[request["task"]](request)
    except AnnotatorError as error:
        return {"error": str(error)}


def main() -> None:
    """Answer the request on standard input."""
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
