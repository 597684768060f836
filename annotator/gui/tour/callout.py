"""A small note beside the place it speaks of; it never takes the focus and never stops the work."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH, _GAP = 340, 12


def beside(place: QRect, width: int, height: int, room: QRect) -> QRect:
    """Return where a note of this size stands: under the place, else over it, always inside the room."""
    left = max(room.left() + _GAP, min(place.center().x() - width // 2, room.right() - width - _GAP))
    top = place.bottom() + _GAP
    if top + height > room.bottom() - _GAP:
        top = max(room.top() + _GAP, place.top() - _GAP - height)
    return QRect(left, top, width, height)


class Callout(QFrame):
    """Number, heading and text of a step, and the way out."""

    skipped = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("callout", True)
        self.number, self.title, self.text = QLabel(self), QLabel(self), QLabel(self)
        self.skip = QPushButton(self)
        self.skip.setProperty("flat", True)
        self.skip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.skip.clicked.connect(self.skipped)
        self.number.setProperty("muted", True)
        self.title.setProperty("heading", True)
        self.title.setWordWrap(True)
        self.text.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.number, 1)
        foot.addWidget(self.skip)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 10, 8)
        column.setSpacing(6)
        for label in (self.title, self.text):
            column.addWidget(label)
        column.addLayout(foot)

    def say(self, number: str, title: str, text: str, skip: str) -> None:
        """Show a step and announce it."""
        self.number.setText(number)
        self.title.setText(title)
        self.text.setText(text)
        self.skip.setText(skip)
        self.setAccessibleName(f"{number} {title} {text}")
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{title}. {text}"))

    def stand(self, place: QRect) -> None:
        """Stand beside a place of the window, given in the window's coordinates."""
        room, layout = self._window.rect(), self._column
        width = min(_WIDTH, room.width() - 2 * _GAP)
        height = max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
        where = beside(place, width, height, room)
        if where != self.geometry():
            self.setGeometry(where)
        self.raise_()
        self.show()
