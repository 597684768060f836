"""The main window: puts the parts together and passes signals on, nothing else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from annotator.gui.action_set import ActionSet, Handler
from annotator.gui.actions import ACTIONS
from annotator.gui.appearance import Appearance
from annotator.gui.dropping import dropped_paths
from annotator.gui.files import Files
from annotator.gui.guard import guard_events
from annotator.gui.i18n import Translations
from annotator.gui.icons import icon
from annotator.gui.notices import Notices
from annotator.gui.settings import Settings
from annotator.gui.shortcuts import LayoutShortcuts
from annotator.gui.start_page import StartPage
from annotator.gui.theme import Colors, Theme
from annotator.gui.undo import UndoActions
from annotator.gui.widgets.finishing import Finishing
from annotator.gui.widgets.message_bar import MessageBar, Toasts
from annotator.gui.widgets.status import StatusLine
from annotator.gui.window_tools import WindowTools
from annotator.gui.worktime import WorkTime

if TYPE_CHECKING:
    from annotator.gui.desk import Desk
    from annotator.gui.docks import Docks
    from annotator.gui.editor import Editor
    from annotator.gui.session import Session
    from annotator.gui.workbench import Workbench


@guard_events
class MainWindow(QMainWindow):
    """Start page or article in the middle, panels around it."""

    def __init__(self, settings: Settings, theme: Theme, translations: Translations) -> None:
        super().__init__()
        self.settings, self.theme = settings, theme
        self._desk: Desk | None = None
        self.is_closing = False
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the View menu has all panels
        self.message_bar, self.start_page = MessageBar(self), StartPage(self)
        self.status_line, self.finishing = StatusLine(self), Finishing(self)
        self.setStatusBar(self.status_line)
        self._lay_out_middle()
        self.notices = Notices(self.message_bar, self.toasts, self)
        self.files = Files(self, settings, self.notices)
        self.appearance = Appearance(settings, theme, translations, self)
        self.tools = WindowTools(self)
        self.actions_by_id = ActionSet(self, self._handlers(), settings.shortcuts)
        self.undo_actions = UndoActions(self.actions_by_id)
        self.work_time = WorkTime(self.status_line, self)
        self.actions_by_id.fill_menu_bar(self.menuBar())
        self.tool_bar = self._make_tool_bar()
        self.shortcuts = LayoutShortcuts([self.actions_by_id[spec.id] for spec in ACTIONS])
        self._connect()
        self._follow_theme(theme.colors)
        self.retranslate()
        if not self.restoreGeometry(settings.bytes("geometry")):
            self.tools.take_default_size()
        self._show_start_page()

    # -- putting together -----------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """Article and panels, made at the first use."""
        if self._desk is None:
            from annotator.gui.desk import Desk

            self._desk = Desk(self)
            self.stack.addWidget(self._desk.editor)
        return self._desk

    @property
    def editor(self) -> Editor:
        """The middle of the window."""
        return self.desk.editor

    @property
    def workbench(self) -> Workbench:
        """The panels and what ties them to the article."""
        return self.desk.workbench

    @property
    def docks(self) -> Docks:
        """Where the panels stand."""
        return self.desk.docks

    def _lay_out_middle(self) -> None:
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.start_page)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message_bar)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.toasts = Toasts(middle)

    def _make_tool_bar(self) -> QToolBar:
        bar = QToolBar(self)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        self.actions_by_id.fill_tool_bar(bar)
        bar.addWidget(self.finishing)
        self.addToolBar(bar)
        return bar

    def _handlers(self) -> dict[str, Handler]:
        own: dict[str, Handler] = {
            **self.files.handlers(),
            **self.appearance.handlers(),
            **self.tools.handlers(),
            "file.quit": self.close,
            "edit.settings": self._show_settings,
            "edit.undo": lambda: self.undo_actions.undo(),  # noqa: PLW0108 - it is made after the actions
            "edit.redo": lambda: self.undo_actions.redo(),  # noqa: PLW0108 - it is made after the actions
        }
        return {spec.id: own.get(spec.id, partial(self._do_at_desk, spec.id)) for spec in ACTIONS}

    def _do_at_desk(self, action_id: str) -> None:
        self.desk.handlers[action_id]()

    def _show_settings(self) -> None:
        from annotator.gui.preferences.dialog import SettingsDialog

        dialog = SettingsDialog(self.settings, self.appearance, self, self.actions_by_id)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _result: self.show_state())  # the marks in the menus
        dialog.open()

    def _connect(self) -> None:
        start, files = self.start_page, self.files
        start.open_wanted.connect(files.open_path)
        start.browse_wanted.connect(files.browse)
        start.sample_wanted.connect(files.open_sample)
        start.tour_wanted.connect(self.tools.start_tour)
        start.team_wanted.connect(lambda: files.team.ask())  # noqa: PLW0108 - it is made at its first use
        start.articles_wanted.connect(files.choose_articles)
        start.dropped.connect(files.drop)
        start.forget_wanted.connect(self.tools.forget_recent)
        files.opened.connect(self._on_opened)
        files.about_to_close.connect(self._on_about_to_close)
        files.closed.connect(self._on_closed)
        self.theme.changed.connect(self._follow_theme)

    # -- sessions -------------------------------------------------------------------------------------------------

    def _on_opened(self, session: Session) -> None:
        if self.stack.currentWidget() is self.start_page:
            self.docks.restore()
            self.tool_bar.show()
        self.stack.setCurrentWidget(self.editor)
        self.undo_actions.attach(session.undo_group, read_only=session.read_only)
        self.work_time.attach(session)
        session.save_state_changed.connect(self.status_line.show_state)
        session.document_changed.connect(lambda document, _patch: self.finishing.show_document(document))
        self.status_line.show_state(session.save_state)
        self.status_line.show_annotator(session.annotator)
        self.status_line.show_workspace(shown=True)
        self.setWindowTitle(f"{session.workspace.name or session.workspace.path.name} — annotator")
        self.desk.attach(session)
        self.show_state()

    def _on_about_to_close(self) -> None:
        self.desk.commit()
        self.docks.save()

    def _on_closed(self) -> None:
        self.undo_actions.detach()
        self.work_time.detach()
        self.desk.detach()
        self._show_start_page()

    def _show_start_page(self) -> None:
        if self._desk is not None:
            self._desk.docks.hide_all()
        self.tool_bar.hide()
        self.status_line.show_workspace(shown=False)
        self.start_page.show_recent(self.settings.recent)
        self.stack.setCurrentWidget(self.start_page)
        self.setWindowTitle("annotator")
        self.show_state()

    def show_state(self) -> None:
        """Enable what can be done now, and show status and place of the open document."""
        session = self.files.session
        document = session.document if session else None
        editable = session is not None and document is not None and not session.read_only
        self.actions_by_id.enable(workspace=session is not None, document=document is not None, editable=editable)
        self.actions_by_id["file.members"].setVisible(session is not None and self.files.shared is not None)
        self.finishing.set_editable(editable=editable)
        self.finishing.show_document(document)
        self.undo_actions.show()
        self.appearance.check(self.actions_by_id)
        self.status_line.position.setText(self.desk.position() if session else "")
        self.tools.fill_recent()

    def save_soon(self) -> None:
        """Hand what is unsaved to the disk now."""
        if self.files.session:
            self.desk.commit()
            self.files.session.flush_soon()

    # -- language and theme ---------------------------------------------------------------------------------------

    def _follow_theme(self, colors: Colors) -> None:
        self.setWindowIcon(icon("app", colors.accent))
        self.actions_by_id.set_colors(colors)
        for part in (self.message_bar, self.toasts, self.start_page, self.status_line, self.finishing):
            part.set_colors(colors)
        if self._desk is not None:
            self._desk.set_colors(colors)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.actions_by_id.retranslate()
        self.tool_bar.setWindowTitle(self.tr("Tools"))
        self.notices.renew()
        if self._desk is not None:
            self._desk.retranslate()
        self.show_state()

    # -- events ---------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "tool_bar"):
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer shortcuts in the Russian layout."""
        if not self.shortcuts.press(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files anywhere in the window."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Do what fits the files."""
        event.acceptProposedAction()
        self.files.drop(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when everything is on disk, or the user has been told that it is not."""
        self.settings.set_bytes("geometry", self.saveGeometry())
        self.is_closing = True
        event.setAccepted(self.files.close_workspace())
        self.is_closing = False
