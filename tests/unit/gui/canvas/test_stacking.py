from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.stacking import Fragment, stack


def fragment(name: str, x0: float, x1: float, caption: float = 20.0) -> Fragment:
    return Fragment(name, "ORG", "ORG", ((x0, x1),), caption)


FRAGMENTS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(4, 200), st.integers(10, 60)).map(
        lambda t: fragment(str(t), t[0], t[0] + t[1], t[2])
    ),
    max_size=14,
)


@given(FRAGMENTS)
def test_captions_and_lines_of_one_level_never_touch(fragments):
    """Two spans share a level only if neither lines nor captions overlap."""
    stack(fragments)
    extents = [(f.level, f.x0, max(f.x1, f.x0 + f.caption_width)) for f in fragments]
    for i, (level, a, b) in enumerate(extents):
        for other, c, d in extents[i + 1 :]:
            assert level != other or b <= c + 0.5 or d <= a + 0.5


@given(FRAGMENTS)
def test_what_lies_inside_is_nearer_to_the_words(fragments):
    """An inner span always has a lower level than the one around it."""
    stack(fragments)
    for inner in fragments:
        for outer in fragments:
            if outer.x0 <= inner.x0 and inner.x1 <= outer.x1 and inner.width < outer.width:
                assert inner.level < outer.level


def test_two_labels_on_one_span_stand_under_each_other():
    """The same span twice takes two levels."""
    pair = [fragment("a", 10, 60), fragment("b", 10, 60)]
    assert stack(pair) == 2
    assert {f.level for f in pair} == {0, 1}


def test_an_outer_span_is_anchored_where_no_inner_one_covers_it():
    """Arcs of nested ends start apart: the outer one's zone leaves the inner one out."""
    outer, inner = fragment("outer", 0, 200), fragment("inner", 0, 120)
    stack([outer, inner])
    assert outer.zone == (120, 200)
    assert inner.zone == (0, 120)


def test_an_outer_span_that_is_covered_wholly_keeps_its_own_width():
    """Where nothing is left free, the whole span is the zone."""
    outer, left, right = fragment("outer", 0, 100), fragment("l", 0, 50), fragment("r", 50, 100)
    stack([outer, left, right])
    assert outer.zone == (0, 100)


def test_nothing_needs_no_level():
    """A line without spans has no level."""
    assert stack([]) == 0
