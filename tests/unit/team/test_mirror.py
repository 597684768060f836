"""The copy on this computer: what comes, what goes, and what is never overwritten."""

from dataclasses import replace

import pytest

from annotator.domain import Status
from annotator.domain.edits import AddEntity
from annotator.suggest.gazetteer import tagged_names
from annotator.team.mirror import Journal, Mirror, pulled_folder
from annotator.team.mirrored import MirroredWorkspace
from annotator.workspace import Article, SaveError, Workspace, WorkspaceError
from annotator.workspace.check import CheckReport
from annotator.workspace.check_workspace import check_workspace


def finish(store, name, document_id):
    with store.annotations(name) as annotations:
        return annotations.save(annotations.load(document_id).replacing(status=Status.DONE))


@pytest.fixture
def joined(store):
    opened = MirroredWorkspace.open_address(store.server.address)
    yield opened
    if opened.store is not None:
        opened.store.close()


def test_the_copy_is_a_workspace_like_any_other(store):
    """It opens, validates, and holds the very records; a second pull brings only what is new."""
    finish(store, "anna", "beta")
    store.set("guidelines", "# Правила")
    store.write_assignments({"beta": ("anna",)})
    folder = pulled_folder(store.server.address)
    copy = Workspace.open(folder)
    assert (copy.name, copy.guidelines) == ("news", "# Правила")
    assert list(copy.document_ids) == list(store.document_ids)
    assert copy.read("anna").load("beta") == store.read("anna").load("beta")
    assert copy.assignments() == {"beta": ("anna",)}
    report = CheckReport()
    check_workspace(folder, report)
    assert report.ok
    finish(store, "anna", "alpha")
    store.add_articles([Article("delta", "Да.", ((0, 2), (2, 3)))])
    pulled = Mirror(store.server.address).pull(store)
    assert (pulled.articles, pulled.records) == (1, {"anna": ["alpha"]})
    assert Mirror(store.server.address).pull(store).records == {}


def test_a_save_is_on_both(store, joined):
    """The file has it, the server has it, under the same number."""
    with joined.annotations("anna") as annotations:
        saved = annotations.save(annotations.load("alpha"))
        saved = annotations.save(saved)
    assert store.read("anna").load("alpha").rev == saved.rev == 2
    assert Workspace.open(joined.path).read("anna").load("alpha") == saved
    assert not (joined.path / "unsent-anna.jsonl").exists()


def test_unsent_work_survives_and_is_sent_later(store, joined, server):
    """Without a server saves are kept here; the next open sends them, once."""
    with joined.annotations("anna") as annotations:
        document = annotations.save(annotations.load("alpha"))
        server.kill()
        try:
            for _ in range(2):
                with pytest.raises(SaveError) as told:
                    annotations.save(document)
                assert told.value.safe and told.value.retry
            later = document.replacing(status=Status.DONE)
            with pytest.raises(SaveError):
                annotations.save(later)
            offline = MirroredWorkspace.open_address(store.server.address)
            assert offline.offline is not None
            assert offline.read("anna").load("alpha").status is Status.DONE
        finally:
            server.start()
    assert Journal(joined.layout, "anna").unsent == {"alpha": 1}
    again = MirroredWorkspace.open_address(store.server.address)
    with again.annotations("anna") as annotations:
        assert annotations.forks() == [] and not annotations.journal.unsent
    assert store.read("anna").load("alpha").status is Status.DONE
    again.store.close()


def test_work_on_both_sides_is_a_conflict_with_both_versions(store, joined, server):
    """What was saved elsewhere while we were offline is neither lost nor does it overwrite ours."""
    with joined.annotations("anna") as annotations:
        document = annotations.save(annotations.load("alpha"))
        server.kill()
        with pytest.raises(SaveError):
            annotations.save(document.replacing(status=Status.SKIPPED))
        server.start()
    finish(store, "anna", "alpha")
    again = MirroredWorkspace.open_address(store.server.address)
    with again.annotations("anna") as annotations:
        (fork,) = annotations.forks()
        assert (fork.mine.status, fork.theirs.status) == (Status.SKIPPED, Status.DONE)
        assert annotations.load("alpha").status is Status.SKIPPED
        assert annotations.notices == []  # the two versions are told together, not twice
    again.store.close()


def test_another_window_of_ours_is_followed(store, joined):
    """What another computer saved comes into the open file."""
    with joined.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        with store.annotations("anna", take_over=True) as elsewhere:
            elsewhere.save(elsewhere.load("alpha").replacing(status=Status.DONE))
            elsewhere.save(elsewhere.load("beta"))
        assert sorted(annotations.catch_up(store)) == ["alpha", "beta"]
        assert annotations.load("alpha").status is Status.DONE
        assert annotations.catch_up(store) == []


def test_blindness_takes_back_what_the_copy_had(store, login):
    """When a lead makes the work blind, the copies of annotators lose what others did."""
    boris = login("boris")
    finish(store, "anna", "alpha")
    folder = pulled_folder(boris.server.address)
    assert (folder / "annotations" / "anna.jsonl").exists()
    store.set("blind", "true")
    pulled_folder(boris.server.address)
    assert not (folder / "annotations" / "anna.jsonl").exists()


def test_another_workspace_at_the_same_address_is_not_mixed_in(store, server):
    """A database that was made anew is told apart from the one that the copy is of."""
    pulled_folder(store.server.address)
    store.server.run("UPDATE annotator.settings SET value = 'another' WHERE key = 'id'")
    with pytest.raises(WorkspaceError, match="another workspace"):
        pulled_folder(store.server.address)


def test_the_copy_gets_the_suggestions(store, joined):
    """What a machine has made on the server comes with the next pull, once."""
    from annotator.suggest.registry import spec_for
    from annotator.suggest.shared import suggest_shared
    from annotator.suggest.suggestion_file import SuggestionReader

    with store.annotations("anna") as annotations:
        document = annotations.load("alpha")
        annotations.save(AddEntity(0, 16, "PERSON").resolve(document, store.scheme).apply(document))
    spec = replace(spec_for("mentions", store.scheme, "ru"), names=tagged_names([annotations.load("alpha")]))
    assert suggest_shared(store, spec, processes=1).documents == 3
    joined.mirror.pull(store)
    joined.mirror.pull(store)
    with SuggestionReader(joined) as reader:
        assert sorted(reader.document_ids(reader.sources[0])) == ["alpha", "beta", "gamma"]
