"""Errors of the workspace, each one clear line in the user's language."""

from __future__ import annotations

import os

from annotator.messages import AnnotatorError, Message, msg


class WorkspaceError(AnnotatorError):
    """The workspace, or one of its files, cannot be used as it is."""


class WorkspaceLocked(WorkspaceError):  # noqa: N818 - the name is part of the public interface
    """Another process writes there now; the message names it."""

    exit_status = 3


class SaveError(WorkspaceError):
    """A save did not reach the disk; what was on disk before is unchanged and nothing is lost.

    `kept_at` is the file that holds the unsaved record instead, where there is one. `retry` tells whether trying the
    same save again can succeed by itself, as with a full disk, or needs a person's decision first. `safe` tells that the
    version is on this computer's disk as durably as after a save, and only its way to others is barred.
    """

    def __init__(
        self,
        message: Message,
        *,
        file: str | os.PathLike[str] | None = None,
        line: int | None = None,
        kept_at: str | os.PathLike[str] | None = None,
        retry: bool = True,
        safe: bool = False,
    ) -> None:
        super().__init__(message, file=file, line=line)
        self.kept_at = os.fspath(kept_at) if kept_at is not None else None
        self.retry = retry
        self.safe = safe


def system_reason(error: OSError) -> Message | str:
    """Return what the system says, in the user's language for the cases that people meet."""
    import errno

    known = {
        errno.ENOSPC: msg("the disk is full", "на диске нет места"),
        errno.EDQUOT: msg("the disk quota is used up", "исчерпана дисковая квота"),
        errno.EROFS: msg("the disk is read-only", "диск доступен только для чтения"),
        errno.EACCES: msg("no permission to write", "нет прав на запись"),
        errno.EPERM: msg("no permission to write", "нет прав на запись"),
        errno.EIO: msg("the disk reports an error", "ошибка диска"),
        errno.ENOENT: msg("the folder is gone", "папка исчезла"),
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def save_error(error: OSError, path: str | os.PathLike[str]) -> SaveError:
    """Return the error for a write that the system refused."""
    return SaveError(
        msg(
            "not saved: {reason}; what was saved before is unharmed",
            "не сохранено: {reason}; сохранённое раньше цело",
            reason=system_reason(error),
        ),
        file=path,
    )
