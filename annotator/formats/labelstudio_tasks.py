"""Reading Label Studio's tasks: regions, relations, several annotators, predictions (labelstud.io/guide/task_format)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.domain import Document, Status
from annotator.formats.base import Imported, ReadOptions
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.labelstudio_html import PageText
from annotator.formats.report import Kind, Problem
from annotator.formats.values import key_of, objects_of, span_of, text_of, without
from annotator.messages import Message, msg
from annotator.workspace.names import name_of_file

UNNAMED_RELATION = "RELATED"
"""The label of a relation that was drawn without one."""

_TEXT_TYPES = frozenset({"labels", "hypertextlabels"})
_REGION_KEYS = frozenset({"id", "type", "value", "from_name", "to_name", "meta"})
_RELATION_KEYS = frozenset({"type", "from_id", "to_id", "labels", "direction", "meta"})


def is_task(item: Mapping[str, Any]) -> bool:
    """Tell a task from a flat row of JSON_MIN."""
    return isinstance(item.get("data"), dict) and bool({"annotations", "predictions", "completions"} & set(item))


def annotator_name(completed_by: Any) -> str:
    """Return the annotator's name: an e-mail address where there is one, else the user's number."""
    if isinstance(completed_by, dict):
        return text_of(completed_by.get("email")) or key_of(completed_by.get("id"))
    return key_of(completed_by)


def read_task(task: Mapping[str, Any], file: Path, line: int, options: ReadOptions) -> Iterator[Imported]:
    """Yield the documents of a task, one per annotation, or the bare article if there is none."""
    data: dict[str, Any] = task["data"]
    annotations = objects_of(task.get("annotations", task.get("completions")))
    predictions = objects_of(task.get("predictions"))
    quotes = [r["value"].get("text") for a in [*annotations, *predictions] for r in _regions(a)]
    text_key = _text_key(data, [quote for quote in quotes if isinstance(quote, str)])
    if text_key is None:
        message = msg(
            "none of the values in “data” is this task's text: left out",
            "ни одно из значений «data» не похоже на текст задания: пропущено",
        )
        options.report.add(Problem(str(file), line, message, Kind.REFUSED, documents=1))
        return
    about = _About(task, data, text_key, file, line)
    if any(_is_marked_page(region) for each in (*annotations, *predictions) for region in _regions(each)):
        about.read_page(options)
    if drafts := [each for each in objects_of(task.get("drafts")) if objects_of(each.get("result"))]:
        about.draft(options).problem(Kind.NOTE, _drafts(len(drafts)))
    key = "annotations" if "annotations" in task else "completions"
    if not isinstance(task.get(key, []), list):
        about.draft(options).objects(task, key)  # said, since the text alone is what is left
    suggestions = tuple(s for p in predictions if (s := _suggestion(p, about, options)).entities)
    for annotation in annotations:
        yield replace(_annotated(annotation, about, options), suggestions=suggestions)
        suggestions = ()
    if not annotations:
        draft = about.draft(options)
        bare = draft.build(meta=about.meta, annotated=False, id_given=about.id_given)
        yield replace(bare, suggestions=suggestions)


class _About:
    """What all annotations of a task share."""

    def __init__(self, task: Mapping[str, Any], data: Mapping[str, Any], text_key: str, file: Path, line: int) -> None:
        meta = task.get("meta")
        own = text_of(meta.get("annotator_id")) if isinstance(meta, dict) else None
        self.id = own or key_of(task.get("id")) or f"{name_of_file(file.stem)}-{line}"
        self.id_given = own is not None
        self.text: str = data[text_key]
        self.text_key = text_key
        self.meta = without(data, {text_key})
        self.task = without(task, {"data", "annotations", "completions"})
        self.file, self.line = file, line
        self.page: PageText | None = None

    def read_page(self, options: ReadOptions) -> None:
        """Take the visible text of a task whose text is a web page."""
        self.page = PageText(self.text)
        self.text = self.page.text
        self.draft(options).problem(
            Kind.NOTE,
            msg(
                "a web page (HyperText): its visible text is taken over, and an export gives that text",
                "веб-страница (HyperText): загружен её видимый текст, он же будет в выгрузке",
            ),
        )

    def draft(self, options: ReadOptions) -> Draft:
        """Return an empty draft that keeps what is said of the task."""
        draft = Draft("labelstudio", self.id, self.text, options.report, str(self.file), self.line, counting=None)
        draft.kept = {"task": self.task, "text_key": self.text_key, "own_id": self.id_given}
        return draft


def _regions(annotation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the labelled regions of an annotation or prediction."""
    results = objects_of(annotation.get("result"))
    return [result for result in results if _is_region(result)]


