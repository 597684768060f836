"""Settling disagreements: agreed things at once, the rest item by item, nothing lost on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.agreement import naive
from unit.agreement.strategies import SYMMETRIC, documents

from annotator.agreement import AgreementError, adjudicate
from annotator.agreement.adjudication import META
from annotator.agreement.variants import EntityItem, EntityVariant, RelationItem
from annotator.domain import Document, Entity

TEXT = "Анна Орлова работает в Ромашке"
PERSON, ORG = (0, 11, "PERSON"), (23, 30, "ORG")


def decide_all(state, annotator):
    while state.open_items:
        item = next(i for i in state.open_items if state.ready(i))
        state = state.take(item.key, annotator)
    return state


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), min_size=2, max_size=3), st.integers(0, 1))
def test_taking_one_side_gives_that_side(found, chosen):
    """Who is taken everywhere has the gold record to his or her name; the annotators' documents stay as they are."""
    sides = dict(zip(("anna", "boris", "vera"), found, strict=False))
    name = ("anna", "boris")[chosen]
    state = decide_all(adjudicate(sides, SYMMETRIC), name)
    assert naive.spans(state.gold) == naive.spans(sides[name])
    assert naive.relations(state.gold, SYMMETRIC) == naive.relations(sides[name], SYMMETRIC)
    assert state.documents == sides


@settings(max_examples=40, deadline=None)
@given(documents(), documents(), documents(), st.randoms())
def test_work_goes_on_where_it_stopped(a, b, c, random):
    """At any moment the gold record alone holds the state: loaded again, the same is open and decided."""
    sides = {"anna": a, "boris": b, "vera": c}
    state = adjudicate(sides, SYMMETRIC)
    while state.open_items:
        item = random.choice([i for i in state.open_items if state.ready(i)])
        who = random.choice([*sides, None])
        state = state.take(item.key, who) if who else state.neither(item.key)
        again = adjudicate(sides, SYMMETRIC, Document.from_record(state.gold.to_record()))
        assert again.open_items == state.open_items
        assert again.decisions == state.decisions
        assert naive.spans(again.gold) == naive.spans(state.gold)
    assert state.finished


def test_agreed_things_are_taken_over(document):
    """What all agree on is in the gold record from the start, with the relation between."""
    a = document(TEXT, [PERSON, ORG], [(0, 1, "WORKS")])
    state = adjudicate({"anna": a, "boris": a})
    assert naive.spans(state.gold) == {PERSON, ORG}
    assert len(state.gold.relations) == 1
    assert state.finished
    assert state.gold.annotator == "gold"


def test_majority(document):
    """Of three annotators two make a majority, which can be taken as it is."""
    short = (23, 29, "ORG")
    sides = {"anna": [PERSON, ORG], "boris": [PERSON, ORG], "vera": [PERSON, short]}
    state = adjudicate({name: document(TEXT, spans) for name, spans in sides.items()})
    (item,) = state.open_items
    assert item.majority == EntityVariant(*ORG, ("anna", "boris"))
    state = state.take(item.key, item.majority.annotators[0], by="lead")
    assert naive.spans(state.gold) == {PERSON, ORG}
    decision = state.gold.meta[META]["decisions"][item.key]
    assert (decision["annotators"], decision["by"]) == (["anna", "boris"], "lead")


def test_relation_waits_for_its_ends(document):
    """A relation is decided after its entities; one on which all agree comes by itself then."""
    a = document(TEXT, [PERSON, ORG], [(0, 1, "WORKS")])
    b = document(TEXT, [PERSON, (23, 29, "ORG")], [(0, 1, "WORKS")])
    state = adjudicate({"anna": a, "boris": b})
    entity, relation = state.open_items
    assert isinstance(entity, EntityItem)
    assert isinstance(relation, RelationItem)
    with pytest.raises(AgreementError):
        state.take(relation.key, "anna")
    state = state.take(entity.key, "boris")
    assert state.finished
    assert len(state.gold.relations) == 1


def test_nothing_at_one_end_closes_the_relation(document):
    """Where nothing stands at an end, no relation is open and none is made."""
    a, b = document(TEXT, [PERSON, ORG], [(0, 1, "WORKS")]), document(TEXT, [PERSON])
    state = adjudicate({"anna": a, "boris": b})
    state = state.neither(state.open_items[0].key)
    assert state.finished
    assert not state.gold.relations


def test_own_and_reopen(document):
    """An own entity may stand instead of all variants; reopening takes it out again with its relations."""
    a, b = document(TEXT, [PERSON, ORG]), document(TEXT, [PERSON, (23, 29, "ORG")])
    state = adjudicate({"anna": a, "boris": b})
    (item,) = state.open_items
    own = state.own(item.key, [EntityVariant(12, 30, "EVENT", ())])
    assert (12, 30, "EVENT") in naive.spans(own.gold)
    back = own.reopen(item.key)
    assert naive.spans(back.gold) == {PERSON}
    assert back.open_items == (item,)
    with pytest.raises(AgreementError):
        state.own(item.key, [EntityVariant(11, 12, "EVENT", ())])


def test_what_was_tagged_by_hand_is_adopted(document):
    """Entities put into the gold document by hand become the decision on an item, and leave with it."""
    a, b = document(TEXT, [PERSON, ORG]), document(TEXT, [PERSON, (23, 29, "ORG")])
    state = adjudicate({"anna": a, "boris": b})
    (item,) = state.open_items
    made = Entity(state.gold.next_entity_id(), 12, 30, "EVENT")
    edited = state.edited(state.gold.replacing(entities=(*state.gold.entities, made)))
    assert edited.open_items == (item,)
    adopted = edited.adopt(item.key, [made.id], by="lead")
    assert adopted.finished
    kept = adopted.gold.meta[META]["decisions"][item.key]
    assert (kept["choice"], kept["ids"], kept["by"]) == ("own", [made.id], "lead")
    assert naive.spans(adopted.reopen(item.key).gold) == {PERSON}


def test_changed_mind_reopens(document):
    """A decision is open again when an annotator changed what was decided on."""
    a, b = document(TEXT, [ORG]), document(TEXT, [(23, 29, "ORG")])
    state = adjudicate({"anna": a, "boris": b})
    state = state.take(state.open_items[0].key, "anna")
    again = adjudicate({"anna": a, "boris": document(TEXT, [(23, 30, "PRODUCT")])}, gold=state.gold)
    assert len(again.open_items) == 1


def test_deleted_agreement_stays_deleted(document):
    """What the adjudicator deleted by hand is not put back when the work goes on."""
    a = document(TEXT, [PERSON, ORG])
    gold = adjudicate({"anna": a, "boris": a}).gold
    gold = gold.replacing(entities=gold.entities[:1])
    assert naive.spans(adjudicate({"anna": a, "boris": a}, gold=gold).gold) == {PERSON}
