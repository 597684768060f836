"""Laying a model's answers beside the data's."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import Document, Entity, Relation
from annotator.training.matching import boundary_counts, confusions, layer_of, partial_counts, relation_keys
from annotator.training.scores import Counts


def entities(*triples):
    return tuple(Entity(f"T{i}", *triple) for i, triple in enumerate(triples, start=1))


spans = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 5), st.sampled_from("AB")).map(lambda t: (t[0], t[0] + t[1], t[2])),
    max_size=5,
)


@given(spans, spans)
def test_partial_matching_is_the_largest_one_to_one_matching(found, wanted):
    """No other pairing of overlapping spans of one label has more pairs."""
    first, second = entities(*found), entities(*wanted)

    def most(i, used):
        if i == len(first):
            return 0
        options = [
            1 + most(i + 1, used | {j})
            for j, w in enumerate(second)
            if j not in used and w.label == first[i].label and w.overlaps(first[i].start, first[i].end)
        ]
        return max([most(i + 1, used), *options])

    assert partial_counts(first, second) == Counts(most(0, frozenset()), len(first), len(second))


def test_boundaries_alone():
    """The label does not matter, but each span counts once."""
    assert boundary_counts(entities((0, 3, "A"), (5, 7, "B")), entities((0, 3, "B"), (5, 8, "B"))) == Counts(1, 2, 2)


def test_confusions_pair_the_spans_that_share_most():
    """A wrong label, a missed and a made-up entity."""
    found = entities((0, 5, "ORG"), (20, 25, "PERSON"))
    wanted = entities((0, 5, "PERSON"), (10, 12, "PRODUCT"))
    assert confusions(found, wanted) == {("PERSON", "ORG"): 1, ("", "PERSON"): 1, ("PRODUCT", ""): 1}


def test_symmetric_relations_have_no_direction():
    """A KNOWS B is B KNOWS A, but A OWNS B is not B OWNS A."""
    pair = entities((0, 2, "A"), (3, 5, "A"))
    there, back = (
        Document("d", "ab cd", entities=pair, relations=(Relation("R1", h, t, "KNOWS"), Relation("R2", h, t, "OWNS")))
        for h, t in (("T1", "T2"), ("T2", "T1"))
    )
    same = relation_keys(there, frozenset({"KNOWS"})) & relation_keys(back, frozenset({"KNOWS"}))
    assert {label for _, label in same} == {"KNOWS"}


def test_the_layer_is_flat_or_everything():
    """ents leaves the nested entity out."""
    document = Document("d", "ЦБ РФ", ((0, 2), (3, 5)), entities((0, 5, "ORG"), (3, 5, "COUNTRY")))
    assert [e.label for e in layer_of(document, "ents", "ru")] == ["ORG"]
    assert [e.label for e in layer_of(document, "spans.sc", "ru")] == ["ORG", "COUNTRY"]
