"""The shortcuts editor, by the keys and clicks that a person uses."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator.gui.preferences.dialog import SettingsDialog
from annotator.gui.widgets.key_sheet import KeySheet

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(make, sample):
    return make(path=sample, annotator="anna")


@pytest.fixture
def page(window):
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    dialog = window.findChild(SettingsDialog)
    dialog.tabs.setCurrentIndex(1)
    dialog.keys.list.setFocus()
    yield dialog.keys
    for left in window.findChildren(SettingsDialog):
        left.close()


def record(page, action_id, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Choose a row, go to the field by Enter and press keys there."""
    page.list.go_to(action_id)
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    QTest.keyClick(page.field, key, modifiers)


def test_recorded_keys_work_at_once_and_are_shown_everywhere(window, page, settings, qtbot):
    """New keys do the action, stand in the tooltip and on the sheet of keys, and are remembered."""
    record(page, "document.next", Qt.Key.Key_J, CTRL)
    assert settings.shortcuts == {"document.next": ("Ctrl+J",)}
    assert "Ctrl+J" in window.actions_by_id["document.next"].toolTip()
    page.window().close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before = window.files.session.document.id
    QTest.keyClick(window.editor.article, Qt.Key.Key_PageDown, CTRL)
    assert window.files.session.document.id == before
    QTest.keyClick(window.editor.article, Qt.Key.Key_J, CTRL)
    assert window.files.session.document.id != before
    window.tools.open_keys()
    sheet = window.findChild(KeySheet)
    assert "Ctrl+J" in {label.text() for label in sheet.findChildren(QLabel)}
    sheet.close()


def test_keys_are_recorded_by_their_place(page, settings):
    """Ctrl+О of the Russian layout is the key of J, and is kept as Ctrl+J."""
    page.list.go_to("document.next")
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    QApplication.sendEvent(page.field, QKeyEvent(QEvent.Type.KeyPress, 0x041E, CTRL, ""))
    assert settings.shortcuts == {"document.next": ("Ctrl+J",)}


def test_a_conflict_is_named_and_waits_for_an_answer(window, page, settings):
    """Keys of another action are not taken before it is said so; then the other one has lost them."""
    record(page, "document.next", Qt.Key.Key_K, CTRL)
    assert page.problem.isVisible()
    assert "Commands and documents" in page.problem.text()
    assert not settings.shortcuts
    QTest.mouseClick(page.keep, Qt.MouseButton.LeftButton)
    assert not page.problem.isVisible()
    assert not settings.shortcuts
    record(page, "document.next", Qt.Key.Key_K, CTRL)
    QTest.mouseClick(page.take, Qt.MouseButton.LeftButton)
    assert settings.shortcuts == {"document.next": ("Ctrl+K",), "go.palette": ()}
    assert not window.actions_by_id["go.palette"].shortcuts()
    page.list.go_to("go.palette")
    QTest.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert "Next document" in page.problem.text()


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Right, ALT), (Qt.Key.Key_A, CTRL)],
)
def test_the_articles_keys_cannot_be_taken(page, settings, key, modifiers):
    """Plain letters, Alt with arrows and the keys of text fields are refused with the reason."""
    record(page, "document.next", key, modifiers)
    assert "fixed" in page.problem.text()
    assert not page.take.isVisible()
    assert not settings.shortcuts


def test_reset_one_and_all(window, page, settings):
    """Reset gives one action its keys back, Reset all gives them to every action."""
    record(page, "document.next", Qt.Key.Key_J, CTRL)
    record(page, "edit.note", Qt.Key.Key_F9)
    page.list.go_to("document.next")
    QTest.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert settings.shortcuts == {"edit.note": ("F9",)}
    QTest.mouseClick(page.reset_all, Qt.MouseButton.LeftButton)
    assert not settings.shortcuts
    assert window.actions_by_id["edit.note"].shortcuts() == [QKeySequence("F4")]


def test_filter_finds_by_name_and_by_key(page):
    """Typing leaves the actions with these words or keys, the fixed ones too."""
    QTest.keyClicks(page.filter, "ctrl+k")
    assert [item.text(0) for _group, item in page.list.rows() if not item.isHidden()] == ["Commands and documents"]
    page.filter.clear()
    QTest.keyClicks(page.filter, "cancels")
    assert [item.text(1) for _group, item in page.list.rows() if not item.isHidden()] == ["Esc"]


def test_chosen_keys_are_there_after_a_restart(make, settings):
    """A new window binds the keys that were chosen before; what is not readable counts as nothing chosen."""
    settings.shortcuts = {"document.next": ("Ctrl+J",)}
    assert make().actions_by_id["document.next"].shortcuts() == [QKeySequence("Ctrl+J")]
    settings.store.setValue("shortcuts", "[broken")
    assert settings.shortcuts == {}
