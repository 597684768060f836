"""Zip archives as Label Studio, doccano, brat and INCEpTION export them: unpacked beside nothing, read as a folder."""

from __future__ import annotations

import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from annotator.formats.base import FormatError
from annotator.formats.report import Report
from annotator.messages import AnnotatorError, Message, msg

MAX_BYTES = 4 << 30
MAX_FILES = 200_000
_MAX_RATIO = 250  # unpacked to packed; JSON full of repetition stays under 100
_FROM_BYTES = 16 << 20  # small files may be packed as tightly as they like
_CHUNK = 1 << 20
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_RUBBISH = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db"})


def is_archive(path: Path) -> bool:
    """Tell whether a path is a zip archive by its name; what is wrong with it shows when it is opened."""
    return path.suffix.lower() == ".zip" and path.is_file()


@contextmanager
def unzipped(path: Path, report: Report | None = None) -> Iterator[Path]:
    """Yield the folder that an archive holds, in a temporary place; any other path as it is.

    A single folder around everything is taken off. Problems of the report, and errors, name the archive and the file
    inside it.

    Raises:
        FormatError: the archive is damaged or locked, or its names or its size are those of an attack.
    """
    if not is_archive(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="annotator-zip-") as temporary:
        root = Path(temporary).resolve()
        _unpack_file(path, root)
        try:
            yield _inner(root)
        except AnnotatorError as error:
            if error.file:
                error.file = _shown(str(error.file), root, path)
            raise
        finally:
            if report is not None:
                report.problems = [replace(p, file=_shown(p.file, root, path)) for p in report.problems]


def _shown(file: str, root: Path, archive: Path) -> str:
    return f"{archive}{file.removeprefix(str(root))}" if file.startswith(str(root)) else file


def _inner(root: Path) -> Path:
    while len(children := list(root.iterdir())) == 1 and children[0].is_dir():
        root = children[0]
    return root


def _unpack_file(path: Path, root: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _Unpacking(path).unpack(archive, root, nested=False)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FormatError(
            msg(
                "the archive cannot be unpacked ({reason}): unpack it yourself and give the folder",
                "архив не распаковывается ({reason}): распакуйте его сами и укажите папку",
                reason=reason,
            ),
            file=path,
        ) from error


@dataclass(slots=True)
class _Unpacking:
    """One archive on its way to the disk; archives inside it are unpacked where they lie."""

    path: Path
    files: int = 0
    unpacked: int = 0

    def unpack(self, archive: zipfile.ZipFile, into: Path, *, nested: bool) -> None:
        for member in archive.infolist():
            name = self._safe_name(member)
            if member.is_dir() or _RUBBISH & set(name.parts):
                continue
            self._count(member)
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as stream:
                if target.suffix.lower() == ".zip" and not nested:
                    self._unpack_inner(stream, target)
                elif not target.exists():  # archives inside bring the same type system once more
                    with target.open("wb") as out:
                        self._copy(stream, out, member)

    def _unpack_inner(self, stream: IO[bytes], target: Path) -> None:
        with tempfile.TemporaryFile() as spool:
            self._copy(stream, spool, None)
            with zipfile.ZipFile(spool) as inner:
                self.unpack(inner, target.parent, nested=True)

    def _copy(self, stream: IO[bytes], out: IO[bytes], member: zipfile.ZipInfo | None) -> None:
        written = 0
        while data := stream.read(_CHUNK):
            written += len(data)
            self.unpacked += len(data)
            too_tight = member is not None and written > max(_FROM_BYTES, _MAX_RATIO * member.compress_size)
            if self.unpacked > MAX_BYTES or too_tight:
                self._refuse(_too_large())
            out.write(data)

    def _count(self, member: zipfile.ZipInfo) -> None:
        self.files += 1
        if self.files > MAX_FILES:
            self._refuse(_too_large())
        if member.flag_bits & _ENCRYPTED:
            self._refuse(
                msg(
                    "the archive is locked by a password: unpack it yourself and give the folder",
                    "архив закрыт паролем: распакуйте его сами и укажите папку",
                )
            )

    def _safe_name(self, member: zipfile.ZipInfo) -> PurePosixPath:
        name = PurePosixPath(_name_of(member).replace("\\", "/"))
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if is_link or name.is_absolute() or ".." in name.parts or any(":" in part for part in name.parts[:1]):
            self._refuse(
                msg(
                    "“{name}” in the archive points out of it: nothing was unpacked, do not trust this file",
                    "«{name}» в архиве указывает за его пределы: ничего не распаковано, не доверяйте этому файлу",
                    name=member.filename[:80],
                )
            )
        return name

    def _refuse(self, message: Message) -> None:
        raise FormatError(message, file=self.path)


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Russian Windows writes names in cp866 and says nothing of it."""
    if member.flag_bits & _UTF8_NAME or member.filename.isascii():
        return member.filename
    data = member.filename.encode("cp437", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp866")


def _too_large() -> Message:
    return msg(
        "unpacked, the archive is larger than {limit} GB, or far larger than such files are: unpack it yourself",
        "в распакованном виде архив больше {limit} ГБ или намного больше обычного: распакуйте его сами",
        limit=MAX_BYTES >> 30,
    )
