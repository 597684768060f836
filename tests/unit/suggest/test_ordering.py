from annotator.suggest.ordering import (
    at_random,
    by_date,
    by_disagreement,
    by_doubt,
    by_missing_labels,
    by_uncertainty,
    disagreement,
)
from annotator.suggest.suggestion import Suggested, Suggestion


def suggested(document, *entities):
    return Suggested(document, tuple(Suggestion(document, s, s + 1, label, "x", score) for s, label, score in entities))


def test_the_least_sure_comes_first():
    """Documents are ordered by their lowest scores; those without any come last."""
    found = {
        "sure": [suggested("sure", (0, "ORG", 0.99), (5, "ORG", 0.98))],
        "unsure": [suggested("unsure", (0, "ORG", 0.99), (5, "ORG", 0.4))],
        "unscored": [suggested("unscored", (0, "ORG", None))],
    }
    assert by_uncertainty(["none", "unscored", "sure", "unsure"], found) == ["unsure", "sure", "none", "unscored"]


def test_disagreement_of_suggesters():
    """The share of entities that not all found orders the documents."""
    one, other = suggested("a", (0, "ORG", 1.0), (5, "ORG", 1.0)), suggested("a", (0, "ORG", 1.0))
    assert disagreement([one, other]) == 0.5
    assert disagreement([one, one]) == disagreement([one]) == disagreement([]) == 0.0
    assert by_disagreement(["b", "a"], {"a": [one, other], "b": [one, one]}) == ["a", "b"]


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
    """A document on which two sure models contradict each other comes before one that a single model half believes."""
    sure, empty = suggested("torn", (0, "ORG", 0.99)), suggested("torn")
    found = {
        "torn": [sure, empty],
        "weak": [suggested("weak", (0, "ORG", 0.5))],
        "plain": [suggested("plain", (0, "ORG", 0.9))],
    }
    assert by_doubt(["none", "plain", "weak", "torn"], found) == ["torn", "weak", "plain", "none"]
