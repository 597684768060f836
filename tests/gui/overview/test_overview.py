"""The overview on the sample, as a person uses it."""

import shutil
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.domain import Status
from annotator.gui.models.rows import ID_ROLE
from annotator.gui.theme import DARK, HIGH_CONTRAST, LIGHT
from annotator.workspace import Workspace
from annotator.workspace.names import GOLD
from annotator.workspace.statistics import workspace_statistics

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def overview(window, qtbot):
    """The overview, opened by its key, with its first figures."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_O, CTRL | SHIFT)
    opened = window.desk.overview.shown
    qtbot.waitUntil(lambda: opened.survey is not None, timeout=10000)
    return opened


def row_of(tab, document_id):
    return next(row for row, article in enumerate(tab.model.shown) if article.id == document_id)


def test_the_overview_counts_what_the_command_line_counts(overview, window):
    """The same numbers as `annotator stats`, and a sound model with a row for each document."""
    workspace = window.files.session.workspace
    assert overview.survey.statistics().to_json() == workspace_statistics(workspace).to_json()
    model = overview.documents.model
    assert model.rowCount() == len(workspace.document_ids)
    QAbstractItemModelTester(model)
    assert [model.annotator_at(c) for c in range(model.columnCount()) if model.annotator_at(c)] == [
        *workspace.annotators,
        *([GOLD] if workspace.has_gold else []),
    ]


def test_filters_text_and_sorting_find_documents(overview, qtbot):
    """By status, by words of the heading, by any column up and down."""
    tab = overview.documents
    total = len(tab.model.shown)
    tab.status.setCurrentIndex(tab.status.findData(Status.DONE))
    done = [row.id for row in tab.model.shown]
    assert done == [i for i, mark in overview.survey.marks["anna"].items() if mark.status is Status.DONE]
    tab.status.setCurrentIndex(0)
    word = "Microsoft"
    QTest.keyClicks(tab.text, word)
    qtbot.waitUntil(lambda: len(tab.model.shown) < total)
    assert all(word.lower() in f"{row.id} {row.heading}".lower() for row in tab.model.shown)
    tab.text.clear()
    qtbot.waitUntil(lambda: len(tab.model.shown) == total)
    for column in range(tab.model.columnCount()):
        tab.model.sort(column, Qt.SortOrder.DescendingOrder)
        assert len(tab.model.shown) == total
    tab.model.sort(1, Qt.SortOrder.DescendingOrder)
    lengths = [row.length for row in tab.model.shown]
    assert lengths == sorted(lengths, reverse=True)


def test_enter_opens_the_document(overview, window):
    """The main window shows the document of the current row."""
    table = overview.documents.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(2, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.files.session.document.id == table.model().index(2, 0).data(ID_ROLE)


def test_many_documents_get_a_status_and_undo_takes_it_back(overview, window, qtbot, monkeypatch):
    """Only one's own statuses change, after a question, and one press brings them all back."""
    session, tab = window.files.session, overview.documents
    before = dict(session.statuses)
    others = {n: dict(Workspace.open(session.workspace.path).read(n).statuses()) for n in ("boris",)}
    monkeypatch.setattr(QMessageBox, "exec", lambda box: QTest.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton))
    tab.table.selectAll()
    chosen = tab.selected()
    tab.mark_menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not tab.undo.isHidden())
    assert all(session.status(i) is Status.DONE for i in chosen)
    session.queue.flush(5)
    qtbot.waitUntil(lambda: all(overview.survey.status("anna", i) is Status.DONE for i in chosen), timeout=8000)
    QTest.mouseClick(tab.undo, Qt.MouseButton.LeftButton)
    assert {i: session.status(i) for i in chosen} == {i: before.get(i, Status.NOT_STARTED) for i in chosen}
    assert {n: dict(session.workspace.read(n).statuses()) for n in others} == others


def test_documents_are_assigned_from_the_table(overview, qtbot):
    """The selected documents go to whom the dialog names, and the table shows it."""
    tab = overview.documents
    place = tab.table.visualRect(tab.model.index(0, 0)).center()
    QTest.mouseClick(tab.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = tab.selected()[0]
    QTest.mouseClick(tab.assign, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    dialog.names.setText("вера, глеб")
    dialog.overlap.setValue(3)
    dialog._check()
    assert dialog.problem.text()
    dialog.overlap.setValue(2)
    dialog.again.setChecked(True)
    dialog._check()
    qtbot.waitUntil(lambda: overview.survey.assignments.get(first) == ("вера", "глеб"), timeout=8000)
    row = row_of(tab, first)
    cells = [tab.model.index(row, c).data() for c in range(tab.model.columnCount())]
    assert "вера, глеб" in cells


def test_the_team_follows_what_others_save(overview, window, qtbot, root):
    """A colleague's save on another computer changes the table within a few seconds."""
    team, workspace = overview.team, window.files.session.workspace
    shutil.copy(workspace.layout.annotations("boris"), workspace.layout.annotations("vera"))
    qtbot.waitUntil(lambda: any(row[0] == "vera" for row in team.model.rows), timeout=8000)
    boris = next(row for row in team.model.rows if row[0] == "boris")
    assert float(boris[8].split()[0]) > 0


def test_each_chart_is_drawn_copied_and_saved_in_every_theme(overview, tmp_path):
    """Every chart paints something, as PNG and SVG, and its numbers go to the clipboard."""
    overview.tabs.setCurrentIndex(2)
    tab = overview.statistics
    for number in range(tab.which.count() - 1):  # no working time was measured in the sample
        tab.which.setCurrentIndex(number)
        assert not tab.chart.figure.empty
        for colors in (LIGHT, DARK, HIGH_CONTRAST):
            tab.set_colors(colors)
            assert tab.chart.save(tmp_path / "chart.png")
            image = QImage(str(tmp_path / "chart.png"))
            middle = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
            assert len(middle) > 2
        assert tab.chart.save(tmp_path / "chart.svg")
        assert ET.parse(tmp_path / "chart.svg").getroot().tag.endswith("svg")
        QTest.mouseClick(tab.copy, Qt.MouseButton.LeftButton)
        rows = QApplication.clipboard().text().splitlines()
        assert len(rows) == len(tab.chart.figure.categories) + 1
        assert rows[0].count("\t") == len(tab.chart.figure.series)
    assert not tab.chart.save(tmp_path / "nowhere" / "chart.csv")
