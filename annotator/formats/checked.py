"""Writing with a check: each file is read back and compared with what was meant before it takes its place."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from annotator.domain import Document
from annotator.formats.base import Comparable, Format, FormatError, ReadOptions, WriteOptions, WriteReport
from annotator.formats.fingerprint import fingerprint
from annotator.formats.loss import LossReport, project
from annotator.formats.report import Problem, Report
from annotator.formats.targets import TargetError
from annotator.formats.workplace import remove_abandoned, workplace_prefix
from annotator.messages import Message, msg
from annotator.workspace.errors import system_reason

STDOUT = Path("-")
Announce = Callable[[Problem], object]


def no_one(problem: Problem) -> None:
    """Tell nobody of a problem before the report does."""


@dataclass(slots=True)
class _Meant:
    """What goes to the writer, remembered in digests: sixteen bytes a document."""

    target: Format
    losses: LossReport
    digests: list[tuple[str, bytes]] = field(default_factory=list)

    def passing(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            held, losses = project(document, self.target.holds)
            self.losses.add(losses)
            self.digests.append((held.id, fingerprint(held, self.target.holds)))
            yield held

    def compare(self, written: Path, options: WriteOptions, out: Path) -> None:
        if not self.digests:
            return
        expected = Counter(digest for _, digest in self.digests)
        reading = ReadOptions(report=Report(), encoding="utf-8", language=options.language, graphemes=options.graphemes)
        for found in _fingerprints(self.target, written, reading):
            expected[found] -= 1
        missing = [identifier for identifier, digest in self.digests if expected[digest] > 0]
        if missing or any(expected.values()):
            raise differs(missing, out)


def differs(ids: list[str], out: Path) -> FormatError:
    """Return the error for a file that, read back, is not what was meant; `ids` are the documents, as far as known."""
    return FormatError(
        msg(
            "read back, {count} documents differ from what was meant ({ids}): nothing was written",
            "при проверке отличаются документы ({count}: {ids}): ничего не записано",
            count=max(1, len(ids)),
            ids=", ".join(ids[:3]) or "?",
        ),
        file=out,
    )


def _fingerprints(target: Format, written: Path, reading: ReadOptions) -> Iterator[bytes]:
    if isinstance(target, Comparable):
        return target.fingerprints(written)
    return (fingerprint(imported.document, target.holds) for imported in target.read(written, reading))


def write_checked(
    documents: Iterable[Document],
    target: Format,
    out: Path,
    options: WriteOptions,
    report: Report,
    *,
    strict: bool = False,
    announce: Announce = no_one,
) -> WriteReport:
    """Write documents to a file, to a folder, or to standard output (`-`), all or nothing.

    What the format cannot hold is left out and reported; `announce` hears of it before the file takes its place. With
    `strict` nothing is written if anything was lost.

    Raises:
        FormatError: the format is only read, a folder format is to go to standard output, or the check failed.
    """
    require_target(target, out)
    meant = _Meant(target, LossReport(target.name))
    with workplace(out, target.suffixes[0]) as part:
        result = target.write(meant.passing(documents), part, options)
        meant.compare(part, options, out)
        for problem in meant.losses.problems(str(out)):
            report.add(problem)
            announce(problem)
        if strict and not report.lossless:
            return WriteReport()
        result.files = put(part, out, result)
    report.written.add(result.written.documents, result.written.entities, result.written.relations)
    return result


def require_target(target: Format, out: Path) -> None:
    """Raise FormatError where the format cannot be written, or not to this place."""
    if not target.writes:
        raise TargetError(msg("{name} can only be read", "{name} можно только читать", name=target.name))
    if target.folder and out == STDOUT:
        raise TargetError(
            msg(
                "{name} writes several files: name a folder instead of -",
                "{name} пишет несколько файлов: укажите папку вместо -",
                name=target.name,
            )
        )
    if target.folder and out.is_file():
        raise TargetError(_a_file(), file=out)


def _a_file() -> Message:
    return msg("is a file: name a folder", "это файл: укажите папку")


@contextmanager
def workplace(out: Path, suffix: str) -> Iterator[Path]:
    """Yield a path in a fresh folder on the same disk as the target, which is gone afterwards."""
    folder = None if out == STDOUT else out.absolute().parent
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise TargetError(_a_file(), file=folder) from error
        remove_abandoned(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=workplace_prefix(), dir=folder) as temporary:
            yield Path(temporary) / (f"out{suffix}" if out == STDOUT else out.name or "out")
    except OSError as error:
        if out == STDOUT:
            raise
        reason = system_reason(error)
        raise FormatError(msg("not written: {reason}", "не записано: {reason}", reason=reason), file=out) from error


def put(part: Path, out: Path, result: WriteReport) -> list[Path]:
    """Move what was written to its place and return the final paths."""
    if out == STDOUT:
        with part.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return []
    if not part.exists():
        out.mkdir(parents=True, exist_ok=True)
        return []
    if not part.is_dir():
        part.replace(out)
        return [out]
    if not out.exists():
        part.replace(out)
        return sorted(_files_under(out))
    moved: list[Path] = []
    for file in sorted(_files_under(part)):
        final = out / file.relative_to(part)
        final.parent.mkdir(parents=True, exist_ok=True)
        file.replace(final)
        moved.append(final)
    return moved or result.files


def _files_under(folder: Path) -> Iterator[Path]:
    return (Path(place, name) for place, _, names in os.walk(folder) for name in names)
