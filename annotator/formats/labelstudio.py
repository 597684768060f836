"""Label Studio's JSON (full and JSON_MIN), read; full JSON written. Offsets there are UTF-16 units, or code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document, Status
from annotator.formats.base import Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.files import files_in
from annotator.formats.jsonfiles import first_object, items
from annotator.formats.kept import kept_for, own_meta
from annotator.formats.labelstudio_tasks import annotator_name, is_task, read_flat, read_task
from annotator.formats.report import Kind, Problem
from annotator.formats.values import objects_of, text_of, without
from annotator.text.offsets import Utf16Map
from annotator.workspace.jsonl import JsonLineError, dump


class LabelStudioFormat:
    """Label Studio. Each annotation of a task becomes a document of its annotator; predictions become suggestions."""

    name: ClassVar[str] = "labelstudio"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(bare_notes=False, notes=True, kb_ids=True, annotator=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files whose first object is a task, or a flat row with an annotation's id."""
        first = first_object(head) if path.suffix.lower() in {".json", ".jsonl"} else None
        return first is not None and (is_task(first) or {"annotation_id", "lead_time"} <= set(first))

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per annotation; a task nobody has annotated is a bare article."""
        for file in files_in(path, (".json", ".jsonl")):
            for line, task in items(file):
                if isinstance(task, JsonLineError):
                    options.report.add(Problem(str(file), line, task.message, Kind.REFUSED, documents=1))
                elif is_task(task):
                    yield from read_task(task, file, line, options)
                else:
                    yield from read_flat(task, file, line, options)

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:  # noqa: ARG002
        """Write a list of tasks; several annotators' views of an article that follow each other share a task."""
        result = WriteReport(files=[out])
        with out.open("wb") as file:
            file.write(b"[")
            separator = b"\n"
            for _, group in groupby(documents, key=lambda d: (d.id, d.text)):
                views = list(group)
                file.write(separator + dump(_task(views)))
                separator = b",\n"
                for document in views:
                    result.written.add_document(document)
            file.write(b"\n]\n")
        return result


def _task(views: list[Document]) -> dict[str, Any]:
    first = views[0]
    kept = kept_for(first, "labelstudio")
    text_key = text_of(kept.document.get("text_key")) or "text"
    task: dict[str, Any] = dict(kept.document.get("task", {}))
    meta = task.get("meta") if isinstance(task.get("meta"), dict) else {}
    if kept.document.get("own_id") is not False:
        meta = {**(meta or {}), "annotator_id": first.id}
    if meta:
        task["meta"] = meta
    task["data"] = {text_key: first.text} | without(own_meta(first), {text_key})
    task["annotations"] = [_annotation(view) for view in views if view.status is not Status.NOT_STARTED]
    task.setdefault("predictions", [])
    return task


def _annotation(document: Document) -> dict[str, Any]:
    kept = kept_for(document, "labelstudio")
    units = Utf16Map(document.text)
    names = {"from_name": "label", "to_name": "text"} | dict(kept.document.get("names", {}))
    ids = {e.id: text_of(kept.entity(e.id).get("region")) or e.id for e in document.entities}
    seen: set[str] = set()
    for entity in document.entities:
        if ids[entity.id] in seen:
            ids[entity.id] = entity.id  # a region with several labels was read as several entities
        seen.add(ids[entity.id])
    results = [
        names
        | {
            "id": ids[e.id],
            "type": "labels",
            "value": {
                "start": units.to_utf16(e.start),
                "end": units.to_utf16(e.end),
                "text": document.text[e.start : e.end],
                "labels": [e.label],
            },
        }
        | _region_meta(document, e.id, e.kb_id)
        | without(kept.entity(e.id), {"region"})
        for e in document.entities
    ]
    results += [
        {"type": "relation", "from_id": ids[r.head], "to_id": ids[r.tail], "direction": "right", "labels": [r.label]}
        | _region_meta(document, r.id, "")
        | dict(kept.relation(r.id))
        for r in document.relations
    ]
    annotation = {key: value for key, value in dict(kept.document.get("annotation", {})).items() if key != "result"}
    if document.annotator and annotator_name(annotation.get("completed_by")) != document.annotator:
        annotation["completed_by"] = {"email": document.annotator}
    if note := document.notes.get(""):
        annotation["meta"] = {"text": [note]}
    annotation["was_cancelled"] = document.status is Status.SKIPPED
    annotation["result"] = results + objects_of(kept.document.get("results"))
    return annotation


def _region_meta(document: Document, identifier: str, kb_id: str) -> dict[str, Any]:
    note = document.notes.get(identifier)
    meta: dict[str, Any] = ({"text": note.split("\n")} if note else {}) | ({"kb_id": kb_id} if kb_id else {})
    return {"meta": meta} if meta else {}
