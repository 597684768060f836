"""What an open annotator's file tells of other programs, and tidying it while it is open."""

import json

from annotator.domain import Status
from annotator.domain.edits import SetNote, SetStatus
from annotator.workspace import Workspace, tidying
from annotator.workspace.scheme_change import rename_label
from annotator.workspace.versions import differing


def changed(workspace, document, *edits):
    for edit in edits:
        document = edit.resolve(document, workspace.scheme).apply(document)
    return document


def appended(path, identifier, **changes):
    """Write another version of a record as a foreign program would."""
    record = [r for r in map(json.loads, path.read_text().splitlines()) if r["id"] == identifier][-1]
    with path.open("a") as file:
        file.write(json.dumps(record | {"rev": record["rev"] + 1} | changes, ensure_ascii=False) + "\n")


def test_lines_of_others_are_news_once(workspace):
    """Appended lines are told by id, read from then on, and not told again."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        assert annotations.look().changed == ()
        annotations.save(annotations.load("alpha"))
        assert annotations.look().changed == ()
        appended(path, "alpha", status="done")
        assert annotations.look().changed == ("alpha",)
        assert annotations.load("alpha").status is Status.DONE
        assert annotations.look().changed == ()
        saved = annotations.save(changed(workspace, annotations.load("alpha"), SetNote("", "x")))
        assert saved.rev == 3 and saved.status is Status.DONE


def test_a_file_that_lacks_our_work_is_news_until_it_is_resumed(workspace):
    """A file put back to an older state is told as replaced at every look; one that holds all of ours is read anew."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        old = path.read_bytes()
        annotations.save(annotations.load("beta"))
        whole = path.read_bytes()
        path.with_suffix(".new").write_bytes(old)
        path.with_suffix(".new").replace(path)
        assert annotations.look().replaced and annotations.look().replaced
        assert path.read_bytes() == old
        path.with_suffix(".new").write_bytes(whole)
        path.with_suffix(".new").replace(path)
        news = annotations.look()
        assert not news.replaced and set(news.changed) == {"alpha", "beta"}
        annotations.save(annotations.load("gamma"))
    assert set(workspace.read("anna").document_ids) == {"alpha", "beta", "gamma"}


def test_an_open_file_is_tidied_and_written_on(workspace):
    """Tidying an open file leaves one line per document; saves after it land in the new file."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        for note in ("a", "b", "c"):
            annotations.save(changed(workspace, annotations.load("alpha"), SetNote("", note)))
        before = path.stat().st_size
        freed = annotations.tidy()
        assert len(path.read_text().splitlines()) == 1
        assert freed == before - path.stat().st_size > 0
        annotations.save(changed(workspace, annotations.load("alpha"), SetStatus(Status.DONE)))
        assert len(path.read_text().splitlines()) == 2
        assert annotations.tidy() > 0
        assert len(annotations.history("alpha")) == 4
    assert workspace.read("anna").load("alpha").notes == {"": "c"}


def test_tidying_never_hides_what_another_program_wrote(workspace):
    """A file that another program changed is not rewritten before that was taken in."""
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        annotations.save(annotations.load("alpha"))
        appended(path, "alpha", status="skipped")
        content = path.read_bytes()
        assert annotations.tidy() == 0
        assert path.read_bytes() == content
        assert annotations.look().changed == ("alpha",)
        assert annotations.tidy() > 0
    assert workspace.read("anna").load("alpha").status is Status.SKIPPED


def test_a_closed_file_is_tidied_from_outside(workspace):
    """The process that the window starts for a large file leaves one line per document."""
    path = workspace.layout.annotations("anna")
    annotations = workspace.annotations("anna")
    for _ in range(3):
        annotations.save(annotations.load("alpha"))
    annotations.close(tidy=False)
    assert len(path.read_text().splitlines()) == 3
    tidying.tidy(str(workspace.path), "anna")
    assert len(path.read_text().splitlines()) == 1


def test_a_rename_leaves_a_file_that_is_open_to_its_owner(workspace):
    """With `without`, a lock held by the caller does not stop the rename for everybody else."""
    label = workspace.scheme.entities[0].label
    with workspace.annotations("anna"):
        report = rename_label(workspace, "entity", label, "RENAMED", without=("anna",))
    assert not report.problems
    assert Workspace.open(workspace.path).scheme.entity_label("RENAMED")


def test_versions_that_cannot_be_compared_are_told(workspace, tmp_path):
    """A copy's record of an unknown article or of another text is a problem, not a pair."""
    reader = workspace.read("anna")
    here = reader.load("alpha")
    other = changed(workspace, here, SetStatus(Status.DONE))
    strange = [other, here.replacing(id="nowhere"), reader.load("beta").replacing(text="иначе", tokens=())]
    pairs, problems = differing(reader.load, strange, tmp_path / "copy.jsonl")
    assert [pair.document_id for pair in pairs] == ["alpha"] and pairs[0].theirs_is_newer
    assert len(problems) == 2 and all("copy.jsonl" in str(p) or "nowhere" in str(p) for p in problems)
