from dataclasses import replace

import pytest

from annotator.domain import EditRefusedError, Entity
from annotator.suggest.offers import (
    AcceptRelation,
    accept,
    accept_all,
    offers,
    reject,
    reject_all,
    reject_relation,
    relation_offers,
)
from annotator.suggest.suggestion import RelationSuggestion, Suggestion

TEXT = "Мустафа Сулейман работает в Microsoft AI."


def suggestion(start, end, label, source="slovnet", score=0.9):
    return Suggestion("d1", start, end, label, source, score)


PERSON, ORG = suggestion(0, 16, "PERSON"), suggestion(28, 40, "ORG")


def test_new_suggestions_are_offered_in_reading_order(make_document):
    """What is not decided yet is offered."""
    assert offers(make_document(TEXT), [ORG, PERSON]) == [PERSON, ORG]


def test_tagged_and_overlapping_ones_are_not_offered(make_document, scheme):
    """A suggestion that is tagged already, or shares characters with an entity of its label, is left out."""
    document = make_document(TEXT, entities=(Entity("T1", 8, 16, "PERSON"), Entity("T2", 28, 40, "ORG")))
    assert offers(document, [PERSON, ORG]) == []
    assert offers(document, [PERSON, ORG], scheme) == []


def test_nesting_under_another_label_is_offered_where_the_scheme_allows_it(make_document, scheme):
    """A product inside an organisation's name may still be tagged."""
    document = make_document(TEXT, entities=(Entity("T1", 28, 40, "ORG"),))
    inner = suggestion(28, 37, "PRODUCT")
    assert offers(document, [inner], scheme) == [inner]
    assert offers(document, [inner]) == []


def test_rejected_ones_are_not_offered_again_by_anyone(make_document, scheme):
    """A rejection is remembered in the document and holds for every source."""
    document = make_document(TEXT)
    after = reject(PERSON).resolve(document, scheme).apply(document)
    assert offers(after, [PERSON, suggestion(0, 16, "PERSON", source="model:x")]) == []
    assert offers(after, [suggestion(0, 16, "ORG")]) != []


def test_one_of_several_sources_is_offered(make_document):
    """Where sources agree, the one with the highest score is offered."""
    surer = suggestion(0, 16, "PERSON", source="model:x", score=0.99)
    assert offers(make_document(TEXT), [PERSON, surer]) == [surer]


def test_suggestions_for_another_document_or_text_are_not_offered(make_document):
    """What does not fit the text is never shown."""
    assert offers(make_document("Мало"), [PERSON, Suggestion("d2", 0, 4, "ORG", "x")]) == []


def test_accepted_suggestions_keep_source_and_score(make_document, scheme):
    """The record tells that the entity was suggested, by whom and how surely."""
    document = make_document(TEXT)
    after = accept(PERSON).resolve(document, scheme).apply(document)
    (entity,) = after.entities
    assert (entity.source, after.scores[entity.id]) == ("slovnet", 0.9)


def test_accepting_all_is_one_step_without_what_the_scheme_refuses(make_document, scheme):
    """Crossing suggestions are decided for the surer one; undo takes all back."""
    document = make_document(TEXT)
    crossing = suggestion(8, 24, "ORG", score=0.2)
    patch = accept_all([crossing, PERSON, ORG]).resolve(document, scheme)
    assert [e.span for e in patch.apply(document).entities] == [PERSON.span, ORG.span]
    assert patch.inverse().apply(patch.apply(document)) == document.replacing(last_ids=patch.apply(document).last_ids)


def test_rejecting_all(make_document, scheme):
    """All are remembered in one step."""
    document = make_document(TEXT)
    assert len(reject_all([PERSON, ORG]).resolve(document, scheme).apply(document).rejected) == 2


@pytest.fixture
def relation():
    return RelationSuggestion("d1", PERSON, ORG, "WORKPLACE", "model:x", 0.7)


def test_relations_wait_for_their_ends(make_document, scheme, relation):
    """A relation is offered once both ends are tagged, becomes a relation with source and score, and then is gone."""
    document = make_document(TEXT)
    assert relation_offers(document, [relation], scheme) == []
    document = accept_all([PERSON, ORG]).resolve(document, scheme).apply(document)
    assert relation_offers(document, [relation], scheme) == [relation]
    after = AcceptRelation(relation).resolve(document, scheme).apply(document)
    assert [(r.label, r.source, after.scores[r.id]) for r in after.relations] == [("WORKPLACE", "model:x", 0.7)]
    assert relation_offers(after, [relation], scheme) == []


def test_rejected_relations_are_not_offered_again(make_document, scheme, relation):
    """A rejection is remembered for relations too."""
    document = make_document(TEXT)
    document = accept_all([PERSON, ORG]).resolve(document, scheme).apply(document)
    after = reject_relation(relation).resolve(document, scheme).apply(document)
    assert relation_offers(after, [relation], scheme) == []
    assert after.from_record(after.to_record()).rejected == after.rejected


def test_an_accepted_relation_brings_the_ends_that_were_only_suggested(make_document, scheme, relation):
    """One step tags the end that is still on offer, relates both, and one undo takes all of it back."""
    document = make_document(TEXT, entities=(Entity("T1", *PERSON.span, "PERSON"),))
    on_offer = offers(document, [PERSON, ORG], scheme)
    assert relation_offers(document, [relation], scheme) == []
    assert relation_offers(document, [relation], scheme, on_offer) == [relation]
    patch = AcceptRelation(relation).resolve(document, scheme)
    after = patch.apply(document)
    assert [(e.id, e.source) for e in after.entities] == [("T1", "manual"), ("T2", "slovnet")]
    assert [(r.head, r.tail, after.scores[r.id]) for r in after.relations] == [("T1", "T2", 0.7)]
    assert patch.inverse().apply(after) == document.replacing(last_ids=after.last_ids)


def test_a_relation_whose_end_was_rejected_is_not_offered(make_document, scheme, relation):
    """A relation hangs on its ends: who rejects one has decided about it."""
    document = reject(ORG).resolve(make_document(TEXT), scheme).apply(make_document(TEXT))
    on_offer = offers(document, [PERSON, ORG], scheme)
    assert relation_offers(document, [relation], scheme, on_offer) == []


def test_of_several_sources_the_surest_relation_is_offered(make_document, scheme, relation):
    """Two models that suggest the same relation are asked about once."""
    sure = replace(relation, source="model:y", score=0.95)
    document = make_document(TEXT)
    assert relation_offers(document, [relation, sure], scheme, [PERSON, ORG]) == [sure]


def test_accepting_all_brings_entities_and_relations_and_leaves_out_what_is_refused(make_document, scheme, relation):
    """A relation that the scheme forbids is left out of the step; alone it is refused with the reason."""
    document = make_document(TEXT)
    wrong = replace(relation, head=ORG, tail=PERSON)
    after = accept_all([PERSON, ORG], [wrong, relation]).resolve(document, scheme).apply(document)
    assert (len(after.entities), [r.label for r in after.relations]) == (2, ["WORKPLACE"])
    assert relation_offers(document, [wrong], scheme, [PERSON, ORG]) == []
    with pytest.raises(EditRefusedError):
        AcceptRelation(wrong).resolve(document, scheme)
    assert len(reject_all([PERSON], [relation]).resolve(document, scheme).apply(document).rejected) == 2
