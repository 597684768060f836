"""`annotator merge` as a function: workspaces, folders, and what sync programs leave behind."""

import shutil

import pytest
from small_articles import SCHEME, TEXTS, article

from annotator.domain import Entity, Status
from annotator.workspace import Workspace
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.joining import Joining

IDS = list(TEXTS)


def annotate(workspace, name, identifier, *entities):
    with workspace.annotations(name) as annotations:
        document = annotations.load(identifier).replacing(entities=entities, status=Status.DONE)
        annotations.save(document)


def join(workspace, *sources, prefer="newer"):
    joining = Joining(workspace, prefer)
    for source in sources:
        joining.take(source)
    joining.take_conflict_copies()
    return joining.report


@pytest.fixture
def other(tmp_path):
    workspace = Workspace.create(tmp_path / "other", scheme=SCHEME)
    workspace.add_articles([article("new", "Новая статья."), *(article(i, t) for i, t in TEXTS.items())])
    return workspace


def test_a_whole_workspace_is_taken_in(workspace, other):
    """Articles, annotations of everybody and assignments arrive; a second time all is there already."""
    annotate(other, "vera", "new", Entity("T1", 0, 5, "PERSON"))
    other.layout.assignments.write_text('{"document": "new", "annotators": ["vera"]}\n', encoding="utf-8")
    report = join(workspace, other.path)
    assert report.problems == []
    assert "new" in workspace.document_ids
    assert workspace.read("vera").load("new").entities[0].label == "PERSON"
    assert workspace.assignments() == {"new": ("vera",)}
    again = join(Workspace.open(workspace.path), other.path).to_json()
    assert (again["taken"], again["problems"]) == (0, [])


@pytest.mark.parametrize("prefer", ["newer", "here", "there"])
def test_of_two_versions_one_counts_and_the_other_is_kept(workspace, other, prefer):
    """The newer one counts, or the one that was asked for; nothing is lost."""
    annotate(workspace, "anna", IDS[0], Entity("T1", 0, 2, "PERSON"))
    annotate(workspace, "anna", IDS[0], Entity("T1", 0, 2, "PERSON"))
    annotate(other, "anna", IDS[0], Entity("T1", 0, 2, "ORG"))
    report = join(workspace, other.layout.annotations_folder, prefer=prefer)
    label = workspace.read("anna").load(IDS[0]).entities[0].label
    assert label == ("ORG" if prefer == "there" else "PERSON")
    kept = report.files[0].kept.read_text(encoding="utf-8")
    assert ("PERSON" if prefer == "there" else "ORG") in kept


@pytest.mark.parametrize(
    "name",
    [
        "anna (Boris's conflicted copy 2026-01-02).jsonl",
        "anna.sync-conflict-20260102-101010-ABCDEFG.jsonl",
        "anna (conflicted copy 2026-01-02 101010).jsonl",
        "anna_conflict-20260102-101010.jsonl",
        "anna (конфликтующая копия 2026-01-02).jsonl",
        "anna-LAPTOP.jsonl",
        "anna (1).jsonl",
    ],
    ids=["dropbox", "syncthing", "nextcloud", "owncloud", "russian", "onedrive", "google drive"],
)
def test_conflict_copies_of_every_sync_program_are_merged(workspace, other, name):
    """The copy's work arrives in the annotator's file, and the copy moves out of the way."""
    annotate(workspace, "anna", IDS[1])
    annotate(other, "anna", IDS[0], Entity("T1", 0, 2, "ORG"))
    copy = workspace.layout.annotations_folder / name
    shutil.copy(other.layout.annotations("anna"), copy)
    report = join(workspace)
    assert report.problems == []
    assert workspace.read("anna").load(IDS[0]).entities[0].label == "ORG"
    assert not copy.exists()
    assert report.files[0].moved.exists()
    assert Workspace.open(workspace.path).annotators == ("anna",)


def test_what_cannot_be_taken_is_told_and_stays(workspace, other):
    """A record without its article is refused by name, and its conflict copy stays where it is."""
    annotate(workspace, "anna", IDS[1])
    annotate(other, "anna", "new")
    copy = workspace.layout.annotations_folder / "anna (conflicted copy).jsonl"
    shutil.copy(other.layout.annotations("anna"), copy)
    report = join(workspace)
    assert "new" in str(report.problems[0])
    assert copy.exists()


def test_nothing_and_itself_are_refused(workspace, tmp_path):
    """An empty folder and the workspace itself are no sources."""
    (tmp_path / "empty").mkdir()
    for source in (tmp_path / "empty", workspace.path):
        with pytest.raises(WorkspaceError):
            Joining(workspace).take(source)
