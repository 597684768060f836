"""Which physical key was pressed, whatever layout is active.

Keys are named by what stands on them on a US keyboard: "a", "1", "[", ";". Where the platform tells the key's scan code
it decides; otherwise the character does, Latin or from the Russian ЙЦУКЕН layout.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_ROWS = ("1234567890", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_RUSSIAN_ROWS = ("1234567890", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.")
_RUSSIAN = {r: u for rus, us in zip(_RUSSIAN_ROWS, _ROWS, strict=True) for r, u in zip(rus, us, strict=True)}
_RUSSIAN.pop(".")  # the same character stands on another key of the Latin layout
_EVDEV_STARTS = (10, 24, 38, 52)  # X11 and Wayland: evdev code + 8
_SET1_STARTS = (2, 16, 30, 44)  # Windows: scan code set 1
_ANSI_MAC = {
    **dict(zip((18, 19, 20, 21, 23, 22, 26, 28, 25, 29), _ROWS[0], strict=True)),
    **dict(zip((12, 13, 14, 15, 17, 16, 32, 34, 31, 35, 33, 30), _ROWS[1], strict=True)),
    **dict(zip((0, 1, 2, 3, 5, 4, 38, 40, 37, 41, 39), _ROWS[2], strict=True)),
    **dict(zip((6, 7, 8, 9, 11, 45, 46, 43, 47, 44), _ROWS[3], strict=True)),
}


def _by_rows(starts: tuple[int, ...]) -> dict[int, str]:
    return {start + i: key for start, row in zip(starts, _ROWS, strict=True) for i, key in enumerate(row)}


_EVDEV, _SET1 = _by_rows(_EVDEV_STARTS), _by_rows(_SET1_STARTS)


def physical_key(event: QKeyEvent) -> str:
    """Return the US name of the key that was pressed, or "" for keys that carry no character."""
    return physical_name(event.nativeScanCode(), event.nativeVirtualKey(), event.key(), event.text(), _platform())


def _platform() -> str:
    name = QGuiApplication.platformName()
    if name in {"xcb", "wayland", "wayland-egl"}:
        return "evdev"
    if name == "windows":
        return "windows"
    return "mac" if name == "cocoa" and sys.platform == "darwin" else ""


def physical_name(scan: int, virtual: int, key: int, text: str, platform: str) -> str:
    """Return the US name of a key from what an event tells; pure, so that every platform can be tested on any.

    `scan` and `virtual` are the native codes (0 where unknown), `key` a Qt key, `text` what the key would type.
    """
    if key in _NOT_CHARACTERS:
        return ""
    native = _native(scan, virtual, platform)
    return native or _by_character(key, text)


_NOT_CHARACTERS = frozenset({int(Qt.Key.Key_Space), int(Qt.Key.Key_Return), int(Qt.Key.Key_Tab)})


def _native(scan: int, virtual: int, platform: str) -> str:
    if platform == "evdev":
        return _EVDEV.get(scan, "")
    if platform == "windows":
        return _SET1.get(scan, "")
    if platform == "mac" and scan:
        return _ANSI_MAC.get(virtual, "")
    return ""


def _by_character(key: int, text: str) -> str:
    candidates = [chr(key).lower()] if 32 < key < 0x10000 else []
    candidates += [text.lower()] if len(text) == 1 else []
    for character in candidates:
        if any(character in row for row in _ROWS):
            return character
        if character in _RUSSIAN:
            return _RUSSIAN[character]
    return ""
