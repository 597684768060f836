"""CoNLL 2002, 2003 and U: one token a line with a tag. Only flat entities; the text is put together from its tokens."""

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
from annotator.messages import Message, msg
from annotator.workspace.names import name_of_file

_SUFFIXES = (
    ".conll",
    ".iob",
    ".iob2",
    ".bio",
    ".bioes",
    ".bilou",
    ".ner",
    ".conll2002",
    ".conll2003",
    ".conllu",
    ".conllup",
)
_TAG = re.compile(r"(?:O|[BIESLUMW]-\S.*)\Z")
_WORD_LINE = re.compile(r"\d+(?:[-.]\d+)?\t")
_OF_ENTITY = re.compile(r"(?:^|\|)(?:NER|NE|Entity|ner|ne|entity)=([^|]+)")
_COMMENT = re.compile(r"#(?:\s|\Z)")
_START = "-DOCSTART-"
_LAST_COLUMN = 9  # of CoNLL-U, whose tenth column holds everything else
_COLUMNS_OF_WORD = 2


class ConllFormat:
    """CoNLL; IOB1, IOB2, BIOES, BILUO and BMEWO are told apart by their tags. Written as IOB2 in two columns."""

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
                stem = name_of_file(file.stem)
                identifier = stem if second is None else f"{stem}-{number}"
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
    if _COMMENT.match(first):
        first = next((line for line in text_lines(path, encoding) if line.strip() and not _COMMENT.match(line)), "")
    if _WORD_LINE.match(first) and first.count("\t") >= _LAST_COLUMN:
        yield from _parse_universal(text_lines(path, encoding), file, options)
        return
    if "\t" not in first and all("|" in item for item in first.split()):
        yield from _parse_bars(text_lines(path, encoding), file, options)
        return
    separator = "\t" if any("\t" in line for line in text_lines(path, encoding)) else None
    yield from _parse_columns(text_lines(path, encoding), separator, file, options)


def _parse_columns(lines: Iterable[str], separator: str | None, file: str, options: ReadOptions) -> Iterator[_Part]:
    """Parse a token a line, its tag in the last column."""
    part: _Part | None = None
    sentence = TaggedSentence()
    width = 0
    for number, line in enumerate(lines, 1):
        columns = line.split() if separator is None else line.rstrip("\t ").split(separator)
        word = columns[0].strip() if columns else ""
        if line[:1] == "#" and _is_comment(line, len(columns), width, separator):
            continue
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


def _is_comment(line: str, columns: int, width: int, separator: str | None) -> bool:
    """Tell a comment from the word “#”, which has its tag beside it: by tabs, by the width of rows, or at the top."""
    if not _COMMENT.match(line):
        return False
    return columns == 1 if separator is not None else columns != (width or _COLUMNS_OF_WORD)


def _parse_universal(lines: Iterable[str], file: str, options: ReadOptions) -> Iterator[_Part]:
    """Parse CoNLL-U: words in the second column, entity tags in the last one (`NER=B-PER`), `# newdoc` between documents.

    A contracted word stands with its parts, which have no text of their own; it is left out, as are empty nodes.
    """
    part: _Part | None = None
    sentence = TaggedSentence()
    tagged = False
    for number, line in enumerate(lines, 1):
        if line.startswith("# newdoc") or not line.strip():
            sentence = _close(part, sentence)
            if line.strip():
                if part is not None and part.sentences:
                    yield part
                part = _Part(number)
            continue
        columns = line.split("\t")
        if line[0] == "#" or not columns[0].isdecimal():
            continue
        if len(columns) <= _LAST_COLUMN or not columns[1].strip():
            _refuse_line(file, number, line, options)
            continue
        found = _OF_ENTITY.search(columns[_LAST_COLUMN])
        tagged |= found is not None
        part = part or _Part(number)
        sentence.add(columns[1].strip(), found[1] if found else "O", number)
    _close(part, sentence)
    if part is not None and part.sentences:
        yield part
    if not tagged:
        options.report.add(Problem(file, None, _no_tags()))


def _no_tags() -> Message:
    return msg(
        "no entity tags in the last column (NER=B-PER): if they are in another column, leave only words and tags",
        "в последнем столбце нет тегов сущностей (NER=B-PER): если они в другом, оставьте только слова и теги",
    )


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
