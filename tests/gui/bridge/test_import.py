"""Import from the window: what the files hold is seen before anything is written, then the report tells what came of it."""

import json
import warnings
import zipfile

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.gui.bridge.import_dialog import ImportDialog
from annotator.gui.bridge.label_table import ADD, LEAVE_OUT
from annotator.workspace import Workspace

TEXT = "Анна Ким возглавила «Луч» в Туле."
ENTITIES = [[0, 8, "PER"], [21, 24, "ORGANIZATION"], [28, 32, "CITY"]]
WAIT = 60_000


def record(name="d1", text=TEXT, labels=ENTITIES, **more):
    return json.dumps({"id": name, "text": text, "label": labels, **more}, ensure_ascii=False)


@pytest.fixture
def doccano(tmp_path):
    path = tmp_path / "разметка.jsonl"
    path.write_text(record() + "\n", encoding="utf-8")
    return path


@pytest.fixture
def open_import(window, qtbot):
    """Opens the dialog from the menu's action and waits until the files have been looked at."""

    def build(*paths):
        window.actions_by_id["file.import"].trigger()
        dialog = window.findChild(ImportDialog)
        dialog.add_paths(paths)
        qtbot.waitUntil(lambda: not dialog.is_looking, timeout=WAIT)
        return dialog

    yield build
    for dialog in window.findChildren(ImportDialog):
        dialog.reject()


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def finish(qtbot, dialog):
    press(qtbot, dialog.run_button)
    assert dialog.is_running
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=WAIT)


def test_files_are_looked_at_before_anything_is_written(open_import, doccano, sample):
    """Format, counts, entities in their text and the labels without a place are shown; the workspace is untouched."""
    before = {path: path.read_bytes() for path in sample.rglob("*.jsonl")}
    dialog = open_import(doccano)
    assert "doccano" in dialog.format.itemText(0)
    assert "entities: 3" in dialog.summary.text()
    assert "Анна&nbsp;Ким" in dialog.preview.lines[0].text()
    assert dialog.labels.label_map() == {"PER": "PERSON", "ORGANIZATION": "ORG", "CITY": None}
    assert dialog.labels.left_out() == (1, 1)
    assert {path: path.read_bytes() for path in sample.rglob("*.jsonl")} == before


def test_nobodys_annotations_need_a_name(open_import, doccano):
    """Where the files do not say who annotated, the import waits for a name, and for a legal one."""
    dialog = open_import(doccano)
    assert not dialog.run_button.isEnabled()
    assert "whose annotations" in dialog.problem.text()
    dialog.annotator.setEditText("a/b")
    assert not dialog.run_button.isEnabled()
    dialog.annotator.setEditText("vera")
    assert dialog.run_button.isEnabled()
    assert not dialog.problem.text()


def test_import_writes_with_the_chosen_labels_and_reports(open_import, doccano, window, sample, qtbot):
    """What was chosen in the table is what the annotator's file holds; the report lists what was left out, and where."""
    dialog = open_import(doccano)
    dialog.annotator.setEditText("vera")
    finish(qtbot, dialog)
    found = Workspace.open(sample).read("vera").load("d1")
    assert [(found.text[entity.start : entity.end], entity.label) for entity in found.entities] == [
        ("Анна Ким", "PERSON"),
        ("Луч", "ORG"),
    ]
    assert dialog.pages.currentWidget() is dialog.report
    assert ["Written", "1", "2", "0"] in dialog.report.counts()
    rows = dialog.report.model.rows
    assert [(row.kind, row.place) for row in rows if "CITY" in row.message] == [("unmapped", "разметка.jsonl:1")]
    assert window.files.session.annotator == "anna"
    assert "d1" in window.files.session.workspace


def test_new_labels_can_be_added_to_the_scheme(open_import, doccano, window, qtbot):
    """A label that is to be added is in the scheme of the open window afterwards."""
    dialog = open_import(doccano)
    dialog.annotator.setEditText("vera")
    box = dialog.labels.choices["CITY"]
    assert box.currentData() == LEAVE_OUT
    box.setCurrentIndex(box.findData(ADD))
    assert "--extend-scheme" in dialog.words()
    finish(qtbot, dialog)
    assert window.files.session.workspace.scheme.entity_label("CITY")


def test_own_annotations_can_be_imported(open_import, doccano, window, sample, qtbot):
    """The open annotator's own file is let go for the import, and the window works on with what came in."""
    dialog = open_import(doccano)
    dialog.annotator.setEditText("anna")
    finish(qtbot, dialog)
    session = window.files.session
    assert session.annotator == "anna"
    assert not session.read_only
    window.files.open_document("d1")
    assert len(session.document.entities) == 2


