"""Where a result may not go: over what it is made from, or over a workspace's own files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator.formats.base import WRONG_USAGE, Format, FormatError
from annotator.messages import msg
from annotator.workspace.layout import Layout, is_workspace


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
        TargetError: `out` is one of the files, or belongs to a workspace itself.
    """
    if out is None:
        return
    for path in read:
        if path is not None and path.is_file() and out.exists() and out.samefile(path):
            raise TargetError(
                msg("is what the command reads: choose another file", "это читает сама команда: выберите другой файл"),
                file=out,
            )
    for place in (out.absolute(), out.resolve()):
        for root in (place, *place.parents):
            if is_workspace(root):
                keep_workspace(Layout(root), out, folder=folder)


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
