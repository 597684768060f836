"""The article for screen readers: its text, caret and geometry, and what is chosen said aloud.

Qt counts UTF-16 units here; they are converted from and to code points at this border.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
)
from PySide6.QtWidgets import QAccessibleWidget

from annotator.text.offsets import Utf16Map

if TYPE_CHECKING:
    from annotator.gui.canvas.view import ArticleView


class _ArticleText(QAccessibleTextInterface):
    """The text interface. Selections are announced instead: the binding cannot hand two offsets back."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__()
        self._view = view
        self._map: tuple[str, Utf16Map] | None = None

    @property
    def _units(self) -> Utf16Map:
        text = self._view.text
        if self._map is None or self._map[0] is not text:
            self._map = (text, Utf16Map(text))
        return self._map[1]

    def characterCount(self) -> int:
        """Length of the article in UTF-16 units."""
        return self._units.units

    def cursorPosition(self) -> int:
        """Where the caret stands."""
        return self._units.to_utf16(self._view.caret)

    def setCursorPosition(self, position: int) -> None:
        """Put the caret somewhere."""
        offset = self._units.to_codepoint(position)
        self._view.select_range(offset, offset)

    def text(self, start: int, end: int) -> str:
        """Return a part of the article."""
        units = self._units
        return self._view.text[units.to_codepoint(start) : units.to_codepoint(end)]

    def characterRect(self, offset: int) -> QRect:
        """Return where a character is on the screen."""
        return self._view.screen_rect(self._units.to_codepoint(offset))

    def offsetAtPoint(self, point: QPoint) -> int:
        """Return the character at a point of the screen."""
        return self._units.to_utf16(self._view.offset_at(point))

    def scrollToSubstring(self, start: int, end: int) -> None:
        """Bring a part of the article into view."""
        units = self._units
        self._view.reveal(units.to_codepoint(start), units.to_codepoint(end))

    def selectionCount(self) -> int:
        """No selection is offered through this interface."""
        return 0

    def addSelection(self, start: int, end: int) -> None:
        """Select a part of the article."""
        self.setSelection(0, start, end)

    def removeSelection(self, number: int) -> None:
        """Let the selection go."""
        del number
        self._view.select_range(self._view.caret, self._view.caret)

    def setSelection(self, number: int, start: int, end: int) -> None:
        """Select a part of the article."""
        del number
        units = self._units
        self._view.select_range(units.to_codepoint(start), units.to_codepoint(end))


class ArticleAccessible(QAccessibleWidget):
    """The article view as an accessible object: read-only multi-line text."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view, QAccessible.Role.EditableText)
        self.view = view
        self._text = _ArticleText(view)

    def text(self, t: QAccessible.Text) -> str:
        """Return the article as the value, and the usual texts otherwise."""
        return self.view.text if t is QAccessible.Text.Value else super().text(t)

    def state(self) -> QAccessible.State:
        """Say that it is multi-line, can be selected in, and cannot be typed into."""
        state = super().state()
        state.readOnly = True
        state.multiLine = True
        state.selectableText = True
        return state

    def interface_cast(self, t: QAccessible.InterfaceType) -> object:  # type: ignore[override]  # the stub says int
        """Hand out the text interface; anything but an object or a pointer here crashes as soon as a reader asks."""
        if t is QAccessible.InterfaceType.TextInterface:
            return self._text
        base = super().interface_cast(t)
        return shiboken6.VoidPtr(int(base) if base else 0)


class Announcer:
    """Tells screen readers about the caret and about what is chosen, if any is running."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view

    def caret_moved(self) -> None:
        """Report where the caret stands now."""
        if QAccessible.isActive():
            units = Utf16Map(self._view.text[: self._view.caret]).units
            QAccessible.updateAccessibility(QAccessibleTextCursorEvent(self._view, units))

    def say(self, words: str) -> None:
        """Have a sentence spoken."""
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))


_kept: list[ArticleAccessible] = []


def _factory(key: str, target: QObject) -> QAccessibleInterface | None:
    """Make the interface of an article view.

    Python must keep what it made, also while Qt takes it down with its view: interfaces of views that are gone are
    let go only when the next one is made.
    """
    del key
    from annotator.gui.canvas.view import ArticleView

    if not isinstance(target, ArticleView):
        return None
    _kept[:] = [known for known in _kept if shiboken6.isValid(known.view)]
    made = next((known for known in _kept if known.view is target), None)
    if made is None:
        made = ArticleAccessible(target)
        _kept.append(made)
    return made


def install() -> None:
    """Let Qt know about the article view; more than once does no harm."""
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed.append(True)


_installed: list[bool] = []
