"""What charts hold: tables of their numbers, round ticks, ranges."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.charts.data import Figure, Kind, Series, grouped, ticks
from annotator.gui.overview.figures import days_between, histogram, running


def test_numbers_come_as_a_table():
    """A head of names, a row for each category; CSV quotes what needs it."""
    figure = Figure(Kind.BARS, "T", ("a", 'b, "c"'), (Series("x", (1, 2.5)), Series("y", (0, 4))), "who")
    assert figure.to_text().splitlines()[0] == "who\tx\ty"
    rows = list(csv.reader(io.StringIO(figure.to_text(","))))
    assert rows == [["who", "x", "y"], ["a", "1", "0"], ['b, "c"', "2.5", "4"]]
    assert figure.top == 6.5
    assert Figure(Kind.LINES, "T", ("a",), (Series("x", (0,)),)).empty


@given(st.floats(0.01, 1e9))
def test_ticks_are_few_round_and_cover(top):
    """From zero to at least the top, at most a dozen of them."""
    marks = ticks(top)
    assert marks[0] == 0
    assert marks[-1] >= top * 0.999
    assert len(marks) <= 12


@given(st.lists(st.floats(0, 1e7), min_size=1))
def test_every_value_lies_in_one_range(values):
    """Counts add up to the number of values."""
    ranges, counts = histogram(values)
    assert sum(counts) == len(values)
    assert ranges[-1][1] > max(values)
    assert len(ranges) <= 13


def test_days_without_work_are_shown_too():
    """From the first to the last day, over the end of a month, at most a year."""
    assert days_between("2026-01-30", "2026-02-02") == ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]
    assert len(days_between("2000-01-01", date(2026, 1, 1).isoformat())) == 366
    assert days_between("", "") == []
    assert running([1, 0, 2]) == (1, 1, 3)
    assert grouped(1234567) == "1\u202f234\u202f567"
