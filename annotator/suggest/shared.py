"""Suggestions for a team's workspace: the machines that run the same command share the work."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from annotator.messages import Message, msg
from annotator.suggest.bulk import RunReport, processes_for, workers
from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.suggestion_file import line_of
from annotator.team.errors import ServerGone
from annotator.team.store import TeamStore
from annotator.team.suggestions import LEASE, SharedSuggestions
from annotator.workspace import Article
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.names import source_stem

PATIENCE = 1800.0  # seconds without the server after which a run gives up
_BATCH = 32  # finished articles delivered at a time
_HELD = 5.0  # seconds after which they are delivered, however few
_POLL = 0.5  # seconds between two looks at what other machines still have
_PATIENT_WAITS = 6  # looks before somebody is told

Result = TypeVar("Result")
Say = Callable[[Message], None]


def suggest_shared(
    store: TeamStore,
    spec: SuggesterSpec,
    *,
    documents: Sequence[str] | None = None,
    processes: int | None = None,
    again: bool = False,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    say: Say = lambda _: None,
    lease: float = LEASE,
    patience: float = PATIENCE,
) -> RunReport:
    """Make suggestions for articles until every one has them; see `suggest_all` for the other arguments.

    Articles that another machine has are waited for: it delivers them, or `lease` seconds after its last sign of life
    they are made here. While the server is out of reach the run waits, `patience` seconds at most, which `say` tells.

    Raises:
        AnnotatorError: the suggester cannot be built, the server stays out of reach, or the login is no lead's.
    """
    suggester, encoder = spec.build(), RecordEncoder()
    shared = SharedSuggestions(
        store.server, source_stem(suggester.source), suggester.fingerprint, documents, lease=lease
    )
    wanted, todo = shared.fill(again=again)
    report = RunReport(suggester.source, store.place, skipped=wanted - todo)
    exchange = _Exchange(shared, _Patience(patience, say), say)
    with exchange.open(), workers(spec, suggester, processes or processes_for(todo)) as run:
        while exchange.more():
            for article, suggested in run(exchange.articles(store)):
                line = line_of(suggested, article, suggester.source, suggester.fingerprint, encoder)
                exchange.add(article.id, line)
                report.add(suggested)
                on_progress(report.documents, todo)
            exchange.send()
    return report


@dataclass(slots=True)
class _Patience:
    """Calls again, for so many seconds, what failed because the server is out of reach."""

    seconds: float
    say: Say

    def __call__(self, call: Callable[[], Result]) -> Result:
        began, pause, told = time.monotonic(), 1.0, False
        while True:
            try:
                return call()
            except ServerGone:
                if time.monotonic() - began + pause > self.seconds:
                    raise
                if not told:
                    self.say(
                        msg(
                            "the server is out of reach: waiting for it; Ctrl+C stops, what was delivered is kept",
                            "сервер недоступен: ожидание; Ctrl+C остановит, отправленное сохранено",
                        )
                    )
                told = True
            time.sleep(pause)
            pause = min(2 * pause, 15.0)


@dataclass(slots=True)
class _Exchange:
    """Articles out of the shared list, suggestions back into it."""

    shared: SharedSuggestions
    patience: _Patience
    say: Say
    ready: list[tuple[str, bytes]] = field(default_factory=list)
    sent: float = field(default_factory=time.monotonic)
    begun: bool = False
    waits: int = 0

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Say on a thread that this machine lives; at the end, however it comes, give back what was not done."""
        ended = threading.Event()
        thread = threading.Thread(target=self._say_alive, args=(ended,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(2)  # a server that does not answer is not waited for
            with contextlib.suppress(WorkspaceError):  # without the server the lease ends by itself
                self.shared.deliver(self.ready)
                self.shared.release()

    def _say_alive(self, ended: threading.Event) -> None:
        while not ended.wait(self.shared.lease / 4):
            with contextlib.suppress(WorkspaceError):
                self.shared.renew()

    def articles(self, store: TeamStore) -> Iterator[Article]:
        """Yield what nobody else has, until nothing of that is left."""
        while rows := self.patience(self.shared.take):
            yield from (store.article_of(line) for _, line in rows)

    def add(self, document: str, line: bytes) -> None:
        """Take a finished article; several are delivered together."""
        self.ready.append((document, line))
        if len(self.ready) >= _BATCH or time.monotonic() - self.sent > _HELD:
            self.send()

    def send(self) -> None:
        """Deliver what is finished."""
        self.patience(lambda: self.shared.deliver(self.ready))
        self.ready = []
        self.sent = time.monotonic()

    def more(self) -> bool:
        """Tell whether articles are left, after a moment's wait where other machines have them all."""
        if self.begun and (left := self.patience(self.shared.left)):
            self.waits += 1
            if self.waits == _PATIENT_WAITS:
                self.say(
                    msg(
                        "waiting for {n:article|articles} that other machines have; Ctrl+C leaves them to those",
                        "ожидание статей, взятых другими машинами: {n}; Ctrl+C оставит их им",
                        n=left,
                    )
                )
            time.sleep(_POLL)
        elif self.begun:
            return False
        self.begun = True
        return True
