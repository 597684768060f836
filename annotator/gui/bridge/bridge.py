"""What the File menu does with import, export, pictures and print, for the session that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.bridge.pictures import Pictures
from annotator.gui.canvas import ArcMode
from annotator.gui.opening import place_beside

if TYPE_CHECKING:
    from annotator.gui.bridge.export_dialog import ExportDialog
    from annotator.gui.bridge.import_dialog import ImportDialog
    from annotator.gui.main_window import MainWindow

_PATIENCE = 5.0  # seconds for the last changes to reach the disk before they are exported


class Bridge(QObject):
    """Opens the dialogs, and brings the window back to what it showed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._files, self._notices = window, window.files, window.notices
        self._place: tuple[Path, str] = (Path(), "")
        self.pictures = Pictures(window)
        self.pictures.told.connect(self._notices.show_info)
        self.pictures.failed.connect(self._notices.show_error)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {
            "file.import": lambda: self.import_files([]),
            "file.export": self.export,
            "file.picture": self.save_picture,
            "file.print": self.print_article,
        }

    # -- import ---------------------------------------------------------------------------------------------------

    def import_files(self, paths: Iterable[Path]) -> ImportDialog | None:
        """Open the import with files in it."""
        session = self._files.session
        if session is None or not self._files.may_change_what_all_share():
            return None
        from annotator.gui.bridge.import_dialog import ImportDialog

        self._place = (session.workspace.path, session.annotator)
        look = (self._window.theme.colors, self._window.appearance.canvas_style)
        dialog = ImportDialog(session.workspace, paths, self._release, look, self._window)
        dialog.imported.connect(self._return)
        dialog.open()
        return dialog

    def _release(self, annotators: set[str]) -> bool:
        """Put everything on disk, and give back the lock of an annotator whose file the import will write."""
        session = self._files.session
        if session is None or session.read_only or session.annotator not in annotators:
            self._window.save_soon()
            return True
        return self._files.close_workspace()

    def _return(self) -> None:
        """Show the workspace as it is after the import."""
        path, annotator = self._place
        if self._files.session is not None and (shared := self._files.shared) is not None:
            shared.renew()
        else:
            self._files.open_path(path, annotator)

    # -- export ---------------------------------------------------------------------------------------------------

    def export(self) -> ExportDialog | None:
        """Open the export, everything saved."""
        session = self._files.session
        if session is None:
            return None
        self._window.save_soon()
        if session.queue and not session.queue.flush(_PATIENCE):
            self._notices.show_error(self.tr("The last changes are not on disk yet, so they cannot be exported."))
            return None
        from annotator.gui.bridge.export_dialog import ExportDialog

        dialog = ExportDialog(session.workspace, session.annotator, self._window.theme.colors, self._window)
        dialog.open()
        return dialog

    # -- paper ----------------------------------------------------------------------------------------------------

    @property
    def _arcs(self) -> bool:
        return self._window.appearance.arc_mode is not ArcMode.NONE

    def save_picture(self) -> None:
        """Save the open article as a picture."""
        session = self._files.session
        if session and session.document:
            folder = place_beside(session.workspace).parent
            self.pictures.ask(session.document, session.workspace.scheme, folder, arcs=self._arcs)

    def print_article(self) -> None:
        """Show the open article's pages, to print them."""
        session = self._files.session
        if session and session.document:
            self.pictures.print_preview(session.document, session.workspace.scheme, arcs=self._arcs)
