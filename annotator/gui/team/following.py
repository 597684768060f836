"""What the rest of the team does while the window is open: heard from the server, brought into the copy."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.versions import RestoreVersion
from annotator.gui.storage.background import Background
from annotator.gui.widgets.message_bar import Kind
from annotator.messages import AnnotatorError, msg
from annotator.team.connection import Server
from annotator.team.errors import PasswordRefused, ServerGone, ServerRefused
from annotator.team.listening import Listener, Word
from annotator.team.mirror import Pulled
from annotator.team.mirrored import MirroredAnnotations, MirroredWorkspace
from annotator.team.records import Fork
from annotator.workspace import WorkspaceLocked
from annotator.workspace.names import GOLD
from annotator.workspace.scheme_change import only_labels_differ
from annotator.workspace.versions import Pair

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session

_GATHER = 400  # milliseconds in which words are gathered before the copy is brought up to date
THEIRS = msg("the other version", "другая версия")
RENAMED = msg("labels renamed by the lead", "метки переименованы руководителем")


@dataclass(frozen=True, slots=True)
class _News:
    pulled: Pulled
    mine: tuple[str, ...] = ()
    forks: tuple[Fork, ...] = ()


class Following(QObject):
    """Follows the server for one session of a team's workspace."""

    followed = Signal()  # the copy is up to date
    _heard = Signal()
    _lost = Signal(object)  # AnnotatorError or None

    def __init__(self, window: MainWindow, session: Session, workspace: MirroredWorkspace) -> None:
        super().__init__(window)
        self._window, self._session, self._workspace = window, session, workspace
        self._pulling: Background | None = None
        self._again = self._shows_articles = False
        self._opens = ""  # the document to open after the next pull
        self._words: deque[Word] = deque()  # filled by the listener's thread
        self._has_rung = False
        self._saved: dict[str, dict[str, int]] = {}  # by annotator and document, since the last pull
        self._whole = True  # whether more has happened than what is in `_saved`
        self.is_lost = False
        self._leads = workspace.leads
        self._told: set[tuple[str, int]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER)
        self._timer.timeout.connect(self.pull)
        self._heard.connect(self._on_words)
        self._lost.connect(self._on_lost)
        self._server = Server(workspace.mirror.address)
        self._listener = Listener(self._server, self._hear, self._lost.emit)
        if workspace.offline is not None:
            self._on_lost(None)

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

    def _hear(self, word: Word) -> None:
        """Take a word on the listener's thread; a whole import of them rings once."""
        self._words.append(word)
        if not self._has_rung:
            self._has_rung = True
            self._heard.emit()

    def _on_words(self) -> None:
        self._has_rung = False
        while self._words:
            word = self._words.popleft()
            if word.kind == "saved" and word.annotator != GOLD:
                self._saved.setdefault(word.annotator, {})[word.document] = word.rev
            else:  # gold may open what was hidden
                self._whole = True
            if word.kind == "back":
                self._on_back()
        if not self._timer.isActive():
            self._timer.start()

    def _on_back(self) -> None:
        self.is_lost = False
        self._window.message_bar.dismiss("offline")
        if self._session.queue is not None:
            self._session.queue.retry()

    def _on_lost(self, reason: AnnotatorError | None) -> None:
        self.is_lost = True
        address, bar = self._workspace.mirror.address, self._window.message_bar
        if isinstance(reason, PasswordRefused):
            text = self.tr("The team's server no longer takes the password. Go on working: everything is kept here.")
            message = bar.show_message("offline", Kind.WARNING, text, closable=False)
            message.add_button(
                self.tr("Enter the password…"), lambda: self._window.files.team.ask(address), primary=True, closes=False
            )
        elif isinstance(reason, ServerRefused):
            self._tell_shut_out(reason)
        else:
            text = self.tr("The team's server is out of reach. Go on working: everything is kept here and sent later.")
            bar.show_message("offline", Kind.WARNING, text, closable=False)

    def _tell_shut_out(self, reason: AnnotatorError) -> None:
        text = self.tr("The team's server refuses: {0}. Your work is kept on this computer.").format(reason.message)
        self._window.message_bar.show_message("offline", Kind.WARNING, text, closable=False)

    def pull(self, *, shows_articles: bool = False) -> None:
        """Bring the copy up to date, beside the window: all of it, or what was heard to be saved.

        `shows_articles`: something was just imported here, and is to be shown whatever was heard of it.
        """
        self._shows_articles |= shows_articles
        self._whole |= shows_articles
        if self._pulling is not None:
            self._again = True
            return
        saved, self._saved = None if self._whole else self._saved, {}
        self._whole = False
        workspace, annotations = self._workspace, self._session.annotations
        self._pulling = Background(lambda _stops: _pull(workspace, annotations, saved), self)
        self._pulling.finished.connect(self._on_pulled)
        self._pulling.failed.connect(self._on_failed)
        self._pulling.start()

    def open_once_followed(self, document_id: str) -> None:
        """Bring in what was taken from the queue, and open a document of it; at once where it is here already."""
        self._opens = document_id
        if document_id in self._workspace:
            self._open_waiting()
        self.pull(shows_articles=True)

    def _open_waiting(self) -> None:
        document_id, self._opens = self._opens, ""
        if document_id:
            self._window.files.open_document(document_id)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._pulling, self._whole = None, True
        if isinstance(error, ServerRefused) and error.forbidden:
            self.is_lost = True
            self._tell_shut_out(error)
        elif isinstance(error, WorkspaceLocked):  # a command brings the copy up to date at this moment
            self._timer.start()
        elif not isinstance(error, ServerGone):  # of that the listener tells
            self._window.notices.show_error(str(error))

    def _on_pulled(self, news: _News) -> None:
        self._pulling = None
        self._follow_role()
        watch = self._window.desk.storage.watch
        if news.mine and watch is not None:
            watch.look()  # the scheme first: what follows may be its labels
            watch.follow(tuple(i for i in news.mine if not self._took_labels(i)))
        if news.pulled.articles or self._shows_articles:
            self._take_in_articles(news.pulled.articles)
        if news.pulled.tasks:
            self._window.desk.hands.queue.renew()
        if forks := [fork for fork in news.forks if (fork.mine.id, fork.mine.rev) not in self._told]:
            self._told.update((fork.mine.id, fork.mine.rev) for fork in forks)
            self._show_forks(forks)
        self._open_waiting()
        self.followed.emit()
        if self._again:
            self._again = False
            self._timer.start()

    def _took_labels(self, document_id: str) -> bool:
        """Do a lead's rename as a step of this window, where that is all that happened to a document with steps."""
        session = self._session
        mine = session.held.get(document_id)
        if mine is None or session.read_only or not session.has_steps(document_id):
            return False
        theirs = session.reader.load(document_id)
        if not only_labels_differ(mine, theirs):
            return False
        return session.perform(RestoreVersion(theirs, RENAMED), document_id) is not None

    def _take_in_articles(self, count: int) -> None:
        """Show new articles at the end of the list; what is open and selected stays."""
        self._shows_articles = False
        self._workspace.refresh()
        self._window.workbench.renew_documents()
        self._window.desk.hands.queue.renew()
        if count:
            self._window.notices.show_info(self.tr("New articles came in: {0}").format(count))
        if self._session.document is None:
            self._window.files.open_first_document()
        self._window.show_state()

    def _follow_role(self) -> None:
        leads = self._workspace.leads
        if leads is self._leads:
            return
        self._leads = leads
        if leads:
            text = self.tr("You lead this team now: articles, labels and guidelines are yours to change.")
        else:
            text = self.tr("You no longer lead this team: articles, labels and guidelines can only be read.")
        self._window.message_bar.show_message("role", Kind.INFO, text)

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


def _pull(workspace: MirroredWorkspace, annotations: object, saved: dict[str, dict[str, int]] | None) -> _News:
    """Work of the other thread: send what waits; then all that is new, or only the documents that were `saved`."""
    store = workspace.connected()
    writing = annotations if isinstance(annotations, MirroredAnnotations) else None
    if writing is not None and writing.journal.unsent:
        writing.send_unsent(store)
    if saved is None:
        store.refresh()
        pulled = workspace.mirror.pull(store)
        mine = writing.catch_up(store) if writing is not None else []
    else:
        own = saved.pop(writing.name, {}) if writing is not None else {}
        pulled = workspace.mirror.take(store, {name: list(documents) for name, documents in saved.items()})
        mine = [i for i, rev in own.items() if writing.take_in(i, rev)] if writing is not None else []
    return _News(pulled, tuple(mine), tuple(writing.forks()) if writing is not None else ())
