"""Standard output and standard error as they come: missing, full, closed by their reader, unable to show a letter."""

from __future__ import annotations

import contextlib
import io
import os
import sys


def prepare() -> None:
    """Give a missing stream a place to write to, and make every letter writable.

    JSON and texts go out as UTF-8 where they are piped; on a console that cannot show a letter, it is escaped.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def abandon_stdout() -> None:
    """Send what standard output still holds nowhere: else the interpreter tries once more as it ends, and complains."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _nowhere() -> io.TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - open as long as the process
