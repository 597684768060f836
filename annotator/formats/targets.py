"""Where a result may not go: over what it is made from, or over a workspace's own files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator.formats.base import WRONG_USAGE, Format, FormatError
from annotator.messages import msg
from annotator.workspace.layout import Layout, is_workspace

_REPORTS = {".html", ".svg", ".png", ".jsonl"}  # a report may lie in the folder of its model, and be written again


class TargetError(FormatError):
    """The result cannot go where it is asked to, or would take the place of what must stay; exit status 2."""

    exit_status = WRONG_USAGE


def keep_workspace(layout: Layout, out: Path, *, folder: bool) -> None:
    """Let nothing be written over a workspace's files, which only saving and importing change, under a lock.

    Raises:
        TargetError: `out` is one of them or lies in a folder of them, or is the workspace and to be a folder.
    """
    root, place = layout.root.resolve(), out.resolve()
    files = (layout.settings, layout.scheme, layout.guidelines, layout.corpus, layout.assignments)
    folders = (layout.annotations_folder, layout.suggestions_folder, layout.own)
    taken = place in [file.resolve() for file in files] or any(place.is_relative_to(f.resolve()) for f in folders)
    if taken or (place == root and folder):
        raise TargetError(
            msg(
                "belongs to the workspace itself: choose another file or folder",
                "относится к самому проекту: выберите другой файл или папку",
            ),
            file=out,
        )


def keep_read(out: Path | None, read: Iterable[Path | None], *, folder: bool = False) -> None:
    """Let a report, a drawing or a list not take the place of what it is made from, nor of any workspace's files.

    `read` are the files and folders that the command takes, `folder` tells that `out` is to hold several files; None
    stands for what was not asked for.

    Raises:
        TargetError: `out` is one of the files, belongs to a workspace itself, or is a folder where a file is wanted.
    """
    if out is None:
        return
    if not folder and out.is_dir():
        raise TargetError(msg("is a folder: name a file", "это папка: укажите файл"), file=out)
    for path in read:
        if path is not None and out.is_file() and _is_read(out, path):
            raise TargetError(
                msg("is what the command reads: choose another file", "это читает сама команда: выберите другой файл"),
                file=out,
            )
    keep_workspaces(out, folder=folder)


def keep_workspaces(out: Path, *, folder: bool) -> None:
    """Let nothing be written over the files of any workspace that `out` lies in; raises as `keep_workspace` does."""
    for place in (out.absolute(), out.resolve()):
        for root in (place, *place.parents):
            if is_workspace(root):
                keep_workspace(Layout(root), out, folder=folder)


def _is_read(out: Path, path: Path) -> bool:
    """Tell whether a file is the one that is read, or part of a model or corpus folder: no page, drawing or list."""
    if path.is_file():
        return out.samefile(path)
    return path.is_dir() and out.resolve().is_relative_to(path.resolve()) and out.suffix.lower() not in _REPORTS


def require_no_workspace(source: Path, out: Path) -> None:
    """Refuse a workspace as the source of a conversion, which would take articles and everybody's records alike.

    Raises:
        TargetError: it is one.
    """
    if is_workspace(source):
        go = f"annotator export {source} {out} --format …"
        raise TargetError(
            msg(
                "is a workspace, which holds articles and several people's annotations: {go}",
                "это проект: в нём статьи и разметка разных людей: {go}",
                go=go,
            ),
            file=source,
        )


def keep_source(source: Path, out: Path, reader: Format, writer: Format) -> None:
    """Let a conversion not write over what it reads.

    Raises:
        TargetError: `out` is the source, or one of the files in the source's folder that are read.
    """
    read = source.is_dir() and out.resolve().is_relative_to(source.resolve()) and out.suffix.lower() in reader.suffixes
    same = out.exists() and source.exists() and out.samefile(source) and (source.is_file() or writer.folder)
    if same or (read and out.is_file()):
        raise TargetError(
            msg("would be written over what is read: choose another file or folder",
                "это то, что читается: выберите другой файл или папку"),
            file=out,
        )  # fmt: skip
