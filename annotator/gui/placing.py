"""Windows that fit on the screen they open on: a laptop at 200 % has room for 1280 × 720 points, title bar included."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.keys import physical_key

_FRAME = QSize(16, 48)  # what the desktop draws around a window: borders, title bar


def open_size(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size, no larger than the screen it opens on has room for."""
    screen = (window.parentWidget() or window).screen()
    room = screen.availableGeometry().size() - _FRAME
    window.resize(QSize(width, height).boundedTo(room))


def asks_to_close(event: QKeyEvent) -> bool:
    """Tell whether a key closes a window that is only looked at: Esc, or Ctrl+W by its place on the keyboard."""
    if event.type() != QEvent.Type.KeyPress:
        return False
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_Escape or (control and physical_key(event) == "w")
