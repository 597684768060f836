"""JSON files of other programs: lists too long for one line limit, read element by element with the same guards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.base import FormatError
from annotator.formats.encoding import read_bytes
from annotator.messages import msg
from annotator.workspace.jsonl import BOM, JsonLineError, objects, open_regular, parse_json, parse_line, raw_lines

Item = tuple[int, dict[str, Any] | JsonLineError]
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
    data = read_bytes(path).removeprefix(BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            msg("is not UTF-8: save it as UTF-8", "не UTF-8: сохраните в UTF-8"), file=path, line=line
        ) from error
    decoder = json.JSONDecoder()
    position = _skip(text, _skip(text, 0) + 1)
    line, counted = 1, 0
    while text[position : position + 1] != "]":
        line, counted = line + text.count("\n", counted, position), position
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            raise FormatError(
                msg("no valid JSON from here on: correct the file", "отсюда неверный JSON: исправьте файл"),
                file=path,
                line=line + text.count("\n", position, getattr(error, "pos", position)),
            ) from error
        yield line, text[position:end].encode("utf-8", "surrogatepass")
        position = _skip(text, end)
        position = _skip(text, position + 1) if text[position : position + 1] == "," else position


def _object(data: bytes, path: Path, line: int) -> dict[str, Any] | JsonLineError:
    try:
        value = parse_json(data)
    except JsonLineError as error:
        error.at(path, line)
        return error
    if isinstance(value, dict):
        return value
    return JsonLineError(msg("should be a JSON object", "должен быть объект JSON"), file=path, line=line)
