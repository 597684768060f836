"""Editing the scheme of the open workspace: everybody's annotations follow renamed labels, nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.messages import AnnotatorError
from annotator.workspace.scheme_change import one_by_one

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.scheme.draft import Draft
    from annotator.gui.scheme.editor import SchemeEditor
    from annotator.gui.storage.scheme import SchemeBars


class SchemeEditing(QObject):
    """Opens the editor and writes what it brings."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {"file.scheme": self.open}

    def open(self, draft: Draft | None = None, note: str = "") -> SchemeEditor | None:
        """Open the editor on the workspace's scheme, or on a draft of it, with something to be said about that."""
        from annotator.gui.scheme.editor import SchemeEditor
        from annotator.gui.scheme.usage import show_uses

        session, shared = self._window.files.session, self._window.files.shared
        if session is None:
            return None
        if shared is not None:
            return shared.open_scheme()
        style = self._window.appearance.canvas_style
        editor = SchemeEditor(session.workspace.scheme, style, self._window, draft=draft, document=session.document)
        editor.say(note)
        editor.finished_with.connect(self.write)
        show_uses(editor, session.workspace.path)
        editor.open()
        return editor

    def write(self, draft: Draft) -> None:
        """Rename in everybody's annotations what was renamed, write the scheme, and look for what no longer fits.

        Where somebody has changed the file since the draft was begun, both changes are shown together first.
        """
        session, bars = self._window.files.session, self._bars()
        if session is None or bars is None:
            return
        try:
            theirs = session.workspace.scheme_in_file()
            if theirs != draft.made_from:
                note = self.tr(
                    "The scheme's file was changed meanwhile. Here are both changes together: save, or look."
                )
                self.open(draft.rebased(theirs), note)
                return
            for kind, old, new in one_by_one(draft.renames()):
                bars.rename(kind, old, new)
            session.workspace.set_scheme(draft.result())
        except AnnotatorError as error:
            self._window.notices.show_error(str(error))
            return
        self._window.workbench.use_scheme()
        bars.check()

    def _bars(self) -> SchemeBars | None:
        return self._window.desk.storage.scheme
