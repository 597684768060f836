"""The scheme edited in the window, and what becomes of everybody's annotations."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.gui.scheme.editor import SchemeEditor
from annotator.gui.widgets.new_workspace import NewWorkspace
from annotator.workspace import Workspace

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(window):
    window.actions_by_id["file.scheme"].trigger()
    return window.findChild(SchemeEditor)


def type_into(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)


def labels_of(workspace, name, kind="entities"):
    reader = Workspace.open(workspace).read(name)
    found = {item.label for document in reader.documents("all") for item in getattr(document, kind)}
    reader.close()
    return found


def test_a_new_label_tags_at_once(window, editor, qtbot):
    """A label made in the editor stands among the labels, and its key tags."""
    qtbot.mouseClick(editor.findChild(QPushButton, "add-entity"), Qt.MouseButton.LeftButton)
    type_into(qtbot, editor.form.name, "PLACE")
    type_into(qtbot, editor.form.key, "l")
    editor.form.set_color(QColor("#aa5500"))
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    scheme = window.files.session.workspace.scheme
    assert (scheme.entity_label("PLACE").key, scheme.entity_label("PLACE").color) == ("l", "#aa5500")
    article, document = window.editor.article, window.files.session.document
    start, end = next(span for span in document.tokens if len(document.text[slice(*span)]) > 4)
    article.select_range(start, end)
    article.setFocus()
    qtbot.keyClick(article, Qt.Key.Key_L)
    assert any(e.label == "PLACE" for e in window.files.session.document.entities)


def test_a_renamed_label_is_renamed_for_everybody(window, editor, qtbot, sample):
    """All annotators' entities follow, one's own as a step that undo takes back."""
    type_into(qtbot, editor.form.name, "HUMAN")
    qtbot.keyClick(editor.form.name, Qt.Key.Key_Return)
    session = window.files.session
    qtbot.waitUntil(lambda: session.workspace.scheme.entity_label("HUMAN") is not None)
    assert session.queue.flush(10)
    assert {"PERSON"}.isdisjoint(labels_of(sample, "anna") | labels_of(sample, "boris") | labels_of(sample, "gold"))
    assert "HUMAN" in labels_of(sample, "boris")


def test_what_is_wrong_is_said_and_not_saved(editor, qtbot):
    """A key that decides about suggestions is refused with the reason, and the scheme cannot be saved with it."""
    type_into(qtbot, editor.form.key, "x")
    assert "X" in editor.problem.text()
    assert not editor.save.isEnabled()
    type_into(qtbot, editor.form.key, "q")
    assert editor.save.isEnabled()
    editor.reject()


def test_a_deleted_label_leaves_its_entities_for_a_decision(window, editor, qtbot, sample):
    """Nothing is deleted from annotations: what no longer fits is counted and can be mapped."""
    editor.lists["entity"].setCurrentRow(2)
    qtbot.mouseClick(editor.delete, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    assert window.files.session.workspace.scheme.entity_label("PRODUCT") is None
    qtbot.waitUntil(lambda: any("no longer fit" in text for text in window.message_bar.texts()), timeout=10000)
    assert "PRODUCT" in labels_of(sample, "boris")


def test_labels_change_places(editor, qtbot):
    """Down puts the first label second, and it stays the one that is shown."""
    qtbot.mouseClick(editor.down, Qt.MouseButton.LeftButton)
    assert [row.label.label for row in editor.draft.of_kind("entity")][:2] == ["ORG", "PERSON"]
    assert editor.form.name.text() == "PERSON"
    editor.reject()


def test_a_new_workspace_with_a_scheme_of_its_own(make, qtbot, tmp_path):
    """The scheme made in the editor is the new workspace's."""
    window = make()
    article = tmp_path / "статья.txt"
    article.write_text("Река Обь течёт через Новосибирск.", encoding="utf-8")
    window.files.new_workspace([article])
    dialog = window.findChild(NewWorkspace)
    dialog.scheme.make()
    editor = dialog.findChild(SchemeEditor)
    type_into(qtbot, editor.form.name, "RIVER")
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    dialog.folder.setText(str(tmp_path / "new"))
    dialog.name.setText("реки")
    (tmp_path / "new").mkdir()
    qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.files.session is not None, timeout=60000)
    assert [label.label for label in window.files.session.workspace.scheme.entities] == ["RIVER"]


