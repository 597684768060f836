"""Opens what compares annotators: the agreement view and the adjudication. Nothing of it is loaded before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.messages import AnnotatorError

if TYPE_CHECKING:
    from annotator.gui.adjudication.window import AdjudicationWindow
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session
    from annotator.gui.theme import Colors


class Comparing(QObject):
    """Keeps one window of each kind, of the open workspace; they close with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.adjudication: AdjudicationWindow | None = None
        window.files.about_to_close.connect(self.close_all)

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

    def show_agreement(self) -> None:
        """Open the agreement view."""

    def adjudicate(self, document_id: str = "") -> None:
        """Open the adjudication, at a document or where it stands."""
        session = self._session()
        if session is None:
            return
        from annotator.gui.adjudication.gold_desk import GoldDesk
        from annotator.gui.adjudication.window import AdjudicationWindow

        if self.adjudication is None:
            try:
                desk = GoldDesk(session.workspace, session.annotator)
            except AnnotatorError as error:
                self._window.notices.show_error(str(error))
                return
            self.adjudication = AdjudicationWindow(desk, self._window)
            self.adjudication.done.connect(self._forget_adjudication)
            self._follow_looks(self.adjudication)
            self.adjudication.open_first(document_id)
        elif document_id:
            self.adjudication.open_document(document_id)
        _bring_up(self.adjudication)

    def _forget_adjudication(self) -> None:
        self.adjudication = None

    def _follow_looks(self, shown: AdjudicationWindow) -> None:
        appearance, theme = self._window.appearance, self._window.theme
        shown.set_style(appearance.canvas_style)
        shown.set_colors(theme.colors)
        appearance.style_changed.connect(shown.set_style)
        theme.changed.connect(self._recolor)

    def _recolor(self, colors: Colors) -> None:
        if self.adjudication is not None:
            self.adjudication.set_style(self._window.appearance.canvas_style)
            self.adjudication.set_colors(colors)

    def close_all(self) -> None:
        """Close the windows before their workspace is closed."""
        if self.adjudication is not None:
            self.adjudication.close()


def _bring_up(shown: QWidget) -> None:
    shown.show()
    shown.raise_()
    shown.activateWindow()
