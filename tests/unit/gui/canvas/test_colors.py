from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import EntityLabel, LabelScheme
from annotator.gui.canvas.colors import AA_SHAPE, AA_TEXT, DEFAULT_COLORS, contrast, hex_color, mix, readable, rgb, tint
from annotator.gui.canvas.style import CanvasStyle

STYLES = {
    "light": CanvasStyle.light(),
    "dark": CanvasStyle.dark(),
    "high contrast": CanvasStyle.high_contrast(),
    "high contrast, dark": CanvasStyle.high_contrast(dark=True),
}
COLORS = st.tuples(*[st.floats(0, 1)] * 3).map(hex_color)


def test_contrast_is_that_of_wcag():
    """Black on white is 21 to 1, and #767676 on white is the well-known edge of level AA."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", STYLES)
def test_every_text_of_a_style_has_contrast_aa(name):
    """Words, numbers, arcs and their captions reach level AA on the paper; words also on selections."""
    style = STYLES[name]
    assert contrast(style.text, style.background) >= 7
    for color in (style.muted, style.arc, style.accent):
        assert contrast(color, style.background) >= AA_TEXT
    for ground in (style.selection, style.highlight):
        assert contrast(style.text, ground) >= AA_TEXT


@pytest.mark.parametrize("name", STYLES)
@given(COLORS)
def test_any_label_colour_can_be_read(name, color):
    """Whatever colour a scheme gives: words on the wash and the caption reach 4.5, the line under the span 3."""
    style = STYLES[name]
    scheme = LabelScheme("s", entities=(EntityLabel("X", color=color),))
    colors = style.label_colors(scheme, "X")
    assert contrast(style.text, colors.tint) >= AA_TEXT
    assert contrast(colors.text, style.background) >= AA_TEXT
    assert contrast(colors.faint, style.background) >= AA_TEXT
    assert contrast(colors.line, style.background) >= AA_SHAPE


def test_labels_without_a_colour_get_different_ones():
    """The first labels of a scheme are told apart, and unknown labels have a stable colour."""
    scheme = LabelScheme("s", entities=tuple(EntityLabel(f"L{i}") for i in range(len(DEFAULT_COLORS))))
    style = STYLES["light"]
    assert len({style.label_colors(scheme, e.label).line for e in scheme.entities}) == len(DEFAULT_COLORS)
    assert style.label_colors(scheme, "?") == style.label_colors(scheme, "?")


@given(COLORS, COLORS)
def test_readable_reaches_the_ratio(color, background):
    """Every colour can be made readable on every ground that black or white can be read on."""
    best = max(contrast("#000000", background), contrast("#ffffff", background))
    wanted = min(AA_TEXT, best)
    assert contrast(readable(color, background, wanted), background) >= wanted - 0.01 or best < AA_TEXT + 0.2


def test_mixing_is_linear_between_its_ends():
    """All of one is that one, and half is half."""
    assert mix("#ff0000", "#000000", 1) == "#ff0000"
    assert rgb(mix("#ffffff", "#000000", 0.5))[0] == pytest.approx(0.5, abs=0.01)
    assert tint("#ff0000", "#ffffff", "#000000", 0.0) == "#ffffff"
