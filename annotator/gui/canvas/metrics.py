"""Fonts of the article view and the distances that follow from them, in device-independent pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.gui.canvas.style import CanvasStyle
from annotator.gui.looks import Density

CAPTION_SCALE = 0.68
EMOJI = ("Noto Color Emoji", "Segoe UI Emoji", "Apple Color Emoji")


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a line of the article is made of, top to bottom: lead, tracks of arcs, words, lanes of labels."""

    text_font: QFont
    caption_font: QFont
    arc_font: QFont
    number_font: QFont
    text_height: float
    ascent: float
    lead: float
    track: float
    lane: float
    arc_gap: float
    least_lanes: int
    paragraph_gap: float
    column: float
    """Width of the text column that the measure asks for; 0 means as wide as there is room."""
    gutter: float
    caption_rise: float
    """From the line under a span to the top of its caption's box."""
    arc_middle: float
    """From the top of an arc caption's box to the middle of its small letters."""
    em: float
    average: float

    @classmethod
    def of(cls, style: CanvasStyle) -> Metrics:
        """Work the metrics out for the screen's resolution."""
        text = _font(style.families, style.point_size)
        caption = _font(style.families, style.point_size * CAPTION_SCALE)
        caption.setBold(True)
        arc = _font(style.families, style.point_size * (CAPTION_SCALE + 0.02))
        arc.setItalic(True)
        number = _font(style.families, style.point_size * CAPTION_SCALE)
        size, small, slanted = QFontMetricsF(text), QFontMetricsF(caption), QFontMetricsF(arc)
        em = size.ascent() + size.descent()
        average = size.horizontalAdvance("оатеинсврл, мдп") / 15
        roomy = style.density is Density.ROOMY
        return cls(
            text_font=text,
            caption_font=caption,
            arc_font=arc,
            number_font=number,
            text_height=em,
            ascent=size.ascent(),
            lead=round(em * (0.22 if roomy else 0.08), 1),
            track=round(slanted.height() * 0.96 + 1),
            lane=round(small.ascent() + 3.5),
            arc_gap=round(em * 0.16, 1),
            least_lanes=1 if roomy else 0,
            paragraph_gap=round(em * (0.42 if roomy else 0.2)),
            column=average * style.measure,
            gutter=round(em * 2.0),
            caption_rise=round(small.capHeight() * 0.28 + 1.5 - (small.ascent() - small.capHeight()), 1),
            arc_middle=slanted.ascent() - slanted.xHeight() / 2,
            em=em,
            average=average,
        )

    def row(self) -> float:
        """Return the height of a line without arcs and without nesting."""
        return self.lead + self.text_height + max(0.2, self.least_lanes) * self.lane


def _font(families: tuple[str, ...], points: float) -> QFont:
    font = QFont()
    font.setFamilies([*families, *EMOJI])
    font.setPointSizeF(points)
    return font


def caption_width(metrics: QFontMetricsF, text: str) -> float:
    """Return the advance width of a caption."""
    return metrics.horizontalAdvance(text)
