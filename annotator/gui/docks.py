"""The panels in their docks: where they stand at first, their titles, hiding, F6 from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from annotator.gui.action_set import ActionSet
from annotator.gui.guard import guard_events
from annotator.gui.icons import icon
from annotator.gui.panels.panel import Panel
from annotator.gui.settings import Settings
from annotator.gui.theme import Colors

_LAYOUT_VERSION = 1
_LEFT, _RIGHT = 300, 352  # pixels at first


@dataclass(frozen=True, slots=True)
class DockSpec:
    """Where a panel stands at first. Panels of one `tabs` name lie on top of each other."""

    name: str  # also the action "view.<name>"
    area: Qt.DockWidgetArea
    tabs: str = ""
    shown: bool = True


SPECS = (
    DockSpec("documents", Qt.DockWidgetArea.LeftDockWidgetArea),
    DockSpec("labels", Qt.DockWidgetArea.RightDockWidgetArea),
    DockSpec("relations", Qt.DockWidgetArea.RightDockWidgetArea, "lists"),
    DockSpec("entities", Qt.DockWidgetArea.RightDockWidgetArea, "lists"),
    DockSpec("note", Qt.DockWidgetArea.RightDockWidgetArea, "lists"),
    DockSpec("suggestions", Qt.DockWidgetArea.LeftDockWidgetArea, "texts", shown=False),
    DockSpec("cards", Qt.DockWidgetArea.LeftDockWidgetArea, "texts", shown=False),
    DockSpec("guidelines", Qt.DockWidgetArea.LeftDockWidgetArea, "texts", shown=False),
    DockSpec("history", Qt.DockWidgetArea.LeftDockWidgetArea, "texts", shown=False),
    DockSpec("findings", Qt.DockWidgetArea.LeftDockWidgetArea, "texts", shown=False),
)


class TitleBar(QWidget):
    """A quiet title: the name and a cross."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = QLabel(self)
        self.label.setProperty("heading", True)
        self.close_button = QToolButton(self)
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 2)
        row.addWidget(self.label, 1)
        row.addWidget(self.close_button)
        self._folded = False

    def fold(self, *, folded: bool) -> None:
        """Take no room: a tab names the panel already."""
        if folded != self._folded:
            self._folded = folded
            for part in (self.label, self.close_button):
                part.setVisible(not folded)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Nothing where folded."""
        return QSize(0, 0) if self._folded else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Nothing where folded."""
        return QSize(0, 0) if self._folded else super().minimumSizeHint()


