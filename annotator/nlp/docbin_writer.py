"""Writing spaCy's DocBin file piece by piece: neither a `Doc` of each article nor the whole file is ever in memory.

The file is a compressed msgpack map (`spacy.tokens._serialize`, version 0.1). Its columns are spooled to temporary
files and put together at the end, as the map needs the length of each before its bytes.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

import numpy as np
from spacy.attrs import ENT_IOB, ENT_KB_ID, ENT_TYPE, ORTH
from spacy.strings import get_string_id
from srsly.msgpack import Packer

from annotator.formats.base import FormatError
from annotator.messages import msg

VERSION = "0.1"
ATTRIBUTES = (ORTH, ENT_IOB, ENT_TYPE, ENT_KB_ID)
SPAN = struct.Struct(">QQQllll")  # id, kb_id, label, first token, one past the last, start and end in characters
INSIDE, OUTSIDE, BEGIN = 1, 2, 3
_MAX_COLUMN = 0xFFFF_FFFF  # msgpack counts the bytes of one value in 32 bits
_CHUNK = 1 << 20


class SpanRow(NamedTuple):
    """A labelled span in tokens, `[first, last)`, and in characters, `[start, end)`."""

    first: int
    last: int
    start: int
    end: int
    label: str
    kb_id: str


class _Numbers(dict[str, int]):
    """spaCy's numbers of the strings met so far."""

    def __missing__(self, string: str) -> int:
        number = self[string] = int(get_string_id(string))
        return number


@dataclass(slots=True)
class DocBinWriter:
    """Collects articles and writes them as one DocBin; use as a context manager, then call `save`."""

    stack: ExitStack = field(default_factory=ExitStack)
    columns: dict[str, IO[bytes]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    ids: _Numbers = field(default_factory=lambda: _Numbers({"": 0}))
    packer: Packer = field(default_factory=lambda: Packer(use_bin_type=True))

    def __enter__(self) -> Self:
        for name in ("tokens", "spaces", "span_groups", "user_data"):
            self.columns[name] = self.stack.enter_context(tempfile.SpooledTemporaryFile(max_size=8 * _CHUNK))
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def add(
        self,
        words: Sequence[str],
        spaces: Sequence[bool],
        ents: Sequence[SpanRow],
        spans: Sequence[SpanRow],
        user_data: dict[Any, Any],
    ) -> None:
        """Add one article: its words with whether a blank follows, the flat layer, and the span group `sc`."""
        table = np.zeros((len(words), len(ATTRIBUTES)), dtype=np.uint64)
        table[:, 0] = list(map(self.ids.__getitem__, words))
        table[:, 1] = OUTSIDE
        for span in ents:
            table[span.first : span.last, 1] = INSIDE
            table[span.first, 1] = BEGIN
            table[span.first : span.last, 2] = self.ids[span.label]
            table[span.first : span.last, 3] = self.ids[span.kb_id]
        self.lengths.append(len(words))
        self.columns["tokens"].write(table.tobytes("C"))
        self.columns["spaces"].write(np.asarray(spaces, dtype=bool).tobytes("C"))
        pack = self.packer.pack
        self.columns["span_groups"].write(pack(pack({self._group(spans): ["sc"]})))
        self.columns["user_data"].write(pack(pack(user_data)))

    def _group(self, spans: Sequence[SpanRow]) -> bytes:
        ids = self.ids
        rows = [SPAN.pack(0, ids[s.kb_id], ids[s.label], s.first, s.last, s.start, s.end) for s in spans]
        packed: bytes = self.packer.pack({"name": "sc", "attrs": {}, "spans": rows})
        return packed

    def save(self, out: Path) -> None:
        """Put the columns together in a file.

        Raises:
            FormatError: one of the columns is larger than the file format allows.
        """
        deflate = zlib.compressobj(level=3)
        with out.open("wb") as file:
            for piece in self._pieces(out):
                file.write(deflate.compress(piece))
            file.write(deflate.flush())

    def _pieces(self, out: Path) -> Iterator[bytes]:
        pack, count = self.packer.pack, len(self.lengths)
        flag = pack({"has_unknown_spaces": False})
        yield self.packer.pack_map_header(10)
        yield pack("version") + pack(VERSION) + pack("attrs") + pack(list(map(int, ATTRIBUTES)))
        for name in ("tokens", "spaces"):
            yield pack(name) + _bytes_header(self.columns[name].tell(), out)
            yield from _chunks(self.columns[name])
        yield pack("lengths") + pack(np.asarray(self.lengths, dtype=np.int32).tobytes("C"))
        yield pack("strings") + pack(sorted(self.ids))
        yield pack("cats") + pack([{}] * count) + pack("flags") + self.packer.pack_array_header(count) + flag * count
        for name in ("span_groups", "user_data"):
            yield pack(name) + self.packer.pack_array_header(count)
            yield from _chunks(self.columns[name])


def _bytes_header(length: int, out: Path) -> bytes:
    if length > _MAX_COLUMN:
        raise FormatError(
            msg(
                "one DocBin cannot hold so many tokens: export several (--shard-size 10000), or convert smaller files",
                "столько токенов в один DocBin не помещается: выгрузите несколько (--shard-size 10000) или меньшими файлами",
            ),
            file=out,
        )
    return b"\xc6" + struct.pack(">I", length)


def _chunks(column: IO[bytes]) -> Iterator[bytes]:
    column.seek(0)
    while chunk := column.read(_CHUNK):
        yield chunk
