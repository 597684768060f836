"""What makes eight hours in the window bearable: nothing cut off, hints that are true, keys that cancel."""

import re
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from annotator.gui.canvas.chooser import Chooser
from annotator.gui.i18n import Translations
from annotator.gui.placing import open_size
from annotator.gui.save_state import SaveKind, SaveState, reason_of
from annotator.gui.widgets.columns import shares
from annotator.gui.widgets.message_bar import Kind
from annotator.gui.widgets.palette import CommandPalette
from annotator.messages import msg

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def focus_article(window, qtbot):
    window.activateWindow()
    window.editor.article.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.editor.article)
    return window.editor.article


@pytest.mark.parametrize("wanted", [(1360, 900), (600, 400)])
def test_a_window_opens_no_larger_than_its_screen(qtbot, monkeypatch, wanted):
    """On a small screen a window leaves room for its frame; where there is room it has the size it wants."""
    widget = QWidget()
    qtbot.addWidget(widget)

    screen = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, 1280, 720))
    monkeypatch.setattr(widget, "screen", lambda: screen)
    open_size(widget, *wanted)
    assert widget.size() == QSize(*wanted).boundedTo(QSize(1264, 672))


def test_esc_closes_the_overview(window, qtbot):
    """Esc cancels there as everywhere."""
    focus_article(window, qtbot)
    press(Qt.Key.Key_O, CTRL | SHIFT)
    opened = window.desk.overview.shown
    qtbot.waitUntil(lambda: opened.survey is not None, timeout=10000)
    table = opened.documents.table
    assert table.horizontalHeader().length() <= max(table.viewport().width(), 1180)
    QTest.keyClick(opened.documents.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.desk.overview.shown is None)


def test_the_program_is_quit_from_any_window(window, qtbot):
    """Ctrl+Q in the overview closes that window and the article's."""
    focus_article(window, qtbot)
    press(Qt.Key.Key_O, CTRL | SHIFT)
    opened = window.desk.overview.shown
    qtbot.waitUntil(lambda: opened.survey is not None, timeout=10000)
    QTest.keyClick(opened.documents.table, Qt.Key.Key_Q, CTRL)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets())


def test_a_hint_goes_with_what_it_was_about(window, qtbot):
    """After a relation is given up the status line tells what can be done now, not how to end the relation."""
    window.files.open_document("openai-microsoft")
    article = focus_article(window, qtbot)
    usual = window.status_line.hint.text()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_R)
    relating = window.status_line.hint.text()
    assert relating != usual
    press(Qt.Key.Key_Escape)
    assert window.status_line.hint.text() == usual
    press(Qt.Key.Key_R)
    assert window.status_line.hint.text() == relating
    press(Qt.Key.Key_Return)
    assert window.status_line.hint.text() == usual
    for chooser in article.findChildren(Chooser):
        chooser.close_quietly()


def test_a_label_may_be_taken_up_for_one_selection(window, qtbot):
    """With the setting a label's key tags the next selection only; without it the label stays until Esc."""
    window.files.open_document("lavrenyov-roman")
    article = focus_article(window, qtbot)
    places = {}
    for hold in ("until_esc", "once"):
        window.desk.editor.article.set_holds_label(holds=hold == "until_esc")
        press(Qt.Key.Key_2)
        assert article.active_label == "ORG"
        for _ in range(2 if hold == "once" else 3):
            press(Qt.Key.Key_Right, CTRL)
        press(Qt.Key.Key_Right, SHIFT)
        press(Qt.Key.Key_Return)
        places[hold] = article.active_label
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_Escape)
    assert places == {"until_esc": "ORG", "once": None}
    assert len(window.files.session.document.entities) == 2


def test_names_in_the_relations_table_are_read_whole(make, sample, qtbot):
    """In a narrow panel a row with a long name takes two lines, the others one."""
    window = make(path=sample, annotator="anna", size=(1280, 760))
    window.files.open_document("openai-microsoft")
    table = window.workbench.relations.table
    qtbot.waitUntil(lambda: table.model().rowCount() > 0)
    window.desk.docks.docks["relations"].setFixedWidth(330)
    rows = table.verticalHeader()
    one = rows.defaultSectionSize()
    names = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    long, short = names.index("Мустафу Сулеймана"), names.index("Сэм")
    qtbot.waitUntil(lambda: rows.sectionSize(long) > one)
    assert rows.sectionSize(short) == one


@pytest.mark.parametrize(
    ("needs", "room", "widths"),
    [([50, 60, 70], 300, [90, 100, 110]), ([200, 40, 200], 240, [100, 40, 100]), ([90, 90, 90], 90, [30, 30, 30])],
)
def test_columns_share_by_need(needs, room, widths):
    """Short columns get all they need, long ones equal parts of the rest, and nothing is left over."""
    assert shares(needs, room) == widths


