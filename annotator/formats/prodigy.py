"""Prodigy's JSON lines: tasks with spans and relations, an answer, and who gave it (prodigy.ai/docs/api-interfaces)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document, Entity, Status, Tokens
from annotator.domain.tokens import covers_text
from annotator.formats.base import Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.counting import Span
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.files import files_in
from annotator.formats.fingerprint import Key, sealed
from annotator.formats.jsonfiles import first_object, items
from annotator.formats.kept import Kept, kept_for, own_meta
from annotator.formats.report import Kind, Problem, Tally
from annotator.formats.tokens import pieces, with_tokens
from annotator.formats.values import key_of, objects_of, offset_of, span_of, text_of, without
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.jsonl import JsonLineError, dump, objects

_OURS = frozenset({"id", "text", "tokens", "spans", "relations", "meta", "annotator", "notes"})
_SPAN_KEYS = frozenset({"id", "start", "end", "label", "token_start", "token_end", "text", "kb_id"})
_RELATION_KEYS = frozenset({"id", "head", "child", "head_span", "child_span", "label"})
_TOKEN_KEYS = frozenset({"id", "start", "end", "text", "ws"})
_OTHER_VIEWS = frozenset(
    [
        "audio",
        "audio_manual",
        "choice",
        "classification",
        "compare",
        "diff",
        "html",
        "image",
        "image_manual",
        "review",
        "text",
        "text_input",
    ]
)
"""Interfaces that ask no one to mark spans, so that none in a task does not say that there are none in the text."""
_UNNAMED_SESSION = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\Z")


class ProdigyFormat:
    """Prodigy. Only accepted tasks become finished annotations; one-span votes become suggestions."""

    name: ClassVar[str] = "prodigy"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl",)
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(notes=True, kb_ids=True, annotator=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files whose first task has an answer, Prodigy's hashes, or a plain list of spans."""
        first = first_object(head) if path.suffix.lower() in {".jsonl", ".json"} else None
        if first is None or not isinstance(first.get("text"), str):
            return False
        return bool({"answer", "_input_hash", "_task_hash", "_view_id"} & set(first)) or isinstance(
            first.get("spans"), list
        )

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per task."""
        for file in files_in(path, (".jsonl", ".json")):
            for line, task in items(file):
                if isinstance(task, JsonLineError):
                    options.report.add(Problem(str(file), line, task.message, Kind.REFUSED, documents=1))
                elif (text := text_of(task.get("text"))) is None:
                    options.report.add(Problem(str(file), line, _no_text(), Kind.REFUSED, documents=1))
                else:
                    yield _read_task(task, text, file, line, options)

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one task a line, ready for `prodigy db-in`; hashes of imported tasks are given back."""
        result = WriteReport(files=[out])
        with out.open("wb") as file:
            for document in documents:
                file.write(dump(_task(with_tokens(document, options.language))) + b"\n")
                result.written.add_document(document)
        return result

    def fingerprints(self, path: Path) -> Iterator[bytes]:
        """Yield the fingerprint of each task; no bytes for one that is not as we write it."""
        for _, task in objects(path):
            try:
                yield _fingerprint(task)
            except (AnnotatorError, LookupError, TypeError, ValueError):
                yield b""


def _fingerprint(task: Mapping[str, Any] | JsonLineError) -> bytes:
    """Return what a task says by offsets, after seeing that its tokens say the same."""
    if isinstance(task, JsonLineError):
        raise task
    spans, tokens = task.get("spans", []), task.get("tokens", [])
    if any(tokens[s["token_start"]]["start"] != s["start"] or tokens[s["token_end"]]["end"] != s["end"] for s in spans):
        raise ValueError("a span is not at its tokens")
    keys: list[Key] = [(s["start"], s["end"], s["label"], s.get("kb_id", ""), ()) for s in spans]
    place = {(s["start"], s["end"], s["label"]): i for i, s in enumerate(spans)}
    ends = [(r["head_span"], r["child_span"], r["label"]) for r in task.get("relations", [])]
    links = [(_place(head, place), _place(child, place), label) for head, child, label in ends]
    notes = sorted(task.get("notes", {}).values())
    return sealed(keys, links, (task["id"], task["text"], notes, task.get("annotator", ""), ""))


def _place(end: Mapping[str, Any], place: Mapping[tuple[int, int, str], int]) -> int:
    return place[end["start"], end["end"], end["label"]]


def _no_text() -> Any:
    return msg("the task has no text: left out", "в задании нет текста: пропущено")


# -- reading ----------------------------------------------------------------------------------------------------------


