"""A second place for work that the workspace's disk does not take: a folder of the user, on another disk as a rule.

While saving fails, every unsaved document stands there as a native record. It comes back by itself: the next save that
works writes it to the workspace, and so does the next open, should the program have ended before.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.domain import Document
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError
from annotator.workspace.errors import SaveError
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import JsonLineError, objects


def emergency_folders() -> Iterator[Path]:
    """Yield the folders that are tried, in order: the one set by ANNOTATOR_EMERGENCY, the user's own, the temporary."""
    if chosen := os.environ.get("ANNOTATOR_EMERGENCY"):
        yield Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("LOCALAPPDATA", home)) / "annotator" / "emergency"
    elif sys.platform == "darwin":
        yield home / "Library" / "Application Support" / "annotator" / "emergency"
    else:
        yield Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "annotator" / "emergency"
    yield Path(tempfile.gettempdir()) / f"annotator-emergency-{getattr(os, 'getuid', lambda: 0)()}"


@dataclass(frozen=True, slots=True)
class EmergencyCopy:
    """Unsaved work of one annotator in one workspace."""

    workspace: Path
    annotator: str

    @property
    def file_name(self) -> str:
        """The name of the file: tells people which workspace it is from, and is no other workspace's."""
        place = hashlib.blake2b(os.fsencode(self.workspace.resolve()), digest_size=6).hexdigest()
        return f"{self.workspace.resolve().name}-{place}-{self.annotator}.jsonl"

    def write(self, lines: Iterable[bytes]) -> Path | None:
        """Keep these lines instead of what was kept before; return the file, or None if no folder takes them."""
        content = [line + b"\n" for line in lines]
        for folder in emergency_folders():
            with contextlib.suppress(OSError, SaveError):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                path = folder / self.file_name
                replace_file(path, content, mode=0o600)
                return path
        return None

    def files(self) -> list[Path]:
        """Return the files that hold unsaved work."""
        return [path for folder in emergency_folders() if (path := folder / self.file_name).is_file()]

    def read(self) -> list[Document]:
        """Return the unsaved documents; lines that are no records stay in the file."""
        found: list[Document] = []
        for path in self.files():
            with contextlib.suppress(AnnotatorError):
                for _, item in objects(path):
                    if not isinstance(item, JsonLineError):
                        with contextlib.suppress(AnnotatorError):
                            found.append(read_record(item).document)
        return found

    def clear(self) -> None:
        """Delete the files, once everything in them is on disk in the workspace."""
        for path in self.files():
            with contextlib.suppress(OSError):
                path.unlink()
