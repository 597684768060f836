from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain import Document, Entity, Patch, Relation
from annotator.gui.canvas.marks import Marks, Suggestion, mark_id

TEXT = "а" * 4000
SPANS = st.tuples(st.integers(0, 3900), st.one_of(st.integers(1, 80), st.integers(1001, 3000))).map(
    lambda t: (t[0], min(len(TEXT), t[0] + t[1]))
)


def document(spans: list[tuple[int, int]]) -> Document:
    return Document("d", TEXT, entities=tuple(Entity(f"T{i}", a, b, "ORG") for i, (a, b) in enumerate(spans, 1)))


@settings(max_examples=60)
@given(st.lists(SPANS, max_size=30), st.lists(st.tuples(SPANS, st.integers(0, 60)), max_size=20), SPANS)
def test_ranges_are_answered_as_by_looking_through_everything(spans, changes, asked):
    """After any patches, what lies in a range is what a plain scan of the document finds, long entities included."""
    now = document(spans)
    marks = Marks(now)
    for span, pick in changes:
        if pick < len(now.entities) and pick % 2:
            patch = Patch(entities=((now.entities[pick], None),))
        else:
            patch = Patch(entities=((None, Entity(now.next_entity_id(), *span, "ORG")),))
        marks.apply(patch)
        now = patch.apply(now)
    assert {mark_id(m) for m in marks.within(*asked)} == {e.id for e in now.entities_in(*asked)}
    assert [m.start for m in marks.within(*asked)] == sorted(m.start for m in marks.within(*asked))


def test_a_patch_tells_where_something_changed():
    """Moving an entity touches where it was, where it is, and the other end of its relations."""
    entities = (Entity("T1", 0, 5, "ORG"), Entity("T2", 100, 105, "ORG"))
    start = Document("d", TEXT, entities=entities, relations=(Relation("R1", "T1", "T2", "x"),))
    moved = Entity("T1", 0, 9, "ORG")
    marks = Marks(start)
    assert set(marks.apply(Patch(entities=((entities[0], moved),)))) >= {(0, 5), (0, 9), (100, 105)}
    assert marks.entity("T1") == moved


def test_relations_follow_patches_and_their_inverse():
    """Adding and taking back a relation leaves nothing behind."""
    entities = (Entity("T1", 0, 5, "ORG"), Entity("T2", 100, 105, "ORG"))
    marks = Marks(Document("d", TEXT, entities=entities))
    patch = Patch(relations=((None, Relation("R1", "T1", "T2", "x")),))
    marks.apply(patch)
    assert [r.id for r in marks.relations_of("T2")] == ["R1"]
    marks.apply(patch.inverse())
    assert marks.relations_of("T2") == []
    assert marks.relation("R1") is None


def test_walking_goes_through_entities_and_suggestions_in_reading_order_and_round():
    """Tab visits every mark once and then begins again."""
    entities = (Entity("T1", 10, 15, "ORG"), Entity("T2", 30, 35, "ORG"))
    marks = Marks(Document("d", TEXT, entities=entities), [Suggestion("s", 20, 25, "ORG")])
    current, seen = None, []
    for _ in range(4):
        current = marks.step(current, 0, forward=True)
        seen.append(mark_id(current))
    assert seen == ["T1", "?s", "T2", "T1"]
    assert mark_id(marks.step(marks.entity("T1"), 0, forward=False)) == "T2"


@given(st.lists(SPANS, max_size=8), st.lists(SPANS, max_size=5), st.booleans())
def test_walking_visits_every_mark_once_a_round(spans, suggested, forward):
    """Whatever lies where, one round forward or backward meets each entity and suggestion exactly once, in order."""
    suggestions = [Suggestion(str(i), a, b, "ORG") for i, (a, b) in enumerate(suggested)]
    marks = Marks(document(spans), suggestions)
    total = len(spans) + len(suggested)
    current, seen = None, []
    for _ in range(total):
        current = marks.step(current, 0 if forward else len(TEXT), forward=forward)
        seen.append((current.start, -current.end, current.label, mark_id(current)))
    assert len(set(seen)) == total
    assert seen == sorted(seen, reverse=not forward)
    assert marks.step(None, 0, forward=forward) is None or total


def test_the_innermost_entity_comes_first():
    """At a place with nesting the smallest entity is the first answer."""
    entities = (Entity("T1", 0, 20, "ORG"), Entity("T2", 5, 9, "ORG"))
    marks = Marks(Document("d", TEXT, entities=entities))
    assert [e.id for e in marks.entities_at(6)] == ["T2", "T1"]
