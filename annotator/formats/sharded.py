"""Any format in several files of so many documents each, as readers of large corpora take a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import ClassVar

from annotator.domain import Document
from annotator.formats.base import (
    Comparable,
    Format,
    Holds,
    Imported,
    ReadOptions,
    WriteOptions,
    WriteReport,
)
from annotator.formats.files import files_in
from annotator.formats.fingerprint import fingerprint
from annotator.formats.targets import TargetError
from annotator.messages import msg


def sharded(target: Format, size: int) -> Format:
    """Return the format of folders that hold `00001.spacy`, `00002.spacy` … of `size` documents each, in their order.

    Raises:
        TargetError: the format writes a folder by itself.
    """
    if target.folder:
        raise TargetError(
            msg(
                "{name} writes a file for each document anyway: leave --shard-size out",
                "{name} и так пишет по файлу на документ: уберите --shard-size",
                name=target.name,
            )
        )
    same = {name: getattr(target, name) for name in ("name", "suffixes", "writes", "holds")}
    made: Format = type("Sharded", (_Sharded,), same)(target, size)
    return made


def require_room(target: Format, folder: Path) -> None:
    """Refuse a folder with files of this kind: those of an earlier export would be read together with the new ones.

    Raises:
        TargetError: there are some.
    """
    if folder.is_dir() and (old := files_in(folder, target.suffixes)):
        raise TargetError(
            msg(
                "holds {name} already, which would be read with the new files: choose another folder",
                "уже содержит {name}, он читался бы вместе с новыми файлами: укажите другую папку",
                name=old[0].relative_to(folder),
            ),
            file=folder,
        )


class _Sharded:
    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    folder: ClassVar[bool] = True
    writes: ClassVar[bool]
    holds: ClassVar[Holds]

    def __init__(self, target: Format, size: int) -> None:
        self._target, self._size = target, size

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take what the format takes."""
        return self._target.recognises(path, head)

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield the documents of all files."""
        for file in files_in(path, self.suffixes):
            yield from self._target.read(file, options)

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write the files into the folder `out`; only one file's documents are in memory, if at all."""
        out.mkdir(parents=True, exist_ok=True)
        result = WriteReport()
        source = iter(documents)
        while (first := next(source, None)) is not None:
            file = out / f"{len(result.files) + 1:05}{self.suffixes[0]}"
            part = self._target.write(chain([first], islice(source, self._size - 1)), file, options)
            result.files += part.files
            result.written.add(part.written.documents, part.written.entities, part.written.relations)
        return result

    def fingerprints(self, path: Path) -> Iterator[bytes]:
        """Yield the fingerprint of each document of all files."""
        for file in files_in(path, self.suffixes):
            if isinstance(self._target, Comparable):
                yield from self._target.fingerprints(file)
            else:
                yield from (fingerprint(found.document, self.holds) for found in self._target.read(file, ReadOptions()))
