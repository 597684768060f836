"""The page of keys: every action with its keys, a filter, and a field that records the keys pressed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.action_set import ActionSet, translated
from annotator.gui.actions import MENUS, MenuSpec
from annotator.gui.guard import guard_events
from annotator.gui.icons import icon
from annotator.gui.preferences.bindings import Bindings, is_fixed, recorded
from annotator.gui.settings import Settings
from annotator.gui.widgets.key_sheet import article_groups

_ID = Qt.ItemDataRole.UserRole


def shown(keys: str) -> str:
    """Return keys as the person reads them on this system."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _actions_of(menu: MenuSpec) -> Iterator[str]:
    for item in menu.items:
        if isinstance(item, MenuSpec):
            yield from _actions_of(item)
        elif item != "-":
            yield item


@guard_events
class KeyField(QLineEdit):
    """Records the keys pressed in it instead of writing them; Tab leaves it, Esc gives up."""

    pressed = Signal(str)  # portable text
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)

    def event(self, event: QEvent) -> bool:
        """Take keys before the window's shortcuts do."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}
        if plain and event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.left.emit() if event.key() == Qt.Key.Key_Escape else super().keyPressEvent(event)
        elif keys := recorded(event):
            self.pressed.emit(keys)


@guard_events
class KeyList(QTreeWidget):
    """Actions by menu with their keys."""

    chosen = Signal()  # Enter or a double click on an action

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setRootIsDecorated(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemDoubleClicked.connect(lambda _item, _column: self.chosen.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the field by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def action_id(self) -> str:
        """Return the action of the current row, or an empty string."""
        item = self.currentItem()
        found = item.data(0, _ID) if item is not None else ""
        return found if isinstance(found, str) else ""

    def rows(self) -> Iterator[tuple[QTreeWidgetItem, QTreeWidgetItem]]:
        """Give every row with its group."""
        for number in range(self.topLevelItemCount()):
            group = self.topLevelItem(number)
            if group is not None:
                yield from ((group, row) for n in range(group.childCount()) if (row := group.child(n)) is not None)

    def go_to(self, action_id: str) -> None:
        """Make an action the current row."""
        for _group, item in self.rows():
            if item.data(0, _ID) == action_id:
                self.setCurrentItem(item)
                return


class KeysPage(QWidget):
    """What each key does, and how to change it."""

    def __init__(self, settings: Settings, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent)
        self.bindings = Bindings(settings, actions)
        self._wanted = ""  # keys that wait until it is said whose they are
        self.filter, self.list, self.field = QLineEdit(self), KeyList(self), KeyField(self)
        self.prompt, self.problem = QLabel(self), QLabel(self)
        self.take, self.keep = QPushButton(self), QPushButton(self)
        self.reset, self.clear, self.reset_all = QPushButton(self), QPushButton(self), QPushButton(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.filter.setClearButtonEnabled(True)
        self.problem.setWordWrap(True)
        self.prompt.setBuddy(self.field)
        self.field.setMinimumWidth(180)
        for button in (self.take, self.keep, self.reset, self.clear, self.reset_all):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addLayout(self._row(self.prompt, self.field))
        column.addWidget(self.problem)
        column.addLayout(self._row(self.take, self.keep))
        column.addLayout(self._row(self.reset, self.clear, None, self.reset_all))

    @staticmethod
    def _row(*widgets: QWidget | None) -> QHBoxLayout:
        row = QHBoxLayout()
        for widget in widgets:
            row.addWidget(widget) if widget is not None else row.addStretch(1)
        if None not in widgets:
            row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_choice())
        self.list.chosen.connect(self._enter_field)
        self.field.pressed.connect(self._record)
        self.field.left.connect(self._give_up)
        self.take.clicked.connect(self._take)
        self.keep.clicked.connect(self._give_up)
        self.reset.clicked.connect(self._reset)
        self.clear.clicked.connect(lambda: self._do(self.bindings.clear))
        self.reset_all.clicked.connect(self._reset_all)

    # -- recording ------------------------------------------------------------------------------------------------

    def _enter_field(self) -> None:
        if self.field.isEnabled():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _record(self, keys: str) -> None:
        owner = self.bindings.owner(keys)
        self._wanted = ""
        if is_fixed(keys):
            self._tell(self.tr("{0} is fixed: use Ctrl or Alt with another key, or F1–F12.").format(shown(keys)))
        elif owner in {"", self.list.action_id()}:
            self._bind(keys)
        else:
            self._wanted = keys
            self.field.setText(shown(keys))
            self._tell(self.tr("{0} belongs to “{1}”.").format(shown(keys), self._name(owner)))
            self.take.setFocus()

    def _bind(self, keys: str) -> None:
        self._do(lambda action_id: self.bindings.bind(action_id, keys))
        self.list.setFocus()

    def _take(self) -> None:
        if self._wanted:
            self._bind(self._wanted)

    def _give_up(self) -> None:
        self._show_choice()
        self.list.setFocus()

    def _do(self, change: Callable[[str], object]) -> None:
        if action_id := self.list.action_id():
            change(action_id)
            self._show_keys()

    def _reset(self) -> None:
        action_id = self.list.action_id()
        holders = self.bindings.reset(action_id) if action_id else ()
        self._show_keys()
        if holders:
            names = ", ".join(f"“{self._name(name)}”" for name in holders)
            self._tell(self.tr("Its keys belong to {0} now: give that action other keys first.").format(names))

    def _reset_all(self) -> None:
        self.bindings.reset_all()
        self._show_keys()

    # -- showing --------------------------------------------------------------------------------------------------

    def _name(self, action_id: str) -> str:
        return self.bindings.actions.text(action_id).rstrip("…")

    def _tell(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        for button in (self.take, self.keep):
            button.setVisible(bool(text and self._wanted))
        if (row := self.list.currentItem()) is not None:
            if (layout := self.layout()) is not None:
                layout.activate()  # the list has become lower, or higher
            self.list.scrollToItem(row)

    def _show_choice(self) -> None:
        action_id = self.list.action_id()
        self._wanted = ""
        self._tell("")
        self.field.setText(self._keys(action_id) if action_id else "")
        self.field.setEnabled(bool(action_id))
        self.clear.setEnabled(bool(action_id) and bool(self.bindings.of(action_id)))
        self.reset.setEnabled(bool(action_id) and not self.bindings.is_default(action_id))
        self.reset_all.setEnabled(bool(self.bindings.settings.shortcuts))

    def _keys(self, action_id: str) -> str:
        return ", ".join(map(shown, self.bindings.of(action_id)))

    def _show_keys(self) -> None:
        for _group, item in self.list.rows():
            if action_id := item.data(0, _ID):
                hint = self.bindings.actions.specs[action_id].hint
                item.setText(1, self._keys(action_id) or shown(hint))
                font = item.font(1)
                font.setBold(not self.bindings.is_default(action_id))
                item.setFont(1, font)
        self._show_choice()

    def _fill(self) -> None:
        self.list.clear()
        seen: set[str] = set()
        for menu in MENUS:
            group = self._group(translated(menu.title).replace("&", ""))
            for action_id in dict.fromkeys(_actions_of(menu)):
                if action_id not in seen:
                    QTreeWidgetItem(group, [self._name(action_id), ""]).setData(0, _ID, action_id)
                    seen.add(action_id)
        lock = icon("lock", self.palette().placeholderText().color().name())
        for title, rows in article_groups():
            group = self._group(self.tr("{0}: keys of the article, fixed").format(title))
            for keys, what in rows:
                QTreeWidgetItem(group, [what, keys]).setIcon(1, lock)
        self.list.expandAll()

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.list, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setFirstColumnSpanned(True)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        return group

    def _filter(self, words: str) -> None:
        wanted, used = words.casefold().split(), set()
        for group, item in self.list.rows():
            here = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not all(word in here for word in wanted))
            used |= set() if item.isHidden() else {id(group)}
        for number in range(self.list.topLevelItemCount()):
            if (top := self.list.topLevelItem(number)) is not None:
                top.setHidden(id(top) not in used)

    def retranslate(self) -> None:
        """Show the texts in the language chosen now."""
        chosen = self.list.action_id()
        self.filter.setPlaceholderText(self.tr("Search actions and keys"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.list.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.list.setAccessibleName(self.tr("Actions and their keys"))
        self.prompt.setText(self.tr("Press the new keys here:"))
        self.field.setPlaceholderText(self.tr("no keys"))
        self.field.setAccessibleName(self.prompt.text())
        self.take.setText(self.tr("Take them from it"))
        self.keep.setText(self.tr("Leave them there"))
        self.reset.setText(self.tr("Reset"))
        self.clear.setText(self.tr("No keys"))
        self.reset_all.setText(self.tr("Reset all"))
        self._fill()
        self._show_keys()
        self.list.go_to(chosen or "file.new")
        self._filter(self.filter.text())
