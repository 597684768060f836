"""What kind of folder a workspace lies in, and a daily copy on this computer where that folder is not this computer's."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from enum import Enum
from pathlib import Path

from annotator.messages import Message, msg
from annotator.workspace.backups import SHARE_OF_FREE_DISK
from annotator.workspace.emergency import EmergencyCopy, emergency_folders
from annotator.workspace.errors import save_error
from annotator.workspace.files import sync_folder
from annotator.workspace.layout import Layout

KEEP_DAYS = 30
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "9p", "afs", "davfs", "fuse.davfs2"}
_CLOUD = (
    "dropbox",
    "onedrive",
    "yandex.disk",
    "yandexdisk",
    "яндекс.диск",
    "google drive",
    "googledrive",
    "nextcloud",
    "icloud",
    "mobile documents",
    "mega",
    "syncthing",
)
_CLOUD_MARKS = (".dropbox", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log")


class Place(Enum):
    """Where a folder lies, as far as it can be told."""

    LOCAL = "local"
    NETWORK = "network"
    CLOUD = "cloud"

    @property
    def message(self) -> Message | None:
        """What the window says about it, or None for a folder of this computer."""
        return {
            Place.NETWORK: msg(
                "this folder is on the network: a daily copy is kept on this computer too",
                "папка в сети: ежедневная копия хранится и на этом компьютере",
            ),
            Place.CLOUD: msg(
                "this folder is synced to a cloud: let it finish before you switch computers",
                "папка синхронизируется с облаком: дождитесь её окончания, прежде чем сменить компьютер",
            ),
        }.get(self)


def place_of(path: Path, mounts: Path = Path("/proc/mounts")) -> Place:
    """Tell where a folder lies: by the file system it is mounted from, by its name, by what sync programs leave."""
    resolved = path.resolve()
    if _file_system(resolved, mounts) in _NETWORK or str(resolved).startswith("\\\\"):
        return Place.NETWORK
    names = [part.lower() for part in resolved.parts]
    if any(name.startswith(_CLOUD) for name in names):
        return Place.CLOUD
    if any((parent / mark).exists() for parent in [resolved, *resolved.parents] for mark in _CLOUD_MARKS):
        return Place.CLOUD
    return Place.LOCAL


def _file_system(path: Path, mounts: Path) -> str:
    """Return the type of the file system, "" where the system does not say."""
    try:
        rows = [line.split(" ") for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ""
    found = [(row[1].replace("\\040", " "), row[2]) for row in rows if len(row) > 2]
    holding = [(point, kind) for point, kind in found if path.is_relative_to(point)]
    return max(holding, key=lambda item: len(item[0]), default=("", ""))[1]


def daily_copy(root: Path, annotator: str, *, day: str | None = None) -> Path | None:
    """Zip the workspace's own files to a folder of the user on this computer, once a day; return the file if one was made.

    Copies older than thirty days go, and all of them together take a fifth of the free disk at most.

    Raises:
        SaveError: the disk does not take it.
    """
    layout = Layout(root)
    folder = (
        next(emergency_folders()).parent / "daily" / EmergencyCopy(root, annotator).file_name.removesuffix(".jsonl")
    )
    target = folder / f"{day or time.strftime('%Y-%m-%d')}.zip"
    if target.exists():
        return None
    unfinished = folder / f".{target.name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _zip(layout, unfinished)
            unfinished.replace(target)
            sync_folder(folder)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise save_error(error, folder) from error
    _thin(folder)
    return target


def _zip(layout: Layout, target: Path) -> None:
    single = [layout.settings, layout.scheme, layout.guidelines, layout.corpus, layout.assignments]
    folders = [layout.annotations_folder]
    files = [path for path in single if path.is_file()]
    files += [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file()]
    with target.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for path in files:
                archive.write(path, path.relative_to(layout.root))
        raw.flush()
        os.fsync(raw.fileno())


def _thin(folder: Path) -> None:
    copies = sorted(folder.glob("????-??-??.zip"), reverse=True)
    sizes = {path: path.stat().st_size for path in copies}
    budget = (shutil.disk_usage(folder).free + sum(sizes.values())) * SHARE_OF_FREE_DISK
    for number, path in enumerate(copies):
        budget -= sizes[path]
        if number >= KEEP_DAYS or (number and budget < 0):
            path.unlink(missing_ok=True)
