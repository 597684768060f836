"""A file of one JSON object a line, found by id through its byte index."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace import index_cache
from annotator.workspace.files import ReadFile
from annotator.workspace.index import LineIndex, Scanner, build, id_of, line_number
from annotator.workspace.jsonl import JsonLineError, parse_object
from annotator.workspace.light import light_record
from annotator.workspace.problem import Problem


class LineFile:
    """Lines of a file by document id. A file that is not there counts as empty.

    Raises:
        AnnotatorError: the file cannot be read.
    """

    def __init__(self, path: Path, cache: Path, *, first_wins: bool = False) -> None:
        self.path = path
        self._cache = cache
        self._first_wins = first_wins
        self._lock = threading.RLock()
        self._file: ReadFile | None = None
        self.index = LineIndex()
        self.fresh = True  # whether the index was made from the file in this session, not taken from the cache
        self.reload()

    def reload(self) -> None:
        """Open the path anew and index it."""
        with self._lock:
            self._file = ReadFile(self.path) if self.path.exists() or self.path.is_symlink() else None
            if self._file is None:
                self.index = LineIndex()
                return
            self.index, from_cache = index_cache.load(self._cache, self._file)
            self.fresh = not from_cache
            self._prefer_first()
            if not from_cache:
                index_cache.store(self._cache, self._file, self.index)

    def _prefer_first(self) -> None:
        if not self._first_wins or len(self.index.latest) == len(self.index.ids):
            return
        for position in range(len(self.index.ids) - 1, -1, -1):
            if identifier := self.index.ids[position]:
                self.index.latest[identifier] = position

    def grow(self) -> list[str]:
        """Index the lines that were appended since; return the ids on them, in order."""
        with self._lock:
            if self._file is None:
                self.reload()
                return [i for i in self.index.ids if i]
            before = len(self.index.ids)
            Scanner(self._file, self.index).run(self._file.stat().st_size)
            self._prefer_first()
            return [i for i in self.index.ids[before:] if i]

    @property
    def replaced(self) -> bool:
        """Whether the path leads to another file by now than the open one, or to one that was cut short."""
        if self._file is None:
            return True
        try:
            there = self.path.stat()
        except OSError:
            return True
        return not os.path.samestat(there, self._file.stat()) or there.st_size < self.index.end

    def keep_index(self) -> None:
        """Keep the index on disk for the next start."""
        if self._file is not None:
            index_cache.store(self._cache, self._file, self.index)

    @property
    def file(self) -> ReadFile:
        """The open file; there must be one."""
        assert self._file is not None, "the file is not there"
        return self._file

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self._file is not None

    def __contains__(self, identifier: str) -> bool:
        return identifier in self.index.latest

    def raw(self, position: int) -> bytes:
        """Return the bytes of one line, without its line end."""
        return self.file.read(self.index.offsets[position], self.index.lengths[position])

    def object(self, position: int) -> dict[str, Any]:
        """Return the JSON object of one line.

        Raises:
            JsonLineError: the line is no JSON, or not the document that the index says; the message says which.
        """
        data = parse_object(self.raw(position))
        if id_of(data) != self.index.ids[position]:
            raise JsonLineError(msg("the file was changed meanwhile: open it again", "файл изменён: откройте заново"))
        return data

    def unchecked(self, position: int) -> dict[str, Any]:
        """Return the JSON object of one line without the checks of `object`, ten times as fast, for counting many.

        Raises:
            JsonLineError: the line is no JSON object.
        """
        try:
            data = orjson.loads(self.raw(position))
        except ValueError:
            data = None
        return data if isinstance(data, dict) else self.object(position)

    def light(self, position: int) -> dict[str, Any]:
        """Return the record of one line, of our own shape without its tokens, for counting many; else as `unchecked`.

        Raises:
            JsonLineError: the line is no JSON object.
        """
        record = light_record(self.raw(position))
        return record.data if record is not None else self.unchecked(position)

    def line_number(self, position: int) -> int:
        """Return the number, from 1, of a line of the index."""
        return line_number(self.file, self.index.offsets[position])

    def discard(self, position: int, reason: Message) -> None:
        """Take a line that proved bad out of the index."""
        with self._lock:
            self.index.discard(position, reason)

    def problems(self) -> Iterator[Problem]:
        """Yield the bad lines with their numbers, in file order."""
        for bad in sorted(self.index.bad, key=lambda line: line.offset):
            yield Problem(str(self.path), line_number(self.file, bad.offset), bad.reason)

    def rebuild(self) -> None:
        """Forget the kept index and scan the file, after it proved not to fit."""
        with self._lock:
            self._cache.unlink(missing_ok=True)
            if self._file is not None:
                self.index = build(self._file)
                self.fresh = True
                self._prefer_first()

    @property
    def torn(self) -> tuple[int, int] | None:
        """(offset, length) in bytes of an unfinished last line, or None."""
        if self._file is None:
            return None
        length = self._file.stat().st_size - self.index.end
        return (self.index.end, length) if length > 0 else None

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def placed(error: AnnotatorError, file: LineFile, position: int) -> AnnotatorError:
    """Return the error with the line's place filled in, if it had none yet."""
    return error.at(file.path, file.line_number(position))