def test_wrong_encoding_is_seen_and_corrected(open_import, tmp_path, qtbot):
    """The preview shows the text as it is decoded; another encoding is tried at once."""
    article = tmp_path / "статья.txt"
    article.write_bytes("Министр приехал в Тулу.".encode("koi8-r"))
    dialog = open_import(article)
    dialog.encoding.setEditText("cp1251")
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=WAIT)
    assert "Министр" not in dialog.preview.lines[0].text()
    dialog.encoding.setEditText("koi8-r")
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=WAIT)
    assert "Министр приехал в Тулу." in dialog.preview.lines[0].text()
    assert not dialog.annotator.isEnabled()


def test_unreadable_file_says_why(open_import, tmp_path):
    """A file of no known format keeps the import from running, and its name is in the reason."""
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    dialog = open_import(picture)
    assert "cat.png" in dialog.problem.text()
    assert not dialog.run_button.isEnabled()


def test_import_can_be_stopped(open_import, tmp_path, window, qtbot):
    """Stop ends the process; the dialog says so and the workspace is open and sound."""
    big = tmp_path / "big.jsonl"
    big.write_text("".join(record(f"n{i}", f"{TEXT} {i}") + "\n" for i in range(4000)), encoding="utf-8")
    dialog = open_import(big)
    dialog.annotator.setEditText("vera")
    press(qtbot, dialog.run_button)
    qtbot.waitUntil(lambda: dialog.progress.value() > 0, timeout=WAIT)
    assert dialog.progress.maximum() == 4000
    press(qtbot, dialog.close_button)
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=WAIT)
    assert "stopped" in dialog.report.heading.text()
    assert window.files.session.annotator == "anna"


def test_dropped_annotations_open_the_import(window, doccano, qtbot):
    """A file that is no article, dropped on the window, stands in the import dialog."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(doccano))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place, copying = QPoint(300, 300), Qt.DropAction.CopyAction
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Qt 6.12 wants a QPointF, which 6.11 does not take
        entering = QDragEnterEvent(place, copying, data, buttons, keys)
    QApplication.sendEvent(window, entering)
    QApplication.sendEvent(window, QDropEvent(QPointF(place), copying, data, buttons, keys))
    dialog = window.findChild(ImportDialog)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=WAIT)
    assert dialog.files.item(0).text() == "разметка.jsonl"
    dialog.reject()


def test_keys_work_in_the_russian_layout(window):
    """Ctrl with the key of I opens the import, whatever letter the layout gives it."""
    sha = QKeyEvent(QEvent.Type.KeyPress, 0x0428, Qt.KeyboardModifier.ControlModifier, "")
    QApplication.sendEvent(window.editor.article, sha)
    dialog = window.findChild(ImportDialog)
    assert dialog.isVisible()
    assert not dialog.run_button.isEnabled()
    dialog.reject()


def test_a_zip_of_a_doccano_project_is_imported_counting_graphemes(open_import, tmp_path, window, sample, qtbot):
    """The other way of counting is offered where files may use it, the preview follows it, and the import too."""
    text = "👩\u200d💻 Анна Ким в Туле."
    source = tmp_path / "выгрузка.zip"
    with zipfile.ZipFile(source, "w") as out:
        out.writestr("vera.jsonl", record("emoji", text, [[2, 10, "PER"]]))
    dialog = open_import(source)
    assert dialog.form.isRowVisible(dialog.graphemes)
    assert "Анна&nbsp;Ким" not in dialog.preview.lines[0].text()
    dialog.graphemes.click()
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=WAIT)
    assert "Анна&nbsp;Ким" in dialog.preview.lines[0].text()
    finish(qtbot, dialog)
    document = Workspace.open(sample).read("vera").load("emoji")
    assert document.surface(document.entities[0]) == "Анна Ким"


def test_a_strict_import_of_bad_files_leaves_the_workspace_alone(open_import, tmp_path, sample, qtbot):
    """With the box ticked, one span outside of its text keeps everything out, and the report says so."""
    source = tmp_path / "плохо.jsonl"
    source.write_text(record("good") + "\n" + record("bad", labels=[[0, 999, "PERSON"]]), encoding="utf-8")
    before = (sample / "corpus.jsonl").read_bytes()
    dialog = open_import(source)
    dialog.annotator.setEditText("vera")
    dialog.strict.click()
    finish(qtbot, dialog)
    assert "Nothing was imported" in dialog.report.heading.text()
    assert (sample / "corpus.jsonl").read_bytes() == before
