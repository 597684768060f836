"""Documents of a large corpus, on disk: a training asks for them again and again, and memory does not hold them all."""

from __future__ import annotations

import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import orjson

from annotator.domain import Document
from annotator.domain.record import read_record
from annotator.workspace.encode import RecordEncoder

HELD = 2_000_000
"""Code points of text that are held in memory, about 300,000 tokens; a larger corpus is read from disk at each pass."""


class StoredDocuments(Sequence[Document]):
    """Documents in a temporary file, each read when it is asked for."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._file = tempfile.TemporaryFile(prefix="annotator-")  # noqa: SIM115 - it lasts as long as the documents
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])
        encoder = RecordEncoder()
        for document in documents:
            line = encoder.encode(document)
            self._file.write(line)
            self._ends.append(self._ends[-1] + len(line))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> Document: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Document]: ...
    def __getitem__(self, index: int | slice) -> Document | Sequence[Document]:
        """Return a document, or a view of some."""
        places = range(len(self))[index]
        if isinstance(places, range):
            return Picked(self, places)
        self._file.seek(self._ends[places])
        return read_record(orjson.loads(self._file.read(self._ends[places + 1] - self._ends[places]))).document


@dataclass(frozen=True, slots=True)
class Picked(Sequence[Document]):
    """Some of the documents of another sequence, by their places."""

    of: Sequence[Document]
    places: Sequence[int]

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Document: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Document]: ...
    def __getitem__(self, index: int | slice) -> Document | Sequence[Document]:
        """Return a document, or a view of some."""
        found = self.places[index]
        return self.of[found] if isinstance(found, int) else Picked(self.of, found)


def kept(documents: Iterable[Document]) -> Sequence[Document]:
    """Return the documents in memory, or on disk where their texts are longer than HELD together."""
    source, held, length = iter(documents), [], 0
    for document in source:
        held.append(document)
        length += len(document.text)
        if length > HELD:
            return StoredDocuments(_both(held, source))
    return tuple(held)


def _both(held: list[Document], rest: Iterator[Document]) -> Iterator[Document]:
    held.reverse()
    while held:
        yield held.pop()
    yield from rest


def picked(documents: Sequence[Document], places: Sequence[int]) -> Sequence[Document]:
    """Return some of the documents: a list, or a view where they are on disk."""
    return [documents[i] for i in places] if is_held(documents) else Picked(documents, places)


def is_held(documents: Sequence[Document]) -> bool:
    """Tell whether the documents are in memory."""
    return not isinstance(documents, StoredDocuments | Picked)
