"""How the article looks: colours, type and spacing as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.domain import LabelScheme
from annotator.gui.canvas.colors import AA_SHAPE, AA_TEXT, DEFAULT_COLORS, contrast, mix, readable, tint
from annotator.gui.looks import Density

SANS = ("PT Sans", "Noto Sans", "Segoe UI", "DejaVu Sans")
"""Families with good Cyrillic, tried in turn."""
SERIF = ("PT Serif", "Noto Serif", "Georgia", "DejaVu Serif")


@dataclass(frozen=True, slots=True)
class LabelColors:
    """The colours of one label: wash behind the words, line under them, text of the label, text where it goes on."""

    tint: str
    line: str
    text: str
    faint: str


@dataclass(frozen=True, slots=True)
class CanvasStyle:
    """Colours as "#rrggbb", sizes in points, `zoom` as a factor, `measure` in characters to a line (0: no limit)."""

    background: str
    text: str
    muted: str
    arc: str
    accent: str
    selection: str
    highlight: str
    wash: float
    """How much of a label's colour goes into the wash behind its words."""
    outlined: bool = False
    """High contrast: spans are outlined and nothing is dimmed."""
    families: tuple[str, ...] = SANS
    size: float = 12.0
    zoom: float = 1.0
    density: Density = Density.ROOMY
    measure: int = 78

    @classmethod
    def light(cls) -> CanvasStyle:
        """Return the everyday style: dark text on near-white paper."""
        return cls(
            background="#ffffff",
            text="#1b1c1f",
            muted="#6d7178",
            arc="#5d6470",
            accent="#1a62d6",
            selection="#cfe2ff",
            highlight="#fff2a8",
            wash=0.13,
        )

    @classmethod
    def dark(cls) -> CanvasStyle:
        """Return the style for the evening: light text on near-black."""
        return cls(
            background="#1f2124",
            text="#dfe1e5",
            muted="#8f959e",
            arc="#a2a9b4",
            accent="#5c9dff",
            selection="#2f4a75",
            highlight="#5c5218",
            wash=0.3,
        )

    @classmethod
    def high_contrast(cls, *, dark: bool = False) -> CanvasStyle:
        """Return black on white (or white on black) with outlined spans and strong lines."""
        paper, ink = ("#000000", "#ffffff") if dark else ("#ffffff", "#000000")
        return cls(
            background=paper,
            text=ink,
            muted=ink,
            arc=ink,
            accent="#ffd400" if dark else "#0b3fbf",
            selection="#00408a" if dark else "#ffe680",
            highlight="#5a4b00" if dark else "#fff2a8",
            wash=0.0,
            outlined=True,
        )

    @property
    def point_size(self) -> float:
        """Size of the article's type in points, zoom included."""
        return max(4.0, self.size * self.zoom)

    def zoomed(self, factor: float) -> CanvasStyle:
        """Return the style with its zoom multiplied by `factor`, kept between 50 % and 400 %."""
        return replace(self, zoom=round(min(4.0, max(0.5, self.zoom * factor)), 3))

    def label_colors(self, scheme: LabelScheme, label: str) -> LabelColors:
        """Return the colours of an entity label; labels that the scheme does not know have a stable colour too."""
        return self._derived(_base_color(scheme, label))

    def relation_color(self, scheme: LabelScheme, label: str) -> str:
        """Return the colour of a relation label, readable on the paper."""
        kind = scheme.relation_label(label)
        return readable(kind.color, self.background) if kind is not None and kind.color else self.arc

    def _derived(self, base: str) -> LabelColors:
        wash = tint(base, self.background, self.text, self.wash)
        line = readable(base, wash, max(AA_SHAPE, AA_TEXT if self.outlined else 0))
        ratio = 7.0 if self.outlined else AA_TEXT
        text = readable(base, self.background, ratio)
        return LabelColors(wash, readable(line, self.background, AA_SHAPE), text, self._faint(text))

    def _faint(self, text: str) -> str:
        """Return the palest mixture of a label's colour with the paper that can still be read."""
        shares = (share / 20 for share in range(11, 20))
        pale = (mix(text, self.background, share) for share in shares)
        return next((c for c in pale if not self.outlined and contrast(c, self.background) >= AA_TEXT), text)


def _base_color(scheme: LabelScheme, label: str) -> str:
    for index, kind in enumerate(scheme.entities):
        if kind.label == label:
            return kind.color or DEFAULT_COLORS[index % len(DEFAULT_COLORS)]
    return DEFAULT_COLORS[sum(map(ord, label)) % len(DEFAULT_COLORS)]
