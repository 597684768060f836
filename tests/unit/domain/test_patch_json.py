"""Patches survive the disk."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import Document, DomainError, Entity, Patch, Relation, Status
from annotator.domain.patch_json import document_state, patch_from_json, patch_to_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
ENTITIES = st.builds(
    Entity,
    st.integers(1, 9).map("T{}".format),
    st.integers(0, 5),
    st.integers(6, 9),
    TEXTS,
    TEXTS,
    st.sampled_from(["manual", "import:brat"]),
    st.sampled_from([(), ((0, 1), (3, 4))]),
    st.dictionaries(TEXTS, st.integers() | TEXTS, max_size=2),
)
RELATIONS = st.builds(
    Relation,
    st.integers(1, 9).map("R{}".format),
    st.just("T1"),
    st.just("T2"),
    TEXTS,
    st.sampled_from(["manual", "slovnet"]),
    st.dictionaries(TEXTS, st.integers(), max_size=2),
)
PATCHES = st.builds(
    Patch,
    st.lists(st.tuples(st.none() | ENTITIES, st.none() | ENTITIES), max_size=3).map(tuple),
    st.lists(st.tuples(st.none() | RELATIONS, st.none() | RELATIONS), max_size=3).map(tuple),
    st.none() | st.tuples(st.sampled_from(Status), st.sampled_from(Status)),
    st.dictionaries(TEXTS, st.tuples(TEXTS, TEXTS), max_size=2),
    st.dictionaries(TEXTS, st.tuples(st.none() | st.floats(0, 1), st.none() | st.floats(0, 1)), max_size=2),
    st.none() | st.just((({"start": 1},), ({"start": 1}, {"start": 2}))),
)


@given(PATCHES)
def test_a_patch_survives_json(patch):
    """What is read back is the same patch, inverse included."""
    again = patch_from_json(json.loads(json.dumps(patch_to_json(patch))))
    assert again == patch and again.inverse() == patch.inverse()
    assert (again.notes, again.scores, again.rejected) == (dict(patch.notes), dict(patch.scores), patch.rejected)


@pytest.mark.parametrize(
    "data", [[], 1, {"entities": 1}, {"entities": [[{}, None]]}, {"status": ["x", "y"]}, {"notes": {"a": 1}}]
)
def test_what_is_no_patch_is_refused(data):
    """Anything else is a DomainError, never a half-read patch."""
    with pytest.raises(DomainError):
        patch_from_json(data)


def test_a_state_tells_documents_apart():
    """Two documents are in the same state if nothing that undo could change differs."""
    document = Document("a", "text", entities=(Entity("T1", 0, 4, "X"),))
    assert document_state(document) == document_state(document.replacing(rev=7, saved_at="now", annotator="b"))
    for other in (
        document.replacing(entities=()),
        document.replacing(status=Status.DONE),
        document.replacing(notes={"": "x"}),
        document.replacing(entities=(Entity("T1", 0, 4, "Y"),)),
    ):
        assert document_state(document) != document_state(other)
