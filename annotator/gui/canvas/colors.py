"""Colours of spans, worked out so that they can be read: WCAG contrast against whatever lies behind them.

Pure arithmetic on "#rrggbb" strings; contrast as defined in WCAG 2.2, "relative luminance" and "contrast ratio".
"""

from __future__ import annotations

from functools import cache

AA_TEXT = 4.5
"""Least contrast ratio of text with what is behind it (WCAG 2.2, 1.4.3, level AA)."""
AA_SHAPE = 3.0
"""Least contrast ratio of lines and other shapes that carry meaning (WCAG 2.2, 1.4.11, level AA)."""

DEFAULT_COLORS = ("#2148c4", "#a85c19", "#1a7a50", "#8a3fa0", "#b0303c", "#17707f", "#6b6a12", "#5b4bb0", "#9c3f6e")
"""Colours for labels whose scheme names none, in the order of the scheme; told apart by lightness as well as hue."""

Rgb = tuple[float, float, float]


def rgb(color: str) -> Rgb:
    """Return red, green and blue of "#rrggbb" between 0 and 1."""
    return int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255


def hex_color(channels: Rgb) -> str:
    """Return "#rrggbb" for channels between 0 and 1."""
    return "#" + "".join(f"{round(max(0.0, min(1.0, c)) * 255):02x}" for c in channels)


def mix(color: str, other: str, share: float) -> str:
    """Return `color` and `other` mixed, `share` (0 to 1) being the part of `color`."""
    return hex_color(_blend(rgb(color), rgb(other), share))


def _blend(a: Rgb, b: Rgb, share: float) -> Rgb:
    return (
        a[0] * share + b[0] * (1 - share),
        a[1] * share + b[1] * (1 - share),
        a[2] * share + b[2] * (1 - share),
    )


@cache
def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2, 0 for black and 1 for white."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@cache
def readable(color: str, background: str, ratio: float = AA_TEXT) -> str:
    """Return the colour nearest to `color`, made darker or lighter, that reaches `ratio` on `background`."""
    toward = "#ffffff" if luminance(background) < 0.18 else "#000000"
    for step in range(21):
        candidate = mix(toward, color, step / 20)
        if contrast(candidate, background) >= ratio:
            return candidate
    return toward


@cache
def tint(color: str, background: str, text: str, share: float) -> str:
    """Return a wash of `color` over `background` on which `text` keeps at least AA contrast."""
    for step in range(20):
        candidate = mix(color, background, share * (1 - step / 20))
        if contrast(text, candidate) >= min(7.0, contrast(text, background)):
            return candidate
    return background
