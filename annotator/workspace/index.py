"""Where each document's lines lie in a file: a byte index, made without parsing lines.

The id stands first in every line that we write, so that a line costs two searches in memory. Only a line that begins
otherwise is parsed. Whether a line is sound to its end shows when it is loaded; what can be seen at once (NUL bytes, no
object, no id, too long) is kept as a bad line with its reason.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import sub
from typing import Any

from annotator.messages import Message, msg
from annotator.workspace.files import ReadFile
from annotator.workspace.jsonl import BOM, MAX_LINE_BYTES, JsonLineError, parse_object, too_long

CHUNK = 1 << 20  # bytes; fits the processor cache, so that looking twice at it costs little
LEADING_ID = re.compile(rb'\{"id": ?"([^"\\\x00-\x1f]{1,1000})"')
_BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no record; `offset` and `length` are bytes, the line end not counted."""

    offset: int
    length: int
    reason: Message


@dataclass(slots=True)
class LineIndex:
    """Lines of one file in file order; the last line of an id wins.

    `end` is the number of bytes indexed: up to the end of the last finished line, or of the file where its unfinished
    last line is a whole record. What lies beyond `end` is a torn tail. `statuses` has a number per line, as far as
    somebody has looked it up: 0 means unknown, the others are the reader's to give.
    """

    ids: list[str] = field(default_factory=list)
    offsets: array[int] = field(default_factory=lambda: array("q"))
    lengths: array[int] = field(default_factory=lambda: array("q"))
    latest: dict[str, int] = field(default_factory=dict)
    bad: list[BadLine] = field(default_factory=list)
    statuses: bytearray = field(default_factory=bytearray)
    end: int = 0

    def add(self, identifier: str, offset: int, length: int) -> int:
        """Add a line, which supersedes earlier ones of the same id; return its position in the index."""
        position = len(self.ids)
        self.latest[identifier] = position
        self.ids.append(identifier)
        self.offsets.append(offset)
        self.lengths.append(length)
        return position

    def discard(self, position: int, reason: Message) -> None:
        """Take a line that proved bad out of the index; the document's line before it becomes the latest again."""
        identifier = self.ids[position]
        self.bad.append(BadLine(self.offsets[position], self.lengths[position], reason))
        self.ids[position] = ""
        earlier = self.positions(identifier)
        if earlier:
            self.latest[identifier] = earlier[-1]
        else:
            del self.latest[identifier]

    def positions(self, identifier: str) -> list[int]:
        """Return the positions of all lines of a document, oldest first."""
        return [position for position, known in enumerate(self.ids) if known == identifier]

    @property
    def superseded(self) -> int:
        """How many lines are older versions of a document that has a newer line."""
        return sum(1 for identifier in self.ids if identifier) - len(self.latest)

    def status(self, position: int) -> int:
        """Return the number kept for a line's status, or 0."""
        return self.statuses[position] if position < len(self.statuses) else 0

    def set_status(self, position: int, number: int) -> None:
        """Keep a number for a line's status."""
        if position >= len(self.statuses):
            self.statuses.extend(bytes(position + 1 - len(self.statuses)))
        self.statuses[position] = number


class Scanner:
    """Adds the lines of an open file to an index, from `index.end` to the end of the file."""

    def __init__(self, file: ReadFile, index: LineIndex) -> None:
        self._file = file
        self._index = index

    def run(self, size: int) -> None:
        """Index the file up to `size` bytes."""
        index = self._index
        if index.end == 0 and self._file.read(0, len(BOM)) == BOM:
            index.end = len(BOM)
        base = begin = index.end  # `begin`: where the current line begins, at or before this chunk
        while base < size:
            chunk = self._file.read(base, min(CHUNK, size - base))
            if not chunk:
                break
            begin = self._chunk(chunk, base, begin)
            base += len(chunk)
        index.end = begin
        if begin < base:
            self._unfinished(begin, base - begin)

    def _chunk(self, chunk: bytes, base: int, begin: int) -> int:
        """Index the lines that end in this chunk; return where the unfinished last one begins."""
        position = 0
        if begin < base:  # the line began in an earlier chunk
            end = chunk.find(b"\n")
            if end < 0:
                return begin
            self._slow(begin, base + end - begin)
            position = end + 1
        if b"\0" in chunk:
            return self._chunk_with_nuls(chunk, base, position)
        return self._clean_chunk(chunk, base, position)

    def _clean_chunk(self, chunk: bytes, base: int, position: int) -> int:
        """Index the lines of a chunk; those in our own plain form are collected and added together."""
        ids: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        find, match = chunk.find, LEADING_ID.match
        while (end := find(b"\n", position)) >= 0:
            found = match(chunk, position)
            whole = chunk[end - 1] == 125 or chunk[end - 2 : end] == b"}\r"  # 125 is the closing brace
            if found is not None and whole and found.end() < end and (identifier := _decoded(found[1])):
                ids.append(identifier)
                begins.append(position)
                ends.append(end)
            else:
                self._add_all(ids, begins, ends, base)
                self._slow(base + position, end - position)
            position = end + 1
        self._add_all(ids, begins, ends, base)
        return base + position

    def _add_all(self, ids: list[str], begins: list[int], ends: list[int], base: int) -> None:
        """Add the collected lines and empty the lists."""
        index, count = self._index, len(self._index.ids)
        index.latest.update(zip(ids, range(count, count + len(ids)), strict=True))
        index.ids.extend(ids)
        index.offsets.extend(map(base.__add__, begins))
        index.lengths.extend(map(sub, ends, begins))
        ids.clear()
        begins.clear()
        ends.clear()

    def _chunk_with_nuls(self, chunk: bytes, base: int, position: int) -> int:
        while (end := chunk.find(b"\n", position)) >= 0:
            self._slow(base + position, end - position)
            position = end + 1
        return base + position

    def _slow(self, offset: int, length: int) -> None:
        """Index one line that is not in our own plain form, or lies across chunks."""
        index = self._index
        if length > MAX_LINE_BYTES:
            index.bad.append(BadLine(offset, length, too_long(length).message))
            return
        data = self._file.read(offset, length)
        if not data.strip(_BLANK):
            return
        try:
            identifier = id_of(parse_object(data))
        except JsonLineError as error:
            index.bad.append(BadLine(offset, length, error.message))
        else:
            index.add(identifier, offset, length)

    def _unfinished(self, offset: int, length: int) -> None:
        """Take the file's last line if it is whole and only its line end is missing; leave a torn one out."""
        if length > MAX_LINE_BYTES:
            return
        data = self._file.read(offset, length)
        if data.strip(_BLANK):
            try:
                identifier = id_of(parse_object(data))
            except JsonLineError:
                return
            self._index.add(identifier, offset, length)
        self._index.end = offset + length


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return ""


def id_of(record: dict[str, Any]) -> str:
    """Return a record's id: a non-empty string, or an integer as other tools write it; raises JsonLineError."""
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise JsonLineError(msg('has no "id": add one', "нет ключа «id»: добавьте его"))
    return value


def build(file: ReadFile) -> LineIndex:
    """Return the index of a whole file."""
    index = LineIndex()
    Scanner(file, index).run(file.stat().st_size)
    return index


def line_number(file: ReadFile, offset: int) -> int:
    """Return the number, from 1, of the line that begins at `offset`."""
    return 1 + sum(chunk.count(b"\n") for chunk in _chunks(file, offset))


def _chunks(file: ReadFile, end: int) -> Iterator[bytes]:
    base = 0
    while base < end and (chunk := file.read(base, min(CHUNK, end - base))):
        yield chunk
        base += len(chunk)
