"""Everything around an open article, made when the first workspace is opened: the start page is there sooner."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.gui.article_menu import ArticleMenu
from annotator.gui.bridge.bridge import Bridge
from annotator.gui.canvas import CanvasStyle
from annotator.gui.docks import SPECS, Docks
from annotator.gui.editor import Editor
from annotator.gui.mentions import MentionSearch
from annotator.gui.navigation import Navigation
from annotator.gui.session import Session
from annotator.gui.suggesting import Suggesting
from annotator.gui.theme import Colors
from annotator.gui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow


class Desk(QObject):
    """Owns editor, panels and docks, and carries out the actions that need them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.editor = Editor(window)
        self.workbench = Workbench(self.editor, self)
        self.navigation = Navigation(window.files, self.workbench, window.notices, window.finishing)
        self.docks = Docks(window, window.actions_by_id, window.settings, self.workbench.panels)
        self.mentions = MentionSearch(self.workbench)
        self.suggesting = Suggesting(self.workbench)
        self.bridge = Bridge(window)
        self.article_menu = ArticleMenu(self.workbench, window.actions_by_id)
        self.handlers: dict[str, Callable[[], object]] = self._make_handlers()
        self._connect()
        self.set_colors(window.theme.colors)
        self.retranslate()

    def _make_handlers(self) -> dict[str, Callable[[], object]]:
        find, docks, article = self.editor.find_bar, self.docks, self.editor.article
        toggles: dict[str, Callable[[], object]] = {
            f"view.{spec.name}": partial(docks.toggle, spec.name) for spec in SPECS
        }
        return {
            **self.navigation.handlers(),
            **self.bridge.handlers(),
            **toggles,
            "view.reset": docks.place,
            "edit.delete": self.workbench.delete_selected,
            "edit.reverse": self.workbench.reverse_selected,
            "edit.note": partial(self.enter_panel, "note"),
            "edit.mentions": self.mentions.start,
            "edit.find": self.find,
            "suggest.accept": partial(self.suggesting.decide_selected, accept=True),
            "suggest.reject": partial(self.suggesting.decide_selected, accept=False),
            "suggest.accept_all": partial(self.suggesting.decide_all, accept=True),
            "suggest.reject_all": partial(self.suggesting.decide_all, accept=False),
            "suggest.make": self.suggesting.make,
            "edit.find_next": partial(find.step, 1),
            "edit.find_previous": partial(find.step, -1),
            "document.search": self.search_documents,
            "go.pane": partial(docks.cycle_focus, article, 1),
            "go.pane_back": partial(docks.cycle_focus, article, -1),
        }

    def _connect(self) -> None:
        window, appearance = self._window, self._window.appearance
        window.files.import_wanted.connect(self.bridge.import_files)
        self.workbench.document_wanted.connect(window.files.open_document)
        self.workbench.hint.connect(window.status_line.show_hint)
        self.workbench.document_shown.connect(window.show_state)
        self.mentions.nothing_found.connect(window.notices.show_info)
        self.suggesting.counted.connect(self.editor.header.show_suggestions)
        self.suggesting.told.connect(window.notices.show_info)
        self.suggesting.failed.connect(window.notices.show_error)
        window.notices.edit_wanted.connect(self.workbench.perform)
        appearance.style_changed.connect(self.follow_style)
        appearance.arcs_changed.connect(self.editor.article.set_arc_mode)
        self.editor.article.set_arc_mode(appearance.arc_mode)
        self.editor.article.zoom_changed.connect(lambda factor: appearance.set_zoom(round(factor * 100)))

    # -- tools ----------------------------------------------------------------------------------------------------

    def find(self) -> None:
        """Open the search line with the selected words."""
        session, article = self.workbench.session, self.editor.article
        document = session.document if session else None
        if document is None:
            return
        selection = article.selection()
        self.editor.find_bar.open_bar(document.text, document.text[slice(*selection)] if selection else "")

    def search_documents(self) -> None:
        """Put the caret into the search field of the documents."""
        self.docks.show("documents")
        self.workbench.documents.focus_search()

    def enter_panel(self, name: str) -> None:
        """Show a panel and put the focus into it."""
        self.docks.show(name)
        self.docks.panels[name].focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def position(self) -> str:
        """Return which document of how many is open."""
        session, model = self.workbench.session, self.workbench.model
        row = model.row_of(session.document.id) if session and session.document else -1
        return self.tr("{0} of {1}").format(row + 1, model.rowCount()) if row >= 0 else ""

    # -- sessions -------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Show a workspace."""
        self.workbench.attach(session)
        self.suggesting.attach(session)  # after the workbench, whose new document clears the suggestions
        self.editor.article.setFocus()

    def commit(self) -> None:
        """Write what is being typed."""
        self.workbench.note.commit()

    def detach(self) -> None:
        """The session is closed."""
        self.suggesting.stop()
        self.workbench.detach()

    # -- language and theme ---------------------------------------------------------------------------------------

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.docks.set_colors(colors)
        self.editor.set_colors(colors)
        self.follow_style(self._window.appearance.canvas_style)

    def follow_style(self, style: CanvasStyle) -> None:
        """Draw the article, and the swatches of the panels, in another style."""
        self.editor.article.set_style(style)
        self.workbench.swatches.use(style=style)
        self.workbench.retranslate()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.docks.retranslate()
        self.workbench.retranslate()
