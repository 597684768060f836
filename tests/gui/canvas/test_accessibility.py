from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from annotator.domain import Entity, Relation
from annotator.messages import set_language

TEXT = "Рост 📈 в Microsoft.\nМустафа рад."


@pytest.fixture
def interface(table):
    table.show(TEXT)
    made = QAccessible.queryAccessibleInterface(table.view)
    assert made is not None
    return made


def test_a_screen_reader_finds_read_only_text(table, interface):
    """Role, state, name and value are those of a multi-line text that cannot be typed into."""
    assert interface.role() is QAccessible.Role.EditableText
    assert interface.state().readOnly
    assert interface.state().multiLine
    assert interface.text(QAccessible.Text.Name) == "Article"
    assert interface.text(QAccessible.Text.Value) == TEXT


def test_the_text_interface_counts_utf16(table, interface):
    """Behind an emoji the reader's offsets are one ahead of ours, and come back right."""
    text = interface.textInterface()
    start = TEXT.index("Microsoft")
    assert text.characterCount() == len(TEXT) + 1
    assert text.text(start + 1, start + 10) == "Microsoft"
    table.view.select_range(start, start)
    assert text.cursorPosition() == start + 1
    text.setCursorPosition(5)
    assert table.view.caret == 5
    text.setCursorPosition(7)
    assert table.view.caret == 6


def test_a_character_is_found_where_it_is_drawn(table, interface):
    """Position to offset is the inverse of offset to position."""
    text = interface.textInterface()
    for offset in (0, 9, 12, len(TEXT) - 3):
        rect = text.characterRect(offset + (offset > 5))
        assert text.offsetAtPoint(rect.center()) == offset + (offset > 5)


def test_a_reader_can_select(table, interface):
    """Selecting through the interface is selecting."""
    interface.textInterface().setSelection(0, 0, 4)
    assert table.view.selection() == (0, 4)
    interface.textInterface().removeSelection(0)
    assert table.view.selection() is None


def test_other_interfaces_are_asked_for_without_a_crash(table, interface):
    """Readers probe for everything; absent interfaces answer None."""
    for kind in QAccessible.InterfaceType:
        interface.interface_cast(kind)
    assert interface.textInterface() is not None


def test_what_is_chosen_is_described_in_words(table):
    """Surface, label, relations; head, name, tail."""
    set_language("ru")
    try:
        entities = (Entity("T1", *_span("Мустафа"), "PERSON"), Entity("T2", *_span("Microsoft"), "ORG"))
        table.show(TEXT, entities=entities, relations=(Relation("R1", "T1", "T2", "WORKPLACE"),))
        table.view.select_entity("T1")
        assert table.view.describe_choice() == "Мустафа, PERSON; Мустафа работает в Microsoft"
        table.view.select_relation("R1")
        assert table.view.describe_choice() == "Мустафа работает в Microsoft"
        table.view.select_range(0, 4)
        assert table.view.describe_choice() == "Рост"
    finally:
        set_language(None)


def _span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_interfaces_of_closed_views_are_let_go(qtbot):
    """Views come and go without a crash, and only living ones keep an interface."""
    from annotator.gui.canvas import ArticleView, accessibility

    for _ in range(5):
        view = ArticleView()
        assert QAccessible.queryAccessibleInterface(view) is not None
        view.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    last = ArticleView()
    qtbot.addWidget(last)
    QAccessible.queryAccessibleInterface(last)
    assert [kept.view for kept in accessibility._kept] == [last]
