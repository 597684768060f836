"""The byte index kept on disk, so that a large workspace opens at once; throwing it away costs only time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from annotator.messages import msg
from annotator.workspace.files import ReadFile
from annotator.workspace.index import BadLine, LineIndex, Scanner, build

_FORMAT = 1
_WORTH_KEEPING = 1 << 20  # bytes of file; smaller ones are indexed in a few milliseconds
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What must agree for an index to fit a file: size, time of change, inode and the bytes before the index's end."""

    size: int
    modified: int
    inode: int
    tail: str

    @classmethod
    def of(cls, file: ReadFile, end: int) -> Fingerprint:
        """Return the fingerprint of an open file of which `end` bytes are indexed."""
        status = file.stat()
        return cls(status.st_size, status.st_mtime_ns, status.st_ino, tail_hash(file, end))


def tail_hash(file: ReadFile, end: int) -> str:
    """Return a hash of the last bytes before `end`: of the last line, or of its end where it is long."""
    begin = max(0, end - _TAIL)
    return hashlib.blake2b(file.read(begin, end - begin), digest_size=16).hexdigest()


def load(cache: Path, file: ReadFile) -> tuple[LineIndex, bool]:
    """Return the index of a file and whether it came whole from the cache.

    A cached index of a file that has only grown is brought up to date; any other change means a new scan.
    """
    status = file.stat()
    found = _read(cache) if status.st_size >= _WORTH_KEEPING else None
    if found is None:
        return build(file), False
    fingerprint, index = found
    if fingerprint.inode != status.st_ino or fingerprint.tail != tail_hash(file, index.end):
        return build(file), False
    if (fingerprint.size, fingerprint.modified) == (status.st_size, status.st_mtime_ns):
        return index, True
    if status.st_size <= fingerprint.size:
        return build(file), False
    Scanner(file, index).run(status.st_size)
    return index, False


def store(cache: Path, file: ReadFile, index: LineIndex) -> None:
    """Keep an index; a folder that cannot be written, or a small file, is no error."""
    if file.stat().st_size < _WORTH_KEEPING:
        return
    fingerprint = Fingerprint.of(file, index.end)
    header = {
        "format": _FORMAT,
        "fingerprint": [fingerprint.size, fingerprint.modified, fingerprint.inode, fingerprint.tail],
        "end": index.end,
        "bad": [[line.offset, line.length, line.reason.render("en"), line.reason.render("ru")] for line in index.bad],
        "lines": len(index.ids),
    }
    parts = [orjson.dumps(header), orjson.dumps(index.ids)]
    body = b"\n".join(parts) + b"\n" + index.offsets.tobytes() + index.lengths.tobytes()
    body += bytes(index.statuses).ljust(len(index.ids), b"\0")
    temporary = cache.with_name(f".{cache.name}.{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(zlib.crc32(body).to_bytes(4, "little") + body)
        temporary.replace(cache)


def _read(cache: Path) -> tuple[Fingerprint, LineIndex] | None:
    try:
        data = memoryview(cache.read_bytes())
    except OSError:
        return None
    if len(data) < 8 or zlib.crc32(data[4:]) != int.from_bytes(data[:4], "little"):
        return None
    text = bytes(data[4:])
    first = text.find(b"\n")
    second = text.find(b"\n", first + 1)
    try:
        return _decode(orjson.loads(text[:first]), orjson.loads(text[first + 1 : second]), text[second + 1 :])
    except (ValueError, KeyError, TypeError):
        return None


def _decode(header: dict[str, Any], ids: list[str], numbers: bytes) -> tuple[Fingerprint, LineIndex] | None:
    count = header["lines"]
    offsets, lengths = array("q"), array("q")
    if header["format"] != _FORMAT or len(ids) != count or len(numbers) != 17 * count:
        return None
    offsets.frombytes(numbers[: 8 * count])
    lengths.frombytes(numbers[8 * count : 16 * count])
    latest = dict(zip(ids, range(count), strict=True))
    latest.pop("", None)
    bad = [BadLine(offset, length, msg(_literal(en), _literal(ru))) for offset, length, en, ru in header["bad"]]
    return Fingerprint(*header["fingerprint"]), LineIndex(
        ids, offsets, lengths, latest, bad, bytearray(numbers[16 * count :]), header["end"]
    )


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
