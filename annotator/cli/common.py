"""What all commands share: exit statuses, one-line errors, JSON on stdout, progress on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

import typer

from annotator.messages import AnnotatorError, Message, msg

if TYPE_CHECKING:
    from annotator.team.store import TeamStore
    from annotator.workspace import Workspace

Item = TypeVar("Item")
_COPIES: dict[str, str] = {}  # the addresses of servers by the folders of their copies
_COUNT_PAUSE = 0.1  # seconds between two counts
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
_ESCAPED = {code: repr(chr(code))[1:-1] for code in _CONTROLS if chr(code) != "\t"}


class Exit(IntEnum):
    """Exit statuses of every command."""

    FINE = 0
    DATA = 1  # something in the data was refused, dropped or invalid
    USAGE = 2  # the command's words are wrong
    LOCKED = 3  # the workspace is locked by another process


class UsageError(AnnotatorError):
    """The command line asks for something that does not exist or does not fit together; exit status 2."""


def open_place(path: Path) -> Workspace | TeamStore:
    """Open the workspace that a command's PATH names: a folder, or a server's address.

    Raises:
        UsageError: there is no such folder.
        AnnotatorError: it is no workspace, it cannot be used, or the server cannot be reached.
    """
    require_there(path)
    from annotator.team.opening import open_workspace

    return open_workspace(path)


def folder_of(path: Path) -> Path:
    """Return the path itself, or for a server's address the copy of its workspace here, brought up to date.

    Raises:
        AnnotatorError: the server cannot be reached, or refuses.
    """
    from annotator.team.address import is_address

    if not is_address(path):
        return path
    from annotator.team.address import read_address
    from annotator.team.mirror import pulled_folder

    folder = pulled_folder(str(path))
    _COPIES[str(folder)] = read_address(path).url
    return folder


def require_there(*paths: Path | None) -> None:
    """Raise UsageError where nothing is at a path that the command line names; None and a server's address are fine.

    A link to nowhere is there, as something that cannot be read.
    """
    from annotator.team.address import is_address

    for path in paths:
        if path is None or is_address(path):
            continue
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            raise UsageError(msg("there is no such file or folder", "нет такого файла или папки"), file=path) from None
        except OSError:
            continue  # there, or nobody can tell: whoever reads it says why it cannot be read


def require_name(name: str | None, *, given: bool = False) -> None:
    """Raise UsageError if a name cannot be an annotator's; None and "" stand for no choice unless one was `given`."""
    from annotator.workspace.names import annotator_name_problem

    if (name or given) and (problem := annotator_name_problem(name or "")) is not None:
        raise UsageError(problem)


def require_status(status: str) -> Literal["done", "any"]:
    """Return the choice of --status; raises UsageError unless it is one of the two words."""
    choices: dict[str, Literal["done", "any"]] = {"done": "done", "any": "any"}
    if status not in choices:
        raise UsageError(
            msg("--status takes done or any, not {name}", "--status принимает done или any, а не {name}", name=status)
        )
    return choices[status]


def say(message: Message | str) -> None:
    """Print one line for the user on stderr, so that stdout holds only what was asked for.

    Nobody may be reading there: that must not stop the work. Control characters, which an id or a file's name may
    hold, are escaped: they would break the line or drive the terminal.
    """
    with suppress(OSError):
        typer.echo(_with_addresses(str(message)).translate(_ESCAPED), err=True)


def _with_addresses(line: str) -> str:
    """Name a server by its address where a line begins with the folder of its copy, which nobody has typed."""
    for folder, url in _COPIES.items():
        if line == folder or line.startswith(f"{folder}: "):
            return url + line.removeprefix(folder)
    return line


class _Printed:
    """Whether the one JSON object of this run stands on stdout, and whether its end was explained on stderr."""

    json = False
    failure = False


def begin() -> None:
    """Start a run: nothing is printed yet. One process may run several commands, as tests do."""
    _Printed.json = _Printed.failure = False


def told_failure() -> bool:
    """Tell whether this run has said why it ends."""
    return _Printed.failure


def fail(line: str, *, as_json: bool) -> None:
    """Say why a command ends, and as JSON where that was asked for and the command has printed none yet."""
    say(line)
    _Printed.failure = True
    if as_json and not _Printed.json:
        print_json({"error": _with_addresses(line)})


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON object on stdout, Cyrillic as it is; NaN is refused."""
    _Printed.json = True
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def finish(status: int) -> NoReturn:
    """End the command with an exit status."""
    raise typer.Exit(int(status))


def exit_status_of(error: AnnotatorError) -> Exit:
    """Return the exit status that an error stands for; an error class may carry its own `exit_status`."""
    if isinstance(error, UsageError):
        return Exit.USAGE
    return Exit(getattr(error, "exit_status", Exit.DATA))


def track(items: Iterable[Item], title: Message, total: int | None = None) -> Iterator[Item]:
    """Yield the items; show a progress bar with remaining time on a terminal once the work takes over a second.

    Without a terminal nothing is drawn, so that logs stay readable; a program that runs the command asks for counts,
    one a line, by ANNOTATOR_PROGRESS=lines.
    """
    if os.environ.get("ANNOTATOR_PROGRESS") == "lines":
        yield from _count_aloud(items)
        return
    if not sys.stderr.isatty():
        yield from items
        return
    from annotator.cli.progress import bar

    yield from bar(items, str(title), total)


def _count_aloud(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items; write how many are through on stderr, ten times a second at most."""
    told = 0.0
    for number, item in enumerate(items, 1):
        yield item
        if time.monotonic() - told >= _COUNT_PAUSE:
            told = time.monotonic()
            sys.stderr.write(f"\x1e{number}\n")
            sys.stderr.flush()


@contextmanager
def plain_errors(*, as_json: bool) -> Iterator[None]:
    """Turn errors for users into one line on stderr, and `{"error": …}` on stdout where JSON was asked for."""
    try:
        yield
    except AnnotatorError as error:
        fail(str(error), as_json=as_json)
        finish(exit_status_of(error))
