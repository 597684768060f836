"""Rewriting an annotation file so that it holds exactly one line per document, in corpus order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, msg
from annotator.workspace.appendlog import keep_beside
from annotator.workspace.backups import Backups
from annotator.workspace.errors import SaveError, save_error
from annotator.workspace.files import ReadFile, replace_file
from annotator.workspace.linefile import LineFile

_TAIL = 512
_REVISION = re.compile(rb'"rev":(\d{1,18}),"saved_at":"[^"]*","text_sha256":"[0-9a-f]{64}"')


def wanted_order(lines: LineFile, corpus_ids: Sequence[str]) -> list[int]:
    """Return positions of the latest lines in corpus order; records of unknown documents follow in their own order."""
    latest = lines.index.latest
    known = [latest[identifier] for identifier in corpus_ids if identifier in latest]
    if len(known) == len(latest):
        return known
    listed = set(known)
    return known + sorted(position for position in latest.values() if position not in listed)


def needs_rewrite(lines: LineFile, corpus_ids: Sequence[str]) -> bool:
    """Tell whether the file has a superseded line or is out of corpus order."""
    if lines.index.superseded:
        return True
    return any(first > second for first, second in pairwise(wanted_order(lines, corpus_ids)))


def forks(lines: LineFile) -> list[int]:
    """Return positions of lines that another line of the same document and revision contradicts: merged by git, say.

    Of each such group all but the last line are returned. Only documents with several lines are looked at.
    """
    last: dict[tuple[str, bytes], int] = {}
    found: list[int] = []
    repeated = _repeated_ids(lines)
    for position, identifier in enumerate(lines.index.ids):
        if identifier not in repeated or (revision := _revision(lines, position)) is None:
            continue
        earlier = last.get((identifier, revision))
        if earlier is not None and lines.raw(earlier) != lines.raw(position):
            found.append(earlier)
        last[identifier, revision] = position
    return found


def _repeated_ids(lines: LineFile) -> set[str]:
    counts = Counter(lines.index.ids)
    return {identifier for identifier, count in counts.items() if identifier and count > 1}


def _revision(lines: LineFile, position: int) -> bytes | None:
    """Return the revision near the end of a line of ours, unparsed; None for lines of others."""
    length = lines.index.lengths[position]
    begin = max(0, length - _TAIL)
    found = _REVISION.findall(lines.file.read(lines.index.offsets[position] + begin, length - begin))
    return found[0] if len(found) == 1 else None


def drop_unreadable(lines: LineFile) -> None:
    """Take latest lines that cannot be read out of the index where an older, sound line of the document stands in.

    Called before a rewrite, so that no good version is thrown away in favour of a damaged one.
    """
    for identifier in _repeated_ids(lines):
        for position in reversed(lines.index.positions(identifier)[1:]):
            try:
                read_record(lines.object(position))
                break
            except AnnotatorError as error:
                lines.discard(position, error.message)


def rewrite(lines: LineFile, corpus_ids: Sequence[str], backups: Backups) -> Path | None:
    """Swap in a clean version of the file; keep the old one as a backup and its bad lines in a file beside.

    Returns the file with the bad lines, or None if there were none.

    Raises:
        SaveError: something did not go as it should; the old file is untouched.
    """
    drop_unreadable(lines)
    order = wanted_order(lines, corpus_ids)
    backups.add(lines.path)
    kept = None
    if lines.index.bad:
        try:
            kept = keep_beside(lines.path, "bad", _bad_lines(lines))
        except OSError as error:
            raise save_error(error, lines.path) from error

    def check(path: Path) -> None:
        _compare(path, lines, order)

    replace_file(lines.path, (lines.raw(position) + b"\n" for position in order), check=check)
    return kept


def _bad_lines(lines: LineFile) -> Iterator[bytes]:
    for bad in sorted(lines.index.bad, key=lambda line: line.offset):
        yield lines.file.read(bad.offset, bad.length) + b"\n"


def _compare(path: Path, lines: LineFile, order: Sequence[int]) -> None:
    """Read the new file back and compare every byte with the lines it was made from."""
    written = ReadFile(path)
    try:
        offset = 0
        for position in order:
            length = lines.index.lengths[position]
            if written.read(offset, length + 1) != lines.raw(position) + b"\n":
                raise _differs(path)
            offset += length + 1
        if written.stat().st_size != offset:
            raise _differs(path)
    finally:
        written.close()


def _differs(path: Path) -> SaveError:
    return SaveError(
        msg(
            "the rewritten file does not read back as written: the old one stays, check the disk",
            "переписанный файл читается не так, как записан: остался прежний, проверьте диск",
        ),
        file=path,
    )
