"""Opens what compares annotators: the agreement view and the adjudication. Nothing of it is loaded before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.messages import AnnotatorError

if TYPE_CHECKING:
    from annotator.gui.adjudication.window import AdjudicationWindow
    from annotator.gui.agreement.window import AgreementWindow
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session
    from annotator.gui.theme import Colors

    Shown = AdjudicationWindow | AgreementWindow


class Comparing(QObject):
    """Keeps one window of each kind, of the open workspace; they close with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.adjudication: AdjudicationWindow | None = None
        self.agreement: AgreementWindow | None = None
        window.files.about_to_close.connect(self.close_all)
        window.appearance.style_changed.connect(lambda _style: self._restyle(window.theme.colors))
        window.theme.changed.connect(self._restyle)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {"agreement.gold": self.adjudicate, "agreement.show": self.show_agreement}

    def _session(self) -> Session | None:
        """Return the session, with everything on disk: all that is compared is read from there."""
        session = self._window.files.session
        if session is not None and session.queue is not None:
            self._window.save_soon()
            session.queue.flush(5.0)
        return session

    # -- agreement ------------------------------------------------------------------------------------------------

    def show_agreement(self) -> None:
        """Open the agreement view."""
        session = self._session()
        if session is None:
            return
        from annotator.gui.agreement.window import AgreementWindow

        if self.agreement is None:
            self.agreement = AgreementWindow(session.workspace, self._window)
            self.agreement.adjudication_wanted.connect(self.adjudicate)
            self.agreement.done.connect(self._forget_agreement)
            self._dress(self.agreement, self._window.theme.colors)
            self.agreement.start()
        _bring_up(self.agreement)

    def _forget_agreement(self) -> None:
        self.agreement = None

    # -- adjudication ---------------------------------------------------------------------------------------------

    def adjudicate(self, document_id: str = "", place: int = -1) -> None:
        """Open the adjudication: at a document and, of it, at the item nearest to a place; else where it stands."""
        session = self._session()
        if session is None:
            return
        if self.adjudication is not None:
            _bring_up(self.adjudication)
            if document_id:
                self.adjudication.open_document(document_id)
        elif (made := self._make_adjudication(session)) is not None:
            _bring_up(made)  # first, so that the article has its size when the item is brought into view
            made.open_first(document_id)
        if self.adjudication is not None and place >= 0:
            self.adjudication.desk.go_near(place)

    def _make_adjudication(self, session: Session) -> AdjudicationWindow | None:
        from annotator.gui.adjudication.gold_desk import GoldDesk
        from annotator.gui.adjudication.window import AdjudicationWindow

        try:
            desk = GoldDesk(session.workspace, session.annotator)
        except AnnotatorError as error:
            self._window.notices.show_error(str(error))
            return None
        self.adjudication = AdjudicationWindow(desk, self._window)
        self.adjudication.done.connect(self._forget_adjudication)
        self._dress(self.adjudication, self._window.theme.colors)
        return self.adjudication

    def _forget_adjudication(self) -> None:
        self.adjudication = None

    # -- all of them ----------------------------------------------------------------------------------------------

    def _shown(self) -> list[Shown]:
        return [shown for shown in (self.adjudication, self.agreement) if shown is not None]

    def _dress(self, shown: Shown, colors: Colors) -> None:
        shown.set_style(self._window.appearance.canvas_style)
        shown.set_colors(colors)

    def _restyle(self, colors: Colors) -> None:
        for shown in self._shown():
            self._dress(shown, colors)

    def close_all(self) -> None:
        """Close the windows before their workspace is closed."""
        if self.agreement is not None:
            self.agreement.hide()  # hidden, it waits for its thread, which must not outlive the workspace
        for shown in self._shown():
            shown.close()


def _bring_up(shown: Shown) -> None:
    shown.show()
    shown.raise_()
    shown.activateWindow()
