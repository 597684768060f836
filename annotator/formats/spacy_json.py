"""What spaCy 2 trained from, read only: its JSON of paragraphs and tokens, and lists of [text, {"entities": …}]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from annotator.formats.base import FormatError, Holds, Imported, ReadOnly, ReadOptions
from annotator.formats.draft import Draft, RawEntity
from annotator.formats.files import files_in
from annotator.formats.jsonfiles import first_object, is_list, list_values
from annotator.formats.report import Kind, Problem
from annotator.formats.tagging import TaggedSentence, build_document, ranges_of
from annotator.formats.values import key_of, objects_of, offset_of, text_of
from annotator.messages import AnnotatorError, msg
from annotator.workspace.jsonl import JsonLineError, open_regular, parse_json, raw_lines


class SpacyJsonFormat(ReadOnly):
    """spaCy 2 training data; spaCy 3 and we write DocBin instead."""

    name: ClassVar[str] = "spacy-json"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")
    folder: ClassVar[bool] = False
    holds: ClassVar[Holds] = Holds(relations=False)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take JSON with paragraphs, pairs of text and annotations, or objects of text and entity triples."""
        if path.suffix.lower() not in self.suffixes:
            return False
        start = b"".join(head[:200].split())
        if start.startswith((b'[["', b'["')) and b'"entities"' in head:
            return True
        first = first_object(head) or {}
        triples = first.get("entities")
        return "paragraphs" in first or (isinstance(first.get("text"), str) and _is_triples(triples))

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per paragraph or pair."""
        for file in files_in(path, self.suffixes):
            for line, value in _values(file):
                if isinstance(value, JsonLineError):
                    options.report.add(Problem(str(file), line, value.message, Kind.REFUSED, documents=1))
                else:
                    yield from _read_value(value, file, line, options)


def _is_triples(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, list) and len(item) == 3 for item in value)


def _values(file: Path) -> Iterator[tuple[int, Any]]:
    with open_regular(file) as stream:
        head = stream.read(4096)
    if is_list(head) and file.suffix.lower() == ".json":
        yield from list_values(file)
        return
    with open_regular(file) as stream:
        for line in raw_lines(stream):
            if line.blank:
                continue
            try:
                yield line.number, parse_json(line.data or b"")
            except JsonLineError as error:
                yield line.number, error


def _read_value(value: Any, file: Path, line: int, options: ReadOptions) -> Iterator[Imported]:
    if isinstance(value, dict) and isinstance(value.get("paragraphs"), list):
        yield from _paragraphs(value, file, line, options)
    elif isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], dict):
        yield _pair(value[0], value[1], file, line, options)
    elif isinstance(value, dict) and text_of(value.get("text")):
        yield _pair(value["text"], value, file, line, options)
    else:
        message = msg(
            "neither a paragraph nor [text, {{entities}}]: left out", "не абзац и не [текст, {{entities}}]: пропущено"
        )
        options.report.add(Problem(str(file), line, message, Kind.REFUSED, documents=1))


def _pair(text: str, about: Mapping[str, Any], file: Path, line: int, options: ReadOptions) -> Imported:
    given = text_of(about.get("id"))
    draft = Draft("spacy-json", given or f"{file.stem}-{line}", text, options.report, str(file), line)
    entities = about.get("entities")
    for i, item in enumerate(entities if isinstance(entities, list) else []):
        if isinstance(item, list) and len(item) in {3, 4} and isinstance(item[2], str):
            span = (offset_of(item[0]), offset_of(item[1]))
            kb_id = item[3] if len(item) == 4 and isinstance(item[3], str) else ""
            draft.entities.append(RawEntity(f"#{i}", [span], item[2], kb_id=kb_id))
        else:
            draft.lose_entity(
                msg(
                    "entity {number} is no [start, end, label]: left out",
                    "сущность {number} — не [начало, конец, метка]: пропущена",
                    number=i + 1,
                )
            )
    return draft.build(id_given=given is not None)


def _paragraphs(document: Mapping[str, Any], file: Path, line: int, options: ReadOptions) -> Iterator[Imported]:
    base = key_of(document.get("id")) or f"{file.stem}-{line}"
    paragraphs = objects_of(document["paragraphs"])
    for number, paragraph in enumerate(paragraphs, 1):
        identifier = f"{base}-{number}" if len(paragraphs) > 1 else base
        sentences = [_sentence(sentence) for sentence in objects_of(paragraph.get("sentences"))]
        try:
            yield _paragraph(text_of(paragraph.get("raw")), sentences, identifier, file, line, options)
        except AnnotatorError as error:
            options.report.add(Problem(str(file), line, error.message, Kind.REFUSED, documents=1))


def _sentence(sentence: Mapping[str, Any]) -> TaggedSentence:
    tagged = TaggedSentence()
    for token in objects_of(sentence.get("tokens")):
        if orth := text_of(token.get("orth")):
            tag = token.get("ner")
            tagged.tokens.append(orth)
            tagged.tags.append(tag if isinstance(tag, str) and tag != "-" else "O")
    return tagged


def _paragraph(
    raw: str | None, sentences: list[TaggedSentence], identifier: str, file: Path, line: int, options: ReadOptions
) -> Imported:
    if raw is None:
        return build_document("spacy-json", identifier, sentences, options, str(file), line)
    draft = Draft("spacy-json", identifier, raw, options.report, str(file), line)
    position = 0
    for sentence in sentences:
        spans: list[tuple[int, int]] = []
        for token in sentence.tokens:
            start = raw.find(token, position)
            if start < 0:
                raise FormatError(
                    msg(
                        "{id}: token “{token}” is not in the raw text: left out",
                        "{id}: токена «{token}» нет в исходном тексте: пропущено",
                        id=identifier,
                        token=token[:40],
                    )
                )
            position = start + len(token)
            spans.append((start, position))
        for first, last, label in ranges_of(sentence.tags):
            draft.entities.append(RawEntity(f"#{len(draft.entities)}", [(spans[first][0], spans[last - 1][1])], label))
    return draft.build(id_given=False)
