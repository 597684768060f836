"""Where a result may not go: over what it is made from, or over a workspace's own files."""

from __future__ import annotations

from pathlib import Path

from annotator.formats.base import WRONG_USAGE, Format, FormatError
from annotator.messages import msg
from annotator.workspace.layout import Layout


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
