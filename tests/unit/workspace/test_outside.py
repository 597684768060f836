"""Other programs may change the files at any time: nothing of ours is lost and nothing of theirs is hidden."""

import json
import os
from pathlib import Path

import pytest

from annotator.domain import Status
from annotator.domain.edits import AddEntity, SetStatus
from annotator.domain.record import read_record
from annotator.workspace import SaveError, Workspace


def changed(workspace, document, *edits):
    for edit in edits:
        document = edit.resolve(document, workspace.scheme).apply(document)
    return document


def test_a_file_replaced_by_an_older_version_stops_saving_and_keeps_all_work(workspace):
    """A checkout of an old file while it is open: nothing is written to it, all of our work is in a file beside."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        old = path.read_bytes()
        annotations.save(annotations.load("beta"))
        other = path.with_suffix(".new")
        other.write_bytes(old)
        other.replace(path)
        with pytest.raises(SaveError, match="repair") as error:
            annotations.save(changed(workspace, annotations.load("gamma"), SetStatus(Status.DONE)))
        assert path.read_bytes() == old
        assert not error.value.retry
        kept = [json.loads(line)["id"] for line in Path(error.value.kept_at).read_text().splitlines()]
        assert kept == ["alpha", "beta", "gamma"]
        with pytest.raises(SaveError):
            annotations.save(changed(workspace, annotations.load("alpha"), SetStatus(Status.DONE)))
        report = annotations.resume()
        assert sorted(report.taken) == ["alpha", "beta", "gamma"] and not report.problems
        annotations.save(annotations.load("beta"))
    statuses = workspace.read("anna").statuses()
    assert {i: str(s) for i, s in statuses.items()} == {"alpha": "done", "beta": "in_progress", "gamma": "done"}


def test_a_shortened_file_stops_saving(workspace):
    """A file cut by another program is not written to, even with the same inode."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        annotations.save(annotations.load("beta"))
        os.truncate(path, 10)
        with pytest.raises(SaveError) as error:
            annotations.save(annotations.load("gamma"))
        kept = [json.loads(line)["id"] for line in Path(error.value.kept_at).read_text().splitlines()]
        assert kept == ["alpha", "beta", "gamma"]
        annotations.resume()
    assert workspace.read("anna").document_ids == ["alpha", "beta", "gamma"]


def test_a_file_deleted_by_another_program_comes_back(workspace):
    """Our work is kept, and going on with ours makes the file again."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        path.unlink()
        with pytest.raises(SaveError):
            annotations.save(annotations.load("beta"))
        annotations.resume()
    assert workspace.read("anna").document_ids == ["alpha", "beta"]


def test_a_file_replaced_by_an_equal_or_richer_one_is_read_anew(workspace):
    """A sync program that swaps in a file with all of our lines and more disturbs nobody."""
    with workspace.annotations("boris") as annotations:
        annotations.save(annotations.load("gamma"))
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        other = path.with_suffix(".new")
        other.write_bytes(path.read_bytes() + workspace.layout.annotations("boris").read_bytes())
        other.replace(path)
        annotations.save(annotations.load("beta"))
        assert annotations.document_ids == ["alpha", "beta", "gamma"]
        assert len(annotations.notices) == 1
    assert workspace.read("anna").document_ids == ["alpha", "beta", "gamma"]


def test_a_version_of_the_same_document_by_another_program_is_kept(workspace):
    """Of two versions on one base ours is the newest and theirs is kept in a file beside, and told."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        document = annotations.save(annotations.load("alpha"))
        theirs = json.loads(path.read_text()) | {"rev": 2, "status": "skipped"}
        with path.open("a") as file:
            file.write(json.dumps(theirs, ensure_ascii=False) + "\n")
        saved = annotations.save(changed(workspace, document, SetStatus(Status.DONE)))
        assert saved.rev == 3
        assert len(annotations.notices) == 1
    (kept,) = path.parent.glob("anna.jsonl.conflict-*")
    assert json.loads(kept.read_text()) == theirs
    assert workspace.read("anna").load("alpha").status is Status.DONE


def test_a_clock_set_back_hides_no_change(workspace):
    """A change with an older time stamp and the same size is seen by the file's last line."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        data = path.read_bytes()
        path.write_bytes(data.replace(b'"T":0', b'"T":7'))
        os.utime(path, ns=(0, 0))
        with pytest.raises(SaveError):
            annotations.save(annotations.load("beta"))


def test_unsaved_work_of_a_crashed_run_comes_back_at_the_next_open(workspace):
    """What only the emergency copy holds is saved when the annotator's file is opened again, and the copy goes."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        document = changed(workspace, annotations.load("alpha"), AddEntity(0, 7, "PERSON"))
        kept = annotations.emergency.write([annotations.line_of(document)])
        assert len(kept.read_bytes().splitlines()) == 1
    again = Workspace.open(workspace.path)
    with again.annotations("anna") as annotations:
        assert len(annotations.load("alpha").entities) == 1
        assert len(annotations.notices) == 1
    assert not kept.exists()


def test_an_older_emergency_copy_never_wins(workspace):
    """Work saved since is newer: the emergency version is kept in a file beside instead."""
    with workspace.annotations("anna") as annotations:
        document = annotations.save(annotations.load("alpha"))
        annotations.emergency.write([annotations.line_of(changed(workspace, document, SetStatus(Status.SKIPPED)))])
        annotations.save(document)
        annotations.save(document)
    with workspace.annotations("anna") as annotations:
        assert annotations.load("alpha").status is Status.IN_PROGRESS
    (kept,) = workspace.layout.annotations_folder.glob("*.conflict-*")
    assert read_record(json.loads(kept.read_text())).document.status is Status.SKIPPED


def test_two_versions_of_one_revision_are_both_kept(workspace):
    """A merge of two branches that holds both versions of a document: the last counts, the other is kept and told."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
    path = workspace.layout.annotations("anna")
    line = path.read_bytes()
    path.write_bytes(
        line + line.replace(b'"status":"in_progress"', b'"status":"done"') + line.replace(b'"alpha"', b'"a"')
    )
    with workspace.annotations("anna") as annotations:
        assert len(annotations.notices) == 1
        assert annotations.load("alpha").status is Status.DONE
    (kept,) = path.parent.glob("anna.jsonl.conflict-*")
    assert kept.read_bytes() == line
    with workspace.annotations("anna") as annotations:
        assert not annotations.notices
