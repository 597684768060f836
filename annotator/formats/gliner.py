"""GLiNER's training data: tokens, entities as [first, last, label] with the last token inclusive, relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document
from annotator.domain.record_fields import is_int
from annotator.formats.base import Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.files import files_in
from annotator.formats.jsonfiles import first_object, items
from annotator.formats.kept import kept_for
from annotator.formats.report import Kind, Problem
from annotator.formats.tokens import pieces, with_tokens
from annotator.formats.values import key_of, text_of, without
from annotator.messages import Message, msg
from annotator.workspace.jsonl import JsonLineError, dump
from annotator.workspace.names import name_of_file

_OURS = frozenset({"id", "tokenized_text", "ner", "relations"})


class GlinerFormat:
    """GLiNER, a JSON list or JSON lines. Text is put together from tokens with single blanks."""

    name: ClassVar[str] = "gliner"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(text=False)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files whose first object has GLiNER's tokens."""
        first = first_object(head) if path.suffix.lower() in {".json", ".jsonl"} else None
        return first is not None and "tokenized_text" in first

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per example."""
        for file in files_in(path, (".json", ".jsonl")):
            for line, example in items(file):
                if isinstance(example, JsonLineError):
                    options.report.add(Problem(str(file), line, example.message, Kind.REFUSED, documents=1))
                elif imported := _read(example, file, line, options):
                    yield imported

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one JSON list, an example a line."""
        result = WriteReport(files=[out])
        lines = out.suffix.lower() == ".jsonl"
        with out.open("wb") as file:
            separator = b"" if lines else b"[\n"
            for document in documents:
                file.write(separator + dump(_example(with_tokens(document, options.language))))
                separator = b"\n" if lines else b",\n"
                result.written.add_document(document)
            empty = result.written.documents == 0
            file.write(b"" if lines and empty else b"\n" if lines else b"[]\n" if empty else b"\n]\n")
        return result


def _read(example: Mapping[str, Any], file: Path, line: int, options: ReadOptions) -> Imported | None:
    tokens = example.get("tokenized_text")
    if not isinstance(tokens, list) or not tokens or not all(isinstance(t, str) and t for t in tokens):
        message = msg("“tokenized_text” is no list of words: left out", "«tokenized_text» — не список слов: пропущено")
        options.report.add(Problem(str(file), line, message, Kind.REFUSED, documents=1))
        return None
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    given = text_of(example.get("id"))
    identifier = given or key_of(example.get("id")) or f"{name_of_file(file.stem)}-{line}"
    draft = Draft("gliner", identifier, " ".join(tokens), options.report, str(file), line)
    draft.kept = without(example, _OURS)
    for i, item in enumerate(_listed(draft, example, "ner")):
        if isinstance(item, list) and _fits(item, len(tokens)):
            span = (starts[item[0]], starts[item[1]] + len(tokens[item[1]]))
            draft.entities.append(RawEntity(f"#{i}", [span], str(item[2])))
        else:
            draft.lose_entity(_outside(i, item, len(tokens)))
    for i, item in enumerate(_listed(draft, example, "relations")):
        if isinstance(item, list) and len(item) == 3 and is_int(item[0]) and is_int(item[1]):
            draft.relations.append(RawRelation(f"#{i}", f"#{item[0]}", f"#{item[1]}", str(item[2])))
        else:
            draft.lose_relation(_no_triple(i, item))
    return draft.build(id_given=given is not None, annotated="ner" in example)


def _listed(draft: Draft, example: Mapping[str, Any], key: str) -> list[Any]:
    value = example.get(key)
    if isinstance(value, list):
        return value
    draft.objects(example, key, relations=key == "relations")  # says that it is no list
    return []


def _fits(item: list[Any], length: int) -> bool:
    return len(item) == 3 and is_int(item[0]) and is_int(item[1]) and 0 <= item[0] <= item[1] < length


def _outside(number: int, item: Any, count: int) -> Message:
    return msg(
        "entity {number}, {item}, should be [first token, last token, label] with tokens 0–{last}: left out",
        "сущность {number}, {item}: нужно [первый токен, последний токен, метка], токены 0–{last}: пропущена",
        number=number + 1,
        item=str(item)[:60],
        last=count - 1,
    )


def _no_triple(number: int, item: Any) -> Message:
    return msg(
        "relation {number}, {item}, should be [entity, entity, label]: left out",
        "отношение {number}, {item}: нужно [сущность, сущность, метка]: пропущено",
        number=number + 1,
        item=str(item)[:60],
    )


def _example(document: Document) -> dict[str, Any]:
    split = pieces(document, blanks=False)
    first = {start: i for i, (start, _) in enumerate(split)}
    last = {end: i for i, (_, end) in enumerate(split)}
    index = {entity.id: i for i, entity in enumerate(document.entities)}
    example: dict[str, Any] = {
        "id": document.id,
        "tokenized_text": [document.text[start:end] for start, end in split],
    }
    if document.status != "not_started":
        example["ner"] = [[first[e.start], last[e.end], e.label] for e in document.entities]
        example["relations"] = [[index[r.head], index[r.tail], r.label] for r in document.relations]
    return example | dict(kept_for(document, "gliner").document)
