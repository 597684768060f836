"""Precision, recall, F1, intervals and the paired test."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.training.scores import Counts, count, interval, paired_p_value, per_label, total


def test_undefined_is_none_and_one_sided_is_zero():
    """0/0 is no number; nothing found where something is wanted is F1 0."""
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)
    missed = Counts(0, 0, 3)
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)


def test_counts_by_hand():
    """Two of three found are right, two of four wanted are found."""
    counts = count(frozenset("abc"), frozenset("bcde"))
    assert counts == Counts(2, 3, 4)
    assert counts.f1 == pytest.approx(2 * 2 / 7)
    assert total([counts, counts]) == Counts(4, 6, 8)


def test_labels_are_counted_apart():
    """A thing counts for its own label on both sides."""
    found = [frozenset({(1, "A"), (2, "B")})]
    wanted = [frozenset({(1, "A"), (2, "A")})]
    assert {k: total(v) for k, v in per_label(found, wanted).items()} == {"A": Counts(1, 1, 2), "B": Counts(0, 1, 0)}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=12))
def test_the_interval_holds_the_score_of_equal_documents_and_stays_in_bounds(rows):
    """Bounds are ordered and between 0 and 1 whenever there is an interval."""
    counts = [Counts(min(a, b, c), b, c) for a, b, c in rows]
    found = interval(counts, replicates=100)
    if found is not None:
        assert 0 <= found[0] <= found[1] <= 1


def test_the_interval_of_documents_that_are_all_alike_is_a_point():
    """Drawing equal documents again changes nothing."""
    assert interval([Counts(1, 2, 2)] * 5) == [0.5, 0.5]


def test_one_document_has_no_interval():
    """There is nothing to draw from."""
    assert interval([Counts(1, 2, 2)]) is None


def test_equal_models_do_not_differ():
    """Their p-value is 1."""
    counts = [Counts(i % 3, 3, 3) for i in range(10)]
    assert paired_p_value(counts, counts) == 1.0


def test_a_model_that_is_better_everywhere_differs():
    """On twelve documents the exact two-sided p-value of a uniform win is 2 / 2**12."""
    good, bad = [Counts(3, 3, 3)] * 12, [Counts(1, 3, 3)] * 12
    p = paired_p_value(good, bad, replicates=50_000)
    assert p == pytest.approx(2 / 2**12, abs=4e-4)
    assert paired_p_value(bad, good, replicates=50_000) == pytest.approx(p, abs=4e-4)


def test_the_interval_is_that_of_a_plain_bootstrap():
    """The same percentiles as drawing documents one by one."""
    random = np.random.default_rng(5)
    counts = [Counts(int(a), int(a + b), int(a + c)) for a, b, c in random.integers(0, 6, size=(30, 3))]
    drawn = []
    for _ in range(3000):
        picked = [counts[i] for i in random.integers(0, 30, size=30)]
        drawn.append(total(picked).f1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert interval(counts, replicates=3000) == pytest.approx([low, high], abs=0.02)
