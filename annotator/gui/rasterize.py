"""Draws an SVG file as PNG: python -m annotator.gui.rasterize IN.svg OUT.png. The command line calls it for plots."""

from __future__ import annotations

import os
import sys

_SCALE = 2  # pixels per SVG unit, for screens and papers alike


def rasterize(source: str, target: str) -> bool:
    """Render the drawing on white at twice its size; return whether the file was written. Needs a QGuiApplication."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(source)
    if not renderer.isValid():
        return False
    image = QImage(renderer.defaultSize() * _SCALE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image.save(target)


def main() -> None:
    """Rasterize one file without a display; end with status 1 if it cannot be drawn."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from annotator.gui.fonts import load_fonts

    application = QGuiApplication(sys.argv[:1])
    load_fonts()
    written = rasterize(sys.argv[1], sys.argv[2])
    del application
    sys.exit(0 if written else 1)


if __name__ == "__main__":
    main()
