from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.gui.canvas.arcs import MAX_TRACKS, Arc, ArcKind, Foot, place_feet, plan

WIDTH = 600.0


def zone(start: float) -> tuple[float, float]:
    return (start, start + 46)


def middle(of: tuple[float, float]) -> float:
    return sum(of) / 2


def bracket(name: str, head: float, tail: float, caption: float = 40.0) -> Arc:
    a, b = zone(head), zone(tail)
    return Arc(name, ArcKind.BRACKET, (Foot(a, middle(b), False), Foot(b, middle(a), True)), name, caption, margin=12)


def single(name: str, kind: ArcKind, at: float, caption: float) -> Arc:
    toward = {ArcKind.OUT: float("inf"), ArcKind.IN: float("-inf")}.get(kind, at + 47)
    return Arc(name, kind, (Foot(zone(at), toward, False),), name, caption, margin=12)


PLACES = st.integers(0, 11).map(lambda n: n * 50.0)
BRACKETS = st.tuples(PLACES, PLACES, st.integers(20, 80)).filter(lambda t: t[0] != t[1])
ARCS = st.lists(
    st.one_of(
        BRACKETS.map(lambda t: bracket("b", *t)),
        st.tuples(st.sampled_from([ArcKind.OUT, ArcKind.IN, ArcKind.STUB]), PLACES, st.integers(20, 120)).map(
            lambda t: single("s", *t)
        ),
    ),
    max_size=24,
)


def shown(arc: Arc) -> tuple[float, float]:
    return arc.caption_x, arc.caption_x + min(arc.caption_width, arc.caption_room)


@settings(max_examples=200)
@given(ARCS)
def test_no_foot_crosses_the_caption_of_a_lower_arc(arcs):
    """Captions are moved, lifted or shortened until every foot passes beside them."""
    result = plan(arcs, WIDTH, folding=False)
    for lower in result.arcs:
        left, right = shown(lower)
        for higher in result.arcs:
            if higher.track > lower.track and right > left:
                assert all(not left < foot.x < right for foot in higher.feet)


@settings(max_examples=200)
@given(ARCS)
def test_arcs_of_one_track_do_not_overlap(arcs):
    """Strokes and captions on a track keep clear of each other."""
    result = plan(arcs, WIDTH, folding=False)
    for i, arc in enumerate(result.arcs):
        for other in result.arcs[i + 1 :]:
            if arc.track == other.track:
                a, b = ((min(x.lo, shown(x)[0]), max(x.hi, shown(x)[1])) for x in (arc, other))
                assert a[1] <= b[0] or b[1] <= a[0]


@given(ARCS)
def test_captions_stay_beside_the_page(arcs):
    """No caption leaves the column and its margins."""
    for arc in plan(arcs, WIDTH, folding=False).arcs:
        if arc.kind is ArcKind.BRACKET:
            left, right = shown(arc)
            assert -12.5 <= left <= right <= WIDTH + 12.5


@given(ARCS)
def test_every_arc_is_shown_or_counted(arcs):
    """Folding loses none: what is not drawn is in the count, and nothing drawn is above the sixth track."""
    result = plan(arcs, WIDTH)
    assert len(result.arcs) + len(result.folded) == len(arcs)
    assert all(arc.track < MAX_TRACKS for arc in result.arcs)
    assert result.tracks <= MAX_TRACKS
    assert {arc.track for arc in result.arcs} == set(range(result.tracks))


def test_more_than_six_nested_arcs_are_folded():
    """Nine arcs over each other show six, and three are counted."""
    arcs = [bracket(str(i), 0, 50 * (i + 2), 30) for i in range(9)]
    result = plan(arcs, WIDTH)
    assert len(result.folded) == 3
    assert len(plan([bracket(str(i), 0, 50 * (i + 2), 30) for i in range(9)], WIDTH, folding=False).folded) == 0


def test_short_arcs_lie_below_long_ones():
    """Of two nested arcs the shorter is nearer to the words."""
    long, short = bracket("long", 0, 500), bracket("short", 150, 300)
    plan([long, short], WIDTH)
    assert short.track < long.track


def test_feet_on_one_span_stand_apart_and_do_not_tangle():
    """Left-going feet stand left of right-going ones, and each arc has a foot of its own."""
    left, right = bracket("left", 300, 0), bracket("right", 300, 550)
    plan([left, right], WIDTH)
    assert left.feet[0].x < right.feet[0].x
    assert right.feet[0].x - left.feet[0].x >= 5


def test_many_feet_stay_on_their_span():
    """Even twelve feet keep inside the zone."""
    feet = [Foot((100, 160), 200 + i, False) for i in range(12)]
    place_feet(feet)
    assert all(100 <= f.x <= 160 for f in feet)
    assert len({f.x for f in feet}) == 12


def test_feet_of_arcs_to_one_side_nest():
    """From a short span with arcs to many targets, the farther the target the more to the left the foot."""
    arcs = [bracket(str(i), 0, 50 * (i + 2), 30) for i in range(8)]
    plan(arcs, WIDTH)
    xs = [arc.feet[0].x for arc in arcs]
    assert xs == sorted(xs, reverse=True)
    assert len({round(x, 3) for x in xs}) == 8


def test_ends_on_the_very_same_span_make_no_degenerate_arc():
    """A relation between two labels of one span has two feet apart."""
    a = zone(100)
    arc = Arc("same", ArcKind.BRACKET, (Foot(a, 123, False), Foot(a, 123, True)), "same", 30, margin=12)
    plan([arc], WIDTH)
    assert arc.hi - arc.lo >= 5


def test_two_relations_of_one_pair_nest():
    """The outer arc's feet stand outside the inner one's, so that they do not cross."""
    first, second = bracket("first", 0, 300), bracket("second", 0, 300)
    plan([first, second], WIDTH)
    inner, outer = sorted((first, second), key=lambda a: a.track)
    assert outer.lo < inner.lo < inner.hi < outer.hi


def test_a_caption_without_room_at_the_margin_stands_on_its_stroke():
    """Near the right margin the caption of an arc to the next line is shown whole."""
    arc = single("out", ArcKind.OUT, 550, 90)
    plan([arc], WIDTH)
    assert arc.above
    assert arc.caption_room == 90
    assert arc.caption_x + 90 <= WIDTH + 12


def test_a_stub_at_the_right_edge_turns_to_the_left():
    """The caption of a far relation is never outside the page."""
    stub = single("stub", ArcKind.STUB, 550, 120)
    plan([stub], WIDTH)
    assert stub.hi == stub.feet[0].x
    assert stub.caption_x >= stub.lo


def test_no_arcs_need_no_room():
    """A line without relations has no track."""
    assert plan([], WIDTH).tracks == 0
