"""Export from the window: what a format loses is said beforehand, then the files are there and the report tells of them."""

import pytest
from PySide6.QtCore import Qt

from annotator.formats import registry
from annotator.formats.base import ReadOptions
from annotator.gui.bridge.export_dialog import ExportDialog
from annotator.workspace import Workspace

WAIT = 60_000


@pytest.fixture
def dialog(window, qtbot, tmp_path):
    window.actions_by_id["file.export"].trigger()
    made = window.findChild(ExportDialog)
    made.target.setText(str(tmp_path / "out.jsonl"))
    qtbot.waitUntil(lambda: not made.is_looking, timeout=WAIT)
    yield made
    made.reject()


def choose(qtbot, dialog, format_name):
    dialog.format.setCurrentIndex(dialog.format.findData(format_name))
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=WAIT)


def finish(qtbot, dialog):
    qtbot.mouseClick(dialog.run_button, Qt.MouseButton.LeftButton)
    assert dialog.is_running
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=WAIT)


def test_losses_are_told_before_the_export(dialog, qtbot, sample, tmp_path):
    """The native format loses nothing; CoNLL, without relations, says how many it leaves out. Nothing is written."""
    documents = list(Workspace.open(sample).read("gold").documents("done"))
    relations = sum(len(document.relations) for document in documents)
    assert relations
    assert "nothing is lost" in dialog.losses.text()
    choose(qtbot, dialog, "conll")
    assert f"{relations} relations" in dialog.losses.text()
    assert not (tmp_path / "out.jsonl").exists()


def test_gold_is_exported_where_there_is_gold(dialog, qtbot, sample, tmp_path):
    """Gold is chosen first; what is written reads back the same, and the report counts it."""
    assert dialog.annotator.currentText() == "gold"
    finish(qtbot, dialog)
    out = tmp_path / "out.jsonl"
    written = [found.document for found in registry.get("jsonl").read(out, ReadOptions())]
    meant = list(Workspace.open(sample).read("gold").documents("done"))
    assert {d.id: d.entities for d in written} == {d.id: d.entities for d in meant}
    assert dialog.pages.currentWidget() is dialog.report
    assert ["Written", str(len(meant))] == dialog.report.counts()[2][:2]


def test_split_names_its_files_and_writes_them(dialog, qtbot, tmp_path):
    """With parts the names of all files are told beforehand, and these are the files that come."""
    dialog.split.click()
    dialog.shares.setEditText("50/50")
    dialog.seed.setValue(7)
    dialog.target.setText(str(tmp_path / "parts.jsonl"))
    assert "parts-train.jsonl, parts-dev.jsonl" in dialog.target_note.text()
    finish(qtbot, dialog)
    assert {path.name for path in tmp_path.glob("parts*")} == {"parts-train.jsonl", "parts-dev.jsonl"}


def test_wrong_shares_keep_it_from_running(dialog):
    """Shares that are none are told of before the export runs."""
    dialog.split.click()
    dialog.shares.setEditText("eighty")
    assert "80/10/10" in dialog.problem.text()
    assert not dialog.run_button.isEnabled()


def test_the_last_change_is_in_the_export(window, qtbot, tmp_path):
    """What was annotated a moment ago is written to the disk before the export reads it."""
    from annotator.domain.edits import AddEntity

    session = window.files.session
    session.perform(AddEntity(0, 3, session.workspace.scheme.entities[0].label))
    document = session.document
    window.actions_by_id["file.export"].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.annotator.setCurrentText("anna")
    dialog.status.setCurrentIndex(1)
    dialog.target.setText(str(tmp_path / "mine.jsonl"))
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=WAIT)
    finish(qtbot, dialog)
    written = {found.document.id: found.document for found in registry.get("jsonl").read(dialog.out, ReadOptions())}
    assert written[document.id].entities == document.entities
    dialog.reject()


def test_replacing_is_told(dialog, tmp_path):
    """A file that is there already is named before it is replaced."""
    (tmp_path / "out.jsonl").write_text("", encoding="utf-8")
    dialog.check()
    assert "out.jsonl" in dialog.target_note.text()
