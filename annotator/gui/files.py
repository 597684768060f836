"""Opening, making and closing workspaces from the window."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from annotator.gui.dropping import articles_among, only_articles
from annotator.gui.notices import Notices
from annotator.gui.save_state import reason_of
from annotator.gui.settings import Settings
from annotator.gui.widgets.message_bar import Kind
from annotator.messages import AnnotatorError, Message

if TYPE_CHECKING:
    from annotator.domain import Document, Tokens
    from annotator.gui.jobs import Tokenizer
    from annotator.gui.main_window import MainWindow
    from annotator.gui.opening import Opened
    from annotator.gui.session import Session
    from annotator.gui.team.sharing import Sharing
    from annotator.gui.team.team import Team


class Files(QObject):
    """Holds the open session. `opened` and `closed` tell the window."""

    opened = Signal(object)  # Session
    closed = Signal()
    import_wanted = Signal(object)  # list[Path] of files that are more than articles

    def __init__(self, window: MainWindow, settings: Settings, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._settings, self._notices = window, settings, notices
        self.session: Session | None = None
        self.is_reopening = False  # the same workspace is opened anew: what belongs to it may go on
        self.before_closing: list[Callable[[], bool]] = []  # each may refuse the closing, and says why
        self._tokenizer: Tokenizer | None = None
        notices.take_over_wanted.connect(self.take_over)
        notices.annotator_wanted.connect(self.switch_annotator)
        notices.save_wanted.connect(self.save_now)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {
            "file.new": lambda: self.new_workspace([]),
            "file.open": self.browse,
            "file.sample": self.open_sample,
            "file.team": lambda: self.team.ask(),  # noqa: PLW0108 - it is made at its first use
            "file.members": lambda: self.team.show_members(),  # noqa: PLW0108 - it is made at its first use
            "file.add": self.choose_articles_to_add,
            "file.save": self.save_now,
            "file.close": self.close_workspace,
        }

    # -- opening --------------------------------------------------------------------------------------------------

    def open_path(self, path: Path, annotator: str = "", *, take_over: bool = False) -> bool:
        """Open a workspace, or offer one for an article file; return whether that could be done."""
        from annotator.gui.team.joining import team_address
        from annotator.workspace.layout import SETTINGS

        if (address := team_address(path)) is not None:
            return self.team.join(address, annotator, take_over=take_over)
        if path.is_file() and path.name != SETTINGS:
            self.new_workspace([path], beside=path)
            return True
        folder = path.parent if path.name == SETTINGS else path
        from annotator.gui import opening

        try:
            found = opening.open_workspace(folder, self._settings, annotator, take_over=take_over)
        except AnnotatorError as error:
            self._notices.show_error(str(error))
            return False
        return self.show_opened(found)

    @cached_property
    def team(self) -> Team:
        """The way to a team's server, made at its first use."""
        from annotator.gui.team.team import Team

        return Team(self._window)

    def show_opened(self, found: Opened) -> bool:
        """Go over to a workspace that was opened; return False where the one before cannot be closed."""
        self.is_reopening = self.session is not None and self.session.workspace.path == found.workspace.path
        closed = self.close_workspace()
        self.is_reopening = False
        if not closed:
            found.reader.close()
            return False
        path, name = found.workspace.path, found.reader.name
        self._settings.add_recent(path)
        if not found.asks_name:
            self._settings.remember_annotator(path, name)
        from annotator.gui.session import Session

        self.session = Session(found.workspace, found.reader, found.annotations, self)
        self._notices.attach(self.session, found.locked, asks_name=found.asks_name)
        self.opened.emit(self.session)
        self.open_first_document()
        return True

    def open_first_document(self) -> None:
        """Come back to the document of the last time, else the first one that is not finished."""
        session = self.session
        ids = session.workspace.document_ids if session else []
        if session is None or not ids:
            return
        last = self._settings.last_document(session.workspace.path, session.annotator)
        finished = {"done", "skipped"}
        first = last if last in set(ids) else next((i for i in ids if session.status(i) not in finished), ids[0])
        self.open_document(first)

    def open_document(self, document_id: str) -> None:
        """Open a document of the session, and come back to it the next time."""
        if self.session is None:
            return
        try:
            self._tokenize(self.session.open(document_id))
        except AnnotatorError as error:
            self._notices.show_error(str(error))
            return
        self._settings.remember_document(self.session.workspace.path, self.session.annotator, document_id)

    def _tokenize(self, document: Document) -> None:
        """An article that came without tokens is tokenized beside the window; until then it is only shown."""
        if document.tokens or self.session is None:
            self._notices.bar.dismiss("tokens")
            return
        self._notices.bar.show_message("tokens", Kind.INFO, self.tr("The article is being prepared…"))
        self._tokenizer = self._tokenizer or self._make_tokenizer()
        self._tokenizer.request(document.id, document.text, self.session.workspace.language)

    def _make_tokenizer(self) -> Tokenizer:
        from annotator.gui.jobs import Tokenizer

        made = Tokenizer(self)
        made.done.connect(self._on_tokens)
        made.failed.connect(self._notices.show_error)
        return made

    def _on_tokens(self, document_id: str, tokens: Tokens) -> None:
        self._notices.bar.dismiss("tokens")
        if self.session is not None:
            self.session.set_tokens(document_id, tokens)

    def browse(self) -> None:
        """Ask for a workspace's folder."""
        start = str(self._settings.recent[0].parent) if self._settings.recent else str(Path.home())
        if folder := QFileDialog.getExistingDirectory(self._window, self.tr("Open a workspace"), start):
            self.open_path(Path(folder))

    def open_sample(self, annotator: str = "") -> None:
        """Open this user's copy of the sample, as the annotator if one is named."""
        from annotator.gui import opening

        try:
            path = opening.copy_sample()
        except (AnnotatorError, OSError) as error:
            self._notices.show_error(self.tr("The sample could not be copied: {0}").format(error))
            return
        self.open_path(path, annotator)

    # -- annotators -----------------------------------------------------------------------------------------------

    def switch_annotator(self, name: str) -> None:
        """Go on in the same workspace under another name."""
        session = self.session
        if session is None:
            return
        from annotator.gui import opening

        if problem := opening.name_problem(name):
            self._notices.show_error(str(problem))
            return
        path = session.workspace.path
        if name == session.annotator:
            self._settings.remember_annotator(path, name)
            return
        self.open_path(path, name)

    def take_over(self, from_other_computer: bool) -> None:
        """Try to get from reading to writing."""
        if self.session is not None:
            name = self.session.annotator
            self.open_path(self.session.workspace.path, name, take_over=from_other_computer)

    # -- new workspaces and articles --------------------------------------------------------------------------------

    def new_workspace(self, articles: list[Path], beside: Path | None = None) -> None:
        """Ask for a name and a place, and make a workspace of the articles."""
        from annotator.gui import opening
        from annotator.gui.widgets.new_workspace import NewWorkspace

        folder = beside.parent if beside else opening.documents_folder()
        name = beside.stem if beside else self.tr("My dataset")
        dialog = NewWorkspace(folder, opening.free_path(folder, name).name, articles, self._window)
        dialog.created.connect(self._on_created)
        dialog.open()

    def _on_created(self, path: Path, said: str) -> None:
        self.open_path(path)
        if said:
            self._notices.show_report(said)

    def _ask_articles(self) -> list[Path]:
        from annotator.gui.widgets.new_workspace import choose_articles

        return choose_articles(self._window, self.tr("Articles"))

    def choose_articles(self) -> None:
        """Ask for articles and make a workspace of them."""
        if articles := self._ask_articles():
            self.new_workspace(articles)

    @property
    def shared(self) -> Sharing | None:
        """What changes the things that a whole team shares, if the open workspace is on a server."""
        from annotator.gui.opening import is_on_server

        on_server = self.session is not None and is_on_server(self.session.workspace)
        return self.team.sharing if on_server else None

    def may_change_what_all_share(self) -> bool:
        """Tell whether articles, labels and guidelines can be changed here now; where they cannot, say why."""
        return (shared := self.shared) is None or shared.may_change()

    def choose_articles_to_add(self) -> None:
        """Ask for articles and add them to the open workspace."""
        if self.may_change_what_all_share() and (articles := self._ask_articles()):
            self.add_articles(articles)

    def add_articles(self, articles: list[Path]) -> None:
        """Add article files to the open workspace, in a process of its own."""
        if self.session is None or not self.may_change_what_all_share():
            return
        if self.shared is not None:
            self.import_wanted.emit(articles)  # shows what will be sent to everybody, the progress, and the report
            return
        from annotator.gui.jobs import CommandJob

        job = CommandJob([["import", os.fspath(self.session.workspace.path), *map(str, articles)]], self)
        job.finished.connect(self._on_added)
        job.finished.connect(job.deleteLater)
        self._notices.show_report(self.tr("Adding articles: {0}…").format(len(articles)))
        job.start()

    def _on_added(self, fine: bool, said: str) -> None:
        session = self.session
        self._notices.bar.dismiss("report")
        if session is None:
            return
        (self._notices.show_report if fine else self._notices.show_error)(said or self.tr("The articles are added."))
        self.open_path(session.workspace.path, session.annotator)

    def drop(self, paths: list[Path]) -> None:
        """Do what fits what was dropped: open a workspace, add articles, import annotations, or make a workspace."""
        from annotator.workspace.layout import is_workspace

        if workspace := next((path for path in paths if is_workspace(path)), None):
            self.open_path(workspace)
            return
        articles = articles_among(paths)
        if self.session is not None and not only_articles(paths):
            self.import_wanted.emit(paths)
        elif not articles:
            self._notices.show_error(self.tr("These files are no articles: drop .txt, .docx, .html or .pdf files."))
        elif self.session is None:
            self.new_workspace(articles)
        else:
            self.add_articles(articles)

    # -- saving and closing ---------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Everything is saved by itself; this hurries it."""
        if self.session and self.session.queue:
            self.session.queue.retry()
            if not self.session.save_state.is_pending:
                self._notices.show_info(self.tr("Everything is on disk: the work is saved by itself."))

    def close_workspace(self) -> bool:
        """Close the session, everything saved; where that fails it stays open and False is returned."""
        session = self.session
        if session is None:
            return True
        if not all(may_close() for may_close in self.before_closing):
            return False
        self.about_to_close.emit()
        if problem := session.close():
            self._tell_unsaved(problem)
            return False
        self._forget(session)
        return True

    about_to_close = Signal()

    def _tell_unsaved(self, problem: Message | str) -> None:
        text = self.tr("The last changes are not on disk: {0}. The workspace stays open until they are.")
        message = self._notices.show_unsaved(text.format(reason_of(problem)))
        message.add_button(self.tr("Close all the same"), self.abandon)

    def abandon(self) -> None:
        """Close although the disk refuses: what is not saved stays in the emergency copy, which the next start reads."""
        if session := self.session:
            session.abandon()
            self._forget(session)

    def _forget(self, session: Session) -> None:
        self.session = None
        if session.untidy:  # a large file is tidied beside whatever comes next; it takes the lock for that long
            from annotator.gui.jobs import python_process

            work = python_process(self, "-m", "annotator.workspace.tidying", str(session.workspace.path))
            work.setArguments([*work.arguments(), session.annotator])
            work.startDetached()
        if self._tokenizer is not None:
            self._tokenizer.stop()
        self._notices.detach()
        self.closed.emit()
        session.deleteLater()
