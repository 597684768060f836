"""Git's three-way merge of a workspace's files, document by document instead of line by line.

Conflict markers are never written into a file of ours. Where both sides changed the same place of a document, the
version of the branch that is checked out stays, and the other one goes into a conflict copy beside the file, which
window, `repair` and `merge` know how to bring together.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain import Document
from annotator.domain.record import read_record, text_hash
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import RawLine, dump, open_regular, parse_line, raw_lines
from annotator.workspace.problem import Problem
from annotator.workspace.three_way import merge_document

_Join = Callable[[bytes | None, bytes, bytes], bytes | None]


@dataclass(slots=True)
class GitMerge:
    """What a merge did: ids `taken` from the other side, `joined` from both, in `conflict`; where those are kept."""

    taken: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    kept: Path | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Lines:
    """A file by key: the line that counts for each document, and lines that nobody can read."""

    by_key: dict[str, bytes] = field(default_factory=dict)
    bad: list[bytes] = field(default_factory=list)


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> GitMerge:
    """Merge into `ours`, which git then takes; `name` is the file's path in the repository, for the conflict copy.

    Raises:
        AnnotatorError: a file cannot be read or written; `ours` is unchanged.
    """
    path = Path(name)
    if path.suffix != ".jsonl":
        return _refuse_whole(theirs, path)
    key, join, first_wins = _kind(path)
    report = GitMerge()
    sides = [_read(file, key, first_wins=first_wins) for file in (base, ours, theirs)]
    lines, aside = _merge_lines(sides[0], sides[1], sides[2], join, report)
    aside += [line for line in sides[2].bad if line not in sides[1].bad]
    replace_file(ours, (line + b"\n" for line in [*sides[1].bad, *lines]))
    if aside:
        report.kept = _keep_copy(path, aside)
        report.problems.append(Problem(name, None, _conflict_message(report, aside)))
    return report


def _kind(path: Path) -> tuple[str, _Join, bool]:
    if path.parent.name in {"annotations", "suggestions"}:
        return "id", _join_records, False
    if path.name == "assignments.jsonl":
        return "document", _join_assignments, False
    return "id", _join_articles, True


def _conflict_message(report: GitMerge, aside: list[bytes]) -> Message:
    return msg(
        "changed on both sides: {names}; the version of this branch stays, the other one is in {file}: open the window "
        "or run “annotator merge”, then git add",
        "изменено с обеих сторон: {names}; осталась версия этой ветки, другая — в {file}: откройте окно или выполните "
        "«annotator merge», затем git add",
        names=", ".join(report.conflicts[:5]) + (" …" if len(report.conflicts) > 5 else "") or len(aside),
        file=report.kept,
    )


# -- reading ----------------------------------------------------------------------------------------------------------


def _read(path: Path, key: str, *, first_wins: bool) -> _Lines:
    found = _Lines()
    with open_regular(path) as file:
        for line in raw_lines(file):
            if line.blank or line.data is None:
                continue
            identifier = _key_of(line, key)
            if identifier is None:
                found.bad.append(line.data.rstrip(b"\r"))
            elif not (first_wins and identifier in found.by_key):
                found.by_key[identifier] = line.data.rstrip(b"\r")
    return found


def _key_of(line: RawLine, key: str) -> str | None:
    try:
        value = parse_line(line).get(key)
    except AnnotatorError:
        return None
    return value if isinstance(value, str) else None


def _object(line: bytes) -> dict[str, Any]:
    return parse_line(RawLine(1, 0, len(line), line, finished=True))


# -- merging ----------------------------------------------------------------------------------------------------------


def _merge_lines(
    base: _Lines, ours: _Lines, theirs: _Lines, join: _Join, report: GitMerge
) -> tuple[list[bytes], list[bytes]]:
    """Return the merged lines, in our order with theirs after it, and the lines that go into the conflict copy."""
    result: list[bytes] = []
    aside: list[bytes] = []
    for key in dict.fromkeys([*ours.by_key, *theirs.by_key]):
        before, own, other = (side.by_key.get(key) for side in (base, ours, theirs))
        if own is None:
            if other is not None and other != before:  # theirs is new, or changed what we removed
                result.append(other)
                report.taken.append(key)
        elif other is None:
            if own != before:
                result.append(own)
        elif other in (own, before):
            result.append(own)
        elif own == before:
            result.append(other)
            report.taken.append(key)
        else:
            joined = join(before, own, other)
            result.append(joined or own)
            (report.joined if joined else report.conflicts).append(key)
            if not joined:
                aside.append(other)
    return result, aside


def _join_records(base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    try:
        origin = _document(base) if base else None
        joined = merge_document(origin, _document(ours), _document(theirs))
        return dump(joined.to_record()) if joined else None
    except AnnotatorError:
        return None


def _document(line: bytes) -> Document:
    return read_record(_object(line), compare_ents=False).document


def _join_articles(_base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    """The same text tokenized or described on both sides: ours, with the keys that only theirs has."""
    own, other = _object(ours), _object(theirs)
    texts = own.get("text"), other.get("text")
    if not all(isinstance(text, str) for text in texts) or text_hash(str(texts[0])) != text_hash(str(texts[1])):
        return None
    return dump({**other, **own})


def _join_assignments(_base: bytes | None, ours: bytes, theirs: bytes) -> bytes | None:
    own, other = _object(ours), _object(theirs)
    names = [own.get("annotators"), other.get("annotators")]
    if not all(isinstance(item, list) for item in names):
        return None
    joined = list(dict.fromkeys(str(name) for item in names if isinstance(item, list) for name in item))
    return dump({**other, **own, "annotators": joined})


# -- what cannot be merged --------------------------------------------------------------------------------------------


def _refuse_whole(theirs: Path, path: Path) -> GitMerge:
    kept = _copy_name(path)
    shutil.copyfile(theirs, kept)
    reason = msg(
        "was changed on both sides and is not merged by itself: this branch's version stays, the other one is in "
        "{file}: settle on one of them, then git add",
        "изменён с обеих сторон и сам не объединяется: осталась версия этой ветки, другая — в {file}: выберите одну "
        "из них, затем git add",
        file=kept,
    )
    return GitMerge(conflicts=[path.name], kept=kept, problems=[Problem(str(path), None, reason)])


def _keep_copy(path: Path, lines: Iterable[bytes]) -> Path:
    kept = _copy_name(path)
    replace_file(kept, (line + b"\n" for line in lines))
    return kept


def _copy_name(path: Path) -> Path:
    """Return a free name that is known as a conflict copy everywhere in the program."""
    stamp = time.strftime("%Y-%m-%d %H%M%S")
    number = 1
    while True:
        more = f" {number}" if number > 1 else ""
        name = path.with_name(f"{path.stem} (conflicted copy from git {stamp}{more}){path.suffix}")
        if not name.exists():
            return name
        number += 1
