"""Repair mends without guessing and never without a copy."""

import json
import shutil

import pytest

from annotator.domain import Status
from annotator.domain.edits import AddEntity
from annotator.workspace import Workspace, WorkspaceError, WorkspaceLocked
from annotator.workspace.check import CheckReport
from annotator.workspace.check_workspace import check_workspace
from annotator.workspace.repair import repair_workspace


@pytest.fixture
def annotated(workspace):
    with workspace.annotations("anna") as annotations:
        for name in workspace.document_ids:
            document = annotations.load(name)
            word = document.text.split()[0]
            edit = AddEntity(0, len(word), "PERSON")
            annotations.save(edit.resolve(document, workspace.scheme).apply(document))
    return workspace


def problems_of(workspace):
    report = CheckReport()
    check_workspace(workspace.path, report)
    return [str(problem) for problem in report.problems]


def test_a_sound_workspace_is_left_alone(annotated):
    """Where nothing is wrong nothing is written and no copy is kept."""
    before = {p: p.read_bytes() for p in annotated.path.rglob("*.json*") if p.is_file()}
    report = repair_workspace(annotated.path)
    assert (report.done, report.problems, report.copy) == ([], [], None)
    assert {p: p.read_bytes() for p in annotated.path.rglob("*.json*") if p.is_file()} == before


def test_bad_and_torn_lines_move_to_a_file_beside(annotated):
    """After a repair the workspace is sound, the bad bytes lie in a file beside, the originals in the copy."""
    path = annotated.layout.annotations("anna")
    good = path.read_bytes()
    lines = good.splitlines(keepends=True)
    damaged = lines[0] + b"\0\0\0\n" + b"".join(lines[1:]) + lines[0][:50]
    path.write_bytes(damaged)
    assert len(problems_of(annotated)) == 2
    report = repair_workspace(annotated.path)
    assert [item.line for item in report.done] == [2, 5] and not report.problems
    assert path.read_bytes() == good
    assert (report.copy / "annotations" / "anna.jsonl").read_bytes() == damaged
    (kept,) = path.parent.glob("anna.jsonl.bad-*")
    assert kept.read_bytes() == b"\0\0\0\n" + lines[0][:50] + b"\n"
    assert problems_of(annotated) == []


def test_lost_articles_come_back_from_the_records(annotated):
    """Every record holds its article's text, so that a lost corpus can be made again."""
    texts = {i: annotated.article(i).text for i in annotated.document_ids}
    annotated.layout.corpus.unlink()
    report = repair_workspace(annotated.path)
    assert not report.problems
    again = Workspace.open(annotated.path)
    assert {i: again.article(i).text for i in again.document_ids} == texts
    assert again.article("alpha").tokens == annotated.article("alpha").tokens


def test_lost_settings_and_scheme_are_written_anew(annotated):
    """A broken annotator.toml is kept beside and written anew; a lost scheme is made of the labels in use."""
    annotated.layout.settings.write_text("name = \n")
    annotated.layout.scheme.unlink()
    report = repair_workspace(annotated.path)
    assert not report.problems and len(report.done) == 2
    again = Workspace.open(annotated.path)
    assert [e.label for e in again.scheme.entities] == ["PERSON"]
    assert again.read("anna").statuses() == dict.fromkeys(again.document_ids, Status.IN_PROGRESS)


def test_a_conflict_copy_is_merged(annotated):
    """Documents of a sync program's copy are taken in; of those changed on both sides both versions are kept."""
    path = annotated.layout.annotations("anna")
    copy = path.with_name("anna (Boris's conflicted copy 2026-11-24).jsonl")
    shutil.copyfile(path, copy)
    records = [json.loads(line) for line in copy.read_text().splitlines()]
    records[0] |= {"rev": 9, "status": "done"}
    records[1] |= {"rev": 0, "status": "done"}
    copy.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records))
    assert annotated.annotators == ("anna",)
    assert len(problems_of(annotated)) == 1
    report = repair_workspace(annotated.path)
    assert not report.problems and not copy.exists()
    statuses = Workspace.open(annotated.path).read("anna").statuses()
    assert [str(statuses[i]) for i in annotated.document_ids] == ["done", "in_progress", "in_progress"]
    (kept,) = path.parent.glob("anna.jsonl.conflict-*")
    assert len(kept.read_text().splitlines()) == 2


def test_records_that_reading_has_to_mend_are_saved_anew(annotated):
    """A blank at an entity's end and a wrong `ents` are mended on disk, and `validate` is content."""
    path = annotated.layout.annotations("anna")
    records = [json.loads(line) for line in path.read_text().splitlines()]
    records[0]["spans"]["sc"][0]["end"] += 1
    records[1]["ents"] = []
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records))
    assert problems_of(annotated)
    report = repair_workspace(annotated.path)
    assert not report.problems and problems_of(annotated) == []
    assert len(Workspace.open(annotated.path).read("anna").load("beta").entities) == 1


def test_repeated_articles_are_moved_aside(annotated):
    """An article that stands twice with the same text is kept once."""
    path = annotated.layout.corpus
    good = path.read_bytes()
    path.write_bytes(good + good.splitlines(keepends=True)[0])
    report = repair_workspace(annotated.path)
    assert [item.line for item in report.done] == [4] and not report.problems
    assert path.read_bytes() == good


def test_an_open_workspace_is_not_repaired(annotated):
    """While somebody annotates, nothing is touched."""
    with annotated.annotations("anna"), pytest.raises(WorkspaceLocked):
        repair_workspace(annotated.path)


def test_a_folder_without_a_workspace_is_refused(tmp_path):
    """Repair makes no workspace out of nothing."""
    with pytest.raises(WorkspaceError):
        repair_workspace(tmp_path / "nothing")


def test_bad_lines_of_a_conflict_copy_are_told_once(annotated):
    """What was moved aside from a damaged conflict copy is no conflict copy itself: afterwards all is sound."""
    path = annotated.path / "annotations" / "anna.jsonl"
    copy = path.with_name("anna (conflicted copy 2026-11-24).jsonl")
    copy.write_bytes(path.read_bytes() + b"junk\n")
    repair_workspace(annotated.path)
    assert [kept.name.split(").")[0] for kept in path.parent.glob("*.bad-*")] == ["anna (conflicted copy 2026-11-24"]
    assert problems_of(annotated) == []
    assert repair_workspace(annotated.path).done == []
