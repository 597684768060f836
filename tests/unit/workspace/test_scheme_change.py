"""Changing the scheme never deletes an annotation."""

import pytest

from annotator.domain import EntityLabel, LabelScheme, Overlap, RelationLabel, SchemeError
from annotator.domain.edits import AddEntity, AddRelation
from annotator.workspace import Workspace, WorkspaceError, WorkspaceLocked
from annotator.workspace.scheme_change import rename_label, unfitting


@pytest.fixture
def annotated(workspace):
    for name in ("anna", "boris"):
        with workspace.annotations(name) as annotations:
            document = annotations.load("alpha")
            for edit in (AddEntity(8, 16, "PERSON"), AddEntity(27, 39, "ORG"), AddRelation("T1", "T2", "WORKPLACE")):
                document = edit.resolve(document, workspace.scheme).apply(document)
            annotations.save(document)
    return workspace


def test_what_no_longer_fits_is_listed_and_stays(annotated):
    """After a label is gone from the scheme its entities are still there, and are listed with the reason."""
    before = [annotated.layout.annotations(n).read_bytes() for n in ("anna", "boris")]
    planned = LabelScheme("smaller", (EntityLabel("PERSON"),), (RelationLabel("WORKPLACE", ("PERSON",)),))
    assert list(unfitting(annotated)) == []
    found = list(unfitting(annotated, planned))
    assert [(u.annotator, u.document_id, u.item_id, u.label, u.surface) for u in found] == [
        ("anna", "alpha", "T2", "ORG", "Microsoft AI"),
        ("boris", "alpha", "T2", "ORG", "Microsoft AI"),
    ]
    annotated.set_scheme(planned)
    again = Workspace.open(annotated.path)
    assert [u.item_id for u in unfitting(again)] == ["T2", "T2"]
    assert [annotated.layout.annotations(n).read_bytes() for n in ("anna", "boris")] == before


def test_a_label_is_renamed_everywhere_as_one_step_per_document(annotated):
    """Scheme, relation ends and everybody's annotations follow; each document has one more version in its history."""
    report = rename_label(annotated, "entity", "ORG", "COMPANY")
    assert report.documents == {"anna": 1, "boris": 1} and (report.renamed, report.joined) == (2, 0)
    again = Workspace.open(annotated.path)
    assert again.scheme.entity_label("COMPANY") and not again.scheme.entity_label("ORG")
    assert again.scheme.relation_label("WORKPLACE").tail == ("COMPANY",)
    document = again.read("boris").load("alpha")
    assert [e.label for e in document.entities] == ["PERSON", "COMPANY"] and len(document.relations) == 1
    assert document.rev == 2 and list(unfitting(again)) == []
    assert [r.number for r in again.read("anna").history("alpha")] == [1, 2]


def test_a_relation_label_is_renamed(annotated):
    """Relations keep their ends and ids."""
    rename_label(annotated, "relation", "WORKPLACE", "WORKS_AT")
    (relation,) = Workspace.open(annotated.path).read("anna").load("alpha").relations
    assert (relation.id, relation.head, relation.tail, relation.label) == ("R1", "T1", "T2", "WORKS_AT")


def test_entities_that_become_equal_become_one_and_keep_their_relations(annotated):
    """Where the new label stands on the same span already, that one stays and takes over the relations."""
    with annotated.annotations("anna") as annotations:
        document = annotations.load("alpha")
        edit = AddEntity(27, 39, "PERSON")
        annotations.save(edit.resolve(document, annotated.scheme).apply(document))
    report = rename_label(annotated, "entity", "ORG", "PERSON")
    document = Workspace.open(annotated.path).read("anna").load("alpha")
    assert report.joined == 1
    assert [e.id for e in document.entities] == ["T1", "T3"]
    assert [(r.head, r.tail) for r in document.relations] == [("T1", "T3")]


def test_nothing_is_renamed_while_somebody_works(annotated):
    """A held file stops the rename before the first change."""
    before = annotated.layout.scheme.read_bytes()
    with annotated.annotations("boris"), pytest.raises(WorkspaceLocked):
        rename_label(annotated, "entity", "ORG", "COMPANY")
    assert annotated.layout.scheme.read_bytes() == before
    assert annotated.read("anna").load("alpha").rev == 1
    with pytest.raises(WorkspaceError):
        rename_label(annotated, "entity", "ORG", " ")


def test_another_overlap_is_written_to_the_settings(workspace):
    """annotator.toml and scheme.json never contradict each other; comments stay."""
    workspace.set_scheme(LabelScheme("x", overlap=Overlap.NONE))
    again = Workspace.open(workspace.path)
    assert again.scheme.overlap is Overlap.NONE
    assert "# none | nested | any" in workspace.layout.settings.read_text()


def test_a_scheme_that_contradicts_itself_is_never_written(workspace):
    """A scheme that could not be read again is refused, and the workspace still opens."""
    before = workspace.layout.scheme.read_bytes()
    with pytest.raises(SchemeError):
        workspace.set_scheme(LabelScheme("x", (EntityLabel("A"),), (RelationLabel("R", ("B",)),)))
    assert workspace.layout.scheme.read_bytes() == before
    assert Workspace.open(workspace.path).scheme == workspace.scheme
