from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest.assignment import AssignmentError, assign

DOCUMENTS = [f"d{i}" for i in range(60)]


@given(st.integers(1, 6), st.integers(0, 80), st.integers(0, 9), st.data())
def test_work_is_balanced(annotators, documents, seed, data):
    """Every document has as many annotators as asked for, and nobody has two documents more than another."""
    names = [f"a{i}" for i in range(annotators)]
    overlap = data.draw(st.integers(1, annotators))
    dealt = assign([f"d{i}" for i in range(documents)], names, overlap, seed)
    assert all(len(set(chosen)) == overlap for chosen in dealt.values())
    load = Counter(name for chosen in dealt.values() for name in chosen)
    assert max(load[n] for n in names) - min(load[n] for n in names) <= 1


def test_pairs_are_balanced():
    """With three annotators and overlap 2, every pair shares about a third of the documents."""
    dealt = assign(DOCUMENTS, ["a", "b", "c"], 2, 1)
    pairs = Counter(pair for chosen in dealt.values() for pair in combinations(chosen, 2))
    assert set(pairs.values()) == {20}


def test_the_seed_decides():
    """The same seed deals the same way, another one differently."""
    assert assign(DOCUMENTS, ["a", "b", "c"], 2, 1) == assign(DOCUMENTS, ["a", "b", "c"], 2, 1)
    assert assign(DOCUMENTS, ["a", "b", "c"], 2, 1) != assign(DOCUMENTS, ["a", "b", "c"], 2, 2)


def test_what_is_dealt_out_stays():
    """New documents are dealt out without moving the old ones, and even the work out."""
    before = assign(DOCUMENTS[:30], ["a", "b"], 1, 1)
    after = assign(DOCUMENTS, ["a", "b", "c"], 1, 1, before)
    assert {d: after[d] for d in before} == before
    assert Counter(name for names in after.values() for name in names) == {"a": 20, "b": 20, "c": 20}


@pytest.mark.parametrize(("names", "overlap"), [(["a"], 2), (["a"], 0), (["a", "a"], 1), ([], 1)])
def test_impossible_orders_are_refused(names, overlap):
    """Too few annotators, a repeated name or no overlap is said in one line."""
    with pytest.raises(AssignmentError):
        assign(DOCUMENTS, names, overlap, 1)


def test_the_workspace_reads_what_is_written(workspace):
    """The file is the one that the workspace reads its assignments from."""
    dealt = assign(workspace.document_ids, ["anna", "boris"], 1, 1)
    workspace.write_assignments(dealt)
    assert workspace.assignments() == dealt
