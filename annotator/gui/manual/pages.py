"""The pages of the manual: what there is, and which of them hold the words looked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.messages import Language

FOLDER = Path(__file__).parents[2] / "docs" / "manual"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file, its title and its whole text in Markdown."""

    path: Path
    title: str
    text: str

    @property
    def name(self) -> str:
        """The page's name without number and language, as "relations"."""
        return self.path.stem.partition("-")[2]

    def holds(self, words: str) -> bool:
        """Tell whether all the words stand in the page, whatever their case."""
        text = self.text.casefold()
        return all(word in text for word in words.casefold().split())


def pages_in(language: Language) -> list[Page]:
    """Return all pages of a language in the order in which they are read."""
    return [_read(path) for path in sorted((FOLDER / language).glob("*.md"))]


def _read(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    return Page(path, text.partition("\n")[0].removeprefix("# ").strip(), text)
