"""One annotator's native file, read document by document: where each record lies, and what is wrong with the others.

The last line of a document wins; where that one is damaged, the line before it stands in. Of every line a few numbers
are kept, so that the file can be larger than memory.
"""

from __future__ import annotations

import io
import os
import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from annotator.agreement.records import RecordColumns, columns_of, document_columns, plain_columns
from annotator.agreement.sources import by_hand
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.files import ReadFile
from annotator.workspace.jsonl import RawLine, parse_object, raw_lines, too_long
from annotator.workspace.problem import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"([^"\\\x00-\x1f]+)"')
_TOKENS, _ENTS = b',"tokens":[', b'],"ents":['
_TOKEN = rb'\{"id":N,"start":N,"end":N(?:,"cut":1)?+\}'.replace(b"N", rb"(?:0|[1-9][0-9]*+)")
_PLAIN_TOKENS = re.compile(_TOKEN + rb"(?:," + _TOKEN + rb")*+")
_BUFFER = 1 << 18
FollowLines = Callable[[Iterable[RawLine]], Iterable[RawLine]]


class RecordFile:
    """The lines of one file by document. `numbers` numbers the documents of all files, which is added to.

    `follow` sees the lines pass by while it is found out where each document's lie, and may show how far that is.

    With `tolerate_tail` an unfinished last line is passed over in silence: another process may be writing it now. With
    `only_by_hand` accepted suggestions are left out, and `suggested` counts the entities among them.

    Raises:
        AnnotatorError: the file cannot be read.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        numbers: dict[str, int],
        *,
        tolerate_tail: bool,
        only_by_hand: bool,
        follow: FollowLines = iter,
    ) -> None:
        self.path = os.fspath(path)
        self.suggested = 0
        self._only_by_hand = only_by_hand
        self._tolerate_tail = tolerate_tail
        self._file = ReadFile(Path(path))
        self._offset, self._length = array("q"), array("I")  # by line, as are the next three
        self._number, self._document, self._previous = array("I"), array("i"), array("i")
        self._latest = array("i")  # by document, -1 where it has no line
        self._unfinished = -1
        self._problems: list[tuple[int, Problem]] = []
        self._index(numbers, follow(raw_lines(io.BufferedReader(_Raw(self._file), _BUFFER))))

    def _index(self, numbers: dict[str, int], lines: Iterable[RawLine]) -> None:
        latest = self._latest
        for line in lines:
            if line.blank:
                continue
            try:
                identifier = _identifier(line)
            except AnnotatorError as error:
                self._note(error, -1, line.number, finished=line.finished)
                continue
            document = numbers.setdefault(identifier, len(numbers))
            if document >= len(latest):
                latest.extend(array("i", [-1]) * (len(numbers) - len(latest)))
            self._previous.append(latest[document])
            latest[document] = len(self._offset)
            self._document.append(document)
            self._number.append(line.number)
            self._length.append(line.length)
            self._offset.append(line.offset)
            if not line.finished:
                self._unfinished = len(self._offset) - 1

    def __contains__(self, document: int) -> bool:
        """Tell whether the file has a line of the document of this number."""
        return document < len(self._latest) and self._latest[document] >= 0

    def documents(self) -> Iterator[int]:
        """Yield the numbers of the file's documents in the order in which they first appear."""
        return (d for d, previous in zip(self._document, self._previous, strict=True) if previous < 0)

    def record(self, document: int, identifier: str, *, with_tokens: bool = True) -> RecordColumns | None:
        """Return the document's last sound record, or None if there is none; damaged ones are noted."""
        line = self._latest[document] if document in self else -1
        while line >= 0:
            try:
                return self._read(line, identifier, with_tokens=with_tokens)
            except AnnotatorError as error:
                self._note(error, self._first(line), self._number[line], finished=line != self._unfinished)
            line = self._previous[line]
        return None

    def _read(self, line: int, identifier: str, *, with_tokens: bool) -> RecordColumns:
        data = self._file.read(self._offset[line], self._length[line])
        record = None if with_tokens or self._only_by_hand else _without_tokens(data)
        if record is None:
            record = self._columns(parse(data), with_tokens)
        if record.id != identifier:
            raise AnnotatorError(
                msg('holds two ids: "{one}" and "{two}"', "два id: «{one}» и «{two}»", one=identifier, two=record.id)
            )
        return record

    def _columns(self, data: dict[str, Any], with_tokens: bool) -> RecordColumns:
        if not self._only_by_hand:
            return columns_of(data, with_tokens=with_tokens)
        document = read_record(data, compare_ents=False).document
        kept = by_hand(document)
        self.suggested += len(document.entities) - len(kept.entities)
        return document_columns(kept)

    def _first(self, line: int) -> int:
        """Return the first line of the document that has this line."""
        while self._previous[line] >= 0:
            line = self._previous[line]
        return line

    def _note(self, error: AnnotatorError, first: int, number: int, *, finished: bool) -> None:
        if finished or not self._tolerate_tail:
            self._problems.append((first, Problem.of(error, self.path, number)))

    def close(self) -> None:
        """Close the file; no record can be read any more."""
        self._file.close()

    def refuse(self, document: int, reason: Message) -> None:
        """Note why a document's record is left out, although it is sound."""
        self._problems.append((self._first(self._latest[document]), Problem(self.path, None, reason)))

    @property
    def problems(self) -> list[Problem]:
        """What was noted: first lines that hold no record, then records in the order in which they first appear."""
        return [problem for _, problem in sorted(self._problems, key=lambda found: found[0])]


class _Raw(io.RawIOBase):
    """A file that is open already, from its start."""

    def __init__(self, file: ReadFile) -> None:
        self._file, self._at = file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._file.read(self._at, len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def _identifier(line: RawLine) -> str:
    """Return the id of a line; it stands first in lines of ours, any other line is parsed."""
    if line.data is None:
        raise too_long(line.length)
    if found := _ID.match(line.data):
        try:
            return found[1].decode()
        except UnicodeDecodeError:
            pass  # the parser says where
    return columns_of(parse(line.data)).id


def _without_tokens(data: bytes) -> RecordColumns | None:
    """Read a record but for its tokens, which are most of it; None where line or record have not our plain form.

    The quotation marks of a key stand in no string, in which they would be escaped.
    """
    begin = data.find(_TOKENS)
    end = data.find(_ENTS, begin)
    if begin < 0 or end < 0 or data.rfind(_TOKENS[1:-1]) != begin + 1:
        return None
    if not _PLAIN_TOKENS.fullmatch(data, begin + len(_TOKENS), end):
        return None
    try:
        return plain_columns(parse(data[:begin] + data[end + 1 :]), with_tokens=False)
    except AnnotatorError:
        return None


def parse(data: bytes) -> dict[str, Any]:
    """Return the JSON object of a line; raises AnnotatorError, with the reason, for anything else."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return parse_object(data)
    # A repeated key is gone from the value. Both counts also hold the colons after quotation marks inside texts.
    same_keys = isinstance(value, dict) and orjson.dumps(value).count(b'":') == data.count(b'":')
    return value if same_keys else parse_object(data)
