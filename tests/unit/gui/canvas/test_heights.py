from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.heights import HeightIndex

HEIGHTS = st.lists(st.integers(1, 60), min_size=1, max_size=40)


@given(HEIGHTS, st.lists(st.tuples(st.integers(0, 39), st.integers(1, 99)), max_size=20))
def test_sums_follow_every_change(heights, changes):
    """Tops and the total equal plain sums after any number of changes."""
    index = HeightIndex(heights)
    for wished, height in changes:
        position = wished % len(heights)
        assert index.set(position, height) == height - heights[position]
        heights[position] = height
    assert index.total == sum(heights)
    assert [index.top(i) for i in range(len(heights))] == [sum(heights[:i]) for i in range(len(heights))]


@given(HEIGHTS, st.integers(0, 3000))
def test_find_is_the_inverse_of_top(heights, y):
    """The piece found at a height begins at or above it and ends below it, unless it is the last."""
    index = HeightIndex(heights)
    piece, inside = index.find(y)
    assert index.top(piece) + inside == y
    assert inside < heights[piece] or piece == len(heights) - 1
