"""A bar above the article for what the user should know now, without stopping the work."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.icons import icon, pixmap
from annotator.gui.theme import LIGHT, Colors

_SECONDS = 8  # how long a passing message stands
_TOAST_WIDTH = 560


class Kind(StrEnum):
    """How serious a message is; names the icon too."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@guard_events
class BarMessage(QFrame):
    """One message with its buttons."""

    def __init__(self, kind: Kind, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setProperty("bar", str(kind))
        self._icon = QLabel(self)
        self.label = QLabel(text, self)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton(self)
        self.close_button.setIconSize(QSize(16, 16))
        self.buttons: list[QPushButton] = []
        self._extras: list[QWidget] = []
        self._lay_out()
        self.setAccessibleName(text)

    def _lay_out(self) -> None:
        self._beside, self._under, top = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (top, self._beside, self._under):
            row.setSpacing(8)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.label, 1)
        top.addLayout(self._beside)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._under.setContentsMargins(28, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(self._under)

    def _arrange(self) -> None:
        """Put fields and buttons beside the text where all fits into one line, else under it."""
        wanted = self.label.fontMetrics().horizontalAdvance(self.label.text()) + 96
        wanted += sum(extra.sizeHint().width() + 8 for extra in self._extras)
        row, other = (self._beside, self._under) if wanted <= self.width() else (self._under, self._beside)
        if self._extras and not row.count():
            while other.count():
                other.takeAt(0)
            for extra in self._extras:
                row.addWidget(extra)
            if row is self._under:
                row.addStretch(1)
        self._fit_text(beside=row is self._beside)

    def _fit_text(self, *, beside: bool) -> None:
        """Give the text the height that it needs in its width; a wrapped label asks for more by itself."""
        taken = sum(extra.sizeHint().width() + 8 for extra in self._extras) if beside else 0
        self.label.setMinimumHeight(0)  # else a label never asks for less than it has
        height = max(self.close_button.sizeHint().height(), self.label.heightForWidth(self.width() - taken - 92) + 4)
        self.label.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find room for fields and buttons anew."""
        super().resizeEvent(event)
        self._arrange()

    def add_button(
        self, text: str, action: Callable[[], object], *, primary: bool = False, closes: bool = True
    ) -> QPushButton:
        """Add a button; it closes the message before its action, unless the message stands until it is settled."""
        button = QPushButton(text, self)
        button.setProperty("primary", primary)
        if closes:
            button.clicked.connect(self.close_button.click)
        button.clicked.connect(lambda: action())  # noqa: PLW0108 - the signal brings an argument
        self.buttons.append(button)
        self.add_widget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        """Add a field of one's own; fields and buttons stand in the order in which they came."""
        self._extras.append(widget)
        for row in (self._beside, self._under):
            while row.count():
                row.takeAt(0)
        self._arrange()

    def set_colors(self, colors: Colors) -> None:
        """Draw the icons in the theme's colours."""
        color = {Kind.INFO: colors.accent, Kind.WARNING: colors.warning, Kind.ERROR: colors.danger}[self.kind]
        self._icon.setPixmap(pixmap(self.kind, color, scale=self.devicePixelRatioF()))
        self.close_button.setIcon(icon("close", colors.muted))


class MessageBar(QWidget):
    """Shows messages under each other; one per `key`, so that a repeated refusal replaces the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._messages: dict[str, BarMessage] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_message(self, key: str, kind: Kind, text: str, *, closable: bool = True) -> BarMessage:
        """Show a message instead of the one under the same key."""
        self.dismiss(key)
        message = BarMessage(kind, text, self)
        room = self.parentWidget()
        message.resize(room.width() if room is not None else self.width(), message.height())  # its text wraps there
        message.set_colors(self._colors)
        message.close_button.setVisible(closable)
        message.close_button.setAccessibleName(self.tr("Close the message"))
        message.close_button.setToolTip(self.tr("Close the message"))
        message.close_button.clicked.connect(lambda: self.dismiss(key))
        self._messages[key] = message
        self._column.addWidget(message)
        self.show()
        self._announce(text)
        return message

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def dismiss(self, key: str) -> None:
        """Take a message away, if it is there."""
        if message := self._messages.pop(key, None):
            message.hide()
            self._column.removeWidget(message)
            message.deleteLater()
        if not self._messages:
            self.hide()

    def dismiss_all(self) -> None:
        """Take all messages away."""
        for key in list(self._messages):
            self.dismiss(key)

    def message(self, key: str) -> BarMessage | None:
        """Return the message that stands under a key."""
        return self._messages.get(key)

    def texts(self) -> list[str]:
        """Return what is shown now."""
        return [message.label.text() for message in self._messages.values()]

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        for message in self._messages.values():
            message.set_colors(colors)


@guard_events
class Toasts(MessageBar):
    """Messages in passing, over the lower edge of their parent: nothing in the article moves for them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column.setSpacing(8)
        self._over = parent
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SECONDS * 1000)
        self._timer.timeout.connect(self.dismiss_all)
        parent.installEventFilter(self)

    def show_message(self, key: str, kind: Kind, text: str, *, closable: bool = True) -> BarMessage:
        """Show a message; all go away some seconds after the last one came."""
        message = super().show_message(key, kind, text, closable=closable)
        message.setProperty("toast", True)
        message.style().unpolish(message)
        message.style().polish(message)
        self._timer.start()
        QTimer.singleShot(0, self, self.place)  # once it has got its buttons
        self.place()
        return message

    def dismiss(self, key: str) -> None:
        """Take a message away; the others close the gap."""
        super().dismiss(key)
        self.place()

    def place(self) -> None:
        """Stand in the middle of the parent's lower edge."""
        parent = self._over
        width = min(_TOAST_WIDTH, parent.width() - 32)
        self.resize(width, self.height())
        for message in self._messages.values():
            message.resize(width, message.height())
        self._column.invalidate()
        height = self._column.sizeHint().height()
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - 16, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)
