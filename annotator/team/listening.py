"""Hearing what others do: one connection that waits for the server's word, on a thread of its own."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass

from annotator.messages import AnnotatorError
from annotator.team.connection import Server
from annotator.team.errors import told

_TURN = 0.5  # seconds between looks at whether to stop
_PAUSE = 3.0  # seconds before a lost connection is opened again


@dataclass(frozen=True, slots=True)
class Word:
    """What happened: kind "saved", "corpus", "settings", "members", "tasks", or "back" after a time in which words may have been missed."""

    kind: str
    annotator: str = ""
    document: str = ""
    rev: int = 0


class Listener:
    """Calls `on_word` on its own thread for everything that others save, and `on_gone` when the server goes away.

    `on_gone` is given the reason, or None where the connection just broke.
    """

    def __init__(
        self,
        server: Server,
        on_word: Callable[[Word], None],
        on_gone: Callable[[AnnotatorError | None], None] = lambda _reason: None,
    ) -> None:
        self._server = server
        self._on_word = on_word
        self._on_gone = on_gone
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listen", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._stopping.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            reason: AnnotatorError | None = None
            try:
                with told(self._server.address):
                    self._listen()
            except AnnotatorError as error:
                reason = error
            if not self._stopping.is_set():
                self._on_gone(reason)
                self._stopping.wait(_PAUSE)

    def _listen(self) -> None:
        with self._server.connect() as connection:
            connection.autocommit = True
            connection.execute("LISTEN annotator")
            self._on_word(Word("back"))
            while not self._stopping.is_set():
                for notice in connection.notifies(timeout=_TURN):
                    with contextlib.suppress(ValueError, TypeError):
                        self._on_word(Word(*json.loads(notice.payload)))
