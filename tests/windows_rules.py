"""Windows' rules for open files, on any system: what `annotator.workspace.sharing` is there for can be tried out.

Under these rules a file that somebody holds open is neither replaced, renamed nor deleted, unless each descriptor came
from `open_shared`; and only what is open for writing can be synced. Descriptors are found in /proc.
"""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path

import pytest

from annotator.workspace import sharing

DESCRIPTORS = Path("/proc/self/fd")


class WindowsRules:
    """Stands between the program and the system's calls; counts what it refused."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self._shared: dict[int, tuple[int, int]] = {}
        self._open, self._replace = sharing.open_shared, os.replace
        self._rename, self._unlink, self._fsync = os.rename, os.unlink, os.fsync

    def put_in_force(self, patch: pytest.MonkeyPatch) -> None:
        """Replace the system's calls, and the names by which modules imported ours."""
        for name, module in list(sys.modules.items()):
            if name.startswith("annotator."):
                for call in ("open_shared", "swap_in"):
                    if hasattr(module, call):
                        patch.setattr(module, call, getattr(self, call))
                if hasattr(module, "SYNCABLE"):
                    patch.setattr(module, "SYNCABLE", os.O_RDWR)
        for call in ("replace", "rename", "unlink", "fsync"):
            patch.setattr(os, call, getattr(self, call))

    def open_shared(self, path: str | os.PathLike[str], flags: int) -> int:
        descriptor = self._open(path, flags)
        self._shared[descriptor] = _identity(os.fstat(descriptor))
        return descriptor

    def swap_in(self, new: Path, target: Path) -> None:
        self._check(new, target, shared=True)
        self._replace(new, target)

    def replace(self, new, target, **words) -> None:
        self._check(new, target, shared=False)
        self._replace(new, target, **words)

    def rename(self, old, new, **words) -> None:
        if os.path.lexists(new):
            raise FileExistsError(17, "there is such a file", str(new))
        self._check(old, shared=False)
        self._rename(old, new, **words)

    def unlink(self, path, **words) -> None:
        self._check(path, shared=True)
        self._unlink(path, **words)

    def fsync(self, file) -> None:
        descriptor = file if isinstance(file, int) else file.fileno()
        is_folder = Path(f"/proc/self/fd/{descriptor}").is_dir()
        if not is_folder and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(9, "only what is open for writing can be synced")
        self._fsync(descriptor)

    def _check(self, *paths, shared: bool) -> None:
        for path in paths:
            if self._is_held(path, shared=shared):
                self.refused.append(str(path))
                raise PermissionError(13, "used by another process", str(path))

    def _is_held(self, path, *, shared: bool) -> bool:
        try:
            wanted = _identity(Path(path).stat())
        except OSError:
            return False
        for entry in DESCRIPTORS.iterdir():
            try:
                found = _identity(os.fstat(int(entry.name)))
            except OSError:
                continue
            if found == wanted and not (shared and self._shared.get(int(entry.name)) == found):
                return True
        return False


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
