"""Reading a DocBin file article by article, without making a `Doc` of each; see `docbin_writer` for the file's form."""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ORTH
from spacy.strings import get_string_id
from srsly.msgpack import Unpacker

from annotator.nlp.docbin_writer import SPAN, SpanRow
from annotator.workspace.jsonl import open_regular

_CHUNK = 1 << 20
_MAX_ITEM = (1 << 31) - 1  # bytes of one value, the columns of tokens and blanks not counted
_BYTES_HEADS = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I"}
_COLUMNS = ("cats", "flags", "span_groups", "user_data")


@dataclass(frozen=True, slots=True)
class RawDoc:
    """One article of a DocBin as it stands in the file: its table of token attributes, and packed bytes."""

    table: NDArray[np.uint64]
    spaces: NDArray[np.bool_]
    cats: dict[str, float]
    flags: dict[str, bool]
    span_groups: bytes
    user_data: bytes | None


@dataclass(slots=True)
class _Window:
    """A file read from a place of its own, so that several readers can share it."""

    file: IO[bytes]
    place: int

    def read(self, size: int) -> bytes:
        self.file.seek(self.place)
        data = self.file.read(size)
        self.place += len(data)
        return data


@dataclass(slots=True)
class DocBinReader:
    """The articles of an unpacked DocBin, in order. `names` are its strings by their numbers."""

    file: IO[bytes]
    places: dict[str, int] = field(init=False)
    attrs: list[int] = field(init=False)
    lengths: list[int] = field(init=False)
    names: dict[int, str] = field(init=False)
    _listing: Unpacker = field(default_factory=lambda: Unpacker(raw=False))
    _frozen: Unpacker = field(default_factory=lambda: Unpacker(raw=False, use_list=False))

    def __post_init__(self) -> None:
        self.places = _places(self.file)
        self.attrs = self._value("attrs")
        self.lengths = np.frombuffer(self._value("lengths"), dtype=np.int32).tolist()
        self.names = {int(get_string_id(string)): string for string in self._value("strings")}

    def _value(self, name: str) -> Any:
        return _unpacker(self.file, self.places[name]).unpack()

    def docs(self) -> Iterator[RawDoc]:
        """Yield the articles as they stand in the file."""
        columns = [self._items(name) for name in _COLUMNS]
        rows, blanks = (_Window(self.file, self.places[name]) for name in ("tokens", "spaces"))
        width = len(self.attrs)
        for length in self.lengths:
            table = np.frombuffer(rows.read(length * width * 8), dtype=np.uint64).reshape(length, width)
            spaces = np.frombuffer(blanks.read(length), dtype=bool)
            yield RawDoc(table, spaces, *(next(column) for column in columns))

    def _items(self, name: str) -> Iterator[Any]:
        """Yield the items of a column; files of older versions lack some."""
        if name not in self.places:
            missing: Any = {"span_groups": b"", "user_data": None}.get(name, {})
            yield from (missing for _ in self.lengths)
            return
        unpacker = _unpacker(self.file, self.places[name])
        for _ in range(unpacker.read_array_header()):
            yield unpacker.unpack()

    def words(self, doc: RawDoc) -> list[str]:
        """Return the words of an article."""
        return list(map(self.names.__getitem__, doc.table[:, self.attrs.index(ORTH)].tolist()))

    def user_data(self, doc: RawDoc) -> dict[Any, Any]:
        """Return what would be `Doc.user_data`."""
        if doc.user_data is None:
            return {}
        self._frozen.feed(doc.user_data)
        found = self._frozen.unpack()
        return found if isinstance(found, dict) else {}

    def text(self, doc: RawDoc) -> tuple[str, list[int]]:
        """Return the text that the words spell, and for each word where it and the blank after it end."""
        words = [
            f"{word} " if blank else word for word, blank in zip(self.words(doc), doc.spaces.tolist(), strict=True)
        ]
        return "".join(words), list(accumulate(map(len, words)))

    def spans(self, doc: RawDoc, name: str) -> list[SpanRow]:
        """Return the spans of a group; nothing if there is no such group."""
        groups = self._unpacked(doc.span_groups) if doc.span_groups else []
        for packed, keys in groups.items() if isinstance(groups, dict) else ():
            if name in keys:
                rows, names = map(SPAN.unpack, self._unpacked(packed)["spans"]), self.names
                return [
                    SpanRow(first, last, start, end, names[label], names[kb_id] if kb_id else "")
                    for _, kb_id, label, first, last, start, end in rows
                ]
        return []

    def _unpacked(self, data: bytes) -> Any:
        self._listing.feed(data)
        return self._listing.unpack()


def _unpacker(file: IO[bytes], place: int) -> Unpacker:
    return Unpacker(_Window(file, place), read_size=_CHUNK // 4, raw=False, max_buffer_size=_MAX_ITEM)


def _places(file: IO[bytes]) -> dict[str, int]:
    """Return where the value of each key begins; for `tokens` and `spaces` where their bytes begin."""
    places: dict[str, int] = {}
    unpacker = _unpacker(file, 0)
    place = 0
    for _ in range(unpacker.read_map_header()):
        name = unpacker.unpack()
        begin = place + unpacker.tell()
        places[name] = begin
        if name in {"tokens", "spaces"}:
            places[name], size = _bytes_at(file, begin)
            place, unpacker = places[name] + size, _unpacker(file, places[name] + size)
        else:
            _skip(unpacker, is_column=name in _COLUMNS)
    return places


def _skip(unpacker: Unpacker, *, is_column: bool) -> None:
    """Pass over a value; a column item by item, since it may be larger than memory."""
    for _ in range(unpacker.read_array_header() if is_column else 1):
        unpacker.skip()


def _bytes_at(file: IO[bytes], place: int) -> tuple[int, int]:
    """Return where the bytes of a value begin, and how many they are."""
    window = _Window(file, place)
    kind = _BYTES_HEADS[window.read(1)[0]]
    (size,) = struct.unpack(kind, window.read(struct.calcsize(kind)))
    return window.place, size


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """Yield the bytes of a compressed file, in memory while they are few and in a temporary file otherwise.

    Raises:
        zlib.error: the file is not compressed, or damaged.
    """
    inflate = zlib.decompressobj()
    with tempfile.SpooledTemporaryFile(max_size=32 * _CHUNK) as whole, open_regular(path) as file:
        while data := file.read(_CHUNK):
            whole.write(inflate.decompress(data))
        whole.write(inflate.flush())
        if not inflate.eof:
            raise zlib.error("the file ends too early")
        yield whole
