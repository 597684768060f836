"""The program's own icons: line drawings whose `currentColor` takes the theme's colour."""

from __future__ import annotations

from functools import cache
from math import ceil
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FOLDER = Path(__file__).parent / "icons"
_SIZE = 20  # logical pixels


@cache
def _source(name: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def _on(color: str) -> str:
    """Return what can be seen on a colour: black or white."""
    return "#000000" if QColor(color).lightnessF() > 0.5 else "#ffffff"


@cache
def pixmap(name: str, color: str, size: int = _SIZE, scale: float = 1.0) -> QPixmap:
    """Return an icon drawn in one colour; `size` in logical pixels, `scale` the screen's pixel ratio."""
    drawn = QPixmap(round(size * scale), round(size * scale))
    drawn.fill(Qt.GlobalColor.transparent)
    source = _source(name).replace("currentColor", color).replace("contrastColor", _on(color))
    renderer = QSvgRenderer(QByteArray(source.encode()))
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


def _scales() -> tuple[int, ...]:
    """Return what an icon has to be drawn at to be sharp on every screen there is, and nothing else."""
    return tuple(sorted({1, *(ceil(screen.devicePixelRatio()) for screen in QGuiApplication.screens())}))


def icon(name: str, color: str, disabled: str = "") -> QIcon:
    """Return an icon in the theme's colour, and in the muted one where its action is disabled."""
    return _icon(name, color, disabled, _scales())


@cache
def _icon(name: str, color: str, disabled: str, scales: tuple[int, ...]) -> QIcon:
    made = QIcon()
    for scale in scales:
        made.addPixmap(pixmap(name, color, scale=scale))
        if disabled:
            made.addPixmap(pixmap(name, disabled, scale=scale), QIcon.Mode.Disabled)
    return made
