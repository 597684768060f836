import pytest

from annotator.suggest.ordering import at_random, by_date, by_missing_labels, doubt_of, low_mean


def test_a_long_article_is_as_doubtful_as_its_lowest_quarter():
    """One doubtful name among many does not outweigh an article that is doubtful throughout."""
    one_in_twelve = low_mean([0.1, *[0.9] * 11])
    throughout = low_mean([0.3] * 4)
    assert one_in_twelve == pytest.approx((0.1 + 0.9 + 0.9) / 3)
    assert throughout == pytest.approx(0.3)
    assert low_mean([]) is None


def test_dates():
    """Dated documents come in order of date, undated ones last, either way round."""
    metas = {"new": {"date": "2026-02-01"}, "none": {}, "old": {"Published": "2025-12-31T10:00"}}
    assert by_date(metas) == ["old", "new", "none"]
    assert by_date(metas, newest_first=True) == ["new", "old", "none"]


def test_chance_is_repeatable():
    """The same seed gives the same order for the same set of documents."""
    ids = [str(i) for i in range(50)]
    assert at_random(ids, 1) == at_random(ids[::-1], 1)
    assert at_random(ids, 1) != at_random(ids, 2)
    assert sorted(at_random(ids, 1)) == sorted(ids)


def test_rare_labels_come_first():
    """A document that promises a label not tagged so far comes before one that promises a common label."""
    done = {"ORG": 1}
    found = {"common": ["ORG"], "rare": ["PRODUCT"]}
    assert by_missing_labels(["empty", "common", "rare"], found, done) == ["rare", "common", "empty"]


def test_doubt_is_low_scores_or_disagreement_whichever_is_greater():
    """Two sure models that contradict each other are more doubtful than a single one that half believes."""
    tagged, nothing = frozenset({(0, 1, "ORG")}), frozenset()
    torn, weak, plain = doubt_of([0.99], [tagged, nothing]), doubt_of([0.5], [tagged]), doubt_of([0.9], [tagged])
    assert (torn, weak, plain) == pytest.approx((1.0, 0.5, 0.1))
    assert doubt_of([], []) == doubt_of([1.0, 1.0], [tagged, tagged]) == 0.0
