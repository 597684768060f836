"""The scheme edited in the window, and what becomes of everybody's annotations."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton

from annotator.gui.scheme.editor import SchemeEditor
from annotator.gui.widgets.new_workspace import NewWorkspace
from annotator.workspace import Workspace


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
