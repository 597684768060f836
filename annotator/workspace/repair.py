"""Mending what can be mended without guessing; every file is copied first, and everything that was done is told.

Nothing is ever deleted: torn tails and bad lines move to files beside, superseded versions stay in the backups, and the
untouched originals lie in `.annotator/repair/<time>`.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, msg
from annotator.workspace.annotations import Annotations
from annotator.workspace.check import CheckReport, lines_of
from annotator.workspace.check_workspace import check_workspace
from annotator.workspace.conflicts import copies_of, rescued_files, set_aside
from annotator.workspace.errors import WorkspaceError, save_error
from annotator.workspace.files import sync_folder
from annotator.workspace.layout import Layout
from annotator.workspace.lock import FileLock
from annotator.workspace.merge import merge_file
from annotator.workspace.problem import Problem
from annotator.workspace.repair_files import FileRepair
from annotator.workspace.sharing import SYNCABLE, open_shared
from annotator.workspace.workspace import Workspace


@dataclass(slots=True)
class RepairReport:
    """What was done, in order; the folder with the untouched originals; and what is left for a person."""

    done: list[Problem] = field(default_factory=list)
    copy: Path | None = None
    problems: list[Problem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `repair --json` prints."""
        return {
            "repaired": [item.to_json() for item in self.done],
            "copy": str(self.copy) if self.copy else None,
            "problems": [item.to_json() for item in self.problems],
        }


def repair_workspace(root: Path) -> RepairReport:
    """Mend a workspace. Nobody may have it open.

    Raises:
        WorkspaceLocked: it is open in another program.
        WorkspaceError: the folder holds nothing of a workspace.
        SaveError: the copies cannot be made; nothing was changed.
    """
    layout = Layout(root)
    if not any(path.exists() for path in (layout.settings, layout.corpus, layout.scheme, layout.annotations_folder)):
        raise WorkspaceError(msg("holds no file of a workspace", "здесь нет файлов проекта"), file=root)
    report = RepairReport()
    with everything_locked(layout):
        report.copy = copy_originals(layout)
        report.done.extend(FileRepair(layout).run())
    _repair_annotations(Workspace.open(root), report)
    check = CheckReport()
    check_workspace(root, check)
    report.problems.extend(check.problems)
    if not report.done and report.copy is not None:
        shutil.rmtree(report.copy)
        report.copy = None
    return report


@contextmanager
def everything_locked(layout: Layout) -> Iterator[None]:
    """Hold the locks of the corpus and of every annotator; raises WorkspaceLocked if somebody else holds one."""
    names = ["corpus", *(f"annotations-{name}" for name in layout.annotation_names())]
    with ExitStack() as stack:
        for name in names:
            lock = FileLock(layout.lock(name), msg("the workspace", "проект"))
            lock.take()
            stack.callback(lock.give_back)
        yield


def copy_originals(layout: Layout) -> Path:
    """Copy all files of the workspace to `.annotator/repair/<time>`; raises SaveError if the disk does not take them."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    folder = layout.own / "repair"
    number = 0
    while (target := folder / f"{stamp}{f'-{number}' if number else ''}").exists():
        number += 1
    try:
        shutil.copytree(layout.root, target, ignore=shutil.ignore_patterns(layout.own.name, ".git"), symlinks=True)
        for path in target.rglob("*"):
            if path.is_file() and not path.is_symlink():
                _sync_file(path)
        sync_folder(target)
    except (OSError, shutil.Error) as error:
        reason = error if error.errno else OSError(5, str(error))  # copytree gathers many errors in one
        raise save_error(reason, target) from error
    return target


def _sync_file(path: Path) -> None:
    descriptor = open_shared(path, SYNCABLE)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _repair_annotations(workspace: Workspace, report: RepairReport) -> None:
    """Merge conflict copies, then let a writer tidy each file; whatever it noticed is told."""
    for name in workspace.layout.annotation_names():
        path = workspace.layout.annotations(name)
        try:
            with workspace.annotations(name) as annotations:
                _rewrite_mended(annotations, path, report)
                for copy in [*copies_of(workspace.layout, name), *rescued_files(workspace.layout, name)]:
                    _merge_copy(annotations, copy, workspace.layout, report)
            report.done.extend(Problem(str(path), None, notice) for notice in annotations.notices)
        except AnnotatorError as error:
            report.problems.append(Problem.of(error, path))


def _merge_copy(annotations: Annotations, copy: Path, layout: Layout, report: RepairReport) -> None:
    merged = merge_file(annotations, copy)
    report.problems.extend(merged.problems)
    message = msg(
        "merged into {path}: {taken} taken, {conflicts} in conflict{kept}; moved to {moved}",
        "объединено с {path}: взято {taken}, спорных {conflicts}{kept}; перенесено в {moved}",
        path=annotations.path,
        taken=len(merged.taken),
        conflicts=len(merged.conflicts),
        kept=f" ({merged.kept})" if merged.kept else "",
        moved=set_aside(layout, copy),
    )
    report.done.append(Problem(str(copy), None, message))


def _rewrite_mended(annotations: Annotations, path: Path, report: RepairReport) -> None:
    """Save records anew that reading had to mend: blanks at an end, duplicates, `ents` that contradict the spans."""
    for number, data in lines_of(path, []):
        try:
            reading = read_record(data)
        except AnnotatorError:
            continue
        if not (reading.trimmed or reading.collapsed or reading.ents_differ):
            continue
        try:
            annotations.save(annotations.load(reading.document.id))
        except AnnotatorError:
            continue
        mended = msg("blanks, duplicates or “ents” mended", "исправлены пробелы, повторы или «ents»")
        report.done.append(Problem(str(path), number, mended))
