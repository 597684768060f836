from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.gui.keys import physical_name

LATIN, RUSSIAN = "qwertyuiop[]asdfghjkl;'zxcvbnm,", "йцукенгшщзхъфывапролджэячсмитьб"


@pytest.mark.parametrize(("latin", "russian"), list(zip(LATIN, RUSSIAN, strict=True)))
def test_a_letter_is_the_same_key_in_both_layouts(latin, russian):
    """Without scan codes the Russian letter stands for the key it is on."""
    for text in (latin, russian, russian.upper()):
        assert physical_name(0, 0, ord(text.upper()), text, "") == latin


@pytest.mark.parametrize("digit", "1234567890")
def test_digits_are_digits(digit):
    """Digits of the top row and of the keypad are recognised by the character."""
    assert physical_name(0, 0, ord(digit), digit, "") == digit


@pytest.mark.parametrize(
    ("platform", "scan", "virtual", "name"),
    [
        ("evdev", 24, 0, "q"),
        ("evdev", 33, 0, "p"),
        ("evdev", 38, 0, "a"),
        ("evdev", 52, 0, "z"),
        ("evdev", 10, 0, "1"),
        ("windows", 0x10, 0, "q"),
        ("windows", 0x1E, 0, "a"),
        ("windows", 0x2D, 0, "x"),
        ("windows", 0x02, 0, "1"),
        ("mac", 1, 12, "q"),
        ("mac", 1, 7, "x"),
    ],
)
def test_scan_codes_decide_where_the_platform_gives_them(platform, scan, virtual, name):
    """The key counts, not what the layout makes of it."""
    assert physical_name(scan, virtual, ord("Ж"), "ж", platform) == name


def test_keys_without_a_character_have_no_name():
    """Space, Enter and arrows are not letters."""
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_F6):
        assert physical_name(0, 0, int(key), "", "") == ""
    assert physical_name(65, 0, int(Qt.Key.Key_Space), " ", "evdev") == ""
