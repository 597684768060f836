"""Compressed copies of a file as it was before it was rewritten: the last ten, then one a day for thirty days."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.workspace.errors import save_error
from annotator.workspace.files import sync_folder

KEEP_LAST = 10
KEEP_DAYS = 30
SHARE_OF_FREE_DISK = 0.2
_STAMP = "%Y%m%dT%H%M%S"
_SUFFIX = ".jsonl.gz"


@dataclass(frozen=True, slots=True)
class Backup:
    """One compressed copy; `made` is UTC, `size` in bytes on disk."""

    path: Path
    number: int
    made: datetime
    size: int

    def read(self) -> bytes:
        """Return the file as it was."""
        with gzip.open(self.path, "rb") as file:
            return file.read()

    def open(self) -> gzip.GzipFile:
        """Open the file as it was, for reading in binary."""
        return gzip.open(self.path, "rb")


class Backups:
    """The backups of one file, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list(self) -> list[Backup]:
        """Return the backups, newest first: by their running number, since a clock may be set back."""
        return sorted(self._found(), key=lambda backup: backup.number, reverse=True)

    def _found(self) -> Iterator[Backup]:
        for path in self.folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(ValueError, OSError):
                stamp, number = path.name.removesuffix(_SUFFIX).split("-")
                made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
                yield Backup(path, int(number), made, path.stat().st_size)

    def add(self, source: Path) -> Backup:
        """Copy a file, compressed and durable; thin the older copies.

        Raises:
            SaveError: the copy could not be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            number = max((backup.number for backup in self._found()), default=0) + 1
            path = self.folder / f"{time.strftime(_STAMP, time.gmtime())}-{number:06d}{_SUFFIX}"
            temporary = path.with_name(f".{path.name}.tmp")
            try:
                _compress(source, temporary)
                temporary.replace(path)
                sync_folder(self.folder)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise save_error(error, self.folder) from error
        made = Backup(path, number, datetime.now(UTC), path.stat().st_size)
        self.thin()
        return made

    def thin(self, now: datetime | None = None, free: int | None = None) -> None:
        """Delete what is too old or too much; the newest copy always stays."""
        backups = self.list()
        kept = kept_of(backups, now or datetime.now(UTC))
        room = free if free is not None else shutil.disk_usage(self.folder).free
        budget = (room + sum(backup.size for backup in backups)) * SHARE_OF_FREE_DISK
        for backup in backups:
            budget -= backup.size if backup in kept else 0
            if backup not in kept or (budget < 0 and backup is not backups[0]):
                with contextlib.suppress(OSError):
                    backup.path.unlink()


def kept_of(backups: list[Backup], now: datetime) -> list[Backup]:
    """Return those of the backups (newest first) that are kept: the last ten, and the newest of each of thirty days."""
    kept = list(backups[:KEEP_LAST])
    days = {backup.made.date() for backup in kept}
    for backup in backups[KEEP_LAST:]:
        day = backup.made.date()
        if day not in days and now - backup.made <= timedelta(days=KEEP_DAYS):
            kept.append(backup)
            days.add(day)
    return kept


def _compress(source: Path, target: Path) -> None:
    with source.open("rb") as plain, target.open("wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=3, mtime=0) as packed:
            shutil.copyfileobj(plain, packed, 1 << 20)
        raw.flush()
        os.fsync(raw.fileno())
