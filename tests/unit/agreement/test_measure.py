"""The rules about what counts, what is undefined and what is refused."""

import json

import pytest

from annotator.agreement import TextMismatchError, TooFewAnnotatorsError, measure
from annotator.agreement.bootstrap import Reason
from annotator.domain import Status

TEXT = "Анна Орлова работает в Ромашке"
PERSON, ORG = (0, 11, "PERSON"), (23, 30, "ORG")


def two(a, b, **options):
    return measure({"anna": a, "boris": b}, replicates=50, **options)


def test_missing_and_empty_documents(document):
    """No record leaves a document out; a record without entities says that there are none."""
    both = document(TEXT, [PERSON], document_id="one")
    report = two(
        {"one": both, "two": document(TEXT, [ORG], document_id="two")}, {"one": document(TEXT, [], document_id="one")}
    )
    pair = report.entity_pairs["anna|boris"]
    assert (report.documents, pair.documents, pair.n_a, pair.n_b) == (1, 1, 1, 0)
    assert pair.strict.f1.value == 0
    assert pair.strict.precision.value is None
    assert pair.strict.precision.reason is Reason.NOTHING_MARKED_B
    assert report.single_documents == 1


def test_skipped_is_not_done(document):
    """A skipped document is left out of every pair."""
    skipped = document(TEXT, [PERSON], status=Status.SKIPPED)
    report = two({"d": document(TEXT, [PERSON])}, {"d": skipped})
    assert report.entity_pairs["anna|boris"].strict.f1.reason is Reason.NO_DOCUMENTS


def test_undefined_is_null(document):
    """Where nobody marked anything every figure is null with a reason, and the JSON holds no NaN."""
    data = two({"d": document(TEXT)}, {"d": document(TEXT)}).to_json()
    pair = data["entities"]["pairs"]["anna|boris"]
    assert pair["strict"]["f1"] is None
    assert pair["token"]["kappa"] is None
    assert pair["token"]["percent"] == 1
    assert data["undefined"]["entities.pairs.anna|boris.token.kappa"] == "chance_is_certain"
    assert data["undefined"]["entities.pairs.anna|boris.strict.f1"] == "nothing_marked"
    json.dumps(data, allow_nan=False)


def test_text_mismatch_names_both(document):
    """Two texts under one id are refused with the names of both annotators."""
    with pytest.raises(TextMismatchError) as caught:
        two({"d": document("одно")}, {"d": document("другое")})
    assert "anna" in str(caught.value)
    assert "boris" in str(caught.value)


def test_one_annotator(document):
    """One annotator is too few, which is wrong usage."""
    with pytest.raises(TooFewAnnotatorsError) as caught:
        measure({"anna": {"d": document(TEXT)}})
    assert caught.value.exit_status == 2


def test_one_document_has_no_interval(document):
    """A single document gives figures without intervals."""
    pair = two({"d": document(TEXT, [PERSON])}, {"d": document(TEXT, [PERSON])}).to_json()["entities"]["pairs"]
    assert pair["anna|boris"]["strict"]["f1"] == 1
    assert pair["anna|boris"]["strict"]["f1_ci"] is None


def test_undefined_replicates_are_told(document):
    """Replicates in which nobody marked anything are left out of the interval, and counted."""
    a = {"one": document(TEXT, [PERSON], document_id="one"), "two": document(TEXT, [], document_id="two")}
    strict = two(a, a).to_json()["entities"]["pairs"]["anna|boris"]["strict"]
    assert strict["f1_ci"] == [1, 1]
    assert 0 < strict["f1_ci_dropped"] < 50


def test_pair_key_is_sorted(document):
    """The pair's key has the names in order, whatever order they are given in; the first is the reference."""
    sets = {"boris": {"d": document(TEXT, [PERSON, ORG])}, "anna": {"d": document(TEXT, [PERSON])}}
    pair = measure(sets, replicates=0).entity_pairs["anna|boris"]
    assert (pair.n_a, pair.n_b) == (1, 2)
    assert (pair.strict.recall.value, pair.strict.precision.value) == (1, 0.5)


