"""Everything around an open article, made when the first workspace is opened: the start page is there sooner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.domain import Document
from annotator.gui.agreement.comparing import Comparing
from annotator.gui.agreement.sweeping import Sweeping
from annotator.gui.article_menu import ArticleMenu
from annotator.gui.bridge.bridge import Bridge
from annotator.gui.canvas import CanvasStyle
from annotator.gui.docks import SPECS, Docks
from annotator.gui.editor import Editor
from annotator.gui.hands.desk import HandsDesk
from annotator.gui.navigation import Navigation
from annotator.gui.overview.controller import Overview
from annotator.gui.panels.panel import Panel
from annotator.gui.session import Session
from annotator.gui.settings import Hold
from annotator.gui.storage.storage import Storage
from annotator.gui.theme import Colors
from annotator.gui.training.controller import Training
from annotator.gui.workbench import Workbench
from annotator.workspace.versions import Pair

if TYPE_CHECKING:
    from annotator.gui.guidelines.controller import Guidelines
    from annotator.gui.main_window import MainWindow
    from annotator.gui.scheme.editing import SchemeEditing


class Desk(QObject):
    """Owns editor, panels and docks, and carries out the actions that need them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.editor = Editor(window)
        self.workbench = Workbench(self.editor, self)
        self.navigation = Navigation(window.files, self.workbench, window.notices, window.finishing)
        self.hands = HandsDesk(window, self.workbench)
        panels = {**self.workbench.panels, **self.hands.panels, "findings": self._findings}
        panels["guidelines"] = lambda: self.guidelines.panel
        self._guidelines: Guidelines | None = None
        self.docks = Docks(window, window.actions_by_id, window.settings, panels)
        self.storage = Storage(window)
        self.comparing = Comparing(window)
        self.sweeping = Sweeping(window, self)
        self.training = Training(window, self)
        self.bridge = Bridge(window)
        self.overview = Overview(window)
        self.article_menu = ArticleMenu(self.workbench, window.actions_by_id)
        self._scheme_editing: SchemeEditing | None = None
        self.handlers: dict[str, Callable[[], object]] = self._make_handlers()
        self._connect()
        self.set_colors(window.theme.colors)
        self.retranslate()

    @property
    def guidelines(self) -> Guidelines:
        """What keeps the guidelines panel up to date, made with the panel."""
        if self._guidelines is None:
            from annotator.gui.guidelines.controller import Guidelines

            self._guidelines = Guidelines(self._window, self.workbench.guidelines)
        return self._guidelines

    def _findings(self) -> Panel:
        return self.sweeping.panel

    def _make_handlers(self) -> dict[str, Callable[[], object]]:
        find, docks, article = self.editor.find_bar, self.docks, self.editor.article
        toggles: dict[str, Callable[[], object]] = {
            f"view.{spec.name}": partial(docks.toggle, spec.name) for spec in SPECS
        }
        return {
            **self.navigation.handlers(),
            **self.hands.handlers(),
            **self.storage.handlers(),
            **self.comparing.handlers(),
            **self.sweeping.handlers(),
            **self.training.handlers(),
            **self.bridge.handlers(),
            "file.scheme": self._edit_scheme,
            **self.overview.handlers(),
            **toggles,
            "view.reset": docks.place,
            "edit.delete": self.workbench.delete_selected,
            "edit.reverse": self.workbench.reverse_selected,
            "edit.note": partial(self.enter_panel, "note"),
            "edit.find": self.find,
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
        self.workbench.comparison_wanted.connect(self.compare_version)
        window.notices.edit_wanted.connect(self.workbench.perform)
        appearance.style_changed.connect(self.follow_style)
        appearance.arcs_changed.connect(self.editor.article.set_arc_mode)
        self.editor.article.set_arc_mode(appearance.arc_mode)
        appearance.hold_changed.connect(self._follow_hold)
        self._follow_hold(appearance.hold)
        self.editor.article.zoom_changed.connect(lambda factor: appearance.set_zoom(round(factor * 100)))

    def _follow_hold(self, hold: Hold) -> None:
        self.editor.article.set_holds_label(holds=hold is Hold.UNTIL_ESC)

    def _edit_scheme(self) -> None:
        from annotator.gui.scheme.editing import SchemeEditing

        if self._scheme_editing is None:
            self._scheme_editing = SchemeEditing(self._window)
        self._scheme_editing.open()

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
        self.docks.panel(name).focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def compare_version(self, version: Document) -> None:
        """Show the open document beside an earlier version of it."""
        session = self.workbench.session
        if session is None or session.document is None:
            return
        from annotator.gui.storage.compare import CompareVersions

        pair = Pair(session.document, version.replacing(tokens=session.document.tokens))
        style = self._window.appearance.canvas_style
        dialog = CompareVersions([pair], session.workspace.scheme, style, self._window)
        dialog.chosen.connect(lambda taken, _kept: self._go_back(taken))
        dialog.open()

    def _go_back(self, taken: Sequence[Pair]) -> None:
        for pair in taken:
            self.workbench.go_back_to(pair.theirs)

    def position(self) -> str:
        """Return which document of how many is open."""
        session, model = self.workbench.session, self.workbench.model
        row = model.row_of(session.document.id) if session and session.document else -1
        return self.tr("{0} of {1}").format(row + 1, model.rowCount()) if row >= 0 else ""

    # -- sessions -------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Show a workspace."""
        self.workbench.attach(session)
        self.hands.attach(session)  # after the workbench, whose new document clears the suggestions
        self.storage.attach(session)
        self.editor.article.setFocus()

    def commit(self) -> None:
        """Write what is being typed."""
        self.workbench.commit()

    def detach(self) -> None:
        """The session is closed."""
        self.hands.detach()
        self.storage.detach()
        self.workbench.detach()

    # -- language and theme ---------------------------------------------------------------------------------------

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.docks.set_colors(colors)
        self.hands.set_colors(colors)
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
