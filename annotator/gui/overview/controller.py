"""Opens the overview. Nothing of it is loaded before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.overview.window import OverviewWindow
    from annotator.gui.theme import Colors


class Overview(QObject):
    """Keeps one window, of the open workspace; it closes with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.shown: OverviewWindow | None = None
        window.files.about_to_close.connect(self.close)
        window.theme.changed.connect(self._restyle)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {"overview.documents": lambda: self.show(0), "overview.statistics": lambda: self.show(2)}

    def show(self, tab: int) -> None:
        """Open the overview at a tab: 0 documents, 1 team, 2 statistics."""
        session = self._window.files.session
        if session is None:
            return
        if self.shown is None:
            from annotator.gui.overview.window import OverviewWindow

            self._window.save_soon()
            self.shown = OverviewWindow(session, self._window)
            self.shown.open_wanted.connect(self._open)
            self.shown.done.connect(self._forget)
            self.shown.set_colors(self._window.theme.colors)
            if (shared := self._window.files.shared) is not None and not shared.leads:
                self.shown.documents.assign.hide()  # tasks of a team are its lead's to deal out
            self.shown.start()
        self.shown.tabs.setCurrentIndex(tab)
        self.shown.show()
        self.shown.raise_()
        self.shown.activateWindow()

    def _open(self, document_id: str) -> None:
        self._window.files.open_document(document_id)
        self._window.raise_()
        self._window.activateWindow()

    def _restyle(self, colors: Colors) -> None:
        if self.shown is not None:
            self.shown.set_colors(colors)

    def _forget(self) -> None:
        self.shown = None

    def close(self) -> None:
        """Close the window before its workspace is closed."""
        if self.shown is not None:
            self.shown.close()
