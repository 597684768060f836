"""The settings dialog: applied at once, searchable, reset one by one, in the language chosen in it."""

import pytest
from PySide6.QtCore import Qt

from annotator.gui.preferences.dialog import SettingsDialog


@pytest.fixture
def dialog(make, qtbot):
    window = make()
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    found = window.findChild(SettingsDialog)
    assert found is not None
    yield found
    for left in window.findChildren(SettingsDialog):
        left.close()


def row_of(dialog, key):
    return next(row for row in dialog.rows if row.setting.key == key)


def choose(qtbot, row, down):
    row.choice.setFocus()
    for _ in range(down):
        qtbot.keyClick(row.choice, Qt.Key.Key_Down)


def test_a_choice_is_kept_and_can_be_reset(dialog, qtbot, settings):
    """A theme chosen by key is stored at once, and Reset brings the default back."""
    row = row_of(dialog, "theme")
    choose(qtbot, row, 2)
    assert settings.theme == "dark"
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert settings.theme == "system"
    assert not row.reset.isEnabled()


def test_search_leaves_what_has_the_words(dialog, qtbot):
    """Typing leaves only the settings with these words, or says that there is none."""
    qtbot.keyClicks(dialog.general.search, "relations")
    assert [row.setting.key for row in dialog.rows if row.isVisible()] == ["arcs"]
    qtbot.keyClicks(dialog.general.search, "zzz")
    assert dialog.general.empty.isVisible()


def test_the_language_changes_in_the_open_dialog(dialog, qtbot):
    """Choosing Russian translates the dialog itself, and no text stays English."""
    before = {row.setting.key: row.title.text() for row in dialog.rows}
    row = row_of(dialog, "language")
    row.choice.setFocus()
    qtbot.keyClick(row.choice, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Настройки")

    assert all(row.title.text() != before[row.setting.key] for row in dialog.rows)


def test_the_menu_marks_what_was_chosen(dialog, qtbot):
    """After the dialog is closed by Esc the View menu has its mark at the chosen theme."""
    choose(qtbot, row_of(dialog, "theme"), 1)
    window = dialog.parentWidget()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.actions_by_id["theme.light"].isChecked()
