"""The settings dialog: applied at once, searchable, reset one by one, in the language chosen in it."""

import pytest
from PySide6.QtCore import Qt

from annotator.gui.canvas.style import Density
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


def test_the_article_is_set_in_the_chosen_type(make, sample, qtbot):
    """Serif and compact are drawn at once and stay for the next window."""
    window = make(path=sample, annotator="anna")
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SettingsDialog)
    choose(qtbot, row_of(dialog, "font"), 1)
    choose(qtbot, row_of(dialog, "spacing"), 1)
    style = window.editor.article.canvas_style
    assert (style.families[0], style.density) == ("PT Serif", Density.COMPACT)
    dialog.close()
    assert make(path=sample, annotator="boris").editor.article.canvas_style.families == style.families


def test_every_setting_can_be_chosen_read_and_reset(dialog, settings):
    """Each choice of the table is stored, read back and shown; the default is among the choices."""
    for row in dialog.rows:
        for value, _text in row.setting.choices:
            row.setting.apply(dialog.parentWidget().appearance, value)
            row.show_value()
            assert row.setting.read(settings) == value
            assert row.choice.currentData() == value
        assert row.setting.default in {"", *(value for value, _text in row.setting.choices)}


def test_the_least_score_is_kept_and_followed(make, sample, settings, qtbot):
    """The score from which suggestions are shown is the same in the panel and in the settings, also tomorrow."""
    window = make(path=sample, annotator="anna")
    panel = window.desk.hands.suggesting.panel
    panel.threshold.setValue(37)
    assert settings.least_score == 37
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SettingsDialog)
    row = row_of(dialog, "least_score")
    assert row.choice.currentText() == "37"
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert panel.threshold.value() == 0
    choose(qtbot, row_of(dialog, "hold"), 1)
    assert settings.hold == "once"
    assert not window.editor.article._desk.marker.holds_label
    dialog.close()
