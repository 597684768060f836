"""Locks for writers: one process at a time per annotator, and one for corpus and scheme.

The lock is a file in `.annotator/locks` that names its owner, held by an advisory lock of the system. The system lets
go of it when the process dies, however it dies, so that no stale lock ever needs help on the same machine. Where the
system cannot lock (some network folders), and for owners on other machines, the names inside decide.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from annotator.messages import Message, msg
from annotator.workspace.errors import WorkspaceError, WorkspaceLocked, system_reason
from annotator.workspace.sharing import open_shared, process_runs

_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock: process, machine, when the process began (to tell a reused process id), and since when."""

    pid: int
    host: str
    started: str
    since: str

    @classmethod
    def this_process(cls) -> Owner:
        """Return the owner that stands for the running process."""
        now = time.strftime("%Y-%m-%d %H:%M")
        return cls(os.getpid(), host_name(), process_start(os.getpid()), now)

    @classmethod
    def read(cls, path: Path) -> Owner | None:
        """Return who last held the lock and did not give it back; None if the file is empty, torn or gone."""
        try:
            data = json.loads(path.read_bytes())
            return cls(int(data["pid"]), str(data["host"]), str(data["started"]), str(data["since"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @property
    def here(self) -> bool:
        """Whether the owner is a process of this machine."""
        return self.host == host_name()

    def lives(self) -> bool:
        """Tell whether the process still runs; one of another machine may, as far as we know."""
        if not self.here:
            return True
        return process_runs(self.pid) and process_start(self.pid) == self.started


def host_name() -> str:
    """Return this machine's name in its network."""
    if hasattr(os, "uname"):
        name: str = os.uname().nodename
        return name
    import socket  # slow to load, and only Windows has no uname

    return socket.gethostname()


def process_start(pid: int) -> str:
    """Return when a process of this machine began, in a form that two readings share; "" where unknown."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return ""
    return text.rsplit(")", 1)[1].split()[19]  # field 22, start time in clock ticks; the name may hold blanks


class FileLock:
    """One lock. `take` raises instead of waiting; `give_back` may be called twice."""

    def __init__(self, path: Path, what: Message) -> None:
        self.path = path
        self._what = what
        self._descriptor = -1

    @property
    def held(self) -> bool:
        """Whether this object holds the lock now."""
        return self._descriptor >= 0

    def take(self, *, take_over: bool = False) -> None:
        """Take the lock. `take_over` also takes one whose owner is on another machine, once a person said so.

        Raises:
            WorkspaceLocked: another process holds it; the message names the process and the machine.
            WorkspaceError: the lock file cannot be made.
        """
        for _ in range(3):  # a lock file deleted by hand between opening and locking is simply made again
            descriptor = self._open()
            try:
                by_system = self._take_descriptor(descriptor)
                if self._same_file(descriptor):
                    self._write_owner(descriptor, take_over=take_over, by_system=by_system)
                    self._descriptor = descriptor
                    return
                os.close(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
        raise self._locked(None)

    def _same_file(self, descriptor: int) -> bool:
        try:
            return os.name == "nt" or os.path.samestat(os.fstat(descriptor), self.path.stat())
        except FileNotFoundError:
            return False

    def _write_owner(self, descriptor: int, *, take_over: bool, by_system: bool) -> None:
        owner = Owner.read(self.path)
        if owner is not None and not take_over and self._blocks(owner, by_system=by_system):
            raise self._locked(owner)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(asdict(Owner.this_process())).encode())

    @staticmethod
    def _blocks(owner: Owner, *, by_system: bool) -> bool:
        """With the system's lock in hand, an owner on this machine is dead; without, its process id tells."""
        return not owner.here if by_system else owner.lives()

    def _open(self) -> int:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return open_shared(self.path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise WorkspaceError(
                msg(
                    "cannot be locked for writing: {reason}",
                    "нельзя закрыть для записи: {reason}",
                    reason=system_reason(error),
                ),
                file=self.path,
            ) from error

    def _take_descriptor(self, descriptor: int) -> bool:
        """Ask the system for the lock; return False where it cannot lock such files."""
        try:
            _lock_descriptor(descriptor)
        except OSError as error:
            if error.errno in _UNSUPPORTED:
                return False
            raise self._locked(Owner.read(self.path)) from error
        return True

    def _locked(self, owner: Owner | None) -> WorkspaceLocked:
        who: Message | str = "?"
        if owner is not None:
            place = msg("this computer", "этот компьютер") if owner.here else owner.host
            who = msg(
                "process {pid}, {host}, since {since}",
                "процесс {pid}, {host}, с {since}",
                pid=owner.pid,
                host=place,
                since=owner.since,
            )
        hint = (
            msg("close it there first", "сначала закройте его там")
            if owner is None or owner.here
            else msg(
                "if it is closed there, take over or delete the lock file",
                "если там закрыто, перехватите или удалите файл блокировки",
            )
        )
        return WorkspaceLocked(
            msg(
                "{what}: open in another program ({who}): {hint}",
                "{what}: открыто в другой программе ({who}): {hint}",
                what=self._what,
                who=who,
                hint=hint,
            ),
            file=self.path,
        )

    def give_back(self) -> None:
        """Empty the file, so that nobody looks like its owner, and let go of it."""
        if self._descriptor < 0:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, 0)
        with contextlib.suppress(OSError):
            os.close(self._descriptor)
        self._descriptor = -1


if sys.platform == "win32":  # pragma: no cover - the same two calls under other names
    import msvcrt

    def _lock_descriptor(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # beyond the content, so that others can still read the owner
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock_descriptor(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
