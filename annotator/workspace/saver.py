"""Saving on a worker thread, in order, so that a slow disk never freezes the window and a failing one loses nothing."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from annotator.domain import Document
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.annotations import Annotations
from annotator.workspace.errors import SaveError

FIRST_RETRY = 0.5  # seconds
LAST_RETRY = 15.0


class SaveState(Enum):
    """What the status bar shows. SAVED only when everything that was submitted is on disk."""

    SAVED = "saved"
    SAVING = "saving"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """The state, and for FAILED the reason, whether it is tried again without a person's help, and the copy elsewhere.

    `kept_at` is the file that holds all unsaved work meanwhile, or None where no disk took it. `safe` as in SaveError.
    """

    state: SaveState
    message: Message | str | None = None
    retries: bool = True
    kept_at: str | None = None
    safe: bool = False


class Saver:
    """Saves submitted documents one after the other. A newer version of a document replaces an older one that waits.

    `on_state` is called with a SaveStatus, `on_saved` with each document as it was written; both on the worker thread.
    A failed save stays in the queue and is tried again after 0.5 to 15 seconds, and at once when something new is
    submitted or `retry` is called. Meanwhile all unsaved documents are kept in the emergency copy, another folder.
    """

    def __init__(
        self,
        annotations: Annotations,
        *,
        on_state: Callable[[SaveStatus], None] | None = None,
        on_saved: Callable[[Document], None] | None = None,
    ) -> None:
        self._annotations = annotations
        self._on_state = on_state or (lambda _: None)
        self._on_saved = on_saved or (lambda _: None)
        self._waiting: OrderedDict[str, Document] = OrderedDict()
        self._balances: dict[str, int] = {}
        self._in_emergency = False
        self._changed = threading.Condition()
        self._status = SaveStatus(SaveState.SAVED)
        self._stopping = False
        self._failed_ids: set[str] = set()  # tried since the last change of anything; all others are still worth a try
        self._busy = False
        self._pause = FIRST_RETRY
        self._thread = threading.Thread(target=self._run, name=f"save {annotations.name}", daemon=True)
        self._thread.start()

    @property
    def status(self) -> SaveStatus:
        """The state now."""
        return self._status

    @property
    def state(self) -> SaveState:
        """The state now, without its reason."""
        return self._status.state

    def submit(self, document: Document, *, balance: int = 0) -> None:
        """Have a document saved; returns at once. Call from one thread, in the order in which the changes happened.

        `balance` is how many entities the steps since the last submit add or (negative) delete.
        """
        with self._changed:
            self._waiting[document.id] = document
            self._balances[document.id] = self._balances.get(document.id, 0) + balance
            self._failed_ids.clear()
            first = self._status.state is SaveState.SAVED
            if first:
                self._status = SaveStatus(SaveState.SAVING)
            self._changed.notify_all()
        if first:
            self._on_state(SaveStatus(SaveState.SAVING))

    def pending(self, document_id: str) -> Document | None:
        """Return the newest version of a document that is not on disk yet, or None."""
        with self._changed:
            return self._waiting.get(document_id)

    def unsaved(self) -> list[Document]:
        """Return every document that is not on disk yet, oldest first."""
        with self._changed:
            return list(self._waiting.values())

    def retry(self) -> None:
        """Try a failed save again now."""
        with self._changed:
            self._failed_ids.clear()
            self._changed.notify_all()

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until everything submitted is on disk; return False if it is not after `timeout` seconds or fails."""
        deadline = None if timeout is None else time.monotonic() + timeout
        self.retry()
        with self._changed:
            while self._waiting:
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    return False
                all_failed = self._waiting.keys() <= self._failed_ids and not self._busy
                if all_failed and (deadline is None or not self._status.retries):
                    return False
                self._changed.wait(left if left is not None else 1.0)
            return True

    def close(self, timeout: float | None = 10.0) -> bool:
        """Save what waits, stop the thread; return whether everything is on disk. The annotations stay open."""
        done = self.flush(timeout)
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(timeout)
        return done

    # -- worker thread --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while (document := self._next()) is not None:
            self._save(document)

    def _next(self) -> Document | None:
        with self._changed:
            while not self._stopping:
                untried = next((d for i, d in self._waiting.items() if i not in self._failed_ids), None)
                if untried is not None:
                    self._busy = True
                    return untried
                if not self._waiting:
                    self._changed.wait()
                elif not self._changed.wait(self._pause):
                    self._failed_ids.clear()
                    self._pause = min(self._pause * 2, LAST_RETRY)
            return None

    def _save(self, document: Document) -> None:
        balance = self._balances.get(document.id, 0)
        try:
            saved = self._annotations.save(document, balance=balance)
        except SaveError as error:
            self._failed(document, error)
            return
        except Exception as error:  # noqa: BLE001 - a dead worker would lose every later save without a word
            self._failed(document, SaveError(msg("not saved: {error}", "не сохранено: {error}", error=repr(error))))
            return
        self._on_saved(saved)
        with self._changed:
            self._balances[document.id] = self._balances.get(document.id, 0) - balance
            if self._waiting.get(document.id) is document:
                del self._waiting[document.id]
            self._pause, self._busy = FIRST_RETRY, False
            status = (
                self._status if self._failed_ids else SaveStatus(SaveState.SAVING if self._waiting else SaveState.SAVED)
            )
            told = status != self._status
            self._status = status
            done_with_copy = self._in_emergency and not self._waiting
            self._changed.notify_all()
        if done_with_copy:
            self._annotations.emergency.clear()
            self._in_emergency = False
        if told:
            self._on_state(status)

    def _failed(self, document: Document, error: SaveError) -> None:
        status = SaveStatus(
            SaveState.FAILED, error.message, error.retry, self._keep_elsewhere() or error.kept_at, error.safe
        )
        with self._changed:
            told = status != self._status
            self._status, self._busy = status, False
            if self._waiting.get(document.id) is document:
                self._failed_ids.add(document.id)
            self._changed.notify_all()
        if told:
            self._on_state(status)

    def _keep_elsewhere(self) -> str | None:
        """Write all unsaved documents to the emergency copy; return its path, or None if nothing took them."""
        lines: list[bytes] = []
        for document in self.unsaved():
            with contextlib.suppress(AnnotatorError):
                lines.append(self._annotations.line_of(document))
        kept = self._annotations.emergency.write(lines) if lines else None
        self._in_emergency = self._in_emergency or kept is not None
        return str(kept) if kept is not None else None
