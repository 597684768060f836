"""The settings that a person can change, as data; texts are marked here and translated when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.gui.actions import QT_TRANSLATE_NOOP
from annotator.gui.appearance import Appearance
from annotator.gui.looks import ArcMode, Density
from annotator.gui.settings import ZOOM_LEVELS, FontChoice, Hold, Settings, ThemeName
from annotator.messages import Language, current_language

LANGUAGES_BY_CHOICE: dict[str, Language] = {"ru": "ru", "en": "en"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting with a closed list of choices, each a stored value and its text ("" shows the value itself)."""

    key: str
    group: str
    title: str
    help: str
    choices: tuple[tuple[str, str], ...]
    default: str
    read: Callable[[Settings], str]
    apply: Callable[[Appearance, str], None]


def _set_language(appearance: Appearance, value: str) -> None:
    appearance.set_language(LANGUAGES_BY_CHOICE[value])


APPEARANCE = QT_TRANSLATE_NOOP("Preferences", "Appearance")
ANNOTATING = QT_TRANSLATE_NOOP("Preferences", "Annotating")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme",
        APPEARANCE,
        QT_TRANSLATE_NOOP("Preferences", "Theme"),
        QT_TRANSLATE_NOOP("Preferences", "Colours of the window and of the article."),
        (
            ("system", QT_TRANSLATE_NOOP("Actions", "As the system")),
            ("light", QT_TRANSLATE_NOOP("Actions", "Light")),
            ("dark", QT_TRANSLATE_NOOP("Actions", "Dark")),
            ("high_contrast", QT_TRANSLATE_NOOP("Actions", "High contrast")),
        ),
        "system",
        lambda settings: str(settings.theme),
        lambda appearance, value: appearance.set_theme(ThemeName(value)),
    ),
    Setting(
        "zoom",
        APPEARANCE,
        QT_TRANSLATE_NOOP("Preferences", "Text size"),
        QT_TRANSLATE_NOOP("Preferences", "Size of the article's text, in per cent."),
        tuple((str(level), f"{level} %") for level in ZOOM_LEVELS),
        "100",
        lambda settings: str(settings.zoom),
        lambda appearance, value: appearance.set_zoom(int(value)),
    ),
    Setting(
        "font",
        APPEARANCE,
        QT_TRANSLATE_NOOP("Preferences", "Reading font"),
        QT_TRANSLATE_NOOP(
            "Preferences", "Type of the article; both come with the program and have all Cyrillic letters."
        ),
        (("sans", "PT Sans"), ("serif", "PT Serif")),
        "sans",
        lambda settings: str(settings.font),
        lambda appearance, value: appearance.set_font(FontChoice(value)),
    ),
    Setting(
        "spacing",
        APPEARANCE,
        QT_TRANSLATE_NOOP("Preferences", "Line spacing"),
        QT_TRANSLATE_NOOP(
            "Preferences", "Roomy keeps a place for labels under every line, so that tagging moves nothing."
        ),
        (
            ("roomy", QT_TRANSLATE_NOOP("Preferences", "Roomy")),
            ("compact", QT_TRANSLATE_NOOP("Preferences", "Compact")),
        ),
        "roomy",
        lambda settings: str(settings.spacing),
        lambda appearance, value: appearance.set_spacing(Density(value)),
    ),
    Setting(
        "language",
        APPEARANCE,
        QT_TRANSLATE_NOOP("Preferences", "Language"),
        QT_TRANSLATE_NOOP("Preferences", "Language of menus, panels and messages."),
        (("ru", "Русский"), ("en", "English")),
        "",
        lambda settings: settings.language or current_language(),
        _set_language,
    ),
    Setting(
        "arcs",
        ANNOTATING,
        QT_TRANSLATE_NOOP("Preferences", "Relations in the text"),
        QT_TRANSLATE_NOOP("Preferences", "Which relations are drawn between the words."),
        (
            ("all", QT_TRANSLATE_NOOP("Actions", "All relations in the text")),
            ("selected", QT_TRANSLATE_NOOP("Actions", "Relations of the selection")),
            ("none", QT_TRANSLATE_NOOP("Actions", "No relations in the text")),
        ),
        "all",
        lambda settings: str(settings.arcs),
        lambda appearance, value: appearance.set_arcs(ArcMode(value)),
    ),
    Setting(
        "hold",
        ANNOTATING,
        QT_TRANSLATE_NOOP("Preferences", "A label's key pressed first"),
        QT_TRANSLATE_NOOP("Preferences", "How long the label tags whatever is selected."),
        (
            ("until_esc", QT_TRANSLATE_NOOP("Preferences", "Until Esc")),
            ("once", QT_TRANSLATE_NOOP("Preferences", "For one selection")),
        ),
        "until_esc",
        lambda settings: str(settings.hold),
        lambda appearance, value: appearance.set_hold(Hold(value)),
    ),
    Setting(
        "least_score",
        ANNOTATING,
        QT_TRANSLATE_NOOP("Preferences", "Suggestions from"),
        QT_TRANSLATE_NOOP("Preferences", "The least score of a suggestion that is shown."),
        tuple((str(score), f"{score} %") for score in range(0, 100, 5)),
        "0",
        lambda settings: str(settings.least_score),
        lambda appearance, value: appearance.set_least_score(int(value)),
    ),
)
