"""The guidelines beside the article: examples from the annotations, and writing them in place."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.guidelines.editor import GuidelinesEditor
from annotator.workspace import Workspace
from annotator.workspace.examples import label_examples


@pytest.fixture
def panel(window, qtbot):
    """The panel, opened from the menu, with its examples."""
    window.actions_by_id["view.guidelines"].trigger()
    shown = window.workbench.guidelines
    qtbot.waitUntil(lambda: bool(shown._examples), timeout=10000)
    return shown


def editor_of(window):
    return next(w for w in window.findChildren(GuidelinesEditor) if w.isVisible())


def test_examples_are_spans_of_their_label_in_their_sentence(sample):
    """Every label in use has varied examples, each marked where the annotation says."""
    workspace = Workspace.open(sample)
    examples = label_examples(workspace, "anna")
    labels = {kind.label for kind in workspace.scheme.entities}
    assert labels <= examples.keys()
    for label in labels:
        assert 3 <= len(examples[label]) <= 5
        assert len({example.document_id for example in examples[label]}) == len(examples[label])
        for example in examples[label]:
            start, end = example.marks[0]
            document = workspace.read("gold").load(example.document_id)
            assert (start, end, label) in {(e.start, e.end, e.label) for e in document.entities}
            assert document.surface(document.entities[0]) in document.text
            assert example.text == document.text[example.start : example.start + len(example.text)]


def test_without_gold_nobody_sees_what_colleagues_tagged(sample):
    """The examples are one's own then, and somebody who has not begun gets none."""
    workspace = Workspace.open(sample)
    workspace.layout.annotations("gold").unlink()
    own = {i for i, status in workspace.read("anna").statuses().items() if status == "done"}
    examples = label_examples(workspace, "anna")
    assert {example.document_id for found in examples.values() for example in found} <= own
    assert label_examples(workspace, "vera") == {}


def test_a_click_on_an_example_opens_its_article(panel, window):
    """The article is opened at the span."""
    found = []
    panel.place_wanted.connect(lambda *place: found.append(place))
    view = panel.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    QApplication.processEvents()
    where = next(
        point
        for y in range(0, view.viewport().height(), 4)
        for x in range(0, view.viewport().width(), 4)
        if view.anchorAt(point := QPoint(x, y)).startswith("example:")
    )
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    document_id, start, end = found[0]
    assert window.files.session.document.id == document_id
    assert window.files.session.document.text[start:end].strip()


def test_the_guidelines_are_written_in_place(panel, window, qtbot):
    """What is typed is previewed, saved, and shown."""
    QTest.mouseClick(panel.edit, Qt.MouseButton.LeftButton)
    editor = editor_of(window)
    editor.text.setFocus()
    editor.text.selectAll()
    QTest.keyClicks(editor.text, "# Rules")
    qtbot.waitUntil(lambda: editor.preview.toPlainText() == "Rules")
    QTest.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    workspace = window.files.session.workspace
    assert workspace.layout.guidelines.read_text(encoding="utf-8") == "# Rules"
    assert "Rules" in panel.view.toPlainText()


def test_what_somebody_else_wrote_meanwhile_is_told_and_kept(panel, window):
    """The first press tells, the second writes ours and keeps theirs beside."""
    QTest.mouseClick(panel.edit, Qt.MouseButton.LeftButton)
    editor = editor_of(window)
    path: Path = window.files.session.workspace.layout.guidelines
    path.write_text("theirs", encoding="utf-8")
    editor.text.setPlainText("ours")
    QTest.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    assert editor.problem.isVisible()
    assert path.read_text(encoding="utf-8") == "theirs"
    QTest.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    assert path.read_text(encoding="utf-8") == "ours"
    assert [file.read_text(encoding="utf-8") for file in path.parent.glob("guidelines.md.theirs-*")] == ["theirs"]


def test_a_change_on_disk_is_followed(panel, window, qtbot):
    """A colleague's new text appears by itself."""
    window.files.session.workspace.layout.guidelines.write_text("Новое правило", encoding="utf-8")
    qtbot.waitUntil(lambda: "Новое правило" in panel.view.toPlainText(), timeout=6000)
