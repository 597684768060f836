"""Undo survives document switch and restart, and never undoes what it does not fit."""

import pytest

from annotator.domain.edits import AddEntity, SetNote
from annotator.messages import msg
from annotator.workspace import Workspace
from annotator.workspace import undo as undoing
from annotator.workspace.undo import UndoStep


def worked(workspace, document, count):
    """Add entities; return the document and the steps that led to it."""
    steps = []
    words = [(a, b) for a, b in document.tokens if document.text[a:b].strip()]
    for start, end in words[:count]:
        edit = AddEntity(start, end, "PERSON")
        patch = edit.resolve(document, workspace.scheme)
        document = patch.apply(document)
        steps.append(UndoStep(edit.name, patch))
    return document, steps


def test_steps_can_be_undone_after_a_restart(workspace):
    """The history read back takes the saved document, step by step, to where it began."""
    with workspace.annotations("anna") as annotations:
        begin = annotations.load("beta")
        document, steps = worked(workspace, begin, 4)
        saved = annotations.save(document)
        workspace.undo("anna").save(saved, steps, 3)
    again = Workspace.open(workspace.path)
    document = again.read("anna").load("beta")
    history = again.undo("anna").load(document)
    assert history.dropped is None and history.position == 3 and len(history.steps) == 4
    assert str(history.steps[0].name) == str(steps[0].name)
    for step in reversed(history.steps):
        document = step.patch.inverse().apply(document)
    assert document.entities == begin.entities and document.status is begin.status


def test_a_document_changed_from_outside_drops_its_history_with_a_word(workspace):
    """Steps are never undone on a document that is not as they left it; they are dropped once, and told."""
    with workspace.annotations("anna") as annotations:
        document, steps = worked(workspace, annotations.load("beta"), 2)
        store = workspace.undo("anna")
        store.save(annotations.save(document), steps, 2)
        changed = SetNote("", "seen").resolve(document, workspace.scheme).apply(document)
        history = store.load(annotations.save(changed))
    assert history.steps == () and "beta" in str(history.dropped)
    assert store.load(document).dropped is None


def test_a_history_is_bounded(workspace, monkeypatch):
    """Only the newest steps are kept, by number and by size, and only so many files."""
    monkeypatch.setattr(undoing, "MAX_STEPS", 3)
    monkeypatch.setattr(undoing, "MAX_FILES", 2)
    store = workspace.undo("anna")
    document, steps = worked(workspace, workspace.read("anna").load("beta"), 6)
    store.save(document, steps, 6)
    history = store.load(document)
    assert (len(history.steps), history.position) == (3, 3)
    assert history.steps[-1].patch == steps[-1].patch
    monkeypatch.setattr(undoing, "MAX_BYTES", 10)
    store.save(document, steps, 6)
    assert store.load(document).position == 0
    for identifier in ("alpha", "gamma"):
        store.save(workspace.read("anna").load(identifier), [], 0)
    assert len(list(store.folder.glob("*.json"))) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b"\xff", b'{"format": 1, "steps": 3}'])
def test_a_damaged_history_is_dropped(workspace, content):
    """Whatever stands in the file, the document opens."""
    store = workspace.undo("anna")
    document, steps = worked(workspace, workspace.read("anna").load("beta"), 2)
    store.save(document, steps, 2)
    (path,) = store.folder.glob("*.json")
    path.write_bytes(content)
    assert store.load(document).steps == ()
    path.unlink()
    assert store.load(document).dropped is None


def test_a_name_with_values_is_shown_in_both_languages(workspace):
    """What the undo menu says after a restart follows the language of then."""
    store = workspace.undo("anna")
    document, steps = worked(workspace, workspace.read("anna").load("beta"), 1)
    step = UndoStep(msg("tag {label}", "метка {label}", label=msg("one", "один")), steps[0].patch)
    store.save(document, [step], 1)
    (read,) = store.load(document).steps
    assert read.name.render("ru").startswith("метка")