def test_steps_are_undone_and_done_again(editor, qtbot):
    """What is typed into one field is one step; a deleted label comes back; Ctrl+Z works inside a field, in Russian too."""
    before = editor.draft.result()
    type_into(qtbot, editor.form.name, "HUMAN")
    type_into(qtbot, editor.form.titles["en"], "Human being")
    changed = editor.draft.result()
    editor.lists["entity"].setCurrentRow(1)
    qtbot.mouseClick(editor.delete, Qt.MouseButton.LeftButton)
    assert editor.draft.result() != changed
    qtbot.mouseClick(editor.undo, Qt.MouseButton.LeftButton)
    assert editor.draft.result() == changed
    editor.form.name.setFocus()
    russian = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, CTRL, 52, 0x44F, 0, "я")
    QApplication.sendEvent(editor.form.name, russian)
    assert editor.form.titles["en"].text() == "Person"
    qtbot.keyClick(editor.form.name, Qt.Key.Key_Z, CTRL)
    assert editor.draft.result() == before
    assert editor.form.name.text() == "PERSON"
    assert not editor.undo.isEnabled()
    for _ in range(3):
        qtbot.keyClick(editor.form.name, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert editor.draft.result().entity_label("HUMAN").names["en"] == "Human being"
    assert editor.draft.result().entity_label("ORG") is None
    assert not editor.redo.isEnabled()
    editor.reject()


def test_uses_are_told_before_saving(editor, qtbot, sample):
    """Beside a label stands how often all annotators use it, and a label that is used is missed when it is deleted."""
    workspace = Workspace.open(sample)
    names = [*workspace.annotators, "gold"]
    used = sum(
        entity.label == "PRODUCT"
        for name in names
        for document in workspace.read(name).documents("all")
        for entity in document.entities
    )
    item = editor.lists["entity"].item
    qtbot.waitUntil(lambda: "·" in item(2).text(), timeout=15000)
    assert item(2).text().endswith(f"·  {used}")
    editor.lists["entity"].setCurrentRow(2)
    qtbot.mouseClick(editor.delete, Qt.MouseButton.LeftButton)
    assert "PRODUCT" in editor.problem.text()
    assert editor.save.isEnabled()
    editor.reject()


def test_the_preview_follows_the_label(window, editor, qtbot):
    """A sentence of the open article shows the label as it is called now; a new label is shown by its own name."""
    window.files.open_document("openai-microsoft")
    editor.reject()
    window.actions_by_id["file.scheme"].trigger()
    shown = next(e for e in window.findChildren(SchemeEditor) if e.isVisible())
    text = shown.preview.article.text
    assert text
    assert text in window.files.session.document.text
    type_into(qtbot, shown.form.name, "HUMAN")
    assert "HUMAN" in {e.label for e in shown.preview.article._document.entities}
    qtbot.mouseClick(shown.findChild(QPushButton, "add-relation"), Qt.MouseButton.LeftButton)
    assert [r.label for r in shown.preview.article._document.relations] == [shown.form.name.text()]
    shown.reject()


def test_what_somebody_else_changed_meanwhile_stays(window, editor, qtbot, sample):
    """A label that another program added while the editor was open is shown with one's own before anything is written."""
    Workspace.open(sample).extend_scheme(["EVENT"])
    type_into(qtbot, editor.form.short, "HUM")
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    both = next(e for e in window.findChildren(SchemeEditor) if e.isVisible())
    assert "changed meanwhile" in both.problem.text()
    assert Workspace.open(sample).scheme.entity_label("PERSON").short != "HUM"
    qtbot.mouseClick(both.save, Qt.MouseButton.LeftButton)
    scheme = Workspace.open(sample).scheme
    assert scheme.entity_label("EVENT") is not None
    assert scheme.entity_label("PERSON").short == "HUM"
