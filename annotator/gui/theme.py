"""The looks: a few quiet colours by role, made into a palette, a style sheet and the article's colours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from annotator.gui.settings import ThemeName

_FALLBACK_FAMILIES = ("PT Sans", "Noto Sans", "Liberation Sans")


@dataclass(frozen=True, slots=True)
class Colors:
    """Colours by role, as #rrggbb. `name` is the theme's own name."""

    name: ThemeName
    window: str  # behind everything
    panel: str  # panels beside the article
    base: str  # the article, lists, fields
    text: str
    muted: str  # second-rank text, still at least 4.5 : 1 on every ground
    faint: str  # disabled
    border: str
    hover: str
    accent: str
    on_accent: str
    selection: str  # ground of the selected row
    ok: str
    warning: str
    warning_ground: str
    danger: str
    danger_ground: str
    info_ground: str


LIGHT = Colors(
    name=ThemeName.LIGHT,
    window="#f3f2ee",
    panel="#f9f8f5",
    base="#ffffff",
    text="#22272b",
    muted="#5f6870",
    faint="#a2a8ad",
    border="#dedbd3",
    hover="#edebe5",
    accent="#1f6b85",
    on_accent="#ffffff",
    selection="#dbe9ee",
    ok="#2c7a4b",
    warning="#8a5a00",
    warning_ground="#fcf3dc",
    danger="#b3261e",
    danger_ground="#fbe6e4",
    info_ground="#e5eff3",
)
DARK = Colors(
    name=ThemeName.DARK,
    window="#1b1e21",
    panel="#212529",
    base="#25292d",
    text="#e2e5e7",
    muted="#adb6bc",
    faint="#646c73",
    border="#383e44",
    hover="#2e3439",
    accent="#74b9d1",
    on_accent="#12222a",
    selection="#2c4550",
    ok="#71c293",
    warning="#e3b75f",
    warning_ground="#3b3321",
    danger="#f1958e",
    danger_ground="#472a29",
    info_ground="#263840",
)
HIGH_CONTRAST = Colors(
    name=ThemeName.HIGH_CONTRAST,
    window="#000000",
    panel="#000000",
    base="#000000",
    text="#ffffff",
    muted="#ffffff",
    faint="#b0b0b0",
    border="#ffffff",
    hover="#1d3a4a",
    accent="#ffd83d",
    on_accent="#000000",
    selection="#00557a",
    ok="#6dff9c",
    warning="#ffd83d",
    warning_ground="#332b00",
    danger="#ff9a94",
    danger_ground="#4d0000",
    info_ground="#00293d",
)
_BY_NAME = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.HIGH_CONTRAST: HIGH_CONTRAST}


def resolve(name: ThemeName) -> Colors:
    """Return the colours of a theme; SYSTEM asks the desktop whether it is dark."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def palette(colors: Colors) -> QPalette:
    """Return the palette for Fusion."""
    roles = QPalette.ColorRole
    table = {
        roles.Window: colors.window,
        roles.WindowText: colors.text,
        roles.Base: colors.base,
        roles.AlternateBase: colors.panel,
        roles.Text: colors.text,
        roles.Button: colors.panel,
        roles.ButtonText: colors.text,
        roles.BrightText: colors.danger,
        roles.ToolTipBase: colors.text,
        roles.ToolTipText: colors.base,
        roles.PlaceholderText: colors.muted,
        roles.Highlight: colors.selection,
        roles.HighlightedText: colors.text,
        roles.Link: colors.accent,
        roles.LinkVisited: colors.accent,
        roles.Accent: colors.accent,
        roles.Light: colors.base,
        roles.Midlight: colors.hover,
        roles.Mid: colors.border,
        roles.Dark: colors.border,
        roles.Shadow: colors.border,
    }
    made = QPalette()
    for role, color in table.items():
        made.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.faint))
    return made


def style_sheet(colors: Colors) -> str:
    """Return the style sheet with the theme's colours filled in."""
    template = Template((Path(__file__).parent / "style.qss").read_text(encoding="utf-8"))
    icons = (Path(__file__).parent / "icons").as_posix()
    return template.substitute({name: str(getattr(colors, name)) for name in Colors.__slots__}, icons=icons)


def interface_font() -> QFont:
    """Return the desktop's font; where there is no desktop to ask, the best one installed, never below 10 points."""
    font = QApplication.font()
    if QFontInfo(font).family().startswith(("DejaVu", "Sans", "Bitstream")):
        known = set(QFontDatabase.families())
        font.setFamily(next((family for family in _FALLBACK_FAMILIES if family in known), font.family()))
    font.setPointSizeF(max(font.pointSizeF(), 10.0))
    return font


class Theme(QObject):
    """Applies a theme to the whole program and tells who draws by hand."""

    changed = Signal(object)  # Colors

    def __init__(self, app: QApplication, name: ThemeName, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.name = name
        self.colors = LIGHT
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        app.screenAdded.connect(self._on_screen_added)
        self.apply(name)

    def apply(self, name: ThemeName) -> None:
        """Switch to a theme at once."""
        self.name = name
        colors = resolve(name)
        self._app.setPalette(palette(colors))
        self._app.setStyleSheet(style_sheet(colors))
        self.colors = colors
        self.changed.emit(colors)

    def _on_screen_added(self) -> None:
        """Icons are drawn for the screens that there are: a denser one needs them anew."""
        self.changed.emit(self.colors)

    def _on_scheme_changed(self) -> None:
        if self.name is ThemeName.SYSTEM:
            self.apply(self.name)