def _is_marked_page(region: Mapping[str, Any]) -> bool:
    """Tell a region of a web page, which names a place in its tree, from one of a text."""
    value = region["value"]
    return isinstance(value.get("start"), str) and isinstance(value.get("globalOffsets"), dict)


def _drafts(count: int) -> Message:
    return msg(
        "drafts that were never submitted left out: {count} (submit them in Label Studio and export again)",
        "пропущены неотправленные черновики: {count} (отправьте их в Label Studio и выгрузите заново)",
        count=count,
    )


def _is_region(result: Mapping[str, Any]) -> bool:
    return text_of(result.get("type")) in _TEXT_TYPES and isinstance(result.get("value"), dict)


def _text_key(data: Mapping[str, Any], quotes: list[str]) -> str | None:
    """Return the key of the text: the one that holds all quoted texts; `text` or the only one where nothing is quoted."""
    candidates = [key for key, value in data.items() if isinstance(value, str) and value]
    fitting = [key for key in candidates if all(quote in data[key] for quote in quotes)] if quotes else []
    for keys in (fitting, candidates):
        if "text" in keys:
            return "text"
        if len(keys) == 1:
            return keys[0]
    return None


def _annotated(annotation: Mapping[str, Any], about: _About, options: ReadOptions) -> Imported:
    draft = about.draft(options)
    draft.kept["annotation"] = without(annotation, {"result"})
    notes = _add_results(draft, annotation, about.page)
    skipped = annotation.get("was_cancelled") is True
    if skipped:
        draft.problem(
            Kind.NOTE,
            msg("skipped by its annotator: taken over as skipped", "отложено разметчиком: загружено как отложенное"),
        )
    meta = annotation.get("meta")
    if isinstance(meta, dict) and isinstance(meta.get("text"), list):
        notes[""] = "\n".join(str(text) for text in meta["text"])
    return draft.build(
        annotator=annotator_name(annotation.get("completed_by")),
        status=Status.SKIPPED if skipped else Status.DONE,
        meta=about.meta,
        notes=notes,
        id_given=about.id_given,
    )


def _suggestion(prediction: Mapping[str, Any], about: _About, options: ReadOptions) -> Document:
    draft = about.draft(options)
    draft.kept = {}
    _add_results(draft, prediction, about.page)
    source = text_of(prediction.get("model_version")) or "labelstudio"
    document = draft.build(annotator=source, status=Status.IN_PROGRESS).document
    score = prediction.get("score")
    if isinstance(score, (int, float)) and not isinstance(score, bool):
        document = document.replacing(scores={e.id: float(score) for e in document.entities})
    return document


def _add_results(draft: Draft, annotation: Mapping[str, Any], page: PageText | None) -> dict[str, str]:
    """Add regions and relations; everything else is kept. Returns the relations' notes by id."""
    notes: dict[str, str] = {}
    number = 0
    others: list[dict[str, Any]] = []
    for result in draft.objects(annotation, "result"):
        if result.get("type") == "relation":
            number += 1
            _add_relation(draft, result, number, notes)
        elif _is_region(result):
            _add_region(draft, result, page)
        else:
            others.append(result)
    if others:
        draft.kept["results"] = others
        draft.problem(
            Kind.KEPT,
            msg(
                "{count} results that are no spans (choices, comments) kept for an export to Label Studio",
                "результатов, которые не фрагменты (выбор, комментарии): {count}; сохранены для выгрузки в Label Studio",
                count=len(others),
            ),
        )
    return notes


