"""`annotator validate --consistency`: what may be a slip, for every annotator of a workspace and every record file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.messages import AnnotatorError
from annotator.workspace.layout import SETTINGS

if TYPE_CHECKING:
    from annotator.agreement.consistency import Finding
    from annotator.domain import Document, LabelScheme


@dataclass(frozen=True, slots=True)
class Place:
    """A finding in a file. Offsets are code points of the document's text."""

    file: Path
    finding: Finding

    def __str__(self) -> str:
        found = self.finding
        return f"{self.file}: {found.document_id} {found.start}–{found.end}: {found.message}"

    def to_json(self) -> dict[str, Any]:
        """Return the place as a JSON object."""
        found = self.finding
        return {
            "file": str(self.file),
            "kind": str(found.kind),
            "document": found.document_id,
            "start": found.start,
            "end": found.end,
            "target": found.target_id,
            "text": found.surface,
            "message": str(found.message),
        }


def sweep(paths: Iterable[Path]) -> Iterator[Place]:
    """Yield what may be a slip. What cannot be read is left out here: the check has told it already."""
    for path in paths:
        folder = path.parent if path.name == SETTINGS else path
        if folder.is_dir():
            yield from _of_workspace(folder)
        elif path.suffix.lower() == ".jsonl":
            yield from _of_documents(path, _records(path), None)


def _of_workspace(folder: Path) -> Iterator[Place]:
    from annotator.workspace import Workspace
    from annotator.workspace.names import GOLD

    try:
        workspace = Workspace.open(folder)
    except AnnotatorError:
        return
    for name in (*workspace.annotators, *((GOLD,) if workspace.has_gold else ())):
        try:
            reader = workspace.read(name)
        except AnnotatorError:
            continue
        yield from _of_documents(reader.path, reader.documents("any"), workspace.scheme)
        reader.close()


def _of_documents(file: Path, documents: Iterable[Document], scheme: LabelScheme | None) -> Iterator[Place]:
    from annotator.agreement.consistency import findings
    from annotator.suggest.untagged import untagged_forms

    for finding in findings(documents, scheme, search=untagged_forms):
        yield Place(file, finding)


def _records(path: Path) -> Iterator[Document]:
    """Yield the last sound record of each document."""
    from annotator.domain.record import read_record
    from annotator.workspace.jsonl import open_regular, parse_object, raw_lines

    latest: dict[str, Document] = {}
    with open_regular(path) as file:
        for line in raw_lines(file):
            if line.blank or line.data is None:
                continue
            try:
                document = read_record(parse_object(line.data)).document
            except AnnotatorError:
                continue
            latest[document.id] = document
    yield from latest.values()
