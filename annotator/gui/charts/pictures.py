"""A painted widget as a file, the same as it stands in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from annotator.gui.canvas.outlines import svg_file
from annotator.gui.settings import ThemeName
from annotator.gui.theme import Colors

_SCALE = 2  # pixels of an image for one of the window


def save_picture(widget: QWidget, paint: Callable[[QPainter], None], path: Path) -> bool:
    """Write what `paint` draws of a widget as .svg, or as an image of twice its size; return whether that could be done."""

    def draw(painter: QPainter) -> None:
        painter.setFont(widget.font())
        paint(painter)

    if path.suffix.lower() == ".svg":
        try:
            path.write_bytes(svg_file(widget.size(), widget.accessibleName(), widget.logicalDpiY(), draw))
        except OSError:
            return False
        return True
    picture = QImage(widget.size() * _SCALE, QImage.Format.Format_ARGB32)
    picture.setDevicePixelRatio(_SCALE)
    painter = QPainter(picture)
    draw(painter)
    painter.end()
    return picture.save(str(path))


def grid_color(colors: Colors) -> QColor:
    """Return the colour of lines behind bars and curves."""
    color = QColor(colors.border)
    if colors.name is ThemeName.HIGH_CONTRAST:
        color.setAlpha(90)  # its borders are as strong as its text, which lines behind curves must not be
    return color
