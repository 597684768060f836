"""What the window remembers between two mornings: nothing that belongs to a workspace's data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from annotator.gui.looks import ArcMode, Density
from annotator.messages import LANGUAGES, Language

_RECENT_LIMIT = 12
ZOOM_LEVELS = (70, 80, 90, 100, 110, 125, 150, 175, 200, 250)


class ThemeName(StrEnum):
    """The user's choice of theme."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class FontChoice(StrEnum):
    """The article's type; both families come with the program."""

    SANS = "sans"
    SERIF = "serif"


class Hold(StrEnum):
    """How long a label sticks whose key was pressed before the text was selected."""

    UNTIL_ESC = "until_esc"
    ONCE = "once"


class Settings:
    """Typed access to one QSettings file; values of a wrong kind read as the default."""

    def __init__(self, store: QSettings | None = None) -> None:
        self.store = store or QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "annotator", "annotator")

    def _text(self, key: str, default: str = "") -> str:
        value = self.store.value(key, default)
        return value if isinstance(value, str) else default

    # -- appearance -----------------------------------------------------------------------------------------------

    @property
    def language(self) -> Language | None:
        """The chosen interface language; None follows the locale."""
        return next((known for known in LANGUAGES if known == self._text("language")), None)

    @language.setter
    def language(self, language: Language | None) -> None:
        self.store.setValue("language", language or "")

    @property
    def theme(self) -> ThemeName:
        """The chosen theme."""
        text = self._text("theme")
        return ThemeName(text) if text in set(ThemeName) else ThemeName.SYSTEM

    @theme.setter
    def theme(self, theme: ThemeName) -> None:
        self.store.setValue("theme", str(theme))

    @property
    def zoom(self) -> int:
        """The article's size in per cent, one of ZOOM_LEVELS."""
        text = str(self.store.value("zoom", 100))
        value = int(text) if text.isdecimal() else 100
        return value if value in ZOOM_LEVELS else 100

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self.store.setValue("zoom", percent)

    @property
    def font(self) -> FontChoice:
        """The article's type."""
        text = self._text("font")
        return FontChoice(text) if text in set(FontChoice) else FontChoice.SANS

    @font.setter
    def font(self, font: FontChoice) -> None:
        self.store.setValue("font", str(font))

    @property
    def spacing(self) -> Density:
        """How close the article's lines stand."""
        text = self._text("spacing")
        return Density(text) if text in set(Density) else Density.ROOMY

    @spacing.setter
    def spacing(self, spacing: Density) -> None:
        self.store.setValue("spacing", str(spacing))

    @property
    def arcs(self) -> ArcMode:
        """Which relations are drawn."""
        text = self._text("arcs")
        return ArcMode(text) if text in set(ArcMode) else ArcMode.ALL

    @arcs.setter
    def arcs(self, choice: ArcMode) -> None:
        self.store.setValue("arcs", str(choice))

    @property
    def hold(self) -> Hold:
        """How long a label sticks."""
        text = self._text("hold")
        return Hold(text) if text in set(Hold) else Hold.UNTIL_ESC

    @hold.setter
    def hold(self, hold: Hold) -> None:
        self.store.setValue("hold", str(hold))

    @property
    def least_score(self) -> int:
        """The score in per cent from which suggestions are shown."""
        text = str(self.store.value("least_score", 0))
        return min(100, int(text)) if text.isdecimal() else 0

    @least_score.setter
    def least_score(self, percent: int) -> None:
        self.store.setValue("least_score", percent)

    @property
    def shortcuts(self) -> dict[str, tuple[str, ...]]:
        """The keys that differ from the defaults, by the action's id, each as portable text ("Ctrl+K")."""
        try:
            found = json.loads(self._text("shortcuts") or "{}")
        except ValueError:
            return {}
        pairs = found.items() if isinstance(found, dict) else ()
        return {name: tuple(map(str, keys)) for name, keys in pairs if isinstance(keys, list)}

    @shortcuts.setter
    def shortcuts(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        self.store.setValue("shortcuts", json.dumps({name: list(keys) for name, keys in chosen.items()}))

    # -- layout ---------------------------------------------------------------------------------------------------

    def bytes(self, key: str) -> QByteArray:
        """Return stored window geometry or layout, empty if there is none."""
        value = self.store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Store window geometry or layout."""
        self.store.setValue(key, value)

    # -- workspaces -----------------------------------------------------------------------------------------------

    @property
    def recent(self) -> list[Path]:
        """Workspaces opened before, the latest first."""
        value = self.store.value("recent", [])
        items = value if isinstance(value, list) else [value]
        return [Path(item) for item in items if isinstance(item, str) and item]

    def add_recent(self, path: Path) -> None:
        """Put a workspace at the top of the list."""
        paths = [path.resolve(), *(known for known in self.recent if known != path.resolve())]
        self.store.setValue("recent", [str(known) for known in paths[:_RECENT_LIMIT]])

    def forget_recent(self, path: Path) -> None:
        """Take a workspace off the list; nothing on disk changes."""
        self.store.setValue("recent", [str(known) for known in self.recent if known != path])

    def annotator_of(self, workspace: Path) -> str:
        """Return who annotated this workspace last on this computer, or an empty string."""
        return self._text(f"annotators/{_key(workspace)}")

    def remember_annotator(self, workspace: Path, name: str) -> None:
        """Remember who annotates this workspace on this computer."""
        self.store.setValue(f"annotators/{_key(workspace)}", name)

    def last_document(self, workspace: Path, annotator: str) -> str:
        """Return the id of the document that the annotator had open last, or an empty string."""
        return self._text(f"documents/{_key(workspace)}/{_key(Path(annotator))}")

    def remember_document(self, workspace: Path, annotator: str, document_id: str) -> None:
        """Remember the open document, so that the window comes back to it."""
        self.store.setValue(f"documents/{_key(workspace)}/{_key(Path(annotator))}", document_id)

    def work_order(self, workspace: Path, annotator: str) -> str:
        """Return in which order the annotator works here, or an empty string; "!" before it: only what is assigned."""
        return self._text(f"orders/{_key(workspace)}/{_key(Path(annotator))}")

    def remember_work_order(self, workspace: Path, annotator: str, order: str) -> None:
        """Remember the order of work."""
        self.store.setValue(f"orders/{_key(workspace)}/{_key(Path(annotator))}", order)

    def models_folder(self, workspace: Path) -> Path:
        """Return where the models of a workspace are kept: in its folder `models`, unless another was chosen."""
        chosen = self._text(f"models/{_key(workspace)}")
        return Path(chosen) if chosen else workspace / "models"

    def remember_models_folder(self, workspace: Path, folder: Path) -> None:
        """Remember where the models of a workspace are kept."""
        self.store.setValue(f"models/{_key(workspace)}", str(folder))

    def is_place_told(self, workspace: Path) -> bool:
        """Tell whether the person has read what a network or cloud folder means for this workspace."""
        return self._text(f"places/{_key(workspace)}") == "told"

    def remember_place_told(self, workspace: Path) -> None:
        """Remember that it was read."""
        self.store.setValue(f"places/{_key(workspace)}", "told")

    def exchange_scheme(self, workspace: Path, mark: str) -> str:
        """Remember which scheme a workspace has now; return the mark of the last time, or an empty string."""
        before = self._text(f"schemes/{_key(workspace)}")
        self.store.setValue(f"schemes/{_key(workspace)}", mark)
        return before


def _key(path: Path) -> str:
    """A settings key may not hold a slash: the path's bytes in hexadecimal are unique and safe."""
    return str(path).encode("utf-8", "surrogateescape").hex()
