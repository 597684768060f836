"""The draft of a scheme: its rules, and that it says again what it was made from."""

import pytest

from annotator.domain import EntityLabel, RelationLabel
from annotator.gui.scheme.draft import Draft
from annotator.resources import scheme_named


@pytest.fixture
def draft():
    return Draft.of(scheme_named("news-ru"))


def test_an_untouched_draft_is_the_scheme(draft):
    """What is not changed comes out as it went in."""
    assert draft.result() == scheme_named("news-ru")
    assert draft.problem() is None
    assert list(draft.renames()) == []


def test_a_new_label_has_a_free_name_and_a_free_key(draft):
    """Labels are added ready to be used; A, R and X are never given away."""
    keys = {row.label.key for row in draft.of_kind("entity")}
    first, second = draft.add("entity"), draft.add("entity")
    assert first.label.label != second.label.label
    assert first.label.key != second.label.key
    assert not {first.label.key, second.label.key} & (keys | {"a", "r", "x"})
    assert draft.problem() is None


def test_renaming_reaches_the_ends_of_relations(draft):
    """Relations go on asking for the label under its new name, and the rename is told."""
    person = draft.of_kind("entity")[0]
    draft.rename(person, "HUMAN")
    relations = draft.result().relations
    assert not any("PERSON" in relation.head + relation.tail for relation in relations)
    assert any("HUMAN" in relation.head for relation in relations)
    assert list(draft.renames()) == [("entity", "PERSON", "HUMAN")]


def test_deleting_a_label_takes_it_out_of_the_ends(draft):
    """No relation asks for a label that is gone."""
    draft.remove(draft.of_kind("entity")[0])
    assert draft.problem() is None
    assert not any("PERSON" in relation.head + relation.tail for relation in draft.result().relations)


def test_moving_keeps_to_its_kind(draft):
    """The first entity becomes the second; at the end nothing happens."""
    first, second = draft.of_kind("entity")[:2]
    draft.move(first, 1)
    assert draft.of_kind("entity")[:2] == [second, first]
    draft.move(second, -1)
    assert draft.of_kind("entity")[:2] == [second, first]


@pytest.mark.parametrize(
    ("labels", "word"),
    [
        ([EntityLabel("A", key="x")], "key"),
        ([EntityLabel("A", key="п")], "key"),
        ([EntityLabel("A", key="b"), EntityLabel("B", key="b")], "same key"),
        ([EntityLabel("A"), EntityLabel("A")], "two labels"),
        ([EntityLabel("")], "no name"),
        ([EntityLabel("A"), RelationLabel("R", head=("B",))], "B"),
    ],
)
def test_what_cannot_be_a_scheme_is_said(draft, labels, word):
    """Each rule that is broken has its sentence."""
    draft.rows = []
    for label in labels:
        draft.add("relation" if isinstance(label, RelationLabel) else "entity").label = label
    assert word in str(draft.problem())
