"""The settings dialog, generated from the declared table: searchable, applied at once, each with its own reset."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.action_set import ActionSet
from annotator.gui.appearance import Appearance
from annotator.gui.guard import guard_events
from annotator.gui.placing import open_size
from annotator.gui.preferences.declared import SETTINGS, Setting
from annotator.gui.preferences.keys_page import KeysPage
from annotator.gui.settings import Settings


def _shown(text: str) -> str:
    own = QCoreApplication.translate("Preferences", text)
    return own if own != text else QCoreApplication.translate("Actions", text)


class SettingRow(QWidget):
    """One setting: title, choices, reset, and what it does."""

    def __init__(self, setting: Setting, settings: Settings, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setting, self._settings, self._appearance = setting, settings, appearance
        self.title, self.help, self.choice, self.reset = QLabel(), QLabel(), QComboBox(), QPushButton()
        self.help.setWordWrap(True)
        self.help.setProperty("muted", True)
        self.title.setBuddy(self.choice)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.title, 0, 0, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.help, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.choice, 0, 1, 2, 1)
        grid.addWidget(self.reset, 0, 2, 2, 1)
        for value, _text in setting.choices:
            self.choice.addItem("", value)
        self.choice.activated.connect(lambda _row: self._apply(self.choice.currentData()))
        self.reset.clicked.connect(lambda: self._apply(setting.default))
        self.choice.setMinimumWidth(230)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the fields of all rows stand in one column
        self.reset.setSizePolicy(policy)
        self.reset.setVisible(bool(setting.default))
        self.reset.setAutoDefault(False)

    def _apply(self, value: str) -> None:
        self.setting.apply(self._appearance, value)
        self.show_value()

    def show_value(self) -> None:
        """Show what is stored now."""
        value = self.setting.read(self._settings)
        if self.choice.findData(value) < 0:  # set elsewhere, to something between the choices
            self.choice.addItem(value, value)
        self.choice.setCurrentIndex(self.choice.findData(value))
        self.reset.setEnabled(value != self.setting.default)

    def retranslate(self) -> None:
        """Show the texts in the language chosen now."""
        self.title.setText(_shown(self.setting.title))
        self.help.setText(_shown(self.setting.help))
        self.reset.setText(self.tr("Reset"))
        for row, (value, text) in enumerate(self.setting.choices):
            self.choice.setItemText(row, _shown(text) if text else value)
        self.choice.setAccessibleName(self.title.text())
        self.show_value()

    def matches(self, words: str) -> bool:
        """Tell whether every word occurs in the title, the help or a choice."""
        texts = [self.choice.itemText(row) for row in range(self.choice.count())]
        here = " ".join((self.title.text(), self.help.text(), *texts)).casefold()
        return all(word in here for word in words.casefold().split())


class SettingsPage(QWidget):
    """All declared settings in their groups."""

    def __init__(self, settings: Settings, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.search, self.empty = QLineEdit(self), QLabel(self)
        self.search.setClearButtonEnabled(True)
        self.empty.setWordWrap(True)
        self.rows = [SettingRow(setting, settings, appearance, self) for setting in SETTINGS]
        self._heads = {setting.group: QLabel(self) for setting in SETTINGS}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 4, 8)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 12, 0)
        above.addWidget(self.search)
        outer.addLayout(above)
        outer.addWidget(self._lay_out_rows(), 1)
        self.search.textChanged.connect(self._filter)

    def _lay_out_rows(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        for group, head in self._heads.items():
            head.setProperty("heading", True)
            head.setContentsMargins(0, 14, 0, 0)
            column.addWidget(head)
            for row in self.rows:
                if row.setting.group == group:
                    column.addWidget(row)
        column.addWidget(self.empty)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        return area

    def _filter(self, words: str) -> None:
        for row in self.rows:
            row.setVisible(row.matches(words))
        for group, head in self._heads.items():
            head.setVisible(any(row.matches(words) for row in self.rows if row.setting.group == group))
        self.empty.setVisible(not any(row.matches(words) for row in self.rows))

    def retranslate(self) -> None:
        """Show the texts in the language chosen now."""
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.empty.setText(self.tr("No setting has these words. Try another word or clear the search."))
        for group, head in self._heads.items():
            head.setText(_shown(group))
        for row in self.rows:
            row.retranslate()
        self._filter(self.search.text())


@guard_events
class SettingsDialog(QDialog):
    """The settings on one page, the keys on another; everything is applied at once."""

    def __init__(self, settings: Settings, appearance: Appearance, parent: QWidget, actions: ActionSet) -> None:
        super().__init__(parent)
        self.general = SettingsPage(settings, appearance, self)
        self.keys = KeysPage(settings, actions, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.general, "")
        self.tabs.addTab(self.keys, "")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._buttons.rejected.connect(self.reject)
        self._buttons.setContentsMargins(16, 0, 16, 12)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)  # Enter belongs to the search and to the list of keys
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        column.addWidget(self._buttons)
        open_size(self, 700, 700)
        self._retranslate()
        self.general.search.setFocus()

    @property
    def rows(self) -> list[SettingRow]:
        """The settings, in the order of the table."""
        return self.general.rows

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.tabs.setTabText(0, self.tr("General"))
        self.tabs.setTabText(1, self.tr("Keys"))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self.general.retranslate()
        self.keys.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language, also when it is changed here."""
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "_buttons"):
            self._retranslate()
        super().changeEvent(event)
