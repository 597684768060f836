"""Reading and writing JSON lines that may come from anywhere: nothing is guessed, repaired or silently dropped.

Lines end at line feeds alone: U+2028, U+0085 and form feeds stand inside JSON strings and end no line. A line takes the
fast parser if encoding the parsed value again gives the very same bytes: then nothing was lost on the way in (no
repeated key, no rounded number). Any other line goes through the slow, guarded parser.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, Protocol

import orjson

from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.sharing import open_shared

MAX_LINE_BYTES = 32 * 1024 * 1024
MAX_VALUES = 5_000_000  # commas, brackets and braces of one line: beyond it Python objects would eat the memory
MAX_DEPTH = 200
BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BLANK = b" \t\r\n"
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class JsonLineError(AnnotatorError):
    """A line is no JSON that can be kept without a loss; the message says why."""


class LineSource(Protocol):
    """Anything that gives lines of bytes: an open file, a compressed one."""

    def readline(self, size: int = -1, /) -> bytes:
        """Return the next line, or `size` bytes of it; nothing at the end."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a file. `number` counts from 1, `offset` and `length` are bytes, the line end not counted.

    `data` is None for a line of more than MAX_LINE_BYTES, which is never read into memory. `finished` tells whether
    the line ends with a line feed.
    """

    number: int
    offset: int
    length: int
    data: bytes | None
    finished: bool

    @property
    def blank(self) -> bool:
        """Whether there is nothing but blanks."""
        return self.data is not None and not self.data.strip(_BLANK)


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a file for reading in binary.

    Raises:
        AnnotatorError: it cannot be read, or is a folder, a pipe or a device, which could block for ever.
    """
    return os.fdopen(open_descriptor(path), "rb")


def open_descriptor(path: str | os.PathLike[str]) -> int:
    """Return a descriptor for reading a regular file; raises as `open_regular` does."""
    try:
        descriptor = open_shared(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise unreadable(error, path) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise AnnotatorError(msg("this is no file: give a file", "это не файл: укажите файл"), file=path)
    return descriptor


def unreadable(error: OSError, path: str | os.PathLike[str]) -> AnnotatorError:
    """Return the one-line error for a file that the system does not let us read."""
    reasons = {
        FileNotFoundError: msg("there is no such file", "такого файла нет"),
        PermissionError: msg("no permission to read it", "нет прав на чтение"),
        IsADirectoryError: msg("this is a folder: give a file", "это папка: укажите файл"),
    }
    reason: Message | str = reasons.get(type(error), error.strerror or str(error))
    return AnnotatorError(msg("cannot be read: {reason}", "не читается: {reason}", reason=reason), file=path)


def raw_lines(file: LineSource, *, limit: int = MAX_LINE_BYTES) -> Iterator[RawLine]:
    """Yield the lines of a binary file from its start, blank ones included; a leading BOM belongs to no line."""
    offset = number = 0
    while data := file.readline(limit + 2):
        number += 1
        start = offset
        offset += len(data)
        finished = data.endswith(b"\n")
        if number == 1 and data.startswith(BOM):
            data, start = data[len(BOM) :], start + len(BOM)
        if not finished and len(data) > limit:
            more, finished = _skip_line(file)
            offset += more
            yield RawLine(number, start, offset - start - finished, None, finished)
            continue
        body = data[:-1] if finished else data
        yield RawLine(number, start, len(body), body, finished)
        if number == 1 and body.startswith(_UTF16):
            return  # what follows is no line of anything; the first one is refused with the reason


def _skip_line(file: LineSource) -> tuple[int, bool]:
    skipped = 0
    while data := file.readline(1 << 20):
        skipped += len(data)
        if data.endswith(b"\n"):
            return skipped, True
    return skipped, False


def objects(path: str | os.PathLike[str]) -> Iterator[tuple[int, dict[str, Any] | JsonLineError]]:
    """Yield (line number, object) for each line that is not blank; a bad line yields its error and reading goes on.

    Raises:
        AnnotatorError: the file itself cannot be read.
    """
    with open_regular(path) as file:
        for line in raw_lines(file):
            if line.blank:
                continue
            try:
                yield line.number, parse_line(line)
            except JsonLineError as error:
                error.at(path, line.number)
                yield line.number, error


def read_json(path: str | os.PathLike[str]) -> Any:
    """Return the JSON value that a whole file holds, with the same guards as a line.

    Raises:
        AnnotatorError: the file cannot be read or is no JSON; the message names the line.
    """
    with open_regular(path) as file:
        data = file.read(MAX_LINE_BYTES + 1)
    if len(data) > MAX_LINE_BYTES:
        raise too_long(len(data)).at(path)
    try:
        return parse_json(data.removeprefix(BOM))
    except JsonLineError as error:
        raise error.at(path, 1) from None


def parse_line(line: RawLine) -> dict[str, Any]:
    """Return the JSON object of a line.

    Raises:
        JsonLineError: the line is too long, no JSON, or not faithful; the message says what to do.
    """
    if line.data is None:
        raise too_long(line.length)
    return parse_object(line.data)


def too_long(length: int) -> JsonLineError:
    """Return the error for a line that is refused unread."""
    return JsonLineError(
        msg(
            "the line has {size} MB, more than {limit} MB: split it into smaller documents",
            "в строке {size} МБ, больше {limit} МБ: разделите её на документы поменьше",
            size=f"{length / (1 << 20):.1f}",
            limit=MAX_LINE_BYTES >> 20,
        )
    )


def parse_object(data: bytes) -> dict[str, Any]:
    """Return the JSON object in `data`; raises JsonLineError for anything else."""
    value = parse_json(data)
    if not isinstance(value, dict):
        raise JsonLineError(
            msg(
                "should be a JSON object {{…}}: put one on each line",
                "должен быть объект JSON {{…}}, по одному на строку",
            )
        )
    return value


def parse_json(data: bytes) -> Any:
    """Return the JSON value in `data`, exactly as it is written there.

    Raises:
        JsonLineError: not UTF-8, not JSON, NaN or infinity, a repeated key, a number too large, nesting too deep, or
            a lone surrogate, which no file could hold again.
    """
    if len(data) > MAX_LINE_BYTES:
        raise too_long(len(data))
    if len(data) > MAX_VALUES and data.count(b",") + data.count(b"[") + data.count(b"{") > MAX_VALUES:
        _refuse("the line holds too many values: split it", "в строке слишком много значений: разделите её")
    try:
        value = orjson.loads(data)
        if orjson.dumps(value) == data:
            return value
    except (orjson.JSONDecodeError, TypeError):
        pass
    return _parse_guarded(data)


def _refuse(en: str, ru: str, **values: object) -> NoReturn:
    raise JsonLineError(msg(en, ru, **values))


def _parse_guarded(data: bytes) -> Any:
    if data.startswith(_UTF16):
        _refuse("this is UTF-16: save the file as UTF-8", "это UTF-16: сохраните файл в UTF-8")
    if b"\0" in data:
        _refuse(
            "holds NUL bytes, as a write cut short by a power failure leaves them: delete the line",
            "содержит нулевые байты, как после сбоя питания при записи: удалите строку",
        )
    text = _decode(data)
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite, parse_int=_bounded
        )
    except json.JSONDecodeError as error:
        _refuse(
            "no valid JSON at column {column}: correct or delete the line",
            "неверный JSON в позиции {column}: исправьте или удалите строку",
            column=error.colno,
        )
    except RecursionError:
        _too_deep()
    if _depth_exceeds(value, MAX_DEPTH):
        _too_deep()
    if _SURROGATE.search(data):
        _check_surrogates(value)
    return value


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(
            "byte {byte} at position {position} is not UTF-8: save the file as UTF-8",
            "байт {byte} в позиции {position} — не UTF-8: сохраните файл в UTF-8",
            byte=f"0x{data[error.start]:02x}",
            position=error.start + 1,
        )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        repeated = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        _refuse('key "{key}" stands twice: keep one', "ключ «{key}» указан дважды: оставьте один", key=shown(repeated))
    return result


