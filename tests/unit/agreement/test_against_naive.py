"""The fast code gives what the definitions give."""

import pytest
from hypothesis import given, settings
from unit.agreement import naive
from unit.agreement.strategies import LABELS, SYMMETRIC, documents, sets

from annotator.agreement import align, disagreements, measure

FAST = settings(max_examples=50, deadline=None)


def pair_of(a, b, **options):
    return measure({"anna": {a.id: a}, "boris": {b.id: b}}, SYMMETRIC, replicates=0, **options)


def close(value, expected):
    assert (value is None) == (expected is None)
    assert value is None or value == pytest.approx(expected, abs=1e-9)


@FAST
@given(documents(), documents())
def test_span_measures(a, b):
    """Strict, exact and lenient counts are those of the definitions."""
    pair = pair_of(a, b).entity_pairs["anna|boris"]
    n_a, n_b = len(naive.spans(a)), len(naive.spans(b))
    for score, expected in ((pair.strict, naive.strict), (pair.exact, naive.exact), (pair.lenient, naive.lenient)):
        assert (score.tp, score.n_a, score.n_b) == (expected(a, b), n_a, n_b)
        close(score.f1.value, naive.f1(score.tp, n_a, n_b))
    for label in LABELS:
        ones, others = ({s for s in naive.spans(d) if s[2] == label} for d in (a, b))
        if label in pair.per_label:
            assert pair.per_label[label].strict.tp == len(ones & others)
            rest = naive.largest_matching(ones - others, others - ones, naive.overlap)
            assert pair.per_label[label].lenient.tp == len(ones & others) + rest


@FAST
@given(documents(), documents())
def test_alignment_tiers(a, b):
    """Each tier of the alignment is a maximum matching of what the tiers before it left."""
    found = align(a, b, SYMMETRIC).entities
    tests = {
        "same": lambda x, y: x == y,
        "label": lambda x, y: x[:2] == y[:2],
        "boundary": lambda x, y: x[2] == y[2] and naive.overlap(x, y),
        "boundary+label": naive.overlap,
    }
    left, right = naive.spans(a), naive.spans(b)
    for kind, fits in tests.items():
        pairs = [((i.a.start, i.a.end, i.a.label), (i.b.start, i.b.end, i.b.label)) for i in found if i.kind == kind]
        assert all(fits(x, y) for x, y in pairs)
        assert len(pairs) == naive.largest_matching(left, right, fits)
        left, right = left - {x for x, _ in pairs}, right - {y for _, y in pairs}
    assert len(left) == sum(i.kind == "missing" for i in found)
    assert len(right) == sum(i.kind == "extra" for i in found)


@FAST
@given(documents(), documents())
def test_token_measures(a, b):
    """Token coefficients are those of the label sets of the tokens."""
    token = pair_of(a, b).entity_pairs["anna|boris"].token
    one, two = naive.categories(a), naive.categories(b)
    marked = [(x, y) for x, y in zip(one, two, strict=True) if x or y]
    assert (token.n, token.n_annotated) == (len(one), len(marked))
    close(token.percent.value, sum(x == y for x, y in zip(one, two, strict=True)) / len(one))
    close(token.kappa.value, naive.cohen(one, two))
    close(token.kappa_annotated.value, naive.cohen([x for x, _ in marked], [y for _, y in marked]))
    close(token.ac1.value, naive.ac1(one, two))
    both = sum(len(set(x) & set(y)) for x, y in zip(one, two, strict=True))
    close(token.f1.value, naive.f1(both, sum(map(len, one)), sum(map(len, two))))


@FAST
@given(sets(annotators=3, missing=True))
def test_overall_tokens(found):
    """Alpha takes all documents with two annotators, Fleiss' kappa those that all have done."""
    report = measure(found, SYMMETRIC, replicates=0)
    ids = sorted({i for documents_ in found.values() for i in documents_})
    columns = [[naive.categories(d[i]) for d in found.values() if i in d] for i in ids]
    units = [list(values) for rows in columns for values in zip(*rows, strict=True)]
    close(report.entities.token.alpha.value, naive.alpha(units))
    complete = [u for u in units if len(u) == 3]
    close(report.entities.token.fleiss_kappa.value, naive.fleiss(complete))
    for label, scores in report.entities.per_label.items():
        close(scores.alpha.value, naive.alpha([[label in v for v in u] for u in units]))
        close(scores.fleiss_kappa.value, naive.fleiss([[label in v for v in u] for u in complete]))


@FAST
@given(documents(), documents())
def test_relation_measures(a, b):
    """Relation counts and the kappa of linked pairs are those of the definitions."""
    pair = pair_of(a, b).relation_pairs["anna|boris"]
    one, two = naive.relations(a, SYMMETRIC), naive.relations(b, SYMMETRIC)
    assert (pair.strict.tp, pair.n_a, pair.n_b) == (len(one & two), len(one), len(two))
    agreed = naive.spans(a) & naive.spans(b)
    given_a, given_b = ({r for r in side if {r[0], r[1]} <= agreed} for side in (one, two))
    assert pair.given_entities.n_a == len(given_a)
    assert pair.given_entities.n_b == len(given_b)
    assert pair.given_entities.tp == len(given_a & given_b)
    first, second = naive.pair_categories(a, b, SYMMETRIC)
    assert pair.pairs.n == len(first)
    close(pair.pairs.kappa.value, naive.cohen(first, second))
    linked = [(x, y) for x, y in zip(first, second, strict=True) if x and y]
    assert pair.pairs.n_linked == len(linked)
    close(pair.pairs.kappa_linked.value, naive.cohen([x for x, _ in linked], [y for _, y in linked]))


@FAST
@given(sets(annotators=3, missing=True))
def test_rows_equal_counts(found):
    """The disagreements that can be listed are exactly those that are counted."""
    report = measure(found, SYMMETRIC, replicates=0)
    for key in report.pairs:
        for layer, pair in (("entity", report.entity_pairs[key]), ("relation", report.relation_pairs[key])):
            for kind, count in pair.disagreements.items():
                rows = list(disagreements(report, pair=key, layer=layer, kind=kind))
                assert len(rows) == count
                assert all(row.kind == kind and (row.a is None) == (kind == "extra") for row in rows)
                assert all((row.b is None) == (kind == "missing") for row in rows)


@FAST
@given(documents(), documents())
def test_relation_disagreements_cover_everything(a, b):
    """Every relation is agreed or appears in exactly one disagreement."""
    found = align(a, b, SYMMETRIC).relations
    assert sum(r.a is not None for r in found) == len(naive.relations(a, SYMMETRIC))
    assert sum(r.b is not None for r in found) == len(naive.relations(b, SYMMETRIC))
    assert sum(r.kind == "same" for r in found) == len(naive.relations(a, SYMMETRIC) & naive.relations(b, SYMMETRIC))
