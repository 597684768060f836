from __future__ import annotations

from annotator.domain import Document, Entity, EntityLabel, LabelScheme, Relation, RelationLabel
from annotator.gui.canvas.legality import Legality
from annotator.gui.canvas.marks import Marks

SCHEME = LabelScheme(
    "s",
    entities=(EntityLabel("PER"), EntityLabel("ORG"), EntityLabel("DATE")),
    relations=(
        RelationLabel("works", head=("PER",), tail=("ORG",)),
        RelationLabel("leads", head=("PER",), tail=("ORG",)),
        RelationLabel("knows", head=("PER",), tail=("PER",), symmetric=True),
    ),
)
PERSON, OTHER, FIRM, DATE = (
    Entity("T1", 0, 3, "PER"),
    Entity("T2", 4, 7, "PER"),
    Entity("T3", 8, 11, "ORG"),
    Entity("T4", 12, 15, "DATE"),
)


def legality(*relations: Relation) -> Legality:
    document = Document("d", "а" * 20, entities=(PERSON, OTHER, FIRM, DATE), relations=relations)
    return Legality(SCHEME, Marks(document))


def test_all_relations_of_the_direction_are_offered():
    """From a person to a firm there are two."""
    assert [(o.kind.label, o.reversed) for o in legality().options(PERSON, FIRM)] == [
        ("works", False),
        ("leads", False),
    ]


def test_only_the_other_direction_is_offered_reversed():
    """From a firm to a person nothing goes, so that the same two are offered the other way round."""
    assert [(o.kind.label, o.reversed) for o in legality().options(FIRM, PERSON)] == [("works", True), ("leads", True)]


def test_what_is_there_already_is_not_offered_again():
    """A symmetric relation counts in both directions."""
    assert legality(Relation("R1", "T2", "T1", "knows")).options(PERSON, OTHER) == []
    taken = legality(Relation("R1", "T1", "T3", "works"))
    assert [o.kind.label for o in taken.options(PERSON, FIRM)] == ["leads"]


def test_targets_are_the_entities_with_an_open_relation():
    """Dates, the entity itself and exhausted pairs are no targets."""
    assert [e.id for e in legality().targets(PERSON)] == ["T2", "T3"]
    assert legality().targets(DATE) == []
