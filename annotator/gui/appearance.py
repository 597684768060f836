"""Theme, language, zoom, arcs: how everything looks, chosen in the View menu and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.action_set import ActionSet
from annotator.gui.i18n import Translations
from annotator.gui.looks import ArcMode, Density
from annotator.gui.settings import ZOOM_LEVELS, FontChoice, Hold, Settings, ThemeName
from annotator.gui.theme import Theme
from annotator.messages import LANGUAGES, Language

if TYPE_CHECKING:
    from annotator.gui.canvas import CanvasStyle


class Appearance(QObject):
    """Applies the user's choices; `style_changed`, `arcs_changed` and `hold_changed` are for the article."""

    style_changed = Signal(object)  # CanvasStyle
    arcs_changed = Signal(object)  # ArcMode
    hold_changed = Signal(object)  # Hold
    least_score_changed = Signal(int)  # per cent

    def __init__(self, settings: Settings, theme: Theme, translations: Translations, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.theme = theme
        self._translations = translations

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        made: dict[str, Callable[[], object]] = {
            "view.zoom_in": lambda: self.step_zoom(1),
            "view.zoom_out": lambda: self.step_zoom(-1),
            "view.zoom_reset": lambda: self.set_zoom(100),
        }
        for name in ThemeName:
            made[f"theme.{name}"] = partial(self.set_theme, name)
        for language in LANGUAGES:
            made[f"language.{language}"] = partial(self.set_language, language)
        for choice in ArcMode:
            made[f"arcs.{choice}"] = partial(self.set_arcs, choice)
        return made

    def check(self, actions: ActionSet) -> None:
        """Set the marks in the menus."""
        actions.check(f"theme.{self.theme.name}")
        actions.check(f"language.{self._translations.language}")
        actions.check(f"arcs.{self._settings.arcs}")

    @property
    def canvas_style(self) -> CanvasStyle:
        """The article's colours and size, on the ground of the theme."""
        from annotator.gui.canvas import CanvasStyle
        from annotator.gui.canvas.style import SANS, SERIF

        colors = self.theme.colors
        styles = {
            ThemeName.LIGHT: CanvasStyle.light(),
            ThemeName.DARK: CanvasStyle.dark(),
            ThemeName.HIGH_CONTRAST: CanvasStyle.high_contrast(dark=True),
        }
        style = replace(
            styles[colors.name],
            background=colors.base,
            zoom=self._settings.zoom / 100,
            families=SERIF if self._settings.font is FontChoice.SERIF else SANS,
            density=self._settings.spacing,
        )
        return style if colors.name is ThemeName.HIGH_CONTRAST else replace(style, accent=colors.accent)

    @property
    def arc_mode(self) -> ArcMode:
        """Which relations are drawn."""
        return self._settings.arcs

    def set_theme(self, name: ThemeName) -> None:
        """Switch the theme and remember it."""
        self._settings.theme = name
        self.theme.apply(name)

    def set_language(self, language: Language) -> None:
        """Switch the language and remember it."""
        self._settings.language = language
        self._translations.install(language)

    def set_arcs(self, choice: ArcMode) -> None:
        """Choose which relations are drawn."""
        self._settings.arcs = choice
        self.arcs_changed.emit(self.arc_mode)

    @property
    def hold(self) -> Hold:
        """How long a label sticks."""
        return self._settings.hold

    def set_hold(self, hold: Hold) -> None:
        """Let a label stick until Esc, or for one selection."""
        self._settings.hold = hold
        self.hold_changed.emit(hold)

    @property
    def least_score(self) -> int:
        """The score in per cent from which suggestions are shown."""
        return self._settings.least_score

    def set_least_score(self, percent: int) -> None:
        """Show suggestions from a score on."""
        if percent != self._settings.least_score:
            self._settings.least_score = percent
            self.least_score_changed.emit(percent)

    def set_font(self, font: FontChoice) -> None:
        """Set the article in another type."""
        self._settings.font = font
        self.style_changed.emit(self.canvas_style)

    def set_spacing(self, spacing: Density) -> None:
        """Let the article's lines stand wider or closer."""
        self._settings.spacing = spacing
        self.style_changed.emit(self.canvas_style)

    def set_zoom(self, percent: int) -> None:
        """Set the size of the article's text to the nearest level."""
        self._settings.zoom = min(ZOOM_LEVELS, key=lambda level: abs(level - percent))
        self.style_changed.emit(self.canvas_style)

    def step_zoom(self, by: int) -> None:
        """Go one size up or down."""
        at = ZOOM_LEVELS.index(self._settings.zoom) + by
        self.set_zoom(ZOOM_LEVELS[max(0, min(len(ZOOM_LEVELS) - 1, at))])
