"""The agreement view and the list of findings, on the sample, as a person uses them."""

import shutil
import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from annotator.agreement import TooFewAnnotatorsError, disagreements
from annotator.domain import Status
from annotator.domain.edits import DeleteEntity, SetStatus

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


@pytest.fixture
def agreement(window, qtbot):
    """The agreement view, opened by its key, with its first figures."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(Qt.Key.Key_G, CTRL | SHIFT)
    opened = window.desk.comparing.agreement
    qtbot.waitUntil(lambda: opened.report is not None, timeout=20000)
    return opened


def choose(box, data):
    assert box.findData(data) >= 0
    box.setCurrentIndex(box.findData(data))


def test_the_list_holds_what_the_report_counts(agreement):
    """Without filters every disagreement is listed; each filter leaves those of its kind, label and document."""
    report, panel = agreement.report, agreement.disputes
    counted = sum(
        sum(p.disagreements.values()) for p in (*report.entity_pairs.values(), *report.relation_pairs.values())
    )
    assert panel.list_model.rowCount() == counted > 0
    choose(panel.kind, "entity boundary")
    assert panel.list_model.rowCount() == report.entity_pairs["anna|boris"].disagreements["boundary"]
    choose(panel.kind, "")
    choose(panel.label, "PRODUCT")
    assert panel.list_model.rowCount() == len(list(disagreements(report, label="PRODUCT")))
    choose(panel.label, "")
    panel.documents.selectRow(0)
    assert {row.document_id for row in panel._rows} == {panel._document_ids[0]}
    QAbstractItemModelTester(panel.list_model)


def test_the_most_disputed_document_stands_first(agreement):
    """Documents are sorted by how much is disputed in them."""
    rows = agreement.disputes.documents_model.rows
    totals = [int(entities) + int(relations) for _, entities, relations in rows]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] > totals[-1]


def test_a_disagreement_opens_the_text_with_all_layers(agreement):
    """Choosing a row shows the article once for each annotator, at the place, with both marks lit up."""
    panel = agreement.disputes
    choose(panel.kind, "entity boundary")
    panel.list.selectRow(0)
    row = panel._rows[0]
    assert set(agreement.layers.views) == {"anna", "boris"}
    assert agreement.layers.document_id == row.document_id
    for view in agreement.layers.views.values():
        lit = view._highlights
        assert lit[0][0] <= row.start < lit[-1][1]


def test_figures_follow_what_is_saved(window, agreement, qtbot):
    """After the annotator finishes another document differently, the report is made anew by itself."""
    before = agreement.report.entity_pairs["anna|boris"].n_a
    session = window.files.session
    document = session.workspace.read("anna").load("openai-microsoft")
    session.perform(DeleteEntity(document.entities[0].id), "openai-microsoft")
    session.flush_soon()
    qtbot.waitUntil(lambda: agreement.report.entity_pairs["anna|boris"].n_a == before - 1, timeout=20000)


def test_fewer_than_two_annotators_are_told(make, sample, qtbot):
    """Where nobody can be compared the view says so instead of figures."""
    (sample / "annotations" / "boris.jsonl").unlink()
    window = make(path=sample, annotator="anna")
    window.desk.comparing.show_agreement()
    opened = window.desk.comparing.agreement
    qtbot.waitUntil(opened.message.isVisible, timeout=20000)
    assert "two annotators" in opened.message.text()


def test_three_annotators_make_three_pairs(make, sample, qtbot):
    """The matrix has a cell for every pair, and choosing one narrows the list down to it."""
    shutil.copy(sample / "annotations" / "boris.jsonl", sample / "annotations" / "clara.jsonl")
    window = make(path=sample, annotator="anna")
    window.desk.comparing.show_agreement()
    opened = window.desk.comparing.agreement
    qtbot.waitUntil(lambda: opened.report is not None, timeout=20000)
    heat_map = opened.figures.heat_map
    assert set(heat_map._cells) == {"anna|boris", "anna|clara", "boris|clara"}
    heat_map.setFocus()
    for _ in range(3):
        QTest.keyClick(heat_map, Qt.Key.Key_Right)
    assert heat_map.chosen == "boris|clara"
    assert opened.disputes.list_model.rowCount() == 0
    QTest.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=heat_map._rect(0, 1).center())
    assert heat_map.chosen == "anna|boris"
    assert opened.disputes.list_model.rowCount() > 0


def test_a_disagreement_goes_from_the_view_to_its_adjudication(window, agreement, sample):
    """The button above the layers opens the adjudication of that document, at the item in question."""
    (sample / "annotations" / "gold.jsonl").unlink()
    panel = agreement.disputes
    choose(panel.kind, "entity boundary")
    panel.list.selectRow(2)
    row = panel._rows[2]
    agreement.layers.adjudicate.click()
    desk = window.desk.comparing.adjudication.desk
    assert desk.state.gold.id == row.document_id
    assert {(v.start, v.end) for v in desk.item.variants} >= {(row.a.start, row.a.end)}


def test_the_view_follows_the_language(window, agreement, qtbot):
    """All texts change while the window is open."""
    window.appearance.set_language("ru")
    qtbot.waitUntil(lambda: agreement.disputes.all_documents.text() == "Все документы")
    assert agreement.windowTitle().startswith("Согласие")
    window.appearance.set_language("en")
    qtbot.waitUntil(lambda: agreement.disputes.all_documents.text() == "All documents")


def test_f8_walks_the_findings_and_ticked_ones_are_passed_over(make, sample, qtbot):
    """A check lists mentions left untagged; F8 selects each in its text, ticked ones are skipped."""
    window = make(path=sample, annotator="vera")
    session = window.files.session
    window.files.open_document("openai-microsoft")
    text = session.document.text
    first = text.index("OpenAI")
    window.editor.article.setFocus()
    window.editor.article.select_range(first, first + 6)
    press(Qt.Key.Key_2)
    assert session.perform(SetStatus(Status.DONE)) is not None
    press(Qt.Key.Key_F8, CTRL)
    panel = window.workbench.findings
    qtbot.waitUntil(lambda: panel.list.count() > 1, timeout=20000)
    press(Qt.Key.Key_F8)
    selected = window.editor.article.selection()
    assert text[slice(*selected)] == "OpenAI"
    assert selected[0] > first
    panel.list.item(1).setCheckState(Qt.CheckState.Checked)
    press(Qt.Key.Key_F8)
    assert panel.list.currentRow() == 2
    press(Qt.Key.Key_F8, SHIFT)
    assert panel.list.currentRow() == 0


def test_a_refresh_keeps_the_place_that_is_read(agreement, qtbot):
    """When figures are made anew the layers stay where they are, and the chosen filters stay chosen."""
    panel = agreement.disputes
    choose(panel.kind, "relation missing")
    panel.list.selectRow(0)
    view = agreement.layers.views["anna"]
    lit, rows = view._highlights, panel.list_model.rowCount()
    agreement.disputes.show_report(agreement.report)
    agreement.layers.show_document(agreement.layers.document_id)
    assert agreement.layers.views["anna"] is view
    assert view._highlights == lit
    assert (panel.kind.currentData(), panel.list_model.rowCount()) == ("relation missing", rows)


def test_escape_closes_the_view(agreement, qtbot):
    """Esc leads back to the article, whichever list has the focus."""
    agreement.disputes.list.setFocus()
    with qtbot.waitSignal(agreement.done):
        QTest.keyClick(agreement.disputes.list, Qt.Key.Key_Escape)


def test_a_check_can_be_stopped(window, monkeypatch, qtbot):
    """While the documents are looked through a bar says how far it is; the button ends it, and so does closing."""
    panel = window.workbench.findings
    slow = iter(range(10**6))

    def endless(documents, progress):
        for number in slow:
            progress(number, 10**6)
            time.sleep(0.002)
        return iter(())

    monkeypatch.setattr("annotator.suggest.untagged.untagged_forms", endless)
    press(Qt.Key.Key_F8, CTRL)
    qtbot.waitUntil(lambda: panel.progress.maximum() == 10**6, timeout=5000)
    assert panel.busy
    QTest.mouseClick(panel.sweep, Qt.MouseButton.LeftButton)
    assert not panel.busy
    press(Qt.Key.Key_F8, CTRL)
    assert panel.busy
    assert window.files.close_workspace()


def test_esc_does_not_wait_for_the_figures(window, monkeypatch, qtbot):
    """The view is out of sight at once while figures are being made, and gone when they are there."""
    go_on = threading.Event()

    def slow(_path):
        go_on.wait(10)
        raise TooFewAnnotatorsError(())

    monkeypatch.setattr("annotator.gui.agreement.scoring.score", slow)
    press(Qt.Key.Key_G, CTRL | SHIFT)
    shown = window.desk.comparing.agreement
    qtbot.waitUntil(shown.isVisible)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert window.desk.comparing.agreement is shown
    go_on.set()
    qtbot.waitUntil(lambda: window.desk.comparing.agreement is None)
