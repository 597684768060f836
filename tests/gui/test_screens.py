"""Every dialog, panel and screen in both languages and all themes: no cut text, no text that is not translated."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from annotator.gui.editor import ElidedLabel
from annotator.gui.guidelines.editor import GuidelinesEditor
from annotator.gui.main_window import MainWindow
from annotator.gui.overview.assign_dialog import AssignDialog
from annotator.gui.preferences.dialog import SettingsDialog
from annotator.gui.settings import ThemeName

THEMES = (ThemeName.LIGHT, ThemeName.DARK, ThemeName.HIGH_CONTRAST)
TAB_PADDING = 12  # pixels on each side, as the style sheet has it
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Screen:
    """A name and how to open it: an action's id, or a function of the window."""

    name: str
    how: str | Callable[[MainWindow], object]
    shares_window: bool = False  # another page of a window that is open already

    def open(self, window):
        if isinstance(self.how, str):
            window.actions_by_id[self.how].trigger()
        else:
            self.how(window)


def settings_pages(window):
    """Both pages, the keys with a conflict."""
    window.actions_by_id["edit.settings"].trigger()
    first = window.findChild(SettingsDialog)
    window.actions_by_id["edit.settings"].trigger()  # a second one, at its other page
    page = next(dialog for dialog in window.findChildren(SettingsDialog) if dialog is not first)
    page.tabs.setCurrentIndex(1)
    page.keys.list.go_to("document.next")
    QTest.keyClick(page.keys.field, Qt.Key.Key_K, CTRL)


def overview(tab):
    return lambda window: window.desk.overview.show(tab)


def mentions(window):
    start = window.files.session.document.text.index("Полынья")
    window.editor.article.select_range(start, start + 7)
    QTest.keyClick(window.editor.article, Qt.Key.Key_O)
    window.actions_by_id["edit.mentions"].trigger()


SCREENS = (
    Screen("settings", settings_pages),
    Screen("sheet of keys", "help.keys"),
    Screen("manual", "help.manual"),
    Screen("about", "help.about"),
    Screen("new workspace", "file.new"),
    Screen("team server", "file.team"),
    Screen("scheme", "file.scheme"),
    Screen("import", "file.import"),
    Screen("export", "file.export"),
    Screen("search", "edit.find_everywhere"),
    Screen("mentions", mentions),
    Screen("suggest", "suggest.make"),
    Screen("documents", overview(0)),
    Screen("team", overview(1), shares_window=True),
    Screen("statistics", overview(2), shares_window=True),
    Screen("assign", lambda window: AssignDialog(["anna", "boris"], 15, window).open()),
    Screen("guidelines editor", lambda window: GuidelinesEditor(window.files.session.workspace, window).open()),
    Screen("versions", lambda window: window.desk.compare_version(window.files.session.document.replacing(notes={}))),
    Screen("agreement", "agreement.show"),
    Screen("adjudication", "agreement.gold"),
    Screen("training", "training.train"),
    Screen("models", "training.models", shares_window=True),
    Screen("evaluation", "training.evaluate", shares_window=True),
    Screen("palette", "go.palette"),
)


# -- what is looked at -----------------------------------------------------------------------------------------------


def seen(top: QWidget, *kinds: type) -> Iterator[QWidget]:
    """Give the widgets of a window that are on the screen, those of a dock behind another one left out."""
    behind = [dock for dock in top.findChildren(QDockWidget) if dock.visibleRegion().isEmpty()]
    for widget in [top, *top.findChildren(QWidget)]:
        if isinstance(widget, kinds) and widget.isVisible() and not any(d.isAncestorOf(widget) for d in behind):
            yield widget


def clipped(top: QWidget) -> Iterator[str]:
    """Give the texts that do not fit into their place."""
    for widget in seen(top, QLabel, QAbstractButton):
        if widget.text() and not isinstance(widget, ElidedLabel) and not fits(widget):
            yield f"{type(widget).__name__} “{widget.text()}” {widget.size().toTuple()}"
    for bar in seen(top, QTabBar):
        yield from (f"tab “{bar.tabText(number)}”" for number in range(bar.count()) if cut_tab(bar, number))
    for header in seen(top, QHeaderView):
        if header.orientation() is Qt.Orientation.Horizontal:
            yield from (f"header “{text}”" for number, text in columns(header) if cut_column(header, number, text))
    for box in seen(top, QComboBox):
        if box.fontMetrics().horizontalAdvance(box.currentText()) > box.width() - 20:
            yield f"choice “{box.currentText()}”"


def cut_tab(bar: QTabBar, number: int) -> bool:
    """A dock's tab may be shortened where its tip has the whole name; any other tab may not."""
    room = bar.tabRect(number).width() - 2 * TAB_PADDING
    text = bar.tabText(number)
    return bar.fontMetrics().horizontalAdvance(text) > room and text not in bar.tabToolTip(number)


