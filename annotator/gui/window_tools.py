"""Tools of the window: palette, sheet of keys, recent workspaces, annotators, full screen, about."""

from __future__ import annotations

import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, qVersion
from PySide6.QtWidgets import QMenu, QMessageBox

from annotator import __version__
from annotator.gui.icons import icon
from annotator.gui.status_icons import status_icon

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.manual.window import ManualWindow
    from annotator.gui.tour.tour import Tour
    from annotator.gui.widgets.palette import Entry

_PALETTE_DOCUMENTS = 5000  # more are found by the search of the documents panel


class WindowTools(QObject):
    """Acts on the window's parts; built before the actions, so it looks them up when it is used."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._manual: ManualWindow | None = None
        self.tour: Tour | None = None
        window.status_line.annotator.setMenu(QMenu(window.status_line.annotator))
        window.status_line.annotator.menu().aboutToShow.connect(self._fill_annotators)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {
            "view.full_screen": self.toggle_full_screen,
            "go.palette": self.open_palette,
            "help.keys": self.open_keys,
            "help.manual": self.open_manual,
            "help.tour": self.start_tour,
            "help.about": self.open_about,
        }

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop filling it."""
        window = self._window
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def take_default_size(self) -> None:
        """Fill most of the screen at the first start."""
        screen = self._window.screen().availableGeometry()
        self._window.resize(min(1440, screen.width() * 9 // 10), min(900, screen.height() * 9 // 10))

    # -- palette --------------------------------------------------------------------------------------------------

    def open_palette(self) -> None:
        """Show every command and every document."""
        from annotator.gui.widgets.palette import CommandPalette

        CommandPalette([*self._commands(), *self._documents()], self._window, self._window.theme.colors.muted).show()

    def _commands(self) -> list[Entry]:
        from annotator.gui.widgets.palette import Entry

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
        from annotator.gui.widgets.palette import Entry

        session = self._window.files.session
        if session is None:
            return []
        model = self._window.workbench.model
        colors, open_document = self._window.theme.colors, self._window.files.open_document
        return [
            Entry(
                model.known_heading(document_id) or document_id,
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
        from annotator.gui.widgets.key_sheet import KeySheet

        KeySheet(self._window.actions_by_id, self._window).show()

    def open_manual(self, page: str = "") -> None:
        """Show the manual, at a page where one is named; it stays beside the window."""
        from annotator.gui.manual.window import ManualWindow

        if self._manual is None:
            self._manual = ManualWindow(self._window.theme.colors, self._window)
            self._window.theme.changed.connect(self._manual.set_colors)
        if page:
            self._manual.open_page(page)
        self._manual.show()
        self._manual.raise_()
        self._manual.activateWindow()

    def start_tour(self) -> None:
        """Lead through the first steps on the sample."""
        from annotator.gui.tour.tour import Tour

        if self.tour is not None:
            self.tour.end()
        self.tour = Tour(self._window)
        self.tour.start()

    def open_about(self) -> None:
        """Say what this is."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About annotator"))
        box.setText(f"annotator {__version__}")
        said = (
            self.tr(
                "Entities and relations in Russian news, agreement, spaCy models. Everything stays on this computer."
            ),
            self.tr("MIT licence. The fonts PT Sans and PT Serif are ParaType's, under their own licence."),
            f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.machine()}",
            self.tr("Settings: {0}").format(self._window.settings.store.fileName()),
        )
        box.setInformativeText("\n\n".join(said))
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # for a letter about a mistake
        box.setStyleSheet("QLabel#qt_msgbox_informativelabel { min-width: 440px; }")
        box.open()

    def fill_recent(self) -> None:
        """List the workspaces opened before."""
        menu = self._window.actions_by_id.menu("recent")
        menu.clear()
        for path in self._window.settings.recent:
            menu.addAction(str(path), partial(self._window.files.open_path, path))
        menu.setEnabled(not menu.isEmpty())

    def forget_recent(self, path: Path) -> None:
        """Take a workspace off the list of the start page."""
        self._window.settings.forget_recent(path)
        self._window.start_page.show_recent(self._window.settings.recent)

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
