"""Finding text in the open document: Ctrl+F, F3, Enter; е and ё, capitals and small letters count as the same."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.icons import icon
from annotator.gui.language import FollowsLanguage
from annotator.gui.theme import Colors

Range = tuple[int, int]


def folded(text: str) -> str:
    """Return the text for comparing, of the same length: small letters, е for ё, a plain blank for every blank."""
    small = text.lower()
    if len(small) != len(text):  # a few letters grow when they become small
        small = "".join(letter if len(letter := char.lower()) == 1 else char for char in text)
    return small.translate(_FOLDS)


_FOLDS = str.maketrans({"ё": "е", **dict.fromkeys("\u00a0\u2009\u202f\t\n\r", " ")})


def find_all(text: str, wanted: str) -> list[Range]:
    """Return all places of `wanted` in `text` as code point ranges, none overlapping another."""
    if not wanted:
        return []
    haystack, needle, found = folded(text), folded(wanted), []
    at = haystack.find(needle)
    while at >= 0:
        found.append((at, at + len(needle)))
        at = haystack.find(needle, at + len(needle))
    return found


@guard_events
class FindBar(FollowsLanguage, QFrame):
    """A line under the article's header. `found` carries all places, `reached` the one to show."""

    found = Signal(object)
    reached = Signal(int, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "info")
        self._text = ""
        self._places: list[Range] = []
        self._at = -1
        self.field = QLineEdit(self)
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(260)
        self.count = QLabel(self)
        self.count.setProperty("muted", True)
        self.buttons = {name: QToolButton(self) for name in ("previous", "next", "close")}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        for widget in (self.field, self.buttons["previous"], self.buttons["next"], self.count):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.buttons["close"])
        self.field.textChanged.connect(self._on_text_changed)
        self.buttons["next"].clicked.connect(lambda: self.step(1))
        self.buttons["previous"].clicked.connect(lambda: self.step(-1))
        self.buttons["close"].clicked.connect(self.close_bar)
        self.retranslate()
        self.hide()

    def open_bar(self, text: str, selected: str = "") -> None:
        """Show the bar for a document's text, and look for what is selected there."""
        self.set_text(text)
        self.show()
        if selected and "\n" not in selected:
            self.field.setText(selected)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def set_text(self, text: str) -> None:
        """Search another document from now on."""
        self._text = text
        if self.isVisible():
            self._search()

    def close_bar(self) -> None:
        """Hide the bar and its marks."""
        if self.isHidden():
            return
        self.hide()
        self.found.emit([])
        self.closed.emit()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) place, round the end."""
        if self.isHidden():
            self.open_bar(self._text)
        if self._places:
            self._at = (self._at + by) % len(self._places)
            self.reached.emit(*self._places[self._at])
        self._show_count()

    def start_at(self, offset: int) -> None:
        """Let the next step begin at an offset of the text."""
        self._at = bisect_left(self._places, (offset, offset)) - 1

    def _on_text_changed(self) -> None:
        self._search()
        if self._places:
            self.step(1)

    def _search(self) -> None:
        self._places = find_all(self._text, self.field.text())
        self._at = -1
        self.found.emit(self._places)
        self._show_count()

    def _show_count(self) -> None:
        if not self.field.text():
            self.count.setText("")
        elif not self._places:
            self.count.setText(self.tr("not found"))
        else:
            self.count.setText(self.tr("{0} of {1}").format(self._at + 1, len(self._places)))

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        for name, button in self.buttons.items():
            button.setIcon(icon(name, colors.text, colors.faint))
            button.setIconSize(QSize(16, 16))

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.field.setPlaceholderText(self.tr("Find in document"))
        self.field.setAccessibleName(self.tr("Find in document"))
        for button, text in zip(
            self.buttons.values(),
            (self.tr("Previous place (Shift+F3)"), self.tr("Next place (F3)"), self.tr("Close the search (Esc)")),
            strict=True,
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._show_count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
