"""What a whole team shares, changed from a lead's window: articles, the label scheme, guidelines; and the next task."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.domain import Status
from annotator.domain.versions import RestoreVersion
from annotator.gui.storage.background import Background
from annotator.gui.widgets.message_bar import Kind as MessageKind
from annotator.messages import AnnotatorError, msg
from annotator.team.mirrored import MirroredWorkspace
from annotator.team.shared import ChangedMeanwhileError
from annotator.workspace.scheme_change import Kind, Rename, RenameReport, renamed_by_all, renamed_scheme

if TYPE_CHECKING:
    from annotator.domain import LabelScheme
    from annotator.gui.main_window import MainWindow
    from annotator.gui.scheme.draft import Draft
    from annotator.gui.scheme.editor import SchemeEditor
    from annotator.gui.team.guidelines import TeamGuidelinesEditor
    from annotator.gui.team.team import Team

_AT_ONCE = 10  # articles taken from the queue at a time
_PATIENCE = 3.0  # seconds for one's own renamed records to be saved before misfits are looked for


class Sharing(QObject):
    """Every change is made on the server beside the window, compared with what it was made from, then shown here."""

    def __init__(self, window: MainWindow, team: Team) -> None:
        super().__init__(team)
        self._window, self._team = window, team
        self._work: Background | None = None
        window.files.closed.connect(self.stop)

    def stop(self) -> None:
        """Wait for what is under way; the workspace is closed."""
        if self._work is not None:
            self._work.stop()
            self._work = None

    @property
    def _workspace(self) -> MirroredWorkspace:
        session = self._window.files.session
        assert session is not None
        assert isinstance(session.workspace, MirroredWorkspace)
        return session.workspace

    # -- who may, and when ------------------------------------------------------------------------------------------

    @property
    def leads(self) -> bool:
        """Whether this login leads the team."""
        return self._workspace.leads

    @property
    def offline(self) -> bool:
        """Whether the server is out of reach."""
        return self._team.following is None or self._team.following.is_lost

    def may_change(self) -> bool:
        """Tell whether shared things can be changed here now; where they cannot, say why."""
        if self.leads and not self.offline:
            return True
        if self.leads:
            text = self.tr("The team's server is out of reach. What everybody shares is changed when it is back.")
        else:
            text = self.tr("Articles, imports, labels and guidelines are the whole team's: its lead changes them.")
        self._window.message_bar.show_message("shared", MessageKind.WARNING if self.leads else MessageKind.INFO, text)
        return False

    def _start(self, work: Callable[[], object], done: Callable[..., None], failed: Callable[..., None]) -> bool:
        """Run work beside the window, unless other such work is under way; tell then."""
        if self._work is not None:
            self._window.notices.show_info(self.tr("The server is still at work; try again in a moment."))
            return False
        self._work = Background(lambda _stops: work(), self)

        def end(then: Callable[..., None], value: object) -> None:
            self._work = None
            then(value)

        self._work.finished.connect(lambda result: end(done, result))
        self._work.failed.connect(lambda error: end(failed, error))
        self._work.start()
        return True

    def _tell(self, error: AnnotatorError) -> None:
        text = str(error.message)
        self._window.notices.show_error(f"{text[:1].upper()}{text[1:]}.")

    # -- articles ---------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Bring what was just imported into the copy, and show it."""
        if self._team.following is not None:
            self._team.following.pull(shows_articles=True)

    def take_next(self, none_left: Callable[[], None]) -> None:
        """Open the next article that is assigned and not finished, else take some from the team's queue.

        `none_left` is called where none wait.
        """
        following, session = self._team.following, self._window.files.session
        if self.offline or following is None or session is None:
            none_left()
            return
        workspace, name = self._workspace, session.annotator
        finished = {i for i, status in session.statuses.items() if status in {Status.DONE, Status.SKIPPED}}

        def work() -> tuple[list[str], int]:
            queue = workspace.connected().queue
            if mine := [i for i in queue.outstanding(name) if i not in finished]:  # some may not be sent yet
                return mine, 0
            taken = queue.take(name, _AT_ONCE)
            return taken, len(taken)

        def done(found: tuple[list[str], int]) -> None:
            ids, taken = found
            if not ids:
                none_left()
                return
            if taken:
                self._window.notices.show_info(self.tr("Taken from the team's queue: {0}").format(taken))
            following.open_once_followed(ids[0])

        self._start(work, done, self._tell)

    # -- the scheme ---------------------------------------------------------------------------------------------------

    def open_scheme(self, draft: Draft | None = None, note: str = "") -> SchemeEditor | None:
        """Open the editor on the scheme, or on a draft of it; whoever does not lead may only read."""
        from annotator.gui.scheme.editor import SchemeEditor
        from annotator.gui.scheme.usage import show_uses

        if self.leads and not self.may_change():
            return None
        window = self._window
        session, style = window.files.session, window.appearance.canvas_style
        document = session.document if session is not None else None
        editor = SchemeEditor(self._workspace.scheme, style, window, draft=draft, document=document)
        show_uses(editor, self._workspace.path)
        if self.leads:
            editor.say(note)
            editor.finished_with.connect(self.write_scheme)
        else:
            editor.only_show(self.tr("The scheme is the whole team's: its lead changes it."))
        editor.open()
        return editor

    def write_scheme(self, draft: Draft) -> None:
        """Send a scheme to the server, everybody's records renamed with it; the annotator's own can be undone here."""
        renames = list(draft.renames())

        def failed(error: AnnotatorError) -> None:
            if isinstance(error, ChangedMeanwhileError):
                self._offer_rebased(draft, error)
                return
            text = str(error.message)
            message = self._window.notices.show_error(f"{text[:1].upper()}{text[1:]}.")
            message.add_button(self.tr("Back to the editor"), lambda: self.open_scheme(draft), primary=True)

        self._change(draft.result(), draft.made_from, renames, failed)

    def _offer_rebased(self, draft: Draft, error: ChangedMeanwhileError) -> None:
        """Somebody else was first: show the two changes together, to be looked at and saved."""
        theirs: LabelScheme = error.theirs  # type: ignore[assignment] # of a scheme it is one
        note = self.tr("Another lead has changed the scheme meanwhile. Here are both changes together: save, or look.")
        self.open_scheme(draft.rebased(theirs), note)

    def rename(self, kind: Kind, old: str, new: str) -> None:
        """Rename a label everywhere; whoever does not lead renames in the own records only."""
        renames: list[Rename] = [(kind, old, new)]
        if not self.leads:
            self._after_renames(renames, RenameReport())
            return
        scheme = self._workspace.scheme
        self._change(renamed_scheme(scheme, kind, old, new), scheme, renames, self._tell)

    def _change(
        self, scheme: LabelScheme, made_from: LabelScheme, renames: list[Rename], failed: Callable[..., None]
    ) -> None:
        workspace, session = self._workspace, self._window.files.session
        assert session is not None
        without = () if session.read_only else (session.annotator,)
        session.flush_soon()

        def work() -> RenameReport:
            return workspace.change_scheme(scheme, made_from=made_from, renames=renames, without=without)

        def done(report: RenameReport) -> None:
            self._window.message_bar.dismiss("report")
            self._window.workbench.use_scheme()
            self._after_renames(renames, report)

        def told(error: AnnotatorError) -> None:
            self._window.message_bar.dismiss("report")
            failed(error)

        if self._start(work, done, told):
            self._window.notices.show_report(self.tr("The scheme is being changed on the server…"))

    def _after_renames(self, renames: list[Rename], report: RenameReport) -> None:
        session, bars = self._window.files.session, self._window.desk.storage.scheme
        if session is None or bars is None:
            return
        own = 0
        if renames and not session.read_only:
            _, old, new = renames[0]
            title = msg("rename {old} to {new}", "переименование {old} в {new}", old=old, new=new)
            for document_id in list(session.statuses):
                changed, renamed, _ = renamed_by_all(session.version(document_id), renames)
                own += bool(renamed and session.perform(RestoreVersion(changed, title), document_id))
        if renames:
            text = self.tr("Renamed in {0} documents of yours and {1} of others.")
            self._window.notices.show_info(text.format(own, sum(report.documents.values())))
        if session.queue is None or session.queue.flush(_PATIENCE):
            bars.check()

    # -- guidelines -----------------------------------------------------------------------------------------------------

    def edit_guidelines(self, written: Callable[[], None]) -> TeamGuidelinesEditor | None:
        """Open the editor of the guidelines."""
        if not self.may_change():
            return None
        from annotator.gui.team.guidelines import TeamGuidelinesEditor

        editor = TeamGuidelinesEditor(self._workspace, self._window)
        editor.saved.connect(written)
        editor.open()
        return editor