def _read_task(task: Mapping[str, Any], text: str, file: Path, line: int, options: ReadOptions) -> Imported:
    identifier = text_of(task.get("id")) or f"{file.stem}-{key_of(task.get('_input_hash')) or line}"
    draft = Draft("prodigy", identifier, text, options.report, str(file), line, counting=None)
    draft.kept = without(task, _OURS)
    tokens = objects_of(task.get("tokens"))
    if any(set(token) - _TOKEN_KEYS for token in tokens):
        draft.kept["tokens"] = tokens
    keys = _add_spans(draft, draft.objects(task, "spans"), tokens)
    _add_relations(draft, draft.objects(task, "relations", relations=True), keys)
    if _is_vote(task):
        return _vote(draft, task)
    marks_spans = "spans" in task or text_of(task.get("_view_id")) not in _OTHER_VIEWS
    if "answer" in task and not marks_spans:
        draft.problem(Kind.NOTE, _no_spans(str(task["_view_id"])))
    answer = task.get("answer")
    status = Status.DONE if answer is None or answer == "accept" else Status.SKIPPED
    if status is Status.SKIPPED and marks_spans:
        draft.problem(
            Kind.NOTE,
            msg(
                "answer “{answer}”: taken over as skipped, no training data",
                "ответ «{answer}»: загружено как отложенное, не для обучения",
                answer=answer,
            ),
        )
    meta = task.get("meta")
    notes = task.get("notes")
    return draft.build(
        annotator=annotator_of(task),
        status=status,
        meta=meta if isinstance(meta, dict) else {},
        tokens=_tokens(text, tokens),
        notes={k: v for k, v in notes.items() if isinstance(v, str)} if isinstance(notes, dict) else {},
        annotated=marks_spans and ("answer" in task or "spans" in task),
        id_given=text_of(task.get("id")) is not None,
    )


def _no_spans(view: str) -> Message:
    return msg(
        "the interface “{view}” marks no spans: the article is taken over as not annotated yet",
        "в интерфейсе «{view}» не размечают фрагменты: статья загружена как ещё не размеченная",
        view=view,
    )


def annotator_of(task: Mapping[str, Any]) -> str:
    """Return the annotator's name: ours, or what stands after the dataset's name in Prodigy's session."""
    if name := text_of(task.get("annotator")):
        return name
    session = text_of(task.get("_annotator_id")) or text_of(task.get("_session_id")) or ""
    return "" if _UNNAMED_SESSION.search(session) else session.rpartition("-")[2]


def _tokens(text: str, tokens: list[dict[str, Any]]) -> Tokens:
    spans: Tokens = tuple((token.get("start", -1), token.get("end", -1)) for token in tokens)
    ordered = all(type(a) is int and type(b) is int and 0 <= a < b <= len(text) for a, b in spans)
    return spans if spans and ordered and covers_text(text, spans) else ()


def _add_spans(draft: Draft, spans: list[dict[str, Any]], tokens: list[dict[str, Any]]) -> dict[Any, str]:
    """Add the spans; returns their keys by (start, end, label), by (start, end), and by the number of the last token."""
    keys: dict[Any, str] = {}
    for i, span in enumerate(spans):
        key = text_of(span.get("id")) or f"T{i + 1}"
        start, end = span_of(span)
        first, last = offset_of(span.get("token_start")), offset_of(span.get("token_end"))
        if start < 0 and 0 <= first <= last < len(tokens):
            start, end = offset_of(tokens[first].get("start")), offset_of(tokens[last].get("end"))
        label = text_of(span.get("label")) or ""
        draft.entities.append(
            RawEntity(
                key,
                [(start, end)],
                label,
                text_of(span.get("text")) or _quoted(tokens, first, last),
                text_of(span.get("kb_id")) or "",
                kept=without(span, _SPAN_KEYS),
            )
        )
        for name in ((start, end, label), (start, end), last):
            keys.setdefault(name, key)
    return keys


def _quoted(tokens: list[dict[str, Any]], first: int, last: int) -> str | None:
    """Return the text that a span's tokens spell, its end inclusive; None where they cannot tell."""
    if not 0 <= first <= last < len(tokens):
        return None
    parts = [(token.get("text"), token.get("ws", True)) for token in tokens[first : last + 1]]
    if not all(isinstance(text, str) for text, _ in parts):
        return None
    return "".join(f"{text}{' ' if blank else ''}" for text, blank in parts[:-1]) + str(parts[-1][0])


def _add_relations(draft: Draft, relations: list[dict[str, Any]], keys: Mapping[Any, str]) -> None:
    for i, relation in enumerate(relations):
        head = _end(relation.get("head_span"), relation.get("head"), keys)
        tail = _end(relation.get("child_span"), relation.get("child"), keys)
        label = relation.get("label")
        if head is None or tail is None:
            draft.lose_relation(
                msg(
                    "relation {number} ({label}) links a token that is no span: left out",
                    "отношение {number} ({label}) ведёт к токену без разметки: пропущено",
                    number=i + 1,
                    label=label,
                )
            )
            continue
        key = text_of(relation.get("id")) or f"R{i + 1}"
        name = label if isinstance(label, str) else ""
        draft.relations.append(RawRelation(key, head, tail, name, kept=without(relation, _RELATION_KEYS)))