def test_tabs_that_do_not_fit_keep_their_words(window):
    """Five panels on top of each other are scrolled to, not cut down to two letters."""
    for name in ("suggestions", "cards", "guidelines", "history", "findings"):
        window.desk.docks.show(name)
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert bars
    assert all(bar.elideMode() is Qt.TextElideMode.ElideNone and bar.usesScrollButtons() for bar in bars)


def test_a_message_takes_the_height_of_its_text_and_no_more(window, qtbot):
    """A message that needed many lines in a narrow window needs one in a wide one, however often it is resized."""
    message = window.message_bar.show_message("long", Kind.INFO, "A sentence of some length. " * 6)
    message.add_button("Again", lambda: None, closes=False)

    def height_at(width):
        window.resize(width, 820)
        last = -1
        while message.height() != last:  # the layout comes to rest
            last = message.height()
            qtbot.wait(60)
        return last

    low, high = height_at(1280), height_at(900)
    for _ in range(2):
        qtbot.waitUntil(lambda: height_at(1280) == low)
        qtbot.waitUntil(lambda: height_at(900) == high)
    assert low <= high


def test_why_it_is_not_saved_is_said_once(window):
    """The sentence does not repeat what the reason begins with, and its message goes when the disk has the work."""
    reason = msg("not saved: the disk is full", "не сохранено: на диске нет места")
    assert reason_of(reason) == "the disk is full"
    window.notices.show_save_state(SaveState(SaveKind.FAILED, reason, "copy.jsonl"))
    assert window.message_bar.message("save").label.text().lower().count("not saved") == 1
    window.notices.show_unsaved("The last changes are not on disk.")
    window.notices.show_save_state(SaveState(SaveKind.SAVING))
    assert window.message_bar.message("unsaved") is not None
    window.notices.show_save_state(SaveState.saved())
    assert window.message_bar.message("unsaved") is None


def test_the_palette_says_that_nothing_was_found(window, qtbot):
    """Words that nothing has are answered, and Tab leaves the caret where one types."""
    focus_article(window, qtbot)
    press(Qt.Key.Key_K, CTRL)
    palette = window.findChild(CommandPalette)
    QTest.keyClicks(palette.field, "zzzz")
    assert palette.nothing.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    QTest.keyClick(palette.field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(palette.field, "next")
    assert not palette.nothing.isVisible()
    assert palette.focusWidget() is palette.field
    palette.close()


def test_a_relation_is_begun_from_the_menu(window, qtbot):
    """“Relate to…” in an entity's menu waits for the other end, however far away it is; a click on it relates."""
    window.files.open_document("openai-microsoft")
    article = focus_article(window, qtbot)
    person = next(e for e in window.files.session.document.entities if e.label == "PERSON")
    article.select_entity(person.id)
    menu = window.desk.article_menu.build("entity")
    next(action for action in menu.actions() if action.text().startswith("Relate")).trigger()
    menu.close()
    assert article._desk.relating.source.id == person.id
    press(Qt.Key.Key_Escape)


def test_qts_own_file_dialog_is_russian_too(qapp, qtbot):
    """Where the desktop has no file dialog of its own, Qt's one speaks the window's language throughout."""
    translations = Translations(qapp)
    translations.install("ru")
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    translations.install("en")
    assert texts
    assert not any(re.search("[A-Za-z]{3}", text) for text in texts)


def nameless(root):
    """Return the kinds of widgets that take the focus, or are buttons, and that a screen reader has no name for."""
    plain = (QMenu, QMenuBar, QTabBar, QTabWidget, QScrollArea, QSplitter, QLabel, QDockWidget)
    inner = (QComboBox, QSpinBox, QAbstractItemView, QTabBar, QLineEdit)
    found = []
    for widget in root.findChildren(QWidget):
        takes = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus or isinstance(widget, QToolButton)
        if not takes or not widget.isVisibleTo(root) or isinstance(widget, plain) or type(widget) is QWidget:
            continue
        if isinstance(widget.parent(), inner) or widget.objectName().startswith("qt_"):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_whatever_takes_the_focus_has_a_name(window, qtbot):
    """In the window with all its panels, and in the windows of agreement, adjudication, overview and settings."""
    window.files.open_document("openai-microsoft")
    for name in ("suggestions", "cards", "guidelines", "history", "findings", "note", "entities"):
        window.desk.docks.show(name)
        assert nameless(window.desk.docks.docks[name]) == [], name
    assert nameless(window) == []
    for action in ("agreement.show", "agreement.gold", "overview.documents", "edit.settings", "file.scheme"):
        before = {w for w in window.findChildren(QWidget) if w.isWindow()} | set(QApplication.topLevelWidgets())
        window.actions_by_id[action].trigger()
        qtbot.wait(50)
        opened = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w not in before]
        assert opened, action
        for shown in opened:
            assert nameless(shown) == [], action
            shown.close()
