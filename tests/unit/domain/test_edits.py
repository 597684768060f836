"""Edits resolve into exact, invertible patches, and refuse what the scheme forbids with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_documents import LABELS, edits, histories, scheme, simple_tokens

from annotator.domain import Document, EditRefusedError, Entity, Overlap, Relation, Status
from annotator.domain import edits as ed

TEXT = "Мустафа Сулейман работает в Microsoft AI, а Сэм Альтман — в OpenAI."


def document(*entities, relations=()):
    return Document("d", TEXT, simple_tokens(TEXT), tuple(entities), tuple(relations))


SULEYMAN = Entity("T1", 0, 16, "PERSON")
MICROSOFT_AI = Entity("T2", 28, 40, "ORG")
ALTMAN = Entity("T3", 44, 55, "PERSON")


@given(histories())
def test_undoing_every_patch_gives_the_first_document_again(history):
    """Taking all patches back, newest first, restores all that was there; redoing them restores the end."""
    document, patches = history
    back = document
    for patch in reversed(patches):
        back = patch.inverse().apply(back)
    assert (back.entities, back.relations, back.notes, back.scores, back.rejected) == ((), (), {}, {}, ())
    assert back.status is Status.NOT_STARTED
    again = back
    for patch in patches:
        again = patch.apply(again)
    assert again == document


@given(histories())
def test_joined_patches_do_what_the_single_ones_do(history):
    """`then` composes: one joined patch equals its parts, and so does its inverse."""
    document, patches = history
    start = Document(document.id, document.text, document.tokens, last_ids=document.last_ids)
    joined = ed.Patch()
    for patch in patches:
        joined = joined.then(patch)
    assert joined.apply(start) == document
    assert joined.inverse().apply(document) == start


@given(histories())
def test_ids_are_never_reused(history):
    """An id that was ever given, also to something undone or deleted, is not given again."""
    document, patches = history
    given_ids = [after.id for patch in patches for before, after in patch.entities if before is None and after]
    assert len(given_ids) == len(set(given_ids))
    assert document.next_entity_id() not in given_ids


@given(histories(overlap=Overlap.NESTED), st.data())
def test_whatever_the_edits_the_scheme_holds(history, data):
    """No sequence of accepted edits leads to a document with which the scheme finds fault."""
    document, _ = history
    rules = scheme(Overlap.NESTED)
    start = Document(document.id, document.text, document.tokens)
    for _ in range(8):
        try:
            start = data.draw(edits(start)).resolve(start, rules).apply(start)
        except EditRefusedError:
            continue
    assert rules.problems(start) == []
    assert all(start.surface(e).strip() == start.surface(e) != "" for e in start.entities)
    assert {end for r in start.relations for end in (r.head, r.tail)} <= {e.id for e in start.entities}


def test_blanks_at_the_ends_of_a_selection_are_trimmed():
    """A selection with blanks around a name tags the name."""
    patch = ed.AddEntity(16, 41, "ORG").resolve(document(), scheme())
    assert patch.entities[0][1].span == (17, 41)


def test_a_selection_of_blanks_only_is_refused():
    """Nothing but blanks cannot be tagged."""
    with pytest.raises(EditRefusedError, match="select some text"):
        ed.AddEntity(7, 8, "PERSON").resolve(document(), scheme())


def test_deleting_an_entity_takes_its_relations_notes_and_scores_along():
    """What hangs on an entity goes with it, and comes back with it."""
    before = document(SULEYMAN, MICROSOFT_AI, relations=[Relation("R1", "T1", "T2", "WORKPLACE")])
    before = before.replacing(notes={"T1": "кто?", "R1": "верно"}, scores={"R1": 0.5}, status=Status.IN_PROGRESS)
    patch = ed.DeleteEntity("T1").resolve(before, scheme())
    after = patch.apply(before)
    assert (after.entities, after.relations, after.notes, after.scores) == ((MICROSOFT_AI,), (), {}, {})
    assert patch.inverse().apply(after) == before


@pytest.mark.parametrize(
    ("overlap", "start", "end", "refused"),
    [
        (Overlap.NONE, 0, 7, "allows no overlap"),
        (Overlap.NESTED, 0, 7, None),
        (Overlap.NESTED, 8, 24, "allows only nesting"),
        (Overlap.ANY, 8, 24, None),
        (Overlap.NESTED, 0, 16, None),
        (Overlap.NONE, 17, 24, None),
    ],
)
def test_overlap_is_a_property_of_the_scheme(overlap, start, end, refused):
    """None, nested or any: the refusal says which entity is in the way."""
    edit = ed.AddEntity(start, end, "ORG")
    if refused is None:
        assert edit.resolve(document(SULEYMAN), scheme(overlap)).entity_balance == 1
    else:
        with pytest.raises(EditRefusedError, match=f"Мустафа Сулейман.*{refused}"):
            edit.resolve(document(SULEYMAN), scheme(overlap))


@pytest.mark.parametrize(
    ("head", "tail", "label", "reason"),
    [
        ("T2", "T1", "WORKPLACE", "WORKPLACE goes from PERSON to ORG, not from ORG to PERSON"),
        ("T1", "T2", "NO_SUCH", "no relation label NO_SUCH"),
        ("T1", "T2", "SAME", "links entities of one type"),
        ("T1", "T1", "KNOWS", "two different entities"),
        ("T1", "T9", "KNOWS", "is gone"),
        ("T3", "T1", "KNOWS", "there already"),
    ],
)
def test_relations_are_constrained_by_type(head, tail, label, reason):
    """A relation against the scheme is refused with the reason; a symmetric one is stored once."""
    known = document(SULEYMAN, MICROSOFT_AI, ALTMAN, relations=[Relation("R1", "T1", "T3", "KNOWS")])
    with pytest.raises(EditRefusedError, match=reason):
        ed.AddRelation(head, tail, label).resolve(known, scheme())


def test_relabelling_that_breaks_a_relation_is_refused_unless_it_may_be_dropped():
    """The annotator is told which relation stands in the way."""
    related = document(SULEYMAN, MICROSOFT_AI, relations=[Relation("R1", "T1", "T2", "WORKPLACE")])
    with pytest.raises(EditRefusedError, match="WORKPLACE"):
        ed.RelabelEntity("T2", "PRODUCT").resolve(related, scheme())
    after = ed.RelabelEntity("T2", "PRODUCT", drop_relations=True).resolve(related, scheme()).apply(related)
    assert (after.entity("T2").label, after.relations) == ("PRODUCT", ())


def test_several_edits_are_one_step_all_or_nothing():
    """One refused edit refuses the whole step, unless refused ones may be skipped."""
    wanted = [ed.AddEntity(0, 16, "PERSON"), ed.AddEntity(8, 24, "ORG"), ed.AddEntity(44, 55, "PERSON")]
    with pytest.raises(EditRefusedError):
        ed.several(wanted, ed.msg("a", "а")).resolve(document(), scheme())
    patch = ed.several(wanted, ed.msg("a", "а"), skip_refused=True).resolve(document(), scheme())
    after = patch.apply(document())
    assert [e.id for e in after.entities] == ["T1", "T2"]
    assert patch.inverse().apply(after).entities == ()


@pytest.mark.parametrize("label", LABELS)
def test_names_of_edits_stand_in_both_languages(label):
    """The undo menu can be read in Russian and in English."""
    name = ed.AddEntity(0, 1, label).name
    assert (name.render("en"), name.render("ru")) == (f"tag {label}", f"метка {label}")