def _end(span: Any, token: Any, keys: Mapping[Any, str]) -> str | None:
    """Find an end of a relation by the offsets of its span, which tell more than the number of its last token."""
    if isinstance(span, dict):
        start, end = span_of(span)
        return keys.get((start, end, text_of(span.get("label")) or "")) or keys.get((start, end))
    return keys.get(offset_of(token))


def _is_vote(task: Mapping[str, Any]) -> bool:
    """Tell a yes-or-no question about one span from a whole document: only manual interfaces mark everything."""
    if len(objects_of(task.get("spans"))) != 1 or text_of(task.get("answer")) not in {"accept", "reject"}:
        return False
    if "_view_id" in task:
        return text_of(task["_view_id"]) in {"ner", "spans"}
    return bool({"score", "source", "rank", "input_hash"} & set(objects_of(task["spans"])[0]))


def _vote(draft: Draft, task: Mapping[str, Any]) -> Imported:
    """Return the bare article of a vote, an accepted span as a suggestion."""
    draft.read = Tally(1)
    voted = draft.build(annotator="prodigy", status=Status.IN_PROGRESS)
    document = voted.document
    bare = document.replacing(entities=(), relations=(), status=Status.NOT_STARTED, annotator="")
    accepted = task.get("answer") == "accept"
    message = (
        msg("a vote on one span, no whole document: kept as a suggestion", "голос за один фрагмент: станет подсказкой")
        if accepted
        else msg("a rejected vote on one span: left out", "отклонённый голос за один фрагмент: пропущен")
    )
    draft.problem(Kind.NOTE if accepted else Kind.REFUSED, message, entities=0 if accepted else 1)
    return Imported(
        bare,
        voted.file,
        voted.line,
        annotated=False,
        id_given=text_of(task.get("id")) is not None,
        read=voted.read,
        suggestions=(document,) if accepted and document.entities else (),
    )


# -- writing ----------------------------------------------------------------------------------------------------------


def _task(document: Document) -> dict[str, Any]:
    kept = kept_for(document, "prodigy")
    task: dict[str, Any] = {"id": document.id, "text": document.text}
    if meta := own_meta(document):
        task["meta"] = meta
    if document.notes:
        task["notes"] = dict(document.notes)
    if document.status is Status.NOT_STARTED:
        return task | without(kept.document, {"answer"})
    split = pieces(document)
    ranges = _token_ranges(document, split)
    task["tokens"] = _written_tokens(document, split, kept)
    task["spans"] = [_span(entity, ranges, kept) for entity in document.entities]
    task["relations"] = _relations(document, ranges, kept)
    answer = kept.document.get("answer", "ignore")
    done = document.status is not Status.SKIPPED
    task["answer"] = "accept" if done else answer if text_of(answer) in {"reject", "ignore"} else "ignore"
    if document.annotator:
        task |= {
            "annotator": document.annotator,
            "_annotator_id": document.annotator,
            "_session_id": document.annotator,
        }
    task["_view_id"] = "relations"
    return task | without(kept.document, {"answer", "tokens"})


def _token_ranges(document: Document, split: list[Span]) -> dict[str, tuple[int, int]]:
    first = {start: i for i, (start, _) in enumerate(split)}
    last = {end: i for i, (_, end) in enumerate(split)}
    return {e.id: (first[e.start], last[e.end]) for e in document.entities}


def _written_tokens(document: Document, split: list[Span], kept: Kept) -> list[dict[str, Any]]:
    text = document.text
    following = [start for start, _ in split[1:]] + [len(text)]
    tokens = [
        {"text": text[start:end], "start": start, "end": end, "id": i, "ws": following[i] > end}
        for i, (start, end) in enumerate(split)
    ]
    old = objects_of(kept.document.get("tokens"))
    same = [span_of(token) for token in old] == split
    return old if same else tokens


def _span(entity: Entity, ranges: Mapping[str, tuple[int, int]], kept: Kept) -> dict[str, Any]:
    first, last = ranges[entity.id]
    span: dict[str, Any] = {
        "start": entity.start,
        "end": entity.end,
        "token_start": first,
        "token_end": last,
        "label": entity.label,
        "id": entity.id,
    }
    return span | ({"kb_id": entity.kb_id} if entity.kb_id else {}) | dict(kept.entity(entity.id))


def _relations(document: Document, ranges: Mapping[str, tuple[int, int]], kept: Kept) -> list[dict[str, Any]]:
    spans = {e.id: _end_span(e, ranges[e.id]) for e in document.entities}
    return [
        {
            "head": ranges[r.head][1],
            "child": ranges[r.tail][1],
            "head_span": spans[r.head],
            "child_span": spans[r.tail],
            "label": r.label,
            "id": r.id,
        }
        | dict(kept.relation(r.id))
        for r in document.relations
    ]


def _end_span(entity: Entity, tokens: tuple[int, int]) -> dict[str, Any]:
    return {
        "start": entity.start,
        "end": entity.end,
        "token_start": tokens[0],
        "token_end": tokens[1],
        "label": entity.label,
    }
