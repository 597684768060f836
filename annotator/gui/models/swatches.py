"""Small coloured marks that tie a row in a list to the colour of the label in the article."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from annotator.domain import LabelScheme
from annotator.gui.canvas import CanvasStyle

_SIZE, _SCALE = 10, 3


class Swatches:
    """Makes the marks for one scheme in one style; both may change."""

    def __init__(self) -> None:
        self.scheme = LabelScheme("")
        self.style = CanvasStyle.light()
        self._made: dict[str, QPixmap] = {}

    def use(self, scheme: LabelScheme | None = None, style: CanvasStyle | None = None) -> None:
        """Follow another scheme or theme."""
        self.scheme = scheme or self.scheme
        self.style = style or self.style
        self._made.clear()

    def entity_color(self, label: str) -> str:
        """Return the line colour of an entity label."""
        return self.style.label_colors(self.scheme, label).line

    def entity(self, label: str) -> QPixmap:
        """Return the mark of an entity label."""
        if label not in self._made:
            self._made[label] = _mark(self.entity_color(label))
        return self._made[label]


def _mark(color: str) -> QPixmap:
    drawn = QPixmap(_SIZE * _SCALE, _SIZE * _SCALE)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRectF(drawn.rect()), 3 * _SCALE, 3 * _SCALE)
    painter.end()
    drawn.setDevicePixelRatio(_SCALE)
    return drawn
