"""The reading fonts that come with the program: PT Sans and PT Serif, made for Cyrillic, free to bundle.

With them an article looks the same on every system, and a bare machine without fonts can show Russian at all.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

SANS = "PT Sans"
SERIF = "PT Serif"
_FOLDER = Path(__file__).parent


def load_fonts() -> list[str]:
    """Make the bundled fonts known to Qt; return the families that are there now. Needs a QGuiApplication."""
    families: set[str] = set()
    for path in _FOLDER.glob("*.ttf"):
        number = QFontDatabase.addApplicationFont(str(path))
        families.update(QFontDatabase.applicationFontFamilies(number) if number >= 0 else [])
    return sorted(families)
