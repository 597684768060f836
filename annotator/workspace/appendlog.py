"""A file that only ever grows by whole lines, each of them on disk before the call returns."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from annotator.messages import msg
from annotator.workspace.errors import SaveError, WorkspaceError, save_error, system_reason
from annotator.workspace.files import ReadFile, remove_leftovers, sync_folder, write_whole
from annotator.workspace.sharing import open_shared

_TAIL = 512
_CHUNK = 1 << 22


class Outside(Enum):
    """What other programs did to the file since we last wrote or looked."""

    NOTHING = "nothing"
    GROWN = "grown"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class _Known:
    """The file as we left it."""

    device: int
    inode: int
    size: int
    modified: int
    tail: bytes


class AppendLog:
    """Appends lines durably. The caller holds the lock of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        self._known: _Known | None = None
        self._reader: ReadFile | None = None
        self._spoiled = False

    # -- opening ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the file, and make it where there is none.

        Raises:
            WorkspaceError: the file can be neither made nor written.
        """
        try:
            self._open()
        except OSError as error:
            raise WorkspaceError(
                msg(
                    "cannot be opened for writing: {reason}",
                    "не открывается для записи: {reason}",
                    reason=system_reason(error),
                ),
                file=self.path,
            ) from error

    def _open(self) -> None:
        new = not self.path.exists()
        if not new and not self.path.is_file():
            raise WorkspaceError(msg("this is no file: give a file", "это не файл: укажите файл"), file=self.path)
        if new:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(Path(os.path.realpath(self.path)))
        self._descriptor = open_shared(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
        if new:
            os.fsync(self._descriptor)
            sync_folder(self.path.parent)
            sync_folder(self.path.parent.parent)
        self._reader = ReadFile(self.path)
        self.remember()

    @property
    def reader(self) -> ReadFile:
        """The same file, open for reading."""
        assert self._reader is not None, "open() comes first"
        return self._reader

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):  # what counts has been synced before
                os.close(self._descriptor)
            self._descriptor = -1

    def release(self) -> None:
        """Close the file for good, for reading too; a second time does nothing."""
        self.close()
        if self._reader is not None:
            self._reader.close()

    def reopen(self) -> None:
        """Open the path again: after a failed fsync, or after the file was replaced."""
        self.close()
        self._open()

    # -- what others did ----------------------------------------------------------------------------------------------

    def remember(self, written: bytes = b"") -> None:
        """Take the file as it is now for the known state; `written` is what it ends with, if that is known."""
        status = os.fstat(self._descriptor)
        size = status.st_size
        tail = written[-_TAIL:] if len(written) >= _TAIL else self._tail(size)
        self._known = _Known(status.st_dev, status.st_ino, size, status.st_mtime_ns, tail)
        self._spoiled = False

    def _tail(self, size: int) -> bytes:
        begin = max(0, size - _TAIL)
        return self.reader.read(begin, size - begin)

    @property
    def size(self) -> int:
        """The file's size as we know it, in bytes."""
        return self._state.size

    @property
    def _state(self) -> _Known:
        assert self._known is not None, "open() comes first"
        return self._known

    def outside_change(self) -> Outside:
        """Compare the file with the known state: size, time, identity, last line."""
        known = self._state
        try:
            status = self.path.stat()
        except OSError:
            return Outside.REPLACED
        if (status.st_dev, status.st_ino) != (known.device, known.inode) or status.st_size < known.size:
            return Outside.REPLACED
        if (status.st_size, status.st_mtime_ns) == (known.size, known.modified):
            return Outside.NOTHING
        if self._tail(known.size) != known.tail:
            return Outside.REPLACED
        return Outside.GROWN if status.st_size > known.size and not self._spoiled else Outside.NOTHING

    def old_content(self) -> Iterator[bytes]:
        """Yield the file as we knew it, where its name leads elsewhere by now; nothing where it was changed in place."""
        known = self._state
        if self.reader.stat().st_size < known.size or self._tail(known.size) != known.tail:
            return
        for base in range(0, known.size, _CHUNK):
            yield self.reader.read(base, min(_CHUNK, known.size - base))
        if known.tail and not known.tail.endswith(b"\n"):
            yield b"\n"

    # -- the torn tail ------------------------------------------------------------------------------------------------

    def cut_tail(self, end: int) -> Path | None:
        """Copy the bytes from `end` on to a file beside, then cut them off; return the copy, or None if there are none.

        Raises:
            SaveError: the copy could not be made; nothing was cut.
        """
        size = os.fstat(self._descriptor).st_size
        if size <= end:
            return None
        try:
            copy = keep_beside(self.path, "torn", [self.reader.read(end, size - end)])
            os.ftruncate(self._descriptor, end)
            os.fsync(self._descriptor)
        except OSError as error:
            raise save_error(error, self.path) from error
        self.remember()
        return copy

    def shrink(self, end: int) -> None:
        """Return the file to an earlier length that this object knows; what cannot be cut now is cut at the next append."""
        known = self._state
        self._known = _Known(known.device, known.inode, end, known.modified, self._tail(end))
        if self._descriptor < 0:
            with contextlib.suppress(OSError):
                os.truncate(self.path, end)
            return
        self._take_back(end)

    # -- writing ------------------------------------------------------------------------------------------------------

    def append(self, data: bytes) -> int:
        """Append finished lines with one write and fsync; return the offset at which they begin.

        Raises:
            SaveError: nothing was added; the file has its old length again, or gets it before the next append.
        """
        if self._descriptor < 0:
            self._restore()
        end = self.size
        if end and self._state.tail[-1:] != b"\n":
            data = b"\n" + data
        try:
            if self._spoiled:  # what an earlier append left and could not take back
                os.ftruncate(self._descriptor, end)
            write_whole(self._descriptor, data)
            os.fsync(self._descriptor)
        except OSError as error:
            self._take_back(end)
            raise save_error(error, self.path) from error
        self.remember(data)
        return end + data.startswith(b"\n")

    def _take_back(self, end: int) -> None:
        """Return to the old length. After a failed fsync the system's cache is not to be trusted: open anew."""
        self._spoiled = True
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, end)
            self._spoiled = False
            os.fsync(self._descriptor)
        self.close()

    def _restore(self) -> None:
        known = self._state
        try:
            self._descriptor = open_shared(self.path, os.O_RDWR | os.O_APPEND)
        except OSError as error:
            raise save_error(error, self.path) from error
        status = os.fstat(self._descriptor)
        if (status.st_dev, status.st_ino) != (known.device, known.inode):
            self.close()
            raise SaveError(
                msg("was replaced by another program", "файл заменила другая программа"), file=self.path, retry=False
            )


def keep_beside(path: Path, why: str, parts: Iterable[bytes]) -> Path:
    """Write bytes durably to a new file beside `path`, named after the reason and the time; return its path."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        copy = path.with_name(f"{path.name}.{why}-{stamp}" + (f"-{number}" if number > 1 else ""))
        with contextlib.suppress(FileExistsError):
            descriptor = open_shared(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            try:
                for part in parts:
                    write_whole(descriptor, part)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            sync_folder(copy.parent)
            return copy
    raise OSError(17, "no free name", str(path))
