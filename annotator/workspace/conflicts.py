"""Conflict copies: what Dropbox, Syncthing and the like leave when two machines changed the same file."""

from __future__ import annotations

import re
from pathlib import Path

from annotator.messages import AnnotatorError
from annotator.workspace.jsonl import objects
from annotator.workspace.layout import SUFFIX, Layout

_MARK = re.compile(
    r"( ?\([^()]*(conflicted copy|конфликтующая копия|conflict)[^()]*\)|\.sync-conflict-[0-9A-Z-]+|_conflict-[0-9-]+)",
    re.IGNORECASE,
)


def original_name(file_name: str) -> str:
    """Return the name of the file that a conflict copy is of: "anna (Boris's conflicted copy).jsonl" → "anna.jsonl"."""
    return _MARK.sub("", file_name)


def copies_of(layout: Layout, annotator: str) -> list[Path]:
    """Return the conflict copies of an annotator's file."""
    wanted = f"{annotator}{SUFFIX}"
    return [
        path
        for path in layout.conflict_copies()
        if path.parent == layout.annotations_folder and original_name(path.name) == wanted
    ]


def machine_copies(layout: Layout) -> dict[Path, str]:
    """Return copies named after a computer ("anna-LAPTOP.jsonl", as OneDrive does) with the annotator they are of.

    The name alone says nothing, since somebody may be called so: the file's own records must name the other one.
    """
    names = layout.annotation_names()
    found: dict[Path, str] = {}
    for name in names:
        owner = next((other for other in names if name.startswith((f"{other}-", f"{other} ("))), None)
        if owner is not None and _annotators_in(layout.annotations(name)) == {owner}:
            found[layout.annotations(name)] = owner
    return found


def _annotators_in(path: Path) -> set[object]:
    try:
        return {item.get("annotator") for _, item in objects(path) if isinstance(item, dict)}
    except AnnotatorError:
        return set()


def rescued_files(layout: Layout, annotator: str) -> list[Path]:
    """Return the files in which work was kept while another program had replaced the annotator's file."""
    return sorted(layout.annotations_folder.glob(f"{annotator}{SUFFIX}.ours-*"))


def set_aside(layout: Layout, copy: Path) -> Path:
    """Move a merged copy to `.annotator/merged`, where it disturbs nobody; return its new place."""
    folder = layout.own / "merged"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / copy.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{copy.name}-{number}"
    return copy.replace(target)
