"""CoNLL 2002 and 2003: one token a line with a tag. Only flat entities; the text is put together from its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import ClassVar

from annotator.domain import Document
from annotator.formats.base import Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.encoding import codec_of, text_lines
from annotator.formats.files import files_in
from annotator.formats.report import Kind, Problem
from annotator.formats.tagging import SchemeWatch, TaggedSentence, build_document, sentences_of
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
            parts = _parse(file, options)
            first = next(parts, None)
            if first is None:
                continue
            seen = SchemeWatch()
            second = next(parts, None)
            waiting = [first] if second is None else [first, second]
            for number, part in enumerate(chain(waiting, parts), 1):
                seen.watch(tag for sentence in part.sentences for tag in sentence.tags)
                identifier = file.stem if second is None else f"{file.stem}-{number}"
                yield build_document("conll", identifier, part.sentences, options, str(file), part.line)
            _note_scheme(seen.name(), str(file), options)

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write `token TAB tag` lines, an empty line after each sentence, -DOCSTART- before each document."""
        result = WriteReport(files=[out])
        with out.open("w", encoding="utf-8", newline="\n") as file:
            for document in documents:
                file.write(f"{_START}\tO\n\n")
                for sentence in sentences_of(document, options.language):
                    rows = map("\t".join, zip(sentence.tokens, sentence.tags, strict=True))
                    file.write("\n".join([*rows, "", ""]))
                result.written.add_document(document)
        return result


@dataclass(slots=True)
class _Part:
    """One document of a file: its sentences, and the line on which it begins."""

    line: int
    sentences: list[TaggedSentence] = field(default_factory=list)


def _note_scheme(scheme: str, file: str, options: ReadOptions) -> None:
    message = msg(
        "tags are {scheme}; the text is put together from tokens with single blanks",
        "теги {scheme}; текст собран из токенов через один пробел",
        scheme=scheme,
    )
    options.report.add(Problem(file, None, message))


def _parse(path: Path, options: ReadOptions) -> Iterator[_Part]:
    """Yield the documents of a file, which is gone through twice, so that it need not fit into memory."""
    file, encoding = str(path), codec_of(path, options)
    first = next((line for line in text_lines(path, encoding) if line.strip()), "")
    if "\t" not in first and all("|" in item for item in first.split()):
        yield from _parse_bars(text_lines(path, encoding), file, options)
        return
    separator = "\t" if any("\t" in line for line in text_lines(path, encoding)) else None
    part: _Part | None = None
    sentence = TaggedSentence()
    width = 0
    for number, line in enumerate(text_lines(path, encoding), 1):
        columns = line.split() if separator is None else line.rstrip("\t ").split(separator)
        word = columns[0].strip() if columns else ""
        if word == _START or not line or line.isspace():
            sentence = _close(part, sentence)
            if word == _START:
                if part is not None and part.sentences:
                    yield part
                part = _Part(number)
            continue
        width = width or len(columns)
        tag = columns[-1].strip()
        if len(columns) < 2 or len(columns) != width or not word:
            _refuse_line(file, number, line, options)
            tag = "O"
        part = part or _Part(number)
        if word:
            sentence.tokens.append(word)
            sentence.tags.append(tag)
            sentence.lines.append(number)
    _close(part, sentence)
    if part is not None and part.sentences:
        yield part


def _close(part: _Part | None, sentence: TaggedSentence) -> TaggedSentence:
    if part is not None and sentence.tokens:
        part.sentences.append(sentence)
        return TaggedSentence()
    return sentence


def _refuse_line(file: str, number: int, line: str, options: ReadOptions) -> None:
    message = msg(
        "“{line}” has not as many columns as the first line: its tag is left out",
        "в «{line}» не столько столбцов, сколько в первой строке: тег пропущен",
        line=line[:60],
    )
    options.report.add(Problem(file, number, message, Kind.REFUSED, entities=1))


def _parse_bars(lines: Iterable[str], file: str, options: ReadOptions) -> Iterator[_Part]:
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
    if part.sentences:
        yield part
