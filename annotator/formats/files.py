"""Finding and naming files: what a folder holds, and safe names for documents with any id."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.base import FormatError
from annotator.messages import msg
from annotator.workspace.jsonl import unreadable

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z")  # names that Windows keeps for devices
_MAX_BYTES = 150
Parts = tuple[str, ...]


def files_in(path: Path, suffixes: Sequence[str]) -> list[Path]:
    """Return the file itself, or all files under a folder that end in one of the suffixes, by name; no hidden ones.

    Raises:
        FormatError: there is nothing at that path.
    """
    if path.is_dir():
        return [Path(file) for _, file in sorted(_found(path, (), tuple(suffixes)))]
    if not path.exists():
        raise FormatError(msg("there is no such file or folder", "нет такого файла или папки"), file=path)
    return [path]


def _found(folder: str | Path, parts: tuple[str, ...], suffixes: tuple[str, ...]) -> Iterator[tuple[Parts, str]]:
    """Yield the parts of each file's name under a folder, to sort by, and its path."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        raise unreadable(error, folder) from error
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _found(entry.path, (*parts, name), suffixes)
        elif os.path.splitext(name)[1].lower() in suffixes and entry.is_file():  # noqa: PTH122 - Path takes ten times as long
            yield (*parts, name), entry.path


def safe_name(identifier: str) -> str:
    """Return a file name for a document id: the id itself where every system allows it.

    Otherwise forbidden characters become `_` and a short hash of the id is added, so that two ids stay two names.
    """
    name = _UNSAFE.sub("_", identifier).strip(". ") or "_"
    if len(name.encode()) > _MAX_BYTES:
        name = name.encode()[:_MAX_BYTES].decode("utf-8", "ignore")
    if _RESERVED.match(name):
        name = f"_{name}"
    if name == identifier:
        return name
    return f"{name}-{hashlib.sha256(identifier.encode()).hexdigest()[:8]}"


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """Return `folder/name+suffix`, or the first of `name-2`, `name-3` … that is not taken; makes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}{suffix}"
    number = 2
    while target.exists():
        target = folder / f"{name}-{number}{suffix}"
        number += 1
    return target
