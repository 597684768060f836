"""Folders that files are made in before they take their place: whose they are, and removing those of killed processes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from annotator.workspace.lock import host_name, process_start
from annotator.workspace.sharing import process_runs

_NAME = re.compile(r"\.annotator-([0-9a-f]{8})-(\d+)-(\d*)-\w+")


def workplace_prefix() -> str:
    """Return how the names of this process's folders begin: the machine, the process and when the process began."""
    return f".annotator-{_machine()}-{os.getpid()}-{process_start(os.getpid())}-"


def remove_abandoned(folder: Path) -> None:
    """Remove folders that processes of this machine left here when they were killed; never one of a living process."""
    for path in folder.glob(".annotator-*"):
        found = _NAME.fullmatch(path.name)
        if found and found[1] == _machine() and not _lives(int(found[2]), found[3]):
            shutil.rmtree(path, ignore_errors=True)  # what cannot be removed is only in nobody's way


def _machine() -> str:
    return hashlib.sha256(host_name().encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _lives(pid: int, started: str) -> bool:
    return process_runs(pid) and process_start(pid) == started
