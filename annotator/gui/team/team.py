"""The team in the window: the form, the way in, and what follows the server while a team's workspace is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.messages import AnnotatorError

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.opening import Opened
    from annotator.gui.session import Session
    from annotator.gui.team.following import Following
    from annotator.gui.team.joining import Joining
    from annotator.gui.team.members import TeamDialog
    from annotator.gui.team.sharing import Sharing
    from annotator.team.address import Address


class Team(QObject):
    """Made when a team's server is first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._joining: Joining | None = None
        self._sharing: Sharing | None = None
        self.following: Following | None = None
        window.files.opened.connect(self._on_opened)
        window.files.closed.connect(self._on_closed)

    @property
    def sharing(self) -> Sharing:
        """What changes the things that everybody shares, made at its first use."""
        if self._sharing is None:
            from annotator.gui.team.sharing import Sharing

            self._sharing = Sharing(self._window, self)
        return self._sharing

    def show_members(self) -> TeamDialog | None:
        """Show who belongs to the team and how it works, to be changed by whoever leads."""
        session = self._window.files.session
        if session is None:
            return None
        from annotator.gui.team.members import TeamDialog
        from annotator.team.mirrored import MirroredWorkspace

        assert isinstance(session.workspace, MirroredWorkspace)
        if self.sharing.offline:
            text = self.tr("The team's server is out of reach. The team can be seen and changed when it is back.")
            self._window.notices.show_error(text)
            return None
        dialog = TeamDialog(session.workspace, session.annotator, self._window)
        dialog.task_wanted.connect(self._take_next)
        dialog.open()
        return dialog

    def _take_next(self) -> None:
        def none_left() -> None:
            self._window.notices.show_info(self.tr("No article waits in the team's queue any more."))

        self.sharing.take_next(none_left)

    def ask(self, address: Address | None = None, problem: str = "") -> None:
        """Show the form."""
        from annotator.gui.team.connect import Connect

        dialog = Connect(self._window, address, problem)
        dialog.wanted.connect(self.join)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def join(self, address: Address, annotator: str = "", *, take_over: bool = False) -> bool:
        """Open the workspace at an address, beside the window; return whether that was begun."""
        if self._joining is not None or not self._window.files.close_workspace():
            return False
        from annotator.gui.team.joining import Joining

        self._window.notices.show_report(self.tr("Connecting to {0}…").format(address.url))
        self._joining = Joining(address, self._window.settings, annotator, self, take_over=take_over)
        self._joining.finished.connect(self._on_joined)
        self._joining.failed.connect(lambda error: self._on_failed(address, error))
        self._joining.start()
        return True

    def _on_joined(self, found: Opened) -> None:
        self._joining = None
        self._window.message_bar.dismiss("report")
        self._window.files.show_opened(found)

    def _on_failed(self, address: Address, error: AnnotatorError) -> None:
        self._joining = None
        self._window.message_bar.dismiss("report")
        from annotator.team.address import forget_password
        from annotator.team.errors import PasswordRefused

        text = str(error.message)
        text = f"{text[:1].upper()}{text[1:]}."
        if isinstance(error, PasswordRefused):
            forget_password(address)
            text = self.tr("The password is missing or wrong: type it below, or put it into ~/.pgpass.")
        self.ask(address, text)

    def _on_opened(self, session: Session) -> None:
        from annotator.team.mirrored import MirroredWorkspace

        if isinstance(session.workspace, MirroredWorkspace):
            from annotator.gui.team.following import Following

            self.following = Following(self._window, session, session.workspace)

    def _on_closed(self) -> None:
        if self.following is not None:
            self.following.stop()
            self.following.deleteLater()
            self.following = None
