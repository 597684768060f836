"""doccano's JSON lines, both shapes: `label` triples, and `entities` with `relations`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document, Status
from annotator.formats.base import Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.building import short
from annotator.formats.counting import GRAPHEMES, PLAIN
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.files import files_in
from annotator.formats.jsonfiles import first_object, items
from annotator.formats.kept import Kept, kept_for, own_meta
from annotator.formats.report import Kind, Problem
from annotator.formats.values import key_of, objects_of, offset_of, span_of, text_of, without
from annotator.messages import Message, msg
from annotator.text.offsets import GraphemeMap, grapheme_starts
from annotator.workspace.jsonl import JsonLineError, dump
from annotator.workspace.names import name_of_file

_LABEL_KEYS = ("label", "labels")
_OBJECT_KEYS = ("entities", "annotations")
"""`annotations` in exports before version 1.4, whose labels are numbers."""
_OURS = frozenset({"id", "text", *_LABEL_KEYS, *_OBJECT_KEYS, "relations", "Comments", "annotator", "meta"})
_ENTITY_KEYS = frozenset({"label", "start_offset", "end_offset"})
_RELATION_KEYS = frozenset({"type", "from_id", "to_id"})


class DoccanoFormat:
    """doccano. A folder of files, as projects without collaboration export it, holds one file per annotator."""

    name: ClassVar[str] = "doccano"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl",)
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(document_note=True, annotator=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files whose first example has a list of labels, or entities with doccano's offsets."""
        first = first_object(head) if path.suffix.lower() in {".jsonl", ".json"} else None
        if first is None or not isinstance(first.get("text"), str) or "annotation_id" in first:
            return False  # the last is Label Studio's, whose usual name of the list of regions is “label” too
        lists = [first[key] for key in _OBJECT_KEYS if isinstance(first.get(key), list)]
        known = any(
            not found or "start_offset" in (objects_of(found) or [{}])[0] or _is_triple(found[0]) for found in lists
        )
        return known or any(isinstance(first.get(key), list) and not objects_of(first[key]) for key in _LABEL_KEYS)

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per example."""
        for file in files_in(path, (".jsonl", ".json")):
            annotator = file.stem if path.is_dir() and file.stem != "all" else ""
            for line, example in items(file):
                if isinstance(example, JsonLineError):
                    options.report.add(Problem(str(file), line, example.message, Kind.REFUSED, documents=1))
                elif (text := text_of(example.get("text"))) is None:
                    message = msg("the example has no text: left out", "в примере нет текста: пропущен")
                    options.report.add(Problem(str(file), line, message, Kind.REFUSED, documents=1))
                else:
                    yield _read_example(example, text, annotator, file, line, options)

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one example a line; the meta of a document goes to the top level, where doccano looks for it."""
        result = WriteReport(files=[out])
        with out.open("wb") as file:
            for document in documents:
                file.write(dump(_example(document, graphemes=options.graphemes)) + b"\n")
                result.written.add_document(document)
        return result


# -- reading ----------------------------------------------------------------------------------------------------------


def _read_example(
    example: Mapping[str, Any], text: str, annotator: str, file: Path, line: int, options: ReadOptions
) -> Imported:
    identifier = key_of(example.get("id")) or key_of(example.get("doc_id"))
    counting = GRAPHEMES if options.graphemes else PLAIN
    draft = Draft(
        "doccano", identifier or f"{name_of_file(file.stem)}-{line}", text, options.report, str(file), line, counting
    )
    shape = next((key for key in (*_LABEL_KEYS, *_OBJECT_KEYS) if isinstance(example.get(key), list)), None)
    if shape is not None and _is_classes(example[shape]):
        draft.problem(Kind.NOTE, _classes(shape))
        draft.kept[shape] = example[shape]
        shape = None
    elif shape is not None and (shape in _LABEL_KEYS or (example[shape] and not objects_of(example[shape]))):
        _add_triples(draft, example[shape])
        draft.kept["shape"] = shape
    elif shape is not None:
        _add_entities(draft, draft.objects(example, shape))
    elif wrong := next((key for key in (*_LABEL_KEYS, *_OBJECT_KEYS) if example.get(key) is not None), None):
        draft.objects(example, wrong)
    _add_relations(draft, draft.objects(example, "relations", relations=True))
    if isinstance(example.get("id"), int):
        draft.kept["id"] = example["id"]
    if not options.graphemes:
        _warn_of_graphemes(draft)
    comments = _comments(example.get("Comments"))
    if comments:
        draft.kept["Comments"] = example["Comments"]
    meta = without(example, _OURS) | (example["meta"] if isinstance(example.get("meta"), dict) else {})
    return draft.build(
        annotator=text_of(example.get("annotator")) or text_of(example.get("username")) or annotator,
        meta=meta,
        notes={"": "\n".join(comments)} if comments else {},
        annotated=shape is not None,
        id_given=text_of(example.get("id")) is not None,
    )


def _add_entities(draft: Draft, entities: list[dict[str, Any]]) -> None:
    for i, entity in enumerate(entities):
        key = key_of(entity.get("id")) or f"#{i}"
        span = span_of(entity, "start_offset", "end_offset")
        kept = without(entity, _ENTITY_KEYS)
        draft.entities.append(RawEntity(key, [span], key_of(entity.get("label")), kept=kept))
    if any(type(entity.get("label")) is int for entity in entities):
        draft.problem(Kind.NOTE, _numbered_labels())


