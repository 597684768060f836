"""Other people's programs come to the same figures where they measure the same."""

import random
import warnings

import pytest
from unit.agreement import naive

from annotator.agreement import measure

LABELS = ("LOC", "ORG", "PER")


def flat(document, rng, truth, document_id):
    """Return one reader's flat annotations of a text of fifty words, near the truth."""
    text = " ".join(["слово"] * 50)
    found = []
    for start, end, label in truth:
        roll = rng.random()
        if roll < 0.15:
            continue
        found.append((start, end if roll < 0.7 else end + 6, rng.choice(LABELS) if roll > 0.9 else label))
    return document(text, found, document_id=document_id)


@pytest.fixture
def sets(document):
    rng = random.Random(7)
    names = ("anna", "boris", "vera")
    result = {name: {} for name in names}
    for number in range(12):
        truth = [(18 * i, 18 * i + 5, rng.choice(LABELS)) for i in range(16)]
        for name in names:
            result[name][f"d{number}"] = flat(document, rng, truth, f"d{number}")
    return result


def tokens_of(documents):
    return ["+".join(c) or "O" for document in documents.values() for c in naive.categories(document)]


def test_scikit_learn(sets):
    """Cohen's kappa over tokens is scikit-learn's."""
    metrics = pytest.importorskip("sklearn.metrics")
    expected = metrics.cohen_kappa_score(tokens_of(sets["anna"]), tokens_of(sets["boris"]))
    found = measure(sets, replicates=0).entity_pairs["anna|boris"].token.kappa.value
    assert found == pytest.approx(expected)


def test_statsmodels(sets):
    """Fleiss' kappa over tokens is statsmodels'."""
    rater = pytest.importorskip("statsmodels.stats.inter_rater")
    table, _ = rater.aggregate_raters([list(row) for row in zip(*map(tokens_of, sets.values()), strict=True)])
    assert measure(sets, replicates=0).entities.token.fleiss_kappa.value == pytest.approx(rater.fleiss_kappa(table))


def test_nltk(sets):
    """Krippendorff's alpha over tokens is nltk's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        agreement = pytest.importorskip("nltk.metrics.agreement")
    rows = [(name, str(i), value) for name, d in sets.items() for i, value in enumerate(tokens_of(d))]
    assert measure(sets, replicates=0).entities.token.alpha.value == pytest.approx(
        agreement.AnnotationTask(data=rows).alpha()
    )


def test_nervaluate(sets):
    """The SemEval counts of flat annotations are nervaluate's."""
    nervaluate = pytest.importorskip("nervaluate")
    sides = [
        [[{"label": e.label, "start": e.start, "end": e.end - 1} for e in d.entities] for d in sets[name].values()]
        for name in ("anna", "boris")
    ]
    scores = nervaluate.Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()["overall"]
    found = measure(sets, replicates=0).entity_pairs["anna|boris"].semeval
    for scheme in ("strict", "exact", "partial", "ent_type"):
        for count in ("correct", "incorrect", "partial", "missed", "spurious"):
            assert getattr(found[scheme], count) == getattr(scores[scheme], count), (scheme, count)