@guard_events
class Dock(QDockWidget):
    """Draws a line around itself where it floats: its paper is as light as what lies under it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(self.palette().placeholderText().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()


class Docks(QObject):
    """Owns the docks of a window. Panels are given once, by name, in the order of SPECS."""

    def __init__(
        self, window: QMainWindow, actions: ActionSet, settings: Settings, panels: dict[str, Callable[[], Panel]]
    ) -> None:
        super().__init__(window)
        self._window, self._actions, self._settings = window, actions, settings
        self._makers = panels
        self._colors: Colors | None = None
        self.panels: dict[str, Panel] = {}  # those that have been shown
        self.docks: dict[str, QDockWidget] = {}
        self._bars: dict[str, TitleBar] = {}
        for spec in SPECS:
            self._add(spec)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)

    def _add(self, spec: DockSpec) -> None:
        dock = Dock(self._window)
        dock.setObjectName(f"dock-{spec.name}")
        bar = self._bars[spec.name] = TitleBar(dock)
        dock.setTitleBarWidget(bar)
        dock.visibilityChanged.connect(self._fill)
        dock.dockLocationChanged.connect(self._fill)
        dock.hide()
        self.docks[spec.name] = dock

    def place(self) -> None:
        """Put all panels where they stand at first."""
        first_of: dict[str, QDockWidget] = {}
        for spec in SPECS:
            dock = self.docks[spec.name]
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
            self._window.addDockWidget(spec.area, dock)
            if spec.tabs in first_of:
                self._window.tabifyDockWidget(first_of[spec.tabs], dock)
            elif spec.tabs:
                first_of[spec.tabs] = dock
            dock.setVisible(spec.shown)
        for dock in first_of.values():
            dock.raise_()
        self._share_room()
        self._show_state()

    def _share_room(self) -> None:
        documents, labels, lists = (self.docks[name] for name in ("documents", "labels", "relations"))
        self._window.resizeDocks([documents, labels], [_LEFT, _RIGHT], Qt.Orientation.Horizontal)
        self._window.resizeDocks([labels, lists], [58, 42], Qt.Orientation.Vertical)

    # -- hiding and showing ---------------------------------------------------------------------------------------

    def toggle(self, name: str) -> None:
        """Hide a panel that is in sight, else show it and put it on top."""
        dock = self.docks[name]
        in_sight = dock.isVisible() and not dock.visibleRegion().isEmpty()
        if in_sight:
            dock.hide()
            return
        self.show(name)

    def show(self, name: str) -> None:
        """Show a panel on top of its tabs."""
        dock = self.docks[name]
        if dock.isHidden() and not any(not other.isHidden() for other in self._window.tabifiedDockWidgets(dock)):
            dock.show()
            self._window.resizeDocks([self.docks["documents"], dock], [50, 50], Qt.Orientation.Vertical)
        dock.show()
        dock.raise_()

    def hide_all(self) -> None:
        """Hide the panels for the start page; their layout was kept before."""
        for dock in self.docks.values():
            dock.hide()

    def _fill(self) -> None:
        """Put a panel into its dock when that is shown for the first time: most never are on an ordinary day."""
        if not isValid(self._window):  # docks say good-bye when the window is taken apart
            return
        for name, dock in self.docks.items():
            if not dock.isHidden() and dock.widget() is None:
                dock.setWidget(self.panel(name))
        self._show_state()

    def panel(self, name: str) -> Panel:
        """Return a panel, made now if nobody has asked for it before."""
        if name not in self.panels:
            made = self.panels[name] = self._makers[name]()
            if self._colors is not None:
                made.set_colors(self._colors)
        return self.panels[name]

    def _show_state(self) -> None:
        for name, dock in self.docks.items():
            self._actions.check(f"view.{name}", on=not dock.isHidden())
            # A tab names the panel already, so a title under it would say everything twice.
            tabbed = any(not other.isHidden() for other in self._window.tabifiedDockWidgets(dock))
            self._bars[name].fold(folded=tabbed)
        self._show_tabs()

    def _show_tabs(self) -> None:
        """Let tabs that do not fit be scrolled to instead of being cut down to two letters each."""
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setUsesScrollButtons(True)
            bar.setExpanding(False)

    def save(self) -> None:
        """Keep the layout for the next time."""
        self._settings.set_bytes("layout", self._window.saveState(_LAYOUT_VERSION))

    def restore(self) -> None:
        """Bring the layout back as it was the last time."""
        state: QByteArray = self._settings.bytes("layout")
        # A layout is kept only by a window whose panels stand somewhere, so none need be placed before.
        if state.isEmpty() or not self._window.restoreState(state, _LAYOUT_VERSION):
            self.place()
            QTimer.singleShot(0, self, self._share_room)  # once the window has its size
        self._show_state()

    # -- focus ----------------------------------------------------------------------------------------------------

    def cycle_focus(self, article: QWidget, by: int) -> None:
        """Give the focus to the next pane: documents, article, then the panels that are in sight."""
        targets = [self.panel(s.name).focus_target() for s in SPECS if self._in_sight(s.name)]
        stops = [target for target in targets if target.isVisible()]  # an empty table is hidden behind its hint
        stops.insert(1 if self.panel("documents").focus_target() in stops else 0, article)
        focus = QApplication.focusWidget()
        here = next((i for i, stop in enumerate(stops) if focus is not None and self._holds(stop, focus)), None)
        stop = stops[0 if here is None else (here + by) % len(stops)]
        stop.setFocus(Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason)

    def _holds(self, stop: QWidget, focus: QWidget) -> bool:
        panel = next((p for p in self.panels.values() if p.focus_target() is stop), None)
        return focus is stop or stop.isAncestorOf(focus) or (panel is not None and panel.isAncestorOf(focus))

    def _in_sight(self, name: str) -> bool:
        return self.docks[name].isVisible() and not self.docks[name].visibleRegion().isEmpty()

    # -- language and theme ---------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all titles in the language chosen now."""
        for name, dock in self.docks.items():
            title = self._actions.text(f"view.{name}")
            dock.setWindowTitle(title)
            self._bars[name].label.setText(title)
            self._bars[name].close_button.setToolTip(self.tr("Hide the panel"))
            self._bars[name].close_button.setAccessibleName(self.tr("Hide the panel"))

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        for panel in self.panels.values():
            panel.set_colors(colors)
        for name in self.docks:
            self._bars[name].close_button.setIcon(icon("close", colors.muted))
