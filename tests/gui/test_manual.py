"""The manual: its pages, its window, its reference of commands."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl

from annotator.cli.main import COMMANDS
from annotator.cli.reference import PAGE, render
from annotator.gui.manual.pages import FOLDER, pages_in
from annotator.messages import LANGUAGES

LINK = re.compile(r"\]\(([^)]+)\)")


def manual_of(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    manual = window.tools._manual
    qtbot.waitUntil(manual.isVisible)
    return manual


def test_both_languages_have_the_same_pages():
    """A page that exists in one language exists in the other, under the same name and in the same place."""
    russian, english = ([page.path.name for page in pages_in(language)] for language in LANGUAGES)
    assert russian == english
    assert len(english) > 5
    assert all(page.title and page.text.startswith("# ") for language in LANGUAGES for page in pages_in(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_and_pictures_are_there(language):
    """Every link of a page leads to a page or a picture that exists."""
    for page in pages_in(language):
        for target in LINK.findall(page.text):
            assert target.startswith("http") or (page.path.parent / target).is_file(), f"{page.path.name}: {target}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_fresh(language):
    """The page on the command line says what the commands say now: python -m annotator.cli.reference makes it anew."""
    text = (FOLDER / language / PAGE).read_text(encoding="utf-8")
    assert text == render(language)
    assert all(f"\n## {name}\n" in text for name in COMMANDS)


def test_shift_f1_opens_and_escape_closes(window, qtbot):
    """The manual opens at its first page with its pictures, and Esc puts it away."""
    manual = manual_of(window, qtbot)
    assert manual.browser.toPlainText().startswith("Quick start")
    assert not manual.browser.loadResource(2, QUrl("../../images/window-en.png")).isNull()
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_search_leaves_the_pages_that_hold_the_words(window, qtbot):
    """Typing leaves the pages with all the words and marks the first; Esc shows all pages again."""
    manual = manual_of(window, qtbot)
    qtbot.keyClicks(manual.search, "cohen bootstrap")
    shown = [row for row in range(manual.contents.count()) if not manual.contents.item(row).isHidden()]
    assert [manual.contents.item(row).text() for row in shown] == ["Agreement"]
    assert manual.browser.textCursor().selectedText().casefold() == "cohen"
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not any(manual.contents.item(row).isHidden() for row in range(manual.contents.count()))
    qtbot.keyClicks(manual.search, "no page has these xyzzy")
    assert manual.nothing.isVisible()
    manual.close()


def test_a_link_opens_the_page_it_names(window, qtbot):
    """Links between pages stay in the window and move the contents along."""
    manual = manual_of(window, qtbot)
    manual.browser.anchorClicked.emit(QUrl("03-relations.md"))
    assert manual.contents.currentItem().text() == "Relations"
    assert manual.browser.toPlainText().startswith("Relations")
    manual.close()


def test_the_language_follows_at_the_same_page(window, qtbot):
    """Switching the language shows the same page in the other language."""
    manual = manual_of(window, qtbot)
    manual.open_page("relations")
    window.appearance.set_language("ru")
    qtbot.waitUntil(lambda: manual.windowTitle() == "Справочник")
    assert manual.browser.toPlainText().startswith("Отношения")
    manual.close()
