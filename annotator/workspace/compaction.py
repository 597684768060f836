"""Rewriting an annotation file so that it holds exactly one line per document, in corpus order."""

from __future__ import annotations

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


def drop_unreadable(lines: LineFile) -> None:
    """Take latest lines that cannot be read out of the index where an older, sound line of the document stands in.

    Called before a rewrite, so that no good version is thrown away in favour of a damaged one.
    """
    count: dict[str, int] = {}
    for identifier in lines.index.ids:
        count[identifier] = count.get(identifier, 0) + 1
    for identifier in [i for i, lines_of in count.items() if i and lines_of > 1]:
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
