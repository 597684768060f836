import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from windows_rules import DESCRIPTORS, WindowsRules

from annotator.domain import Status
from annotator.domain.entity import Entity
from annotator.workspace import Article, Workspace
from annotator.workspace.repair import repair_workspace
from annotator.workspace.sharing import open_shared, process_runs, swap_in

pytestmark = pytest.mark.skipif(not DESCRIPTORS.exists(), reason="needs /proc")


@pytest.fixture
def windows(monkeypatch):
    rules = WindowsRules()
    rules.put_in_force(monkeypatch)
    return rules


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "news")
    made.add_articles([Article(name, f"Иван Петров, {name}.") for name in ("b", "a")])
    return made


def save(annotations, name, end):
    document = annotations.load(name)
    annotations.save(replace(document, entities=(Entity("T1", 0, end, "PERSON"),), status=Status.DONE))


def test_a_held_file_is_not_replaced_under_these_rules(windows, tmp_path):
    """The rules bite: a file that was opened in the plain way stays, one that is shared gives way."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    new.write_text("new")
    with old.open() as _held, pytest.raises(PermissionError):
        swap_in_now = sys.modules["annotator.workspace.files"].swap_in
        swap_in_now(new, old)
    descriptor = sys.modules["annotator.workspace.files"].open_shared(old, os.O_RDONLY)
    swap_in_now(new, old)
    assert (old.read_text(), os.read(descriptor, 9)) == ("new", b"old")
    os.close(descriptor)


def test_a_day_of_work_goes_through_where_open_files_cannot_be_replaced(windows, workspace):
    """Saving, tidying with readers on the file, importing and repairing work under Windows' rules for open files."""
    with workspace.annotations("anna") as annotations:
        for end in (4, 11):
            for name in ("a", "b"):
                save(annotations, name, end)
        reader = Workspace.open(workspace.path).read("anna")
        assert reader.load("a").entities[0].end == 11
    lines = (workspace.path / "annotations" / "anna.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line[:9] for line in lines] == ['{"id":"b"', '{"id":"a"']
    assert reader.load("b").entities[0].end == 11
    workspace.add_articles([Article("c", "Ещё одна.")])
    with workspace.annotations("anna") as annotations:
        save(annotations, "c", 3)
    (workspace.path / "annotations" / "boris.jsonl").write_bytes(b"{broken\n")
    repair_workspace(workspace.path)
    assert windows.refused == []
    assert not list(workspace.path.rglob("*.tmp"))


def test_a_process_runs_until_it_has_ended():
    """The own process runs; a number that no process has does not."""
    assert process_runs(os.getpid())
    assert not process_runs(2**22 + 1)


def test_sharing_opens_as_the_system_does(tmp_path):
    """A new file is made, an existing one is refused where a new one is wanted, and appending appends."""
    path = tmp_path / "file"
    for data in (b"one", b"two"):
        descriptor = open_shared(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, data)
        os.close(descriptor)
    assert path.read_bytes() == b"onetwo"
    with pytest.raises(FileExistsError):
        open_shared(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    beside = tmp_path / "beside"
    beside.write_bytes(b"three")
    swap_in(beside, path)
    assert path.read_bytes() == b"three"
