"""Likely slips are found with their places."""

from annotator.agreement import FindingKind, findings
from annotator.domain import EntityLabel, LabelScheme, RelationLabel


def kinds(found):
    return [(f.kind, f.document_id, f.start, f.end) for f in found]


def test_varying_label(document):
    """The rarer label of a string is shown where it stands."""
    one = document("Ромашка и Ромашка", [(0, 7, "ORG"), (10, 17, "ORG")], document_id="one")
    two = document("Ромашка", [(0, 7, "PRODUCT")], document_id="two")
    (found,) = findings([one, two])
    assert (found.kind, found.document_id, found.target_id) == (FindingKind.LABEL_VARIES, "two", "T1")


def test_untagged_mention(document):
    """A tagged name is found untagged as a whole word only, and not inside another entity."""
    one = document("Анна Орлова пришла", [(0, 11, "PERSON"), (0, 4, "PERSON")], document_id="one")
    two = document("Анна и Аннам, Анна Орлова", [(14, 25, "PERSON")], document_id="two")
    assert kinds(findings([one, two])) == [(FindingKind.UNTAGGED, "two", 0, 4)]


def test_scheme_and_tokens(document):
    """What the scheme forbids and what cuts a token is listed with its place."""
    scheme = LabelScheme(
        "s", (EntityLabel("ORG"), EntityLabel("PERSON")), (RelationLabel("WORKS", ("PERSON",), ("ORG",)),)
    )
    made = document("Ромашка Анна", [(0, 7, "ORG"), (8, 11, "PERSON")], [(0, 1, "WORKS")])
    found = kinds(findings([made], scheme))
    assert (FindingKind.SCHEME, "d", 0, 11) in found
    assert (FindingKind.SPLITS_WORD, "d", 8, 11) in found
    assert len(found) == 2