def columns(header: QHeaderView) -> Iterator[tuple[int, str]]:
    model = header.model()
    for number in range(header.count()):
        text = model.headerData(number, header.orientation(), Qt.ItemDataRole.DisplayRole)
        if not header.isSectionHidden(number) and isinstance(text, str):
            yield number, text


def cut_column(header: QHeaderView, number: int, text: str) -> bool:
    return header.fontMetrics().horizontalAdvance(text) > header.sectionSize(number)


def fits(widget) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() >= widget.heightForWidth(widget.width())
    hint = widget.minimumSizeHint() if isinstance(widget, QLabel) else widget.sizeHint()
    return widget.width() >= hint.width() and widget.height() >= hint.height()


KNOWN = re.compile(
    r"annotator.*|db\.example.*|Wikidata: Q…|cp\d+|TXT, MD.*|Delete, Backspace|anna|boris|gold|root|news-ru"
    r"|PT (Sans|Serif)|English|[A-Z]{2,8}|F1|F-?score|κ|α|spaCy.*|[\w.]+-[\w-]+|.*[\\/].*|\.\w+"
    r"|[\w -]*(JSON|brat|CoNLL|DocBin|XMI|TSV|CSV|SVG|PNG|PDF|HTML|Prodigy|doccano|Hugging Face|GLiNER|Label Studio"
    r"|slovnet|INCEpTION|WebAnno|IOB|BIO).*"
    r"|((Ctrl|Shift|Alt|Esc|Del|Tab|Return|Enter|Backspace|PgDown|PgUp|F\d+|Space|[A-Z])([+, /–→←]|$)+.?)+"
)


def texts(top: QWidget) -> Iterator[str]:
    yield top.windowTitle()
    for widget in seen(top, QLabel, QAbstractButton):
        yield from (widget.text(), widget.toolTip())
    for bar in seen(top, QTabBar):
        yield from map(bar.tabText, range(bar.count()))
    for header in seen(top, QHeaderView):
        yield from (text for _number, text in columns(header))
    for box in seen(top, QComboBox):
        yield from map(box.itemText, range(box.count()))
    for field in seen(top, QLineEdit):
        yield from (field.placeholderText(), field.accessibleName())


def untranslated(top: QWidget) -> Iterator[str]:
    """Give the texts with Latin words and no Cyrillic letter that are no names."""
    for text in dict.fromkeys(texts(top)):
        plain = re.sub(r"<[^>]*>", "", text).strip()
        if re.search(r"[A-Za-z]{2}", plain) and not re.search("[А-яЁё]", plain) and not KNOWN.fullmatch(plain):
            yield f"not translated: “{plain}”"


def faults(top: QWidget, language: str) -> list[str]:
    return [*clipped(top), *(untranslated(top) if language == "ru" else ())]


def opened(window: QWidget) -> list[QWidget]:
    """Return what stands above the main window; a screen that opened nothing is no screen."""
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]


def settled(qtbot, tops, language):
    """Return the faults that stay when layouts have come to rest."""
    for pause in (0, 100, 400, 800):
        qtbot.wait(pause)
        shown = [top for top in tops if top.isVisible()]
        found = [f"{top.windowTitle()}: {fault}" for top in shown for fault in faults(top, language)]
        if not found:
            return []
    return found


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_screen_cuts_or_leaves_a_text_untranslated(make, sample, qtbot, language):
    """Each dialog and window of the program is opened and looked at in every theme."""
    window = make(language, sample, "anna")
    window.files.open_document("lavrenyov-roman")
    tops: list[QWidget] = []
    for screen in SCREENS:
        before = set(opened(window))
        screen.open(window)
        if not screen.shares_window:
            qtbot.waitUntil(lambda before=before: set(opened(window)) != before, timeout=20_000)
        new = [top for top in opened(window) if top not in before]
        tops += new
    found: list[str] = []
    for theme in THEMES:
        window.theme.apply(theme)
        qtbot.wait(30)
        found += settled(qtbot, tops, language)
    for top in reversed(opened(window)):
        top.close()
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_panel_cuts_or_leaves_a_text_untranslated(make, sample, qtbot, language):
    """The start page, the tour and every panel, with the bars above the article, in every theme."""
    window = make(language)
    found = settled(qtbot, [window], language)
    assert window.files.open_path(sample, "anna")
    window.desk.find()
    window.notices.ask_name()
    for name in window.docks.docks:
        window.docks.show(name)
        qtbot.wait(5)
        found += settled(qtbot, [window], language)
    window.tools.start_tour()
    for theme in THEMES:
        window.theme.apply(theme)
        qtbot.wait(150)
        found += settled(qtbot, [window], language)
    window.tools.tour.end()
    assert not found, "\n".join(dict.fromkeys(found))


def test_a_cut_and_an_untranslated_text_are_found(qtbot):
    """The test sees what it is there for."""
    top = QWidget()
    qtbot.addWidget(top)
    label = QLabel("Save the document", top)
    label.resize(20, 20)
    top.show()
    assert [fault.startswith("QLabel") for fault in clipped(top)] == [True]
    assert list(untranslated(top)) == ["not translated: “Save the document”"]
