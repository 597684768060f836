"""Every version of a document can be read back, with who, when and what changed."""

from annotator.domain import Status
from annotator.domain.edits import AddEntity, AddRelation, DeleteEntity, RelabelEntity, SetStatus
from annotator.workspace.history import describe_change


def test_history_reads_the_log_and_the_backups(workspace):
    """Versions superseded before the last tidy come from the backups, the rest from the log, each of them once."""
    for word in ("Мустафа", "Сулейман", "Microsoft"):
        with workspace.annotations("anna") as annotations:
            document = annotations.load("alpha")
            start = document.text.index(word)
            edit = AddEntity(start, start + len(word), "PERSON")
            annotations.save(edit.resolve(document, workspace.scheme).apply(document))
            annotations.save(annotations.load("beta"))
    with workspace.annotations("anna") as annotations:
        document = annotations.load("alpha")
        document = annotations.save(SetStatus(Status.DONE).resolve(document, workspace.scheme).apply(document))
        revisions = annotations.history("alpha")
    assert [r.number for r in revisions] == [1, 2, 3, 4]
    assert [len(r.document.entities) for r in revisions] == [1, 2, 3, 3]
    assert [str(r.change) for r in revisions[1:]] == ["entities +1", "entities +1", "status done"]
    assert {r.annotator for r in revisions} == {"anna"} and all(r.saved_at for r in revisions)
    assert revisions[-1].document.entities == document.entities
    assert [r.number for r in workspace.read("anna").history("alpha")] == [1, 2, 3, 4]
    assert workspace.read("anna").history("gamma") == []


def test_an_old_version_is_brought_back_by_saving_it_again(workspace):
    """Restoring is one more version, so that it can be taken back too."""
    with workspace.annotations("anna") as annotations:
        document = annotations.load("alpha")
        first = annotations.save(AddEntity(0, 7, "PERSON").resolve(document, workspace.scheme).apply(document))
        annotations.save(DeleteEntity("T1").resolve(first, workspace.scheme).apply(first))
        old = annotations.history("alpha")[0]
        restored = annotations.save(old.document)
        assert restored.rev == 3 and restored.entities == first.entities
        assert [len(r.document.entities) for r in annotations.history("alpha")] == [1, 0, 1]


def test_a_change_is_described_in_counts(workspace):
    """What was added, deleted and changed is told apart, for entities and relations."""
    scheme = workspace.scheme
    before = workspace.read("anna").load("alpha")
    for edit in (AddEntity(0, 16, "PERSON"), AddEntity(27, 36, "ORG"), AddRelation("T1", "T2", "WORKPLACE")):
        before = edit.resolve(before, scheme).apply(before)
    after = RelabelEntity("T1", "ORG", drop_relations=True).resolve(before, scheme).apply(before)
    change = describe_change(before, after)
    assert change.render("en") == "entities ~1, relations −1"
    assert change.render("ru") == "сущности ~1, отношения −1"
    assert str(describe_change(after, after)) == "no difference"
