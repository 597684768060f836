"""What must hold for any annotations."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.agreement.strategies import SYMMETRIC, sets

from annotator.agreement import measure

FAST = settings(max_examples=25, deadline=None)
SWAPPED = {"missing": "extra", "extra": "missing"}


def leaves(tree, prefix=""):
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def nearly(value):
    numbers = isinstance(value, float) or (isinstance(value, list) and all(isinstance(x, float) for x in value))
    return pytest.approx(value) if numbers else value


@FAST
@given(sets(most=4))
def test_symmetry(found):
    """Exchanging two annotators exchanges precision and recall and leaves every coefficient as it is."""
    there = measure(found, SYMMETRIC, replicates=20).to_json()
    back = measure({"anna": found["boris"], "boris": found["anna"]}, SYMMETRIC, replicates=20).to_json()
    for layer in ("entities", "relations"):
        one, two = there[layer]["pairs"]["anna|boris"], back[layer]["pairs"]["anna|boris"]
        for name, value in leaves(one):
            other = dict(leaves(two))
            last = name.rsplit(".", 1)[-1]
            if last in {
                "f1",
                "kappa",
                "kappa_annotated",
                "ac1",
                "percent",
                "tp",
                "f1_doc_mean",
                "kappa_linked",
                "f1_ci",
            }:
                assert other[name] == (value if value is None else pytest.approx(value))
        for kind, count in one["disagreements"].items():
            assert two["disagreements"][SWAPPED.get(kind, kind)] == count


@FAST
@given(sets(annotators=3, missing=True), st.randoms())
def test_order_does_not_matter(found, random):
    """Neither the order of documents nor that of annotators changes a figure (alpha_U knows the order by definition)."""
    shuffled = {}
    for name in random.sample(sorted(found), len(found)):
        ids = random.sample(sorted(found[name]), len(found[name]))
        shuffled[name] = {i: found[name][i] for i in ids}
    one, two = (dict(leaves(measure(f, SYMMETRIC, replicates=20).to_json())) for f in (found, shuffled))
    for name, value in one.items():
        if name not in {"annotators", "document_ids"} and "alpha_u" not in name:
            assert two[name] == nearly(value), name


@FAST
@given(sets(annotators=3, missing=True))
def test_bounds(found):
    """Shares lie between 0 and 1, coefficients do not exceed 1, and nothing is ever NaN."""
    report = measure(found, SYMMETRIC, replicates=20).to_json()
    for name, value in leaves(report):
        if not isinstance(value, float):
            continue
        assert not math.isnan(value), name
        assert value <= 1 + 1e-9, name
        if name.rsplit(".", 1)[-1] in {"f1", "precision", "recall", "percent", "f1_mean", "f1_micro", "f1_doc_mean"}:
            assert value >= 0, name


@FAST
@given(sets(annotators=1, most=3))
def test_identical_annotators(found):
    """Annotators who say the same have 1 in every figure that is defined, and no disagreement."""
    documents = found["anna"]
    report = measure({"anna": documents, "boris": documents, "vera": documents}, SYMMETRIC, replicates=20).to_json()
    for name, value in leaves({"entities": report["entities"], "relations": report["relations"]}):
        if isinstance(value, float):
            assert value == pytest.approx(1), name
        if ".disagreements." in name:
            assert value == 0
