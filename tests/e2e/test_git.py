"""Two clones of a workspace, annotated apart and brought together by git itself."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.domain.edits import AddEntity
from annotator.workspace import Workspace
from annotator.workspace.git_setup import set_up_git

PROGRAM = [sys.executable, "-m", "annotator", "--lang", "en"]


def git(folder, *arguments, status=0):
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "work")


def tag(folder, words, label="PERSON", document="openai-microsoft", name="anna"):
    """Tag some words of a document and save it, as the window does."""
    workspace = Workspace.open(folder)
    with workspace.annotations(name) as annotations:
        before = annotations.load(document)
        start = before.text.index(words)
        edit = AddEntity(start, start + len(words), label)
        annotations.save(edit.resolve(before, workspace.scheme).apply(before))


def tagged(folder, document="openai-microsoft", name="anna"):
    loaded = Workspace.open(folder).read(name).load(document)
    return {(loaded.surface(entity), entity.label) for entity in loaded.entities}


@pytest.fixture
def clones(root, tmp_path):
    """A shared repository and two clones of the sample, each with its merge driver; nobody has annotated anything."""
    origin, first, second = tmp_path / "origin.git", tmp_path / "first clone", tmp_path / "second"
    shutil.copytree(root / "samples" / "news-ru", first)
    for file in (first / "annotations").iterdir():
        file.unlink()
    (first / "annotations" / "anna.jsonl").touch()
    git(tmp_path, "init", "--quiet", "--bare", "-b", "main", str(origin))
    git(first, "init", "--quiet", "-b", "main")
    set_up_git(first, PROGRAM)
    tag(first, "OpenAI", "ORG")
    commit(first)
    git(first, "remote", "add", "origin", str(origin))
    git(first, "push", "--quiet", "-u", "origin", "main")
    git(tmp_path, "clone", "--quiet", str(origin), str(second))
    set_up_git(second, PROGRAM)
    return first, second


def test_work_on_both_sides_of_one_document_is_joined(clones):
    """A push is refused, the pull joins what both tagged in the same document, and the next push goes through."""
    first, second = clones
    words = Workspace.open(first).article("openai-microsoft").text
    one, other = (w for w in ("Microsoft", "Мустафа Сулейман") if w in words)
    tag(first, one, "ORG")
    tag(second, other)
    commit(first)
    git(first, "push", "--quiet")
    commit(second)
    assert "rejected" in git(second, "push", status=1)
    git(second, "pull", "--no-rebase", "--no-edit")
    assert tagged(second) == {("OpenAI", "ORG"), (one, "ORG"), (other, "PERSON")}
    git(second, "push", "--quiet")
    git(first, "pull", "--quiet")
    assert tagged(first) == tagged(second)
    validated = subprocess.run([*PROGRAM, "validate", str(first)], capture_output=True, check=False)
    assert validated.returncode == 0, validated.stdout + validated.stderr


def test_both_versions_are_kept_where_the_same_place_was_changed(clones):
    """Git stops; our version stays in the file, theirs is in a conflict copy, and `merge` brings it in."""
    first, second = clones
    tag(first, "Microsoft", "ORG")
    tag(second, "Microsoft", "PRODUCT")
    for folder in clones:
        commit(folder)
    git(first, "push", "--quiet")
    said = git(second, "pull", "--no-rebase", "--no-edit", status=1)
    assert "changed on both sides: openai-microsoft" in said
    text = (second / "annotations" / "anna.jsonl").read_text(encoding="utf-8")
    assert "<<<<" not in text
    assert ("Microsoft", "PRODUCT") in tagged(second)
    copies = Workspace.open(second).layout.conflict_copies()
    assert len(copies) == 1
    merged = subprocess.run(
        [*PROGRAM, "merge", str(second), "--prefer", "there", "--json"], capture_output=True, check=False
    )
    report = json.loads(merged.stdout)
    assert (report["conflicts"], report["problems"]) == (1, [])
    assert ("Microsoft", "ORG") in tagged(second)
    assert not copies[0].exists()
    kept = json.loads(Path(report["files"][0]["kept"]).read_text(encoding="utf-8").splitlines()[0])
    assert "PRODUCT" in {span["label"] for span in kept["spans"]["sc"]}
    commit(second)
    git(second, "push", "--quiet")


def test_a_scheme_changed_on_both_sides_is_refused_clearly(clones):
    """The scheme of this branch stays readable, the other one lies beside, and git stops."""
    first, second = clones
    for folder, label in ((first, "CITY"), (second, "EVENT")):
        Workspace.open(folder).extend_scheme([label])
        commit(folder)
    git(first, "push", "--quiet")
    assert "scheme.json" in git(second, "pull", "--no-rebase", "--no-edit", status=1)
    labels = {kind.label for kind in Workspace.open(second).scheme.entities}
    assert "EVENT" in labels
    assert "CITY" not in labels
    assert [path.name for path in second.glob("scheme (conflicted copy*.json")]


def test_articles_added_on_both_sides_are_all_there(clones):
    """Corpora are joined by id; one id with two texts is kept apart and git stops."""
    first, second = clones
    for folder, name in ((first, "one"), (second, "two")):
        source = folder.parent / f"{name}.txt"
        source.write_text(f"Статья {name}.", encoding="utf-8")
        subprocess.run([*PROGRAM, "import", str(folder), str(source)], check=True, capture_output=True)
        commit(folder)
    git(first, "push", "--quiet")
    git(second, "pull", "--no-rebase", "--no-edit")
    assert {"one", "two"} <= set(Workspace.open(second).document_ids)
