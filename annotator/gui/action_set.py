"""QActions built from the table: menus, toolbar, enabling, texts in the chosen language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from annotator.gui.actions import ACTIONS, MENUS, TOOLBAR, ActionSpec, MenuSpec
from annotator.gui.icons import icon
from annotator.gui.theme import Colors

Handler = Callable[[], object]
_EVERYWHERE = {"file.quit"}  # keys that work in every window of the program


def translated(text: str) -> str:
    """Return a text of the action table in the language chosen now."""
    return QCoreApplication.translate("Actions", text)


class ActionSet(QObject):
    """Owns the window's actions by id. Raises KeyError at once if an action has no handler."""

    def __init__(
        self, window: QWidget, handlers: Mapping[str, Handler], shortcuts: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        super().__init__(window)
        self._chosen: dict[str, tuple[str, ...]] = dict(shortcuts or {})
        self.specs: dict[str, ActionSpec] = {spec.id: spec for spec in ACTIONS}
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, tuple[QMenu, MenuSpec]] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._colors: Colors | None = None
        for spec in ACTIONS:
            self._add(window, spec, handlers[spec.id])
        self.retranslate()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def menu(self, menu_id: str) -> QMenu:
        """Return a menu that `fill_menu_bar` has made."""
        return self._menus[menu_id][0]

    def _add(self, window: QWidget, spec: ActionSpec, handler: Handler) -> None:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(text) for text in self.shortcut(spec.id)])
        if spec.id in _EVERYWHERE:
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        action.setCheckable(spec.checkable)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if spec.group:
            group = self._groups.setdefault(spec.group, QActionGroup(self))
            group.addAction(action)
        # `triggered` comes from the user only, so that setting a check mark never runs the handler.
        action.triggered.connect(lambda _checked=False: handler())
        window.addAction(action)
        self._actions[spec.id] = action

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for spec in MENUS:
            self._fill(bar.addMenu(translated(spec.title)), spec)
        self.retranslate()

    def _fill(self, menu: QMenu, spec: MenuSpec) -> None:
        self._menus[spec.id] = (menu, spec)
        menu.aboutToShow.connect(partial(self._draw_icons, spec.items))
        for item in spec.items:
            if isinstance(item, MenuSpec):
                self._fill(menu.addMenu(translated(item.title)), item)
            elif item == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._actions[item])

    def fill_tool_bar(self, bar: QToolBar) -> None:
        """Put the commonest actions on the toolbar."""
        for item in TOOLBAR:
            if item == "-":
                bar.addSeparator()
            else:
                bar.addAction(self._actions[item])

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        for spec in ACTIONS:
            action, text = self._actions[spec.id], self.text(spec.id)
            action.setText(f"{text}\t{self.keys(spec.id)}" if spec.hint else text)
            action.setIconText(text)
            keys = self.keys(spec.id)
            action.setToolTip(f"{text.rstrip('…')} ({keys})" if keys else text.rstrip("…"))
        for menu, menu_spec in self._menus.values():
            menu.setTitle(translated(menu_spec.title))

    def text(self, action_id: str) -> str:
        """Return an action's name."""
        spec = self.specs[action_id]
        return spec.text if spec.language_text else translated(spec.text)

    def keys(self, action_id: str) -> str:
        """Return an action's first key as the user reads it, or an empty string."""
        keys = self.shortcut(action_id)
        first = keys[0] if keys else self.specs[action_id].hint
        return QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText)

    def shortcut(self, action_id: str) -> tuple[str, ...]:
        """Return the keys that an action has now, as portable text: those chosen, else the table's."""
        return self._chosen.get(action_id, self.specs[action_id].shortcut)

    def set_shortcuts(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Bind other keys than the table's; an action that is not named gets its own back."""
        self._chosen = dict(chosen)
        for action_id, action in self._actions.items():
            action.setShortcuts([QKeySequence(text) for text in self.shortcut(action_id)])
        self.retranslate()

    def set_colors(self, colors: Colors) -> None:
        """Draw the toolbar's icons in the theme's colours; those of a menu are drawn when it is opened."""
        self._colors = colors
        self._draw_icons(TOOLBAR)

    def _draw_icons(self, items: Iterable[str | MenuSpec]) -> None:
        colors = self._colors
        for item in items:
            spec = self.specs.get(item) if isinstance(item, str) else None
            if colors is not None and spec is not None and spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon, colors.text, colors.faint))

    def enable(self, *, workspace: bool, document: bool, editable: bool) -> None:
        """Enable what can be done in the present state."""
        state = {"always": True, "workspace": workspace, "document": document, "editable": editable}
        for spec in ACTIONS:
            self._actions[spec.id].setEnabled(state[spec.needs])

    def check(self, action_id: str, *, on: bool = True) -> None:
        """Set a check mark without running the handler."""
        self._actions[action_id].setChecked(on)