def _numbered_labels() -> Message:
    return msg(
        "labels are numbers, as old versions of doccano export them: name them with --label-map",
        "метки — номера, как их выгружает старый doccano: назовите их через --label-map",
    )


def _is_triple(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and isinstance(value[2], str)


def _is_classes(labels: list[Any]) -> bool:
    """Tell labels of whole documents, and translations, from labels of spans."""
    return bool(labels) and all(isinstance(label, (str, int)) for label in labels)


def _classes(key: str) -> Message:
    return msg(
        "“{key}” labels whole documents, not spans: the article is taken over as not annotated yet",
        "«{key}» — метки целых документов, а не фрагментов: статья загружена как ещё не размеченная",
        key=key,
    )


def _add_triples(draft: Draft, labels: list[Any]) -> None:
    for i, triple in enumerate(labels):
        if _is_triple(triple):
            span = (offset_of(triple[0]), offset_of(triple[1]))
            draft.entities.append(RawEntity(f"#{i}", [span], triple[2]))
        else:
            draft.lose_entity(
                msg(
                    "label {number} is no [start, end, label], so no span: left out",
                    "метка {number} — не [начало, конец, метка], то есть не фрагмент: пропущена",
                    number=i + 1,
                )
            )


def _add_relations(draft: Draft, relations: list[dict[str, Any]]) -> None:
    for i, relation in enumerate(relations):
        label = relation.get("type")
        draft.relations.append(
            RawRelation(
                f"#{i}",
                key_of(relation.get("from_id")),
                key_of(relation.get("to_id")),
                label if isinstance(label, str) else "",
                kept=without(relation, _RELATION_KEYS),
            )
        )


def _comments(value: Any) -> list[str]:
    items_ = value if isinstance(value, list) else []
    texts = [item.get("comment") if isinstance(item, dict) else item for item in items_]
    return [text for text in texts if isinstance(text, str) and text]


def _warn_of_graphemes(draft: Draft) -> None:
    """Say that offsets may mean something else, with an entity to look at: nothing in the file tells."""
    starts = grapheme_starts(draft.text)
    if len(starts) == len(draft.text) + 1 or not draft.entities:
        return
    start, end = draft.entities[-1].spans[0]
    draft.problem(Kind.NOTE, _grapheme_warning(short(draft.text[max(0, start) : max(0, end)])))


def _grapheme_warning(shown: str) -> Message:
    return msg(
        "the text has characters that doccano may count as one (CR LF, emoji); if “{shown}” looks cut, use --graphemes",
        "в тексте есть символы, которые doccano может считать за один (CR LF, эмодзи); если «{shown}» обрезано, "
        "добавьте --graphemes",
        shown=shown,
    )


# -- writing ----------------------------------------------------------------------------------------------------------


def _example(document: Document, *, graphemes: bool) -> dict[str, Any]:
    kept = kept_for(document, "doccano")
    number = kept.document.get("id")
    example: dict[str, Any] = {
        "id": number if isinstance(number, int) and str(number) == document.id else document.id,
        "text": document.text,
    }
    if document.status is not Status.NOT_STARTED:
        example |= _annotations(document, kept, graphemes=graphemes)
    else:
        example |= {key: kept.document[key] for key in _LABEL_KEYS if key in kept.document}
    note = document.notes.get("", "")
    known = kept.document.get("Comments")
    if note:
        example["Comments"] = known if "\n".join(_comments(known)) == note else [{"comment": note}]
    elif document.status is not Status.NOT_STARTED:
        example["Comments"] = []
    if document.annotator:
        example["annotator"] = document.annotator
    meta = own_meta(document)
    clashing = {key: value for key, value in meta.items() if key in _OURS}
    return example | without(meta, _OURS) | ({"meta": clashing} if clashing else {})


def _annotations(document: Document, kept: Kept, *, graphemes: bool) -> dict[str, Any]:
    offsets = GraphemeMap(document.text) if graphemes else None
    spans = {
        e.id: e.span if offsets is None else (offsets.to_grapheme(e.start), offsets.to_grapheme(e.end))
        for e in document.entities
    }
    shape = kept.document.get("shape")
    if shape in (*_LABEL_KEYS, "entities") and not document.relations:
        return {shape: [[*spans[e.id], e.label] for e in document.entities]}
    ids = _numbers([e.id for e in document.entities], kept.entities)
    numbers = _numbers([r.id for r in document.relations], kept.relations)
    return {
        "entities": [
            dict(kept.entity(e.id))
            | {"id": ids[e.id], "label": e.label, "start_offset": spans[e.id][0], "end_offset": spans[e.id][1]}
            for e in document.entities
        ],
        "relations": [
            dict(kept.relation(r.id))
            | {"id": numbers[r.id], "from_id": ids[r.head], "to_id": ids[r.tail], "type": r.label}
            for r in document.relations
        ],
    }


def _numbers(identifiers: list[str], kept: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Return a number for each id: the one it had in doccano, else the next free one."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for identifier in identifiers:
        number = kept.get(identifier, {}).get("id")
        if isinstance(number, int) and number not in taken:
            numbers[identifier] = number
            taken.add(number)
    following = max(taken, default=0) + 1
    for identifier in identifiers:
        if identifier not in numbers:
            numbers[identifier], following = following, following + 1
    return numbers
