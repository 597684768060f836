"""Tools of the window: panels by key, find, palette, sheet of keys, annotator menu, position, about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from annotator import __version__
from annotator.gui.docks import SPECS
from annotator.gui.icons import icon
from annotator.gui.panels.documents import status_icon
from annotator.gui.widgets.key_sheet import KeySheet
from annotator.gui.widgets.palette import CommandPalette, Entry

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_PALETTE_DOCUMENTS = 5000  # more are found by the search of the documents panel


class WindowTools(QObject):
    """Acts on the window's parts; built before the actions, so it looks them up when it is used."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.status_line.annotator.setMenu(QMenu(window.status_line.annotator))
        window.status_line.annotator.menu().aboutToShow.connect(self._fill_annotators)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        made: dict[str, Callable[[], object]] = {
            f"view.{spec.name}": partial(self._toggle, spec.name) for spec in SPECS
        }
        return made | {
            "view.reset": lambda: self._window.docks.place(),  # noqa: PLW0108 - the docks are made after the actions
            "view.full_screen": self.toggle_full_screen,
            "edit.find": self.find,
            "document.search": self.search_documents,
            "go.pane": lambda: self._window.docks.cycle_focus(self._window.editor.article, 1),
            "go.pane_back": lambda: self._window.docks.cycle_focus(self._window.editor.article, -1),
            "go.palette": self.open_palette,
            "help.keys": self.open_keys,
            "help.about": self.open_about,
        }

    def _toggle(self, name: str) -> None:
        self._window.docks.toggle(name)

    def find(self) -> None:
        """Open the search line with the selected words."""
        session, article = self._window.files.session, self._window.editor.article
        document = session.document if session else None
        if document is None:
            return
        selection = article.selection()
        selected = document.text[selection[0] : selection[1]] if selection else ""
        self._window.editor.find_bar.open_bar(document.text, selected)

    def search_documents(self) -> None:
        """Put the caret into the search field of the documents."""
        self._window.docks.show("documents")
        self._window.workbench.documents.focus_search()

    def enter_panel(self, name: str) -> None:
        """Show a panel and put the focus into it."""
        self._window.docks.show(name)
        self._window.docks.panels[name].focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop filling it."""
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def take_default_size(self) -> None:
        """Fill most of the screen at the first start."""
        screen = self._window.screen().availableGeometry()
        self._window.resize(min(1440, screen.width() * 9 // 10), min(900, screen.height() * 9 // 10))

    def show_position(self) -> None:
        """Show which document of how many is open."""
        session = self._window.files.session
        document = session.document if session else None
        model = self._window.workbench.model
        row = model.row_of(document.id) if document else -1
        text = self.tr("{0} of {1}").format(row + 1, model.rowCount()) if row >= 0 else ""
        self._window.status_line.position.setText(text)

    # -- palette --------------------------------------------------------------------------------------------------

    def open_palette(self) -> None:
        """Show every command and every document."""
        CommandPalette([*self._commands(), *self._documents()], self._window, self._window.theme.colors.muted).show()

    def _commands(self) -> list[Entry]:
        actions, colors = self._window.actions_by_id, self._window.theme.colors
        return [
            Entry(
                actions[spec.id].text().partition("\t")[0],
                actions[spec.id].trigger,
                detail=actions.keys(spec.id),
                words=f"{spec.text} {spec.id}",
                icon=icon(spec.icon, colors.muted) if spec.icon else None,
            )
            for spec in actions.specs.values()
            if actions[spec.id].isEnabled() and spec.id != "go.palette"
        ]

    def _documents(self) -> list[Entry]:
        session, model = self._window.files.session, self._window.workbench.model
        if session is None:
            return []
        colors, open_document = self._window.theme.colors, self._window.files.open_document
        return [
            Entry(
                model.heading(document_id),
                partial(open_document, document_id),
                detail=document_id,
                words=document_id,
                icon=status_icon(session.status(document_id), colors),
            )
            for document_id in session.workspace.document_ids[:_PALETTE_DOCUMENTS]
        ]

    # -- help and annotators --------------------------------------------------------------------------------------

    def open_keys(self) -> None:
        """Show all keys."""
        KeySheet(self._window.actions_by_id, self._window).show()

    def open_about(self) -> None:
        """Say what this is."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About annotator"))
        box.setText(f"annotator {__version__}")
        box.setInformativeText(
            self.tr(
                "Entities and relations in Russian news, agreement, spaCy models. Everything stays on this computer."
            )
        )
        box.open()

    def fill_recent(self) -> None:
        """List the workspaces opened before."""
        menu = self._window.actions_by_id.menu("recent")
        menu.clear()
        for path in self._window.settings.recent:
            menu.addAction(str(path), partial(self._window.files.open_path, path))
        menu.setEnabled(not menu.isEmpty())

    def _fill_annotators(self) -> None:
        menu = self._window.status_line.annotator.menu()
        menu.clear()
        session = self._window.files.session
        if session is None:
            return
        for name in dict.fromkeys([*session.workspace.annotators, session.annotator]):
            action = menu.addAction(name, partial(self._window.files.switch_annotator, name))
            action.setCheckable(True)
            action.setChecked(name == session.annotator)
        menu.addSeparator()
        menu.addAction(self.tr("Another name…"), self._window.notices.ask_name)
