"""Pens, brushes and prepared captions, made once per style and scheme: painting a screen makes none."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPen, QStaticText

from annotator.domain import LabelScheme
from annotator.gui.canvas.style import CanvasStyle

DIMMED = 90
LIT = 130


def color(value: str, alpha: int = 255) -> QColor:
    """Return a colour, translucent for alpha below 255."""
    made = QColor(value)
    made.setAlpha(alpha)
    return made


@dataclass(frozen=True, slots=True)
class SpanPens:
    """How the spans of one label are drawn."""

    tint: QBrush
    line: QPen
    thick: QPen
    dashed: QPen
    caption: QPen
    faint: QPen
    outline: QPen


class Pens:
    """All drawing tools of a style; those of labels are made when first needed."""

    def __init__(self, style: CanvasStyle, scheme: LabelScheme, caption_font: QFont, arc_font: QFont) -> None:
        self._style, self._scheme = style, scheme
        self._fonts = {"caption": caption_font, "arc": arc_font}
        self._spans: dict[tuple[str, bool], SpanPens] = {}
        self._captions: dict[str, QStaticText] = {}
        self._texts: dict[tuple[str, str], QStaticText] = {}
        self.outlined = style.outlined
        self.scale = max(0.75, style.point_size / 12)
        self.background = QBrush(color(style.background))
        self.text = QPen(color(style.text))
        self.muted = QPen(color(style.muted))
        self.selection = QBrush(color(style.selection))
        self.highlight = QBrush(color(style.highlight))
        self.caret = QPen(color(style.text), 1.6 * self.scale)
        weight = (1.6 if style.outlined else 1.1) * self.scale
        self.arc = _flat(style.arc, weight)
        self.arc_dim = _flat(style.arc, weight, 255 if style.outlined else DIMMED)
        self.arc_lifted = _flat(style.accent, (2.4 if style.outlined else 1.8) * self.scale)
        self.arc_dashed, self.arc_dim_dashed, self.arc_lifted_dashed = map(
            _dashed, (self.arc, self.arc_dim, self.arc_lifted)
        )
        self.arc_to_be = QPen(color(style.accent), 1.6 * self.scale, Qt.PenStyle.DashLine)
        self.aim = QPen(color(style.accent), 2.0 * self.scale)
        self.lit = QPen(color(style.accent, 255 if style.outlined else LIT), 1.0 * self.scale, Qt.PenStyle.DotLine)

    def span(self, label: str, *, dimmed: bool = False) -> SpanPens:
        """Return the tools for spans of a label."""
        key = (label, dimmed)
        if (known := self._spans.get(key)) is None:
            known = self._spans[key] = self._make_span(label, 60 if dimmed else 255)
        return known

    def _make_span(self, label: str, alpha: int) -> SpanPens:
        colors, scale = self._style.label_colors(self._scheme, label), self.scale
        outlined = self._style.outlined
        return SpanPens(
            tint=QBrush(color(colors.tint, alpha)),
            line=_flat(colors.line, (2.4 if outlined else 1.7) * scale, alpha),
            thick=_flat(colors.line, (3.6 if outlined else 2.9) * scale, alpha),
            dashed=_dashed(_flat(colors.line, 1.4 * scale, alpha)),
            caption=QPen(color(colors.text, alpha)),
            faint=QPen(color(colors.faint, alpha)),
            outline=QPen(color(colors.line, alpha), (1.8 if outlined else 1.3) * scale),
        )

    def caption(self, text: str) -> QStaticText:
        """Return a span's caption, laid out once."""
        return self._captions.get(text) or self._captions.setdefault(text, self.prepared("caption", text))

    def prepared(self, kind: str, text: str) -> QStaticText:
        """Return a caption ("caption" or "arc" type), laid out once."""
        key = (kind, text)
        if key not in self._texts:
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.prepare(font=self._fonts[kind])
            self._texts[key] = made
        return self._texts[key]


def _dashed(pen: QPen) -> QPen:
    dashed = QPen(pen)
    dashed.setStyle(Qt.PenStyle.CustomDashLine)
    dashed.setDashPattern([3.0, 2.2])
    return dashed


def _flat(value: str, width: float, alpha: int = 255) -> QPen:
    pen = QPen(color(value, alpha), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
