"""Writing files so that a crash at any moment leaves either the old content or the new, and never half of it."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from annotator.workspace.errors import save_error
from annotator.workspace.jsonl import open_descriptor
from annotator.workspace.sharing import open_shared, swap_in


def sync_folder(folder: str | os.PathLike[str]) -> None:
    """Make the names in a folder durable. Does nothing where folders cannot be opened (Windows)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        if os.name == "nt":
            return
        raise
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def states_of(files: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of each file that is there: equal twice, nobody has written in between."""
    found = []
    for file in files:
        try:
            state = file.stat()
        except OSError:
            continue
        found.append((file.name, state.st_size, state.st_mtime_ns))
    return tuple(found)


def write_whole(descriptor: int, data: bytes) -> None:
    """Write all of `data`; raises OSError if the system took less (a full disk may take a part)."""
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, data[written:])


def replace_file(
    path: Path, parts: Iterable[bytes], *, check: Callable[[Path], None] | None = None, mode: int | None = None
) -> None:
    """Write a file beside `path`, make it durable, check it, and swap it in. A symlink is followed, not replaced.

    `check` gets the path of the finished new file and raises to keep the old one. The file keeps the old one's mode.

    Raises:
        SaveError: the new content could not be written; the old file is untouched.
    """
    target = Path(os.path.realpath(path))
    temporary = temporary_beside(target)
    try:
        descriptor = open_shared(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            for part in parts:
                write_whole(descriptor, part)
            _copy_mode(target, descriptor, mode)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if check is not None:
            check(temporary)
        swap_in(temporary, target)
        sync_folder(target.parent)
    except OSError as error:
        raise save_error(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def temporary_beside(target: Path) -> Path:
    """Return the name under which a new version of `target` is written; a leading dot keeps it out of every listing."""
    return target.with_name(f".{target.name}.{os.getpid()}.tmp")


def remove_leftovers(target: Path) -> None:
    """Delete unfinished new versions of a file that a crash left behind; the caller holds the file's lock."""
    pattern = f".{target.name}."
    with contextlib.suppress(OSError):
        for entry in os.scandir(target.parent):
            if entry.name.startswith(pattern) and entry.name.endswith(".tmp"):
                Path(entry.path).unlink(missing_ok=True)


def _copy_mode(target: Path, descriptor: int, mode: int | None) -> None:
    if not hasattr(os, "fchmod"):
        return
    with contextlib.suppress(FileNotFoundError):
        os.fchmod(descriptor, mode if mode is not None else target.stat().st_mode & 0o7777)


class ReadFile:
    """A file that stays open for reading at any place from any thread, even after it was swapped for a new version.

    Raises:
        AnnotatorError: the file cannot be read, or is no regular file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = open_descriptor(path)
        self._lock = threading.Lock()

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end of the file."""
        if hasattr(os, "pread"):
            data: bytes = os.pread(self._descriptor, length, offset)
            while len(data) < length and (more := os.pread(self._descriptor, length - len(data), offset + len(data))):
                data += more
            return data
        with self._lock:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            return os.read(self._descriptor, length)

    def stat(self) -> os.stat_result:
        """Return the open file's status, also when its name leads elsewhere by now."""
        return os.fstat(self._descriptor)

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with self._lock:
            if self._descriptor >= 0:
                with contextlib.suppress(OSError):  # nothing was written through it
                    os.close(self._descriptor)
                self._descriptor = -1

    def __del__(self) -> None:
        if getattr(self, "_descriptor", -1) >= 0:
            self.close()
