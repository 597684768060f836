"""The tour, walked by keys alone, in both languages."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain import Status
from annotator.gui.tour.callout import beside
from annotator.gui.tour.tour import PLACES, Step

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


@pytest.fixture
def tour(make, qtbot):
    window = make()
    QTest.mouseClick(window.start_page.tour, Qt.MouseButton.LeftButton)
    yield window.tools.tour
    window.tools.tour.end()


@pytest.fixture
def window(tour):
    return tour.parent()


def go_to(window, words):
    """Put the caret before words, as the arrow keys would."""
    start = window.files.session.document.text.index(words)
    window.editor.article.select_range(start, start)


def test_five_steps_by_keys(tour, window, qtbot):
    """Each step waits for its action and for nothing else; the last one leaves the article done."""

    def at(step):
        qtbot.waitUntil(lambda: tour.step is step, timeout=2000)
        assert tour.callout.isVisible()

    at(Step.SELECT)
    press(window, Qt.Key.Key_Right, SHIFT)
    at(Step.TAG)
    press(window, Qt.Key.Key_O)
    at(Step.RELATE)
    go_to(window, PLACES[0][2])
    press(window, Qt.Key.Key_Right, SHIFT)
    press(window, Qt.Key.Key_Right, SHIFT)
    press(window, Qt.Key.Key_P)
    qtbot.wait(5)
    at(Step.RELATE)
    press(window, Qt.Key.Key_R)
    press(window, Qt.Key.Key_Return)
    if not window.files.session.document.relations:
        press(window, Qt.Key.Key_Return)  # several relations fit: the first of the list
    at(Step.UNDO)
    press(window, Qt.Key.Key_Z, CTRL)
    at(Step.FINISH)
    press(window, Qt.Key.Key_Return, CTRL)
    at(Step.END)
    assert window.files.session.status(PLACES[0][0]) is Status.DONE
    press(window, Qt.Key.Key_Escape)
    assert tour.callout is None


def test_esc_skips_and_the_note_never_takes_the_focus(tour, window):
    """The article keeps the focus; Esc takes the note away and changes nothing else."""
    assert QApplication.focusWidget() is window.editor.article
    before = window.files.session.document
    press(window, Qt.Key.Key_Escape)
    assert tour.callout is None
    assert window.files.session.document == before


def test_the_note_waits_while_another_article_is_open(tour, window, qtbot):
    """In another article the note is hidden, and it is there again when one comes back."""
    first = window.files.session.document.id
    press(window, Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(tour.callout.isHidden)
    window.files.open_document(first)
    qtbot.waitUntil(tour.callout.isVisible)


def test_the_note_follows_the_language(tour, window, qtbot):
    """Switching to Russian translates the open note."""
    window.appearance.set_language("ru")
    qtbot.waitUntil(lambda: tour.callout.number.text() == "Шаг 1 из 5")


@pytest.mark.parametrize("place", [QRect(0, 0, 9, 9), QRect(790, 590, 9, 9), QRect(400, 300, 50, 20)])
def test_the_note_stands_inside_and_beside(place):
    """A note lies in the window and never on the place it speaks of."""
    room = QRect(0, 0, 800, 600)
    where = beside(place, 340, 120, room)
    assert room.contains(where)
    assert not where.intersects(place)