def _no_constant(name: str) -> NoReturn:
    _refuse("{name} is no JSON: write a number or null", "{name} — не JSON: нужно число или null", name=name)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        _refuse("the number {digits} is too large", "слишком большое число {digits}", digits=shown(digits))
    return value


def _bounded(digits: str) -> int:
    if len(digits) > 4000:  # int() itself refuses beyond 4300 digits, and slows down long before
        _refuse("a number of {count} digits is too large", "слишком большое число: {count} цифр", count=len(digits))
    return int(digits)


def _too_deep() -> NoReturn:
    _refuse("is nested deeper than {limit} levels", "вложенность больше {limit} уровней", limit=MAX_DEPTH)


def _depth_exceeds(value: Any, limit: int) -> bool:
    level = _containers([value])
    for _ in range(limit):
        if not level:
            return False
        level = [child for item in level for child in _containers(item.values() if isinstance(item, dict) else item)]
    return bool(level)


def _containers(values: Iterable[Any]) -> list[dict[str, Any] | list[Any]]:
    return [value for value in values if isinstance(value, (dict, list))]


def _check_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        _refuse(
            "holds a lone surrogate (half a character): write the whole character",
            "содержит одиночный суррогат (половину символа): нужен целый символ",
        )


def shown(text: str, limit: int = 60) -> str:
    """Return a text short and printable enough for a one-line message."""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c.isprintable() else "�" for c in short)


def dump(value: Mapping[str, Any] | list[Any]) -> bytes:
    """Return the value as compact JSON in UTF-8 without a line break, keys in their own order.

    Raises:
        ValueError: NaN, infinity or a lone surrogate, which no JSON file may hold.
    """
    try:
        data = orjson.dumps(value)
    except TypeError:  # integers beyond 64 bits, deep nesting, lone surrogates
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    if b"null" in data:  # orjson writes NaN as null
        json.dumps(value, allow_nan=False)
    return data


def write_lines(path: Path, values: Iterable[Mapping[str, Any]]) -> int:
    """Write one object a line and return how many; for new files that nobody reads yet."""
    import jsonlines  # needs attrs, which takes longer to load than a window has

    count = 0
    with path.open("wb") as file, jsonlines.Writer(file, dumps=dump) as writer:
        for count, value in enumerate(values, 1):  # noqa: B007 - the last count is what is returned
            writer.write(value)
    return count
