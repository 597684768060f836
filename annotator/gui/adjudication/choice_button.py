"""One choice at an item as a button: its key, what was marked, who marked it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.gui.editor import ElidedLabel


class ChoiceButton(QPushButton):
    """A wide button of two lines; the key stands in front."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("choice", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.key = QLabel(key, self)
        self.key.setProperty("keycap", True)
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setMinimumWidth(24)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(10, 9, 12, 9)
        row.setSpacing(12)
        row.addWidget(self.key, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._lines, 1)

    def add_mark(self, words: str, label: str, swatch: QPixmap | None) -> None:
        """Add a line for one mark: a swatch, the words in question and the label's name."""
        line = QHBoxLayout()
        line.setSpacing(7)
        name = QLabel(label, self)
        if swatch is not None:
            mark = QLabel(self)
            mark.setPixmap(swatch)
            line.addWidget(mark)
        shown = ElidedLabel(self)
        shown.setProperty("heading", True)
        shown.set_whole(words)
        line.addWidget(shown, 1)
        name.setProperty("muted", True)
        line.addWidget(name)
        self._lines.addLayout(line)
        for part in (shown, name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(" ".join(filter(None, (self.accessibleName(), words, label))))

    def add_text(self, text: str, *, muted: bool = False) -> None:
        """Add a line of text."""
        line = QLabel(text, self)
        line.setWordWrap(True)
        line.setProperty("muted" if muted else "heading", True)
        line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines.addWidget(line)
        self.setAccessibleName(" ".join(filter(None, (self.accessibleName(), text))))

    def sizeHint(self) -> QSize:
        """As large as the lines need."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Narrow columns cut the words, not the lines."""
        return QSize(120, self._row.minimumSize().height())
