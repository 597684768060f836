"""CoNLL 2002 and 2003: one token a line with a tag. Only flat entities; the text is put together from its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from annotator.domain import Document
from annotator.formats.base import Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.encoding import read_text
from annotator.formats.files import files_in
from annotator.formats.report import Kind, Problem
from annotator.formats.tagging import TaggedSentence, build_document, scheme_name, sentences_of
from annotator.messages import msg

_SUFFIXES = (".conll", ".iob", ".iob2", ".bio", ".bioes", ".bilou", ".ner", ".conll2002", ".conll2003")
_TAG = re.compile(r"(?:O|[BIESLU]-\S.*)\Z")
_START = "-DOCSTART-"


class ConllFormat:
    """CoNLL; IOB1, IOB2, BIOES and BILUO are told apart by their tags. Written as IOB2 in two columns."""

    name: ClassVar[str] = "conll"
    suffixes: ClassVar[tuple[str, ...]] = _SUFFIXES
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(overlap=False, relations=False, text=False, ids=False)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files by their ending, text files whose first lines end in tags, and folders of such files."""
        if not head:
            return path.is_dir() and any(child.suffix.lower() in _SUFFIXES for child in path.iterdir())
        if path.suffix.lower() in _SUFFIXES:
            return True
        lines = [line.split() for line in head.decode("utf-8", "replace").splitlines()[:20] if line.strip()]
        tagged = [len(columns) in range(2, 6) and bool(_TAG.match(columns[-1])) for columns in lines]
        return (
            path.suffix.lower() in {".txt", ".tsv", ".train", ".testa", ".testb"}
            and len(tagged) > 3
            and all(tagged[:-1])
        )

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield a document for each -DOCSTART-, or one for the whole file."""
        for file in files_in(path, _SUFFIXES):
            text = read_text(file, options).text
            parts = _parse(text, str(file), options)
            tags = [tag for part in parts for sentence in part.sentences for tag in sentence.tags]
            _note_scheme(tags, bool(parts), str(file), options)
            for number, part in enumerate(parts, 1):
                identifier = f"{file.stem}-{number}" if len(parts) > 1 else file.stem
                yield build_document("conll", identifier, part.sentences, options, str(file), part.line)

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write `token TAB tag` lines, an empty line after each sentence, -DOCSTART- before each document."""
        result = WriteReport(files=[out])
        with out.open("w", encoding="utf-8", newline="\n") as file:
            for document in documents:
                file.write(f"{_START}\tO\n\n")
                for sentence in sentences_of(document, options.language):
                    file.writelines(
                        f"{token}\t{tag}\n" for token, tag in zip(sentence.tokens, sentence.tags, strict=True)
                    )
                    file.write("\n")
                result.written.add_document(document)
        return result


@dataclass(slots=True)
class _Part:
    """One document of a file: its sentences, and the line on which it begins."""

    line: int
    sentences: list[TaggedSentence] = field(default_factory=list)


def _note_scheme(tags: Sequence[str], any_part: bool, file: str, options: ReadOptions) -> None:
    if not any_part:
        return
    message = msg(
        "tags are {scheme}; the text is put together from tokens with single blanks",
        "теги {scheme}; текст собран из токенов через один пробел",
        scheme=scheme_name(tags),
    )
    options.report.add(Problem(file, None, message))


def _parse(text: str, file: str, options: ReadOptions) -> list[_Part]:
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    first = next((line for line in lines if line.strip()), "")
    if "\t" not in first and all("|" in item for item in first.split()):
        return _parse_bars(lines, file, options)
    separator = "\t" if any("\t" in line for line in lines) else None
    parts: list[_Part] = []
    sentence = TaggedSentence()
    width = 0
    for number, line in enumerate(lines, 1):
        columns = line.split(separator) if separator is None else line.rstrip("\t ").split(separator)
        if not line.strip() or columns[0].strip() == _START:
            sentence = _close(parts, sentence)
            if columns and columns[0].strip() == _START:
                parts.append(_Part(number))
            continue
        width = width or len(columns)
        tag = columns[-1].strip()
        if len(columns) < 2 or len(columns) != width or not columns[0].strip():
            _refuse_line(file, number, line, options)
            tag = "O"
        if not parts:
            parts.append(_Part(number))
        if columns[0].strip():
            sentence.add(columns[0].strip(), tag, number)
    _close(parts, sentence)
    return [part for part in parts if part.sentences]


def _close(parts: list[_Part], sentence: TaggedSentence) -> TaggedSentence:
    if sentence.tokens:
        parts[-1].sentences.append(sentence)
        return TaggedSentence()
    return sentence


def _refuse_line(file: str, number: int, line: str, options: ReadOptions) -> None:
    message = msg(
        "“{line}” has not as many columns as the first line: its tag is left out",
        "в «{line}» не столько столбцов, сколько в первой строке: тег пропущен",
        line=line[:60],
    )
    options.report.add(Problem(file, number, message, Kind.REFUSED, entities=1))


def _parse_bars(lines: Sequence[str], file: str, options: ReadOptions) -> list[_Part]:
    """Parse one sentence a line, `word|TAG word|POS|TAG …`."""
    part = _Part(1)
    for number, line in enumerate(lines, 1):
        sentence = TaggedSentence()
        for item in line.split():
            columns = item.split("|")
            if len(columns) < 2 or not columns[0]:
                _refuse_line(file, number, item, options)
            sentence.add(columns[0] or item, columns[-1] if len(columns) > 1 else "O", number)
        if sentence.tokens:
            part.sentences.append(sentence)
    return [part] if part.sentences else []