def _add_region(draft: Draft, region: Mapping[str, Any], page: PageText | None) -> None:
    value: dict[str, Any] = region["value"]
    offsets, quoted = value.get("globalOffsets"), text_of(value.get("text"))
    span = span_of(offsets if isinstance(offsets, dict) else value)
    if page is not None and (found := page.span(*span, quoted)):
        span, quoted = found, page.text[slice(*found)]
    labels: list[Any] = next(
        (value[key] for key in ("labels", "hypertextlabels") if isinstance(value.get(key), list)), []
    )
    meta = region.get("meta") if isinstance(region.get("meta"), dict) else {}
    assert meta is not None
    kept: dict[str, Any] = {"region": key_of(region.get("id"))} | without(region, _REGION_KEYS)
    if others := without(meta, {"text", "kb_id"}):
        kept["meta"] = others
    names = {key: region[key] for key in ("from_name", "to_name") if isinstance(region.get(key), str)}
    draft.kept.setdefault("names", names)
    if names != draft.kept["names"]:
        kept |= names
    texts = meta.get("text")
    note = "\n".join(str(text) for text in texts) if isinstance(texts, list) else ""
    for i, label in enumerate(labels or [""]):
        key = kept["region"] + (f"#{i}" if i else "")
        draft.entities.append(
            RawEntity(
                key,
                [span],
                label if isinstance(label, str) else "",
                quoted,
                text_of(meta.get("kb_id")) or "",
                kept=kept,
                note=note,
            )
        )


def _add_relation(draft: Draft, relation: Mapping[str, Any], number: int, notes: dict[str, str]) -> None:
    head, tail = key_of(relation.get("from_id")), key_of(relation.get("to_id"))
    kept = without(relation, _RELATION_KEYS)
    direction = relation.get("direction", "right")
    if direction == "left":
        head, tail = tail, head
    elif direction != "right":
        kept["direction"] = direction
    stated = relation.get("labels")
    labels = [label for label in stated if isinstance(label, str) and label] if isinstance(stated, list) else []
    if not labels:
        draft.problem(
            Kind.NOTE,
            msg(
                "relation {number} has no label: named {label}",
                "у отношения {number} нет метки: названо {label}",
                number=number,
                label=UNNAMED_RELATION,
            ),
        )
    for i, label in enumerate(labels or [UNNAMED_RELATION]):
        key = f"R{len(draft.relations) + 1}"
        draft.relations.append(RawRelation(key, head, tail, label, kept=kept))
        meta = relation.get("meta")
        if i == 0 and isinstance(meta, dict) and isinstance(meta.get("text"), list):
            notes[key] = "\n".join(str(text) for text in meta["text"])


def read_flat(row: Mapping[str, Any], file: Path, line: int, options: ReadOptions) -> Iterator[Imported]:
    """Yield the document of a JSON_MIN row: the data's own keys, and a list of regions under the control's name."""
    lists = {key: objects_of(value) for key, value in row.items() if isinstance(value, list)}
    regions = {key: found for key, found in lists.items() if found and {"start", "end"} <= set(found[0])}
    quotes = [r["text"] for found in regions.values() for r in found if isinstance(r.get("text"), str)]
    data = {key: value for key, value in row.items() if isinstance(value, str) and key not in _FLAT_KEYS}
    text_key = _text_key(data, quotes)
    if text_key is None:
        message = msg("no value of this row is its text: left out", "в строке нет текста: пропущена")
        options.report.add(Problem(str(file), line, message, Kind.REFUSED, documents=1))
        return
    results = [
        {"id": f"{key}{i}", "type": "labels", "from_name": key, "to_name": text_key, "value": value}
        for key, found in regions.items()
        for i, value in enumerate(found)
    ]
    task = {"id": row.get("id"), "data": without(data, set())}
    about = _About(task, data, text_key, file, line)
    annotation = {key: row[key] for key in _FLAT_KEYS if key in row and key != "id"}
    yield _annotated(annotation | {"completed_by": row.get("annotator"), "result": results}, about, options)


_FLAT_KEYS = frozenset({"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"})
