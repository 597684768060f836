"""Opening and swapping files so that an open file may be replaced and deleted, on every system.

POSIX has it that way. Windows refuses to replace a file that anybody holds open, unless it was opened for sharing
deletion and is replaced by the one call that leaves the old file to those who hold it. Everything that stays open while
it may be replaced goes through `open_shared`, every swap through `swap_in`; then the rest of the package need not know
on which system it runs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_MODE = 0o666
SYNCABLE = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY  # Windows syncs only what is open for writing

if sys.platform == "win32":  # pragma: no cover - calls of another system
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _READ, _WRITE, _DELETE = 0x8000_0000, 0x4000_0000, 0x0001_0000
    _SHARE_ALL = 0x7
    _NORMAL = 0x80
    _EXISTING = 3
    _DISPOSITIONS = {
        0: _EXISTING,
        os.O_CREAT: 4,  # open it, or make it
        os.O_CREAT | os.O_TRUNC: 2,  # make it anew
        os.O_CREAT | os.O_EXCL: 1,  # make it, it must not be there
    }
    _RENAME = 22  # FileRenameInfoEx
    _REPLACE_OPEN = 0x1 | 0x2  # replace if it exists, as POSIX does
    _QUERY = 0x1000
    _INVALID = wintypes.HANDLE(-1).value
    _INVALID_PARAMETER = 87

    _KERNEL.CreateFileW.restype = wintypes.HANDLE
    _KERNEL.CreateFileW.argtypes = [
        wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD,
        wintypes.HANDLE,
    ]  # fmt: skip
    _KERNEL.SetFileInformationByHandle.argtypes = [wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD]
    _KERNEL.CloseHandle.argtypes = [wintypes.HANDLE]
    _KERNEL.OpenProcess.restype = wintypes.HANDLE
    _KERNEL.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]

    def open_shared(path: str | os.PathLike[str], flags: int) -> int:
        """Return a descriptor as `os.open` does, in binary; the file may be replaced and deleted meanwhile."""
        access = _WRITE if flags & os.O_WRONLY else _READ | (_WRITE if flags & os.O_RDWR else 0)
        disposition = _DISPOSITIONS[flags & (os.O_CREAT | os.O_TRUNC | os.O_EXCL)]
        return msvcrt.open_osfhandle(_create(os.fspath(path), access, disposition), flags & os.O_APPEND)

    def swap_in(new: Path, target: Path) -> None:
        """Let `new` take the name of `target`; whoever holds the old file open goes on reading it.

        A file system that does not know that call (FAT, some shares) gets the plain one.
        """
        handle = _create(str(new), _DELETE, _EXISTING)
        try:
            name = str(target.absolute()).encode("utf-16-le")
            word = ctypes.sizeof(ctypes.c_void_p)  # the flags, filled up to a word, and no root folder
            information = _REPLACE_OPEN.to_bytes(word, "little") + bytes(word) + len(name).to_bytes(4, "little") + name
            done = _KERNEL.SetFileInformationByHandle(handle, _RENAME, information, len(information))
        finally:
            _KERNEL.CloseHandle(handle)
        if not done:
            new.replace(target)

    def process_runs(pid: int) -> bool:
        """Tell whether a process of this number runs on this machine. Signal 0 would be Ctrl+C to it here."""
        handle = _KERNEL.OpenProcess(_QUERY, False, pid)
        if handle:
            _KERNEL.CloseHandle(handle)
        return bool(handle) or ctypes.get_last_error() != _INVALID_PARAMETER

    def _create(path: str, access: int, disposition: int) -> int:
        handle = _KERNEL.CreateFileW(path, access, _SHARE_ALL, None, disposition, _NORMAL, None)
        if handle == _INVALID or handle is None:
            error = ctypes.WinError(ctypes.get_last_error())
            error.filename = path
            raise error
        return int(handle)

else:

    def open_shared(path: str | os.PathLike[str], flags: int) -> int:
        """Return a descriptor as `os.open` does, in binary; the file may be replaced and deleted meanwhile."""
        return os.open(path, flags, _MODE)

    def swap_in(new: Path, target: Path) -> None:
        """Let `new` take the name of `target`; whoever holds the old file open goes on reading it."""
        new.replace(target)

    def process_runs(pid: int) -> bool:
        """Tell whether a process of this number runs on this machine."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:  # it runs, and is another user's
            return True
        return True
