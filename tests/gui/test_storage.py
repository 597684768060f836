"""What other programs do to the files while the window is open, done by real second processes."""

import json
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain import Status
from annotator.domain.edits import SetNote
from annotator.domain.patch_json import document_state
from annotator.gui.save_state import SaveKind
from annotator.gui.storage.compare import CompareVersions
from annotator.gui.storage.scheme import Misfits
from annotator.workspace import Workspace, annotations

APPEND = """
import json, sys
path, wanted, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
record = [r for r in map(json.loads, open(path, encoding="utf-8")) if r["id"] == wanted][-1]
tokens = [t for t in record["tokens"] if record["text"][t["start"]:t["end"]].strip() and not t.get("cut")][:count]
record["spans"]["sc"] = [
    {"start": t["start"], "end": t["end"], "label": "PERSON", "kb_id": "", "id": f"T{900 + n}", "source": "manual"}
    for n, t in enumerate(tokens)
]
record["ents"], record["relations"], record["rev"] = [], [], record["rev"] + 1
record["last_ids"] = {"T": 2000, "R": 2000}
for key in ("notes", "scores", "fragments", "rejected"):
    record.pop(key, None)
target = sys.argv[4] if len(sys.argv) > 4 else path
with open(target, "a", encoding="utf-8") as file:
    file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\\n")
"""


def other_process(*arguments, code=APPEND):
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True)


def git(folder, *arguments):
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def click(window, key, text):
    """Press a button of a message."""
    message = window.message_bar.message(key)
    button = next(b for b in message.buttons if b.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(kind, qtbot):
    qtbot.waitUntil(lambda: any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets()))
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def saved(window, qtbot):
    qtbot.waitUntil(lambda: window.files.session.save_state.kind is SaveKind.SAVED)


def edit(window, note, qtbot):
    """Make one step in the open document and wait for the disk."""
    assert window.files.session.perform(SetNote("", note))
    saved(window, qtbot)


@pytest.fixture
def at_work(window, sample, qtbot):
    """The window at an annotated article, one step made today; gives window, session, file, id."""
    session = window.files.session
    wanted = next(i for i in session.workspace.document_ids if len(session.reader.load(i).entities) > 2)
    window.files.open_document(wanted)
    edit(window, "сегодня", qtbot)
    return window, session, sample / "annotations" / "anna.jsonl", wanted


def test_git_checkout_stops_saving_until_a_person_decides(at_work, sample, qtbot):
    """An old file put back by git is told in red; after “go on with mine” our work is on disk again."""
    window, session, path, wanted = at_work
    git(sample, "init", "-q")
    git(sample, "add", "-f", "annotations")
    git(sample, "commit", "-q", "-m", "old")
    edit(window, "после", qtbot)
    git(sample, "checkout", "-q", "--", "annotations/anna.jsonl")
    qtbot.waitUntil(lambda: window.message_bar.message("stopped") is not None)
    session.perform(SetNote("", "ещё позже"))
    qtbot.waitUntil(lambda: session.save_state.kind is SaveKind.FAILED)
    assert not any("ещё позже" in str(line) for line in lines(path))
    click(window, "stopped", "Go on with mine")
    saved(window, qtbot)
    assert window.message_bar.message("stopped") is None
    assert [r for r in lines(path) if r["id"] == wanted][-1]["notes"][""] == "ещё позже"
    assert not list(path.parent.glob("*.ours-*"))
    assert list((sample / ".annotator" / "merged").glob("anna.jsonl.ours-*"))


