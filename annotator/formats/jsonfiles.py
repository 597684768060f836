"""JSON files of other programs: lists too long for one line limit, read element by element with the same guards."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from annotator.formats.base import FormatError
from annotator.formats.encoding import read_bytes
from annotator.messages import msg
from annotator.workspace.jsonl import (
    BOM,
    MAX_LINE_BYTES,
    JsonLineError,
    objects,
    open_regular,
    parse_json,
    parse_line,
    raw_lines,
)

Item = tuple[int, dict[str, Any] | JsonLineError]
_DECODER = json.JSONDecoder()
_CHUNK = 1 << 20
_OF_A_NUMBER = 3  # so much may be there of a number that goes on behind what has been read: "1" of "1e+5"
_BLANKS = " \t\r\n"


def first_object(head: bytes) -> dict[str, Any] | None:
    """Return the first JSON object of a file, given its first kilobytes; None if there is none.

    The object may be cut off by the end of `head`: then its complete leading keys are returned.
    """
    text = head.removeprefix(BOM).decode("utf-8", "replace").lstrip(_BLANKS)
    if text.startswith("["):
        text = text[1:].lstrip(_BLANKS)
    if not text.startswith("{"):
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return _leading_keys(text)
    return value if isinstance(value, dict) else None


def _leading_keys(text: str) -> dict[str, Any] | None:
    """Return the complete keys at the start of an object that is cut off; a value that is cut off is an empty one."""
    decoder = json.JSONDecoder()
    result: dict[str, Any] = {}
    position = 1
    try:
        while True:
            position = _skip(text, position)
            key, position = decoder.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
            opening = text[position : position + 1]
            result[key] = {"{": {}, "[": [], '"': ""}.get(opening)
            result[key], position = decoder.raw_decode(text, position)
            position = _skip(text, position) + 1
    except (ValueError, RecursionError, TypeError):
        return result or None


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANKS:
        position += 1
    return position


def is_list(head: bytes) -> bool:
    """Tell whether a JSON file holds one list."""
    return head.removeprefix(BOM).lstrip()[:1] == b"["


def items(path: Path) -> Iterator[Item]:
    """Yield (line number, object) from JSON lines, from a JSON list or from a single object, whatever the file's name.

    Raises:
        AnnotatorError: the file cannot be read, or breaks off in the middle of a list.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if is_list(head):
        yield from list_items(path)
    elif path.suffix.lower() == ".json" and not _holds_lines(path):
        data = read_bytes(path).removeprefix(BOM)
        yield 1, _object(data, path, 1)
    else:
        yield from objects(path)


def _holds_lines(path: Path) -> bool:
    """Tell whether the first line that is not blank is an object of its own."""
    with open_regular(path) as file:
        first = next((line for line in raw_lines(file) if not line.blank), None)
    try:
        return first is not None and bool(parse_line(first))
    except JsonLineError:
        return False


def list_items(path: Path) -> Iterator[Item]:
    """Yield (line number, object) for each element of a file that holds one JSON list."""
    for line, data in _elements(path):
        yield line, _object(data, path, line)


def list_values(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield (line number, value or error) for each element of a file that holds one JSON list."""
    for line, data in _elements(path):
        try:
            yield line, parse_json(data)
        except JsonLineError as error:
            error.at(path, line)
            yield line, error


def _elements(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (line number, bytes) of each element, with no more than one element and a buffer in memory."""
    with open_regular(path) as file:
        window = _Window(file, path)
        window.skip(1)  # the opening bracket
        mark = "," if window.peek() != "]" else "]"
        while mark == ",":
            window.peek()
            yield window.element()
            mark = window.peek()
            if mark == ",":
                window.skip(1)
        if mark == "]":
            window.skip(1)
        if mark != "]" or window.peek():
            raise window.broken()  # cut off, or something behind the list: half of a file is never taken for the whole


@dataclass(slots=True)
class _Window:
    """A part of a file's text; `position` is what was read of it, `line` the number of the line there."""

    file: BinaryIO
    path: Path
    text: str = ""
    position: int = 0
    line: int = 1
    ended: bool = False
    decode: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8-sig"))

    def peek(self) -> str:
        """Return the next character that is no blank, "" at the end of the file."""
        while True:
            end = _skip(self.text, self.position)
            self._pass(end)
            if end < len(self.text) or not self._more():
                return self.text[end : end + 1]

    def skip(self, count: int) -> None:
        """Pass over characters that are no blanks, and the blanks before them."""
        self.peek()
        self._pass(self.position + count)

    def element(self) -> tuple[int, bytes]:
        """Return line and bytes of the value that begins here."""
        while True:
            try:
                _, end = _DECODER.raw_decode(self.text, self.position)
            except (ValueError, RecursionError) as error:
                if len(self.text) - self.position > MAX_LINE_BYTES or not self._more():
                    raise self.broken(error) from error
                continue
            if end + _OF_A_NUMBER < len(self.text) or not self._more():
                line, found = self.line, self.text[self.position : end]
                self._pass(end)
                return line, found.encode("utf-8", "surrogatepass")

    def _pass(self, end: int) -> None:
        self.line += self.text.count("\n", self.position, end)
        self.position = end

    def _more(self) -> bool:
        """Read on, at least as much as there is; tell whether there was anything."""
        if self.ended:
            return False
        self.text = self.text[self.position :]
        self.position = 0
        data = self.file.read(max(_CHUNK, len(self.text)))
        self.ended = not data
        try:
            self.text += self.decode.decode(data, final=self.ended)
        except UnicodeDecodeError as error:
            line = self.line + self.text.count("\n") + data.count(b"\n", 0, error.start)
            message = msg("is not UTF-8: save it as UTF-8", "не UTF-8: сохраните в UTF-8")
            raise FormatError(message, file=self.path, line=line) from error
        return True

    def broken(self, error: Exception | None = None) -> FormatError:
        """Return the error for a list that is none from here on."""
        place = getattr(error, "pos", self.position)
        message = msg("no valid JSON from here on: correct the file", "отсюда неверный JSON: исправьте файл")
        return FormatError(message, file=self.path, line=self.line + self.text.count("\n", self.position, place))


def _object(data: bytes, path: Path, line: int) -> dict[str, Any] | JsonLineError:
    try:
        value = parse_json(data)
    except JsonLineError as error:
        error.at(path, line)
        return error
    if isinstance(value, dict):
        return value
    return JsonLineError(msg("should be a JSON object", "должен быть объект JSON"), file=path, line=line)
