"""Numbered steps from one workspace format to the next.

`annotator.toml` says which format a workspace has. A step rewrites files through `replace_file`, so that each of them is
old or new at any moment, and must be fit to run again: the number in annotator.toml is raised only when it is through.
Before the first step the files that steps may change are copied to `.annotator/before-format-N`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.messages import msg
from annotator.workspace.errors import save_error
from annotator.workspace.layout import Layout
from annotator.workspace.lock import FileLock
from annotator.workspace.settings import set_value


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: what it does, in a word, and the function that does it to the folder."""

    summary: str
    run: Callable[[Path], None]


MIGRATIONS: Sequence[Migration] = ()
"""Step n leads from format n + 1 to n + 2. There has been one format so far."""


def migrate(root: Path, version: int, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Bring a workspace from format `version` to the newest; return the format that it has now.

    Raises:
        WorkspaceLocked: another process changes corpus or scheme now.
        SaveError: the disk does not take it; the workspace still has the last format that was reached.
    """
    steps = migrations[version - 1 :]
    if not steps:
        return version
    layout = Layout(root)
    lock = FileLock(layout.lock("corpus"), msg("the corpus", "корпус"))
    lock.take()
    try:
        _copy_files(layout, version)
        for number, step in enumerate(steps, start=version + 1):
            step.run(root)
            set_value(layout.settings, "format", number)
    finally:
        lock.give_back()
    return version + len(steps)


def _copy_files(layout: Layout, version: int) -> None:
    """Copy all files of the workspace; an interrupted migration keeps the first, untouched copy."""
    target = layout.own / f"before-format-{version + 1}"
    if target.exists():
        return
    unfinished = target.with_name(f".{target.name}.tmp")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(layout.root, unfinished, ignore=shutil.ignore_patterns(layout.own.name, ".git"))
        unfinished.replace(target)
    except OSError as error:
        raise save_error(error, target) from error