def test_both_versions_are_shown_and_the_other_can_be_taken(at_work, sample, qtbot):
    """After git put an old file back, the old version of a document can be chosen, and undo brings ours again."""
    window, session, path, wanted = at_work
    git(sample, "init", "-q")
    git(sample, "add", "-f", "annotations")
    git(sample, "commit", "-q", "-m", "old")
    edit(window, "после", qtbot)
    git(sample, "checkout", "-q", "--", "annotations/anna.jsonl")
    qtbot.waitUntil(lambda: window.message_bar.message("stopped") is not None)
    click(window, "stopped", "Show both versions")
    dialog = dialog_of(CompareVersions, qtbot)
    assert "notes" in dialog.difference.text()
    assert dialog.mine.article.text == dialog.theirs.article.text != ""
    assert dialog.mine.choice.isChecked()
    QTest.mouseClick(dialog.theirs.choice, Qt.MouseButton.LeftButton, pos=QPoint(8, dialog.theirs.choice.height() // 2))
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    saved(window, qtbot)
    assert session.document.notes[""] == "сегодня"
    session.stack.undo()
    assert session.document.notes[""] == "после"
    saved(window, qtbot)
    assert [r for r in lines(path) if r["id"] == wanted][-1]["notes"][""] == "после"


def test_lines_of_another_program_are_offered(at_work, qtbot):
    """A version of an open document that another process appends can be taken, as a step that undo takes back."""
    window, session, path, wanted = at_work
    mine = session.document
    other_process(path, wanted, 3)
    qtbot.waitUntil(lambda: window.message_bar.message("changed") is not None)
    assert session.document == mine
    click(window, "changed", "Take the others")
    assert [e.id for e in session.document.entities] == ["T900", "T901", "T902"]
    session.stack.undo()
    assert document_state(session.document) == document_state(mine)


def test_mine_is_kept_on_disk_where_it_is_wanted(at_work, qtbot):
    """“Keep mine” writes our version behind the other one, without an alarm."""
    window, session, path, wanted = at_work
    mine = session.document
    other_process(path, wanted, 60)
    qtbot.waitUntil(lambda: window.message_bar.message("changed") is not None)
    click(window, "changed", "Keep mine")
    saved(window, qtbot)
    records = [r for r in lines(path) if r["id"] == wanted]
    assert len(records[-1]["spans"]["sc"]) == len(mine.entities)
    assert records[-1]["rev"] > records[-2]["rev"]
    assert window.message_bar.message(f"alarm {wanted}") is None


def test_document_without_steps_follows_the_disk(window, sample, qtbot):
    """A document that was only looked at shows what another process saved."""
    session = window.files.session
    wanted = next(i for i in session.workspace.document_ids if len(session.reader.load(i).entities) > 2)
    window.files.open_document(wanted)
    session.stack.clear()
    other_process(sample / "annotations" / "anna.jsonl", wanted, 2)
    qtbot.waitUntil(lambda: len(session.document.entities) == 2)
    assert window.message_bar.message("changed") is None


def test_conflict_copy_is_merged(at_work, sample, qtbot):
    """The newer version in a sync program's copy comes in as a step, and the copy is put aside."""
    window, session, path, wanted = at_work
    copy = path.with_name("anna (Boris's conflicted copy 2026-01-01).jsonl")
    other_process(path, wanted, 4, copy)
    key = f"copy {copy}"
    qtbot.waitUntil(lambda: window.message_bar.message(key) is not None)
    click(window, key, "Merge")
    assert len(session.document.entities) == 4
    assert window.message_bar.message(key) is None
    assert not copy.exists()
    assert (sample / ".annotator" / "merged" / copy.name).exists()
    saved(window, qtbot)
    assert len([r for r in lines(path) if r["id"] == wanted][-1]["spans"]["sc"]) == 4


def test_sudden_loss_rings_and_comes_back(at_work, qtbot):
    """Entities that another process saved and a save of ours would hide are told at once, and brought back."""
    window, session, path, wanted = at_work
    window.desk.storage.watch.stop()
    count = 3 * len(session.document.entities) + 20
    other_process(path, wanted, count)
    session.perform(SetNote("", "ещё"))
    qtbot.waitUntil(lambda: window.message_bar.message(f"alarm {wanted}") is not None)
    click(window, f"alarm {wanted}", "Bring them back")
    assert len(session.document.entities) == count
    saved(window, qtbot)
    assert len([r for r in lines(path) if r["id"] == wanted][-1]["spans"]["sc"]) == count


def test_history_goes_back_to_a_saved_version(at_work, qtbot):
    """The panel tells who changed what when; a version comes back as a step that undo takes back."""
    window, session, _, _ = at_work
    window.docks.show("history")
    panel = window.workbench.history
    edit(window, "второе", qtbot)
    qtbot.waitUntil(lambda: panel.versions.topLevelItemCount() >= 3)
    first = panel.versions.topLevelItem(0)
    assert first.text(0) and first.text(1) == "anna" and "notes" in first.text(2).lower()
    panel.versions.setCurrentItem(panel.versions.topLevelItem(1))
    QTest.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert session.document.notes[""] == "сегодня"
    session.stack.undo()
    assert session.document.notes[""] == "второе"
    QTest.mouseClick(panel.compare, Qt.MouseButton.LeftButton)
    dialog_of(CompareVersions, qtbot).reject()


def test_tidy_leaves_one_line_per_document_and_saving_goes_on(at_work, qtbot):
    """The menu's “Tidy files” rewrites the open file; the next save follows it."""
    window, _, path, wanted = at_work
    edit(window, "раз", qtbot)
    window.actions_by_id["file.tidy"].trigger()
    qtbot.waitUntil(lambda: len(lines(path)) == len({r["id"] for r in lines(path)}))
    qtbot.waitUntil(lambda: window.desk.storage._tidying is None)
    edit(window, "два", qtbot)
    assert [r["notes"][""] for r in lines(path) if r["id"] == wanted] == ["раз", "два"]
    assert window.message_bar.message("stopped") is None


def test_large_file_is_tidied_beside_the_next_window(at_work, monkeypatch, qtbot):
    """A file over the limit that is mostly old versions is rewritten by a process of its own after closing."""
    window, _, path, wanted = at_work
    monkeypatch.setattr(annotations, "TIDY_LIMIT", 1000)
    newest = path.read_bytes().splitlines()[-1]  # the step made today
    for number in range(path.stat().st_size // len(newest) + 3):  # until over half of the file is superseded
        edit(window, str(number), qtbot)
    assert window.files.close_workspace()
    assert len([r for r in lines(path) if r["id"] == wanted]) > 1
    qtbot.waitUntil(lambda: len([r for r in lines(path) if r["id"] == wanted]) == 1, timeout=20000)


RENAME_LABEL = """
import os, sys
path = sys.argv[1]
text = open(path, encoding="utf-8").read().replace('"PERSON"', '"HUMAN"')
open(path + ".new", "w", encoding="utf-8").write(text)
os.replace(path + ".new", path)
"""


def test_scheme_changed_on_disk_lists_what_no_longer_fits(at_work, sample, qtbot):
    """A label renamed in scheme.json by another process is shown; its entities are listed and renamed for everybody."""
    window, session, path, _ = at_work
    other_process(sample / "scheme.json", code=RENAME_LABEL)
    qtbot.waitUntil(lambda: window.message_bar.message("scheme") is not None, timeout=15000)
    assert session.workspace.scheme.entity_label("HUMAN")
    click(window, "scheme", "Show and mend…")
    dialog = dialog_of(Misfits, qtbot)
    assert dialog.table.rowCount() > 3
    assert dialog.old.currentData() == ("entity", "PERSON")
    dialog.new.setCurrentText("HUMAN")
    QTest.mouseClick(dialog.rename, Qt.MouseButton.LeftButton)
    saved(window, qtbot)
    qtbot.waitUntil(lambda: window.message_bar.message("scheme") is None, timeout=15000)
    latest = {r["id"]: r for r in lines(path)}
    labels = {span["label"] for record in latest.values() for span in record["spans"]["sc"]}
    assert "HUMAN" in labels and "PERSON" not in labels
    workspace = Workspace.open(sample)
    for name in workspace.annotators:
        assert not any(e.label == "PERSON" for d in workspace.read(name).documents("all") for e in d.entities)


def test_torn_tail_is_told(make, sample):
    """Bytes of an unfinished last line are kept in a file that the window names."""
    path = sample / "annotations" / "anna.jsonl"
    with path.open("ab") as file:
        file.write(b'{"id": "broken')
    window = make(path=sample, annotator="anna")
    copy = next(path.parent.glob("anna.jsonl.torn-*"))
    assert copy.read_bytes() == b'{"id": "broken'
    assert any(copy.name in text for text in window.message_bar.texts())


def test_cloud_folder_is_told_until_it_is_read(make, sample, tmp_path):
    """A folder of a sync program is named once; a closed message does not come back."""
    cloud = tmp_path / "Dropbox" / "news"
    shutil.copytree(sample, cloud)
    window = make(path=cloud, annotator="anna")
    assert "cloud" in window.message_bar.message("place").label.text()
    window.message_bar.message("place").close_button.click()
    assert window.files.open_path(cloud, "anna")
    assert window.message_bar.message("place") is None


def test_rescued_work_of_another_day_is_offered(make, sample, qtbot):
    """Work that an earlier run could only keep beside the file is found at the next start."""
    path = sample / "annotations" / "anna.jsonl"
    workspace = Workspace.open(sample)
    wanted = next(i for i, s in workspace.read("anna").statuses().items() if s is Status.DONE)
    rescued = path.with_name("anna.jsonl.ours-20260101-000000")
    other_process(path, wanted, 5, rescued)
    window = make(path=sample, annotator="anna")
    qtbot.waitUntil(lambda: window.message_bar.message(f"copy {rescued}") is not None)
    click(window, f"copy {rescued}", "Show both versions")
    dialog = dialog_of(CompareVersions, qtbot)
    assert dialog.theirs.choice.isChecked()
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert len(window.files.session.version(wanted).entities) == 5
    assert not rescued.exists()
