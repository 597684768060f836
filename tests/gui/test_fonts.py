"""The bundled fonts load and know Russian."""

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from annotator.gui.fonts import SANS, SERIF, load_fonts


def test_the_reading_fonts_have_cyrillic(qapp):
    """PT Sans and PT Serif come with the program and draw every Russian letter, quotes and the long dash."""
    assert {SANS, SERIF} <= set(load_fonts())
    for family in (SANS, SERIF):
        raw = QRawFont.fromFont(QFont(family, 12), QFontDatabase.WritingSystem.Cyrillic)
        assert raw.familyName() == family
        assert all(raw.supportsCharacter(ord(letter)) for letter in "АБВЁЩЪЫЬЭЮЯабвёщъыьэюя«»—…№")
