"""Decoding text files exactly: nothing is normalised, a byte order mark is the only thing taken off."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.formats.base import WRONG_USAGE, FormatError, ReadOptions
from annotator.formats.report import Kind, Problem
from annotator.messages import msg
from annotator.workspace.jsonl import open_regular

MAX_TEXT_BYTES = 256 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_RUSSIAN = ("cp1251", "koi8_r", "cp866", "utf_16_le", "utf_16_be", "mac_cyrillic")
_SAMPLE = 64 * 1024
# The ten commonest letters of Russian: a wrong 8-bit table turns lower case into upper case, signs or rare letters.
_COMMON = frozenset("оеаинтсрвл")


class UnknownEncodingError(FormatError):
    """There is no encoding of that name; exit status 2."""

    exit_status = WRONG_USAGE


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, whether that was a guess, and whether a byte order mark was taken off."""

    text: str
    encoding: str
    guessed: bool = False
    bom: bool = False


def read_bytes(path: Path) -> bytes:
    """Return a regular file's bytes.

    Raises:
        AnnotatorError: it cannot be read, or is larger than any article could be.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > MAX_TEXT_BYTES:
            raise FormatError(
                msg(
                    "has {size} MB, more than {limit} MB: split it",
                    "занимает {size} МБ, больше {limit} МБ: разделите файл",
                    size=size >> 20,
                    limit=MAX_TEXT_BYTES >> 20,
                ),
                file=path,
            )
        return file.read()


def read_text(path: Path, options: ReadOptions) -> Decoded:
    """Return the text of a file; a guessed encoding is noted in the report.

    Raises:
        AnnotatorError: the file cannot be read or is not in the encoding asked for.
    """
    decoded = decode(read_bytes(path), options.encoding, path)
    if decoded.guessed:
        _note_guess(decoded.encoding, path, options)
    return decoded


def _note_guess(encoding: str, path: Path, options: ReadOptions) -> None:
    message = msg(
        "read as {encoding}: if letters look wrong, name the encoding (--encoding)",
        "прочитано как {encoding}: если буквы неверны, укажите кодировку (--encoding)",
        encoding=encoding,
    )
    options.report.add(Problem(str(path), None, message, Kind.NOTE))


def text_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield the lines of a text file of any length, without their ends; only LF and CR LF end one.

    Raises:
        FormatError: a line is not in the encoding.
    """
    try:
        with path.open(encoding=encoding, newline="\n") as file:
            for line in file:
                yield line.removesuffix("\n").removesuffix("\r")
    except UnicodeError as error:
        message = msg(
            "is not {encoding} from here on: name another encoding (--encoding)",
            "отсюда не {encoding}: укажите другую кодировку (--encoding)",
            encoding=encoding,
        )
        raise FormatError(message, file=path, line=_undecodable_line(path, encoding)) from error


def _undecodable_line(path: Path, encoding: str) -> int | None:
    """Return the first line that is not in an encoding; None where lines cannot be told before decoding."""
    if encoding.startswith("utf-16"):
        return None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeError:
                return number
    return None


def codec_of(path: Path, options: ReadOptions) -> str:
    """Return the codec of a file, found out by the rules of `decode` with no more than a part of it in memory.

    Raises:
        AnnotatorError: the file cannot be read, or there is no encoding of the name asked for.
    """
    with open_regular(path) as file:
        head = file.read(_SAMPLE)
        marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
        if marked is not None and (options.encoding is None or _is_unicode(options.encoding)):
            return "utf-8-sig" if marked == "utf-8" else "utf-16"
        if options.encoding is not None:
            _strict(b"", options.encoding, path)
            return options.encoding
        wide = _wide(head)
        if wide is None and _is_utf8(head, file):
            return "utf-8"
    encoding = wide or guess(head)
    _note_guess(encoding, path, options)
    return encoding


def _is_utf8(head: bytes, file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
        while data := file.read(1 << 20):
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes, encoding: str | None = None, path: Path | None = None) -> Decoded:
    """Decode bytes: the encoding asked for, else by byte order mark, UTF-8, and the Russian 8-bit tables.

    Raises:
        FormatError: the encoding is unknown, or the bytes are not in it.
    """
    for mark, name in _MARKS:
        if data.startswith(mark) and (encoding is None or _is_unicode(encoding)):
            return Decoded(_strict(data[len(mark) :], name, path), name, bom=True)
    if encoding is not None:
        return Decoded(_strict(data, encoding, path), encoding)
    if wide := _wide(data):
        return Decoded(_strict(data, wide, path), wide, guessed=True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        name = guess(data)
        return Decoded(_strict(data, name, path), name, guessed=True)


def _is_unicode(encoding: str) -> bool:
    return encoding.lower().replace("_", "-").startswith("utf")


def _strict(data: bytes, encoding: str, path: Path | None) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise UnknownEncodingError(
            msg(
                'there is no encoding "{encoding}": try utf-8, cp1251 or koi8-r',
                "нет кодировки «{encoding}»: попробуйте utf-8, cp1251 или koi8-r",
                encoding=encoding,
            ),
            file=path,
        ) from error
    except UnicodeError as error:
        position = getattr(error, "start", 0)
        raise FormatError(
            msg(
                "is not {encoding}: the byte at position {position} does not fit; name another encoding",
                "это не {encoding}: байт в позиции {position} не подходит; укажите другую кодировку",
                encoding=encoding,
                position=position,
            ),
            file=path,
        ) from error


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark, which for Cyrillic is valid UTF-8 full of control characters."""
    sample = data[: _SAMPLE & ~1]
    if len(data) % 2 or len(sample) < 4:
        return None
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(high.count(byte) for byte in (b"\x00", b"\x04")) >= 0.8 * len(high):
            return name
    return None


def guess(data: bytes) -> str:
    """Return the likeliest of the encodings that Russian texts come in; Windows-1251 where nothing speaks for others."""
    sample = data[:_SAMPLE]
    scores = {name: _russian_score(sample, name) for name in _RUSSIAN[:3]}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.25:
        return best
    return _charset_normalizer(sample) or "cp1251"


def _russian_score(data: bytes, encoding: str) -> float:
    """Return the share of the commonest lower-case Russian letters among the characters beyond ASCII."""
    beyond = [c for c in data.decode(encoding, "replace") if c > "\x7f"]
    return sum(c in _COMMON for c in beyond) / len(beyond) if beyond else 0.0


def _charset_normalizer(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return best.encoding if best else None
