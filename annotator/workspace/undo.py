"""The undo history of an annotator's documents on disk, so that undo survives document switch and restart.

One small file per document in `.annotator/undo/<annotator>/`. A history fits exactly one state of its document: it is
taken up again only where the document still is as the history left it, and dropped, with a word, where the file was
changed from outside. Losing a history loses no annotation.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.domain import Document, DomainError, Patch
from annotator.domain.patch_json import document_state, patch_from_json, patch_to_json
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.jsonl import dump, read_json

MAX_STEPS = 200
MAX_BYTES = 1 << 20  # of one document's history; older steps are left out first
MAX_FILES = 500
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One step that can be undone: what the menu calls it and the patch that did it."""

    name: Message
    patch: Patch


@dataclass(frozen=True, slots=True)
class UndoHistory:
    """The steps of a document, oldest first. Those before `position` are done, the rest can be redone.

    `dropped` says why an older history could not be used; the history is then empty.
    """

    steps: tuple[UndoStep, ...] = ()
    position: int = 0
    dropped: Message | None = None


class UndoStore:
    """Keeps the undo histories of one annotator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, document_id: str) -> Path:
        return self.folder / f"{hashlib.blake2b(document_id.encode(), digest_size=16).hexdigest()}.json"

    def save(self, document: Document, steps: Sequence[UndoStep], position: int) -> None:
        """Keep the newest steps that fit. `document` is as it is after the first `position` steps.

        A folder that cannot be written is no error: the annotations themselves do not depend on it.
        """
        kept = [_step_json(step) for step in steps]
        left_out = max(0, len(kept) - MAX_STEPS)
        sizes = [len(dump(step)) for step in kept]
        while left_out < position and sum(sizes[left_out:]) > MAX_BYTES:
            left_out += 1
        left_out = min(left_out, position)  # never a step that can be redone without those before it
        data = {
            "format": _FORMAT,
            "document": document.id,
            "state": state_hash(document),
            "position": position - left_out,
            "steps": kept[left_out:],
        }
        path = self._path(document.id)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(dump(data))
            temporary.replace(path)
            self._thin()

    def load(self, document: Document) -> UndoHistory:
        """Return the history that ends at exactly this state of the document, or an empty one."""
        path = self._path(document.id)
        if not path.exists():
            return UndoHistory()
        try:
            data = read_json(path)
            if data["format"] != _FORMAT or data["document"] != document.id:
                return UndoHistory()
            if data["state"] != state_hash(document):
                path.unlink(missing_ok=True)
                return UndoHistory(dropped=_changed(document))
            steps = tuple(_step(item) for item in data["steps"])
        except (AnnotatorError, DomainError, KeyError, TypeError, OSError):
            return UndoHistory(dropped=_changed(document))
        return UndoHistory(steps, max(0, min(int(data["position"]), len(steps))))

    def _thin(self) -> None:
        files = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in files[:-MAX_FILES]:
            path.unlink(missing_ok=True)


def state_hash(document: Document) -> str:
    """Return a hash of everything in the document that undo could change."""
    return hashlib.blake2b(dump(document_state(document)), digest_size=16).hexdigest()


def _changed(document: Document) -> Message:
    return msg(
        '"{id}" was changed outside this window: its earlier steps cannot be undone any more',
        "«{id}» изменён вне этого окна: прежние шаги больше нельзя отменить",
        id=document.id,
    )


def _step_json(step: UndoStep) -> dict[str, Any]:
    values = {key: str(value) for key, value in step.name.values.items()}
    return {"name": [step.name.en, step.name.ru, values], "patch": patch_to_json(step.patch)}


def _step(data: dict[str, Any]) -> UndoStep:
    en, ru, values = data["name"]
    return UndoStep(Message(str(en), str(ru), dict(values)), patch_from_json(data["patch"]))
