"""The bundled fonts load and know Russian."""

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from annotator.gui.fonts import SANS, SERIF, load_fonts


def test_the_reading_fonts_have_cyrillic(qapp):
    """PT Sans and PT Serif come with the program and draw every Russian letter, quotes and the long dash."""
    assert {SANS, SERIF} <= set(load_fonts())
    for family in (SANS, SERIF):
        assert QFontDatabase.WritingSystem.Cyrillic in QFontDatabase.writingSystems(family)
        metrics = QFontMetrics(QFont(family, 12))
        assert all(metrics.inFont(letter) for letter in "АБВЁЩЪЫЬЭЮЯабвёщъыьэюя«»—…№")
