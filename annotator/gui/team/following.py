"""What the rest of the team does while the window is open: heard from the server, brought into the copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.versions import RestoreVersion
from annotator.gui.storage.background import Background
from annotator.gui.widgets.message_bar import Kind
from annotator.messages import AnnotatorError, msg
from annotator.team.connection import Server
from annotator.team.listening import Listener, Word
from annotator.team.mirror import Pulled
from annotator.team.mirrored import MirroredAnnotations, MirroredWorkspace
from annotator.team.records import Fork
from annotator.team.store import TeamStore
from annotator.workspace.versions import Pair

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session

_GATHER = 400  # milliseconds in which words are gathered before the copy is brought up to date
THEIRS = msg("the other version", "другая версия")


@dataclass(frozen=True, slots=True)
class _News:
    pulled: Pulled
    mine: tuple[str, ...]
    forks: tuple[Fork, ...]


class Following(QObject):
    """Follows the server for one session of a team's workspace."""

    followed = Signal()  # the copy is up to date
    _heard = Signal(object)
    _lost = Signal()

    def __init__(self, window: MainWindow, session: Session, workspace: MirroredWorkspace) -> None:
        super().__init__(window)
        self._window, self._session, self._workspace = window, session, workspace
        self._pulling: Background | None = None
        self._again = False
        self._told: set[tuple[str, int]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER)
        self._timer.timeout.connect(self.pull)
        self._heard.connect(self._on_word)
        self._lost.connect(self._on_lost)
        self._server = Server(workspace.mirror.address)
        self._listener = Listener(self._server, self._heard.emit, self._lost.emit)
        if workspace.offline is not None:
            self._on_lost()

    def stop(self) -> None:
        """Listen no more."""
        self._timer.stop()
        self.blockSignals(True)
        self._listener.close()
        if self._pulling is not None:
            self._pulling.stop()
        if self._workspace.store is not None:
            self._workspace.store.close()
        self._window.message_bar.dismiss("offline")

    # -- what the server says ---------------------------------------------------------------------------------------

    def _on_word(self, word: Word) -> None:
        if word.kind == "back":
            self._window.message_bar.dismiss("offline")
            if self._session.queue is not None:
                self._session.queue.retry()
        if not self._timer.isActive():
            self._timer.start()

    def _on_lost(self) -> None:
        text = self.tr("The team's server is out of reach. Go on working: everything is kept here and sent later.")
        self._window.message_bar.show_message("offline", Kind.WARNING, text, closable=False)

    def pull(self) -> None:
        """Bring the copy up to date, beside the window."""
        if self._pulling is not None:
            self._again = True
            return
        workspace, annotations = self._workspace, self._session.annotations
        self._pulling = Background(lambda _stops: _pull(workspace, annotations), self)
        self._pulling.finished.connect(self._on_pulled)
        self._pulling.failed.connect(self._on_failed)
        self._pulling.start()

    def _on_failed(self, _error: AnnotatorError) -> None:
        self._pulling = None

    def _on_pulled(self, news: _News) -> None:
        self._pulling = None
        watch = self._window.desk.storage.watch
        if news.mine and watch is not None:
            watch.follow(news.mine)
        if news.pulled.articles:
            text = self.tr("New articles came in: {0}.").format(news.pulled.articles)
            message = self._window.message_bar.show_message("articles", Kind.INFO, text)
            message.add_button(self.tr("Show them"), self._reopen, primary=True)
        if forks := [fork for fork in news.forks if (fork.mine.id, fork.mine.rev) not in self._told]:
            self._told.update((fork.mine.id, fork.mine.rev) for fork in forks)
            self._show_forks(forks)
        self.followed.emit()
        if self._again:
            self._again = False
            self._timer.start()

    def _reopen(self) -> None:
        self._window.files.open_path(self._workspace.path, self._session.annotator)

    # -- two versions of one document ---------------------------------------------------------------------------------

    def _show_forks(self, forks: Sequence[Fork]) -> None:
        names = ", ".join(fork.mine.id for fork in forks[:3]) + ("…" if len(forks) > 3 else "")
        text = self.tr("Changed in two places, both versions are kept: {0}. The newer one counts.").format(names)
        message = self._window.message_bar.show_message("forks", Kind.WARNING, text)
        message.add_button(self.tr("Show both versions"), lambda: self.compare(forks), primary=True, closes=False)

    def compare(self, forks: Sequence[Fork]) -> None:
        """Show the two versions of each document side by side, and keep what is chosen."""
        from annotator.gui.storage.compare import CompareVersions

        pairs = [Pair(fork.mine, fork.theirs) for fork in forks]
        style = self._window.appearance.canvas_style
        dialog = CompareVersions(pairs, self._workspace.scheme, style, self._window)
        dialog.chosen.connect(self._settle)
        dialog.open()

    def _settle(self, taken: Sequence[Pair], kept: Sequence[Pair]) -> None:
        for pair in taken:
            self._session.perform(RestoreVersion(pair.theirs, THEIRS), pair.document_id)
        annotations = self._session.annotations
        if isinstance(annotations, MirroredAnnotations) and annotations.remote is not None:
            try:
                for pair in (*taken, *kept):
                    annotations.remote.settle(pair.document_id)
            except AnnotatorError as error:
                self._window.notices.show_error(str(error))
                return
        self._window.message_bar.dismiss("forks")


def _pull(workspace: MirroredWorkspace, annotations: object) -> _News:
    """Work of the other thread: articles and others' records, then what other windows of this annotator saved."""
    if workspace.store is None:
        workspace.store = TeamStore.open(workspace.mirror.address)
    workspace.store.refresh()
    writing = annotations if isinstance(annotations, MirroredAnnotations) else None
    if writing is not None and writing.journal.unsent:
        writing.send_unsent(workspace.store)
    pulled = workspace.mirror.pull(workspace.store)
    if writing is None:
        return _News(pulled, (), ())
    mine = writing.catch_up(workspace.store)
    return _News(pulled, tuple(mine), tuple(writing.forks()))
