"""Going from one version of a document to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import Document, EditRefusedError, Entity, LabelScheme, Relation, Status
from annotator.domain.patch_json import document_state
from annotator.domain.versions import RestoreVersion, difference

TEXT = "Анна работает в Яндексе, Борис — в Сбере"
ENTITIES = [Entity(f"T{n}", n * 3, n * 3 + 2, label) for n, label in enumerate(["PER", "ORG", "PER", "ORG"], 1)]


@st.composite
def versions(draw):
    """Any document over four entities of changing labels, with a relation, a note and a status."""
    chosen = draw(st.lists(st.sampled_from(ENTITIES), unique=True))
    labels = draw(st.lists(st.sampled_from(["PER", "ORG"]), min_size=4, max_size=4))
    entities = tuple(Entity(e.id, e.start, e.end, label) for e, label in zip(chosen, labels, strict=False))
    relations = (Relation("R1", entities[0].id, entities[1].id, "WORKS"),) if len(entities) > 1 else ()
    notes = {"": draw(st.sampled_from(["", "так?", "да"]))}
    return Document(
        "a", TEXT, entities=entities, relations=relations, status=draw(st.sampled_from(list(Status)[1:])),
        notes={key: text for key, text in notes.items() if text},
        scores={e.id: 0.5 for e in entities[:1]},
    )  # fmt: skip


@given(versions(), versions())
def test_the_patch_leads_there_and_back(before, after):
    """The difference of two versions turns one into the other, and its inverse turns it back."""
    patch = difference(before, after)
    assert document_state(patch.apply(before)) == document_state(after)
    assert document_state(patch.inverse().apply(patch.apply(before))) == document_state(before)
    assert bool(patch) == (document_state(before) != document_state(after))


def test_another_text_is_refused():
    """A version of another text never brings its offsets in."""
    with pytest.raises(EditRefusedError, match="another text"):
        RestoreVersion(Document("a", "иначе")).resolve(Document("a", TEXT), LabelScheme("s", (), ()))
