"""Hearing what others do: one connection that waits for the server's word, on a thread of its own."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass

from annotator.team.connection import Server

_TURN = 0.5  # seconds between looks at whether to stop
_PAUSE = 3.0  # seconds before a lost connection is opened again


@dataclass(frozen=True, slots=True)
class Word:
    """What happened: kind "saved", "corpus", "settings", or "back" after a time in which words may have been missed."""

    kind: str
    annotator: str = ""
    document: str = ""
    rev: int = 0


class Listener:
    """Calls `on_word` on its own thread for everything that others save, and `on_gone` when the server goes away."""

    def __init__(
        self, server: Server, on_word: Callable[[Word], None], on_gone: Callable[[], None] = lambda: None
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
        import psycopg

        from annotator.messages import AnnotatorError

        while not self._stopping.is_set():
            with contextlib.suppress(psycopg.Error, AnnotatorError):
                self._listen()
            if not self._stopping.is_set():
                self._on_gone()
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
