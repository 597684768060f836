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
    """Two spans share a level only if neither their lines nor their captions overlap."""
    stack(fragments)
    for i, one in enumerate(fragments):
        for other in fragments[i + 1 :]:
            if one.level == other.level:
                assert one.x1 <= other.x0 + 0.5 or other.x1 <= one.x0 + 0.5
                assert (
                    one.caption_x + one.caption_width <= other.caption_x
                    or other.caption_x + other.caption_width <= one.caption_x
                )


@given(FRAGMENTS)
def test_a_caption_begins_under_its_span(fragments):
    """A caption that made way for another still belongs visibly to its own span."""
    stack(fragments)
    assert all(f.x0 <= f.caption_x <= max(f.x0, f.x1) for f in fragments)


def test_a_caption_wider_than_its_span_pushes_the_next_aside_not_down():
    """A short name with a long label leaves the neighbour on its level."""
    short, following = fragment("short", 0, 12, 24), fragment("following", 16, 100, 20)
    assert stack([short, following]) == 1
    assert following.caption_x >= 24


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