def test_symmetric_relation(document):
    """The ends of a symmetric relation may be exchanged; of a directed one they may not."""
    a = {"d": document(TEXT, [PERSON, ORG], [(0, 1, "MEETS")])}
    b = {"d": document(TEXT, [PERSON, ORG], [(1, 0, "MEETS")])}
    assert two(a, b, symmetric=["MEETS"]).relation_pairs["anna|boris"].strict.f1.value == 1
    directed = two(a, b).relation_pairs["anna|boris"]
    assert directed.strict.f1.value == 0
    assert directed.link.f1.value == 1
    assert directed.disagreements["direction"] == 1


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (([PERSON, (23, 29, "ORG")], [(0, 1, "WORKS")]), "entity"),
        (([PERSON, ORG], [(1, 0, "WORKS")]), "direction"),
        (([PERSON, ORG], [(0, 1, "OWNS")]), "label"),
        (([PERSON, ORG], [(1, 0, "OWNS")]), "direction+label"),
        (([PERSON, ORG], [(1, 0, "MEETS")]), "label"),
    ],
)
def test_relation_kinds(document, other, kind):
    """A relation that differs is counted once, as what differs first."""
    a, b = document(TEXT, [PERSON, ORG], [(0, 1, "WORKS")]), document(TEXT, *other)
    found = two({"d": a}, {"d": b}, symmetric=["MEETS"]).relation_pairs["anna|boris"].disagreements
    assert {k: n for k, n in found.items() if n} == {kind: 1}


def test_given_entities(document):
    """Relations are scored apart from disagreement on entities where both agree on the ends."""
    a = document(TEXT, [PERSON, ORG, (12, 20, "JOB")], [(0, 1, "WORKS"), (0, 2, "IS")])
    b = document(TEXT, [PERSON, ORG], [(0, 1, "WORKS")])
    pair = two({"d": a}, {"d": b}).relation_pairs["anna|boris"]
    assert pair.strict.f1.value == pytest.approx(2 / 3)
    assert pair.given_entities.f1.value == 1


def test_tokens_of_different_records(document):
    """Where the annotators' tokens differ, the project's tokenizer decides for all of them alike."""
    a = document(TEXT, [PERSON], tokens=[(0, 4), (5, 11), (12, 20), (21, 22), (23, 30)])
    b = document(TEXT, [PERSON], tokens=[(0, 11), (12, 30)])
    assert two({"d": a}, {"d": b}).entity_pairs["anna|boris"].token.n == 5


def test_white_space_tokens_do_not_count(document):
    """Tokens of white space are no tokens for agreement."""
    a = document("да  нет", tokens=[(0, 2), (2, 4), (4, 7)])
    assert two({"d": a}, {"d": a}).entity_pairs["anna|boris"].token.n == 2


def test_many_labels(document):
    """More labels than fit into one integer's bits are told apart."""
    text = " ".join(f"w{i:03}" for i in range(150))
    spans = [(5 * i, 5 * i + 4, f"L{i:03}") for i in range(150)]
    a, b = document(text, spans), document(text, [(s, e, "L000") for s, e, _ in spans])
    token = two({"d": a}, {"d": b}).entity_pairs["anna|boris"].token
    assert token.percent.value == pytest.approx(1 / 150)
    assert two({"d": a}, {"d": a}).entity_pairs["anna|boris"].token.kappa.value == 1


def test_seed_makes_reports_repeatable(document):
    """The same seed gives the same intervals."""
    a = {f"d{i}": document(TEXT, [PERSON, ORG][: i % 3], document_id=f"d{i}") for i in range(8)}
    b = {f"d{i}": document(TEXT, [PERSON], document_id=f"d{i}") for i in range(8)}
    assert two(a, b, seed=3).to_json() == two(a, b, seed=3).to_json()
    strict = two(a, b, seed=3).entity_pairs["anna|boris"].strict.f1
    assert strict.low < strict.value < strict.high
