"""A draft of a scheme that somebody else has changed meanwhile."""

from dataclasses import replace

from annotator.domain import EntityLabel, LabelScheme, Overlap, RelationLabel
from annotator.gui.scheme.draft import Draft

BASE = LabelScheme(
    "news", entities=tuple(map(EntityLabel, ("PERSON", "ORG", "PLACE"))), relations=(RelationLabel("WORKPLACE"),)
)


def names(draft):
    return [row.label.label for row in draft.rows]


def test_changes_of_both_sides_come_together():
    """Theirs where only they changed, mine where I did; what either added is there, what either removed is not."""
    mine = Draft.of(BASE)
    mine.rename(mine.rows[0], "HUMAN")
    mine.remove(mine.rows[2])
    mine.add("entity")
    theirs = replace(
        BASE,
        entities=(BASE.entities[0], replace(BASE.entities[1], color="#aa0000"), BASE.entities[2], EntityLabel("EVENT")),
        relations=(),
        overlap=Overlap.ANY,
    )
    together = mine.rebased(theirs)
    assert names(together) == ["HUMAN", "ORG", "LABEL_1", "EVENT"]
    result = together.result()
    assert result.entity_label("ORG").color == "#aa0000" and result.overlap is Overlap.ANY
    assert list(together.renames()) == [("entity", "PERSON", "HUMAN")]
    assert together.made_from == theirs


def test_a_label_that_both_changed_is_worded_as_here():
    """Mine stands; one that they removed and I changed stays, as a new one; my overlap stays where I changed it."""
    mine = Draft.of(BASE)
    mine.rows[1].label = replace(mine.rows[1].label, color="#00aa00")
    mine.rows[2].label = replace(mine.rows[2].label, short="PLC")
    mine.scheme = replace(mine.scheme, overlap=Overlap.NONE)
    theirs = replace(BASE, entities=(BASE.entities[0], replace(BASE.entities[1], color="#aa0000")), overlap=Overlap.ANY)
    together = mine.rebased(theirs)
    assert together.result().entity_label("ORG").color == "#00aa00"
    assert names(together) == ["PERSON", "ORG", "PLACE", "WORKPLACE"] and together.rows[2].was == ""
    assert together.result().overlap is Overlap.NONE
