"""What file names cannot say: a small `annotator.json` beside the files of a folder, only where there is need of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.messages import AnnotatorError
from annotator.workspace.jsonl import read_json
from annotator.workspace.names import name_of_file

NAME = "annotator.json"


@dataclass(slots=True)
class SideFile:
    """Document ids that are no file names, notes on documents, labels that the format cannot spell."""

    documents: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def id_of(self, stem: str) -> str:
        """Return the document id that a file name stands for."""
        return self.documents.get(stem, {}).get("id") or name_of_file(stem)

    def remember(self, stem: str, identifier: str, note: str = "") -> None:
        """Keep a document's id where it is not the file's name, and its note."""
        about = {key: value for key, value in (("id", identifier), ("note", note)) if value}
        if stem != identifier or note:
            self.documents[stem] = about

    def write(self, folder: Path) -> list[Path]:
        """Write the file if it has anything to say; returns its path then."""
        parts = {"documents": self.documents, "labels": self.labels}
        said = {name: part for name, part in parts.items() if part}
        if not said:
            return []
        path = folder / NAME
        path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        return [path]


def read_side_file(folder: Path) -> SideFile:
    """Return what stands beside the files; a file of that name made by others says nothing."""
    path = folder / NAME
    try:
        data: Any = read_json(path) if path.is_file() else {}
    except AnnotatorError:
        data = {}
    data = data if isinstance(data, dict) else {}
    documents, labels = data.get("documents"), data.get("labels")
    return SideFile(
        {k: {n: t for n, t in v.items() if isinstance(t, str)} for k, v in documents.items() if isinstance(v, dict)}
        if isinstance(documents, dict)
        else {},
        {k: v for k, v in labels.items() if isinstance(v, str)} if isinstance(labels, dict) else {},
    )
