"""The order of work in the window: chosen, remembered, followed by Ctrl+Enter; what is assigned to the annotator."""

import orjson
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.domain import LabelScheme, Status
from annotator.gui.models.documents import MINE_ROLE
from annotator.gui.timing import WorkClock
from annotator.suggest.suggestion import Suggested, Suggestion
from annotator.suggest.suggestion_file import SuggestionWriter
from annotator.text.tokenizing import tokenize
from annotator.workspace import Article, Workspace

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def five(tmp_path):
    """Five articles whose suggestions grow surer from the last to the first."""
    workspace = Workspace.create(tmp_path / "five", scheme=LabelScheme("open", open=True))
    text = "Анна и Google."
    ids = [f"d{n}" for n in range(1, 6)]
    workspace.add_articles(Article(i, text, tokenize(text, "ru")) for i in ids)
    with SuggestionWriter(workspace, "m", "1") as writer:
        for number, identifier in enumerate(ids):
            found = Suggestion(identifier, 7, 13, "ORG", "m", 0.9 - 0.1 * number)
            writer.write(Suggested(identifier, (found,)), workspace.article(identifier))
    return workspace.path


def assign(path, **names):
    lines = (orjson.dumps({"document": i, "annotators": list(who)}) + b"\n" for i, who in names.items())
    (path / "assignments.jsonl").write_bytes(b"".join(lines))


def choose(window, qtbot, order):
    window.desk.hands.queue.button.orders[order].trigger()
    qtbot.waitUntil(lambda: window.workbench.model.in_queue is (order != "corpus"), timeout=10000)


def current(window):
    return window.files.session.document.id


def test_done_goes_on_with_the_least_sure_document_that_is_not_finished(make, five, qtbot):
    """The list stands in the chosen order; Ctrl+Enter skips what is finished; the order is there the next time."""
    window = make(path=five, annotator="vera")
    choose(window, qtbot, "doubt")
    assert window.workbench.model.shown == ["d5", "d4", "d3", "d2", "d1"]
    window.files.session.set_status(Status.DONE, "d4")
    window.files.open_document("d5")
    QTest.keyClick(window.editor.article, Qt.Key.Key_Return, CTRL)
    assert current(window) == "d3"
    assert window.desk.position() == "3 of 5"
    assert window.files.close_workspace()
    assert window.files.open_path(five, "vera")
    qtbot.waitUntil(lambda: window.workbench.model.shown[0] == "d5", timeout=10000)
    assert window.desk.hands.queue.button.isChecked()
    choose(window, qtbot, "corpus")
    assert window.workbench.model.shown == ["d1", "d2", "d3", "d4", "d5"]
    assert not window.desk.hands.queue.button.isChecked()


def test_my_next_document_is_one_that_is_assigned_to_me(make, five, qtbot):
    """Documents of mine are marked, can be shown alone, are counted, and are what the action goes through."""
    assign(five, d1=["anna"], d2=["vera", "anna"], d4=["vera"], d5=["anna"])
    window = make(path=five, annotator="vera")
    model, button = window.workbench.model, window.desk.hands.queue.button
    qtbot.waitUntil(lambda: model.has_mine, timeout=10000)
    assert [model.index(row).data(MINE_ROLE) for row in range(5)] == [False, True, False, True, False]
    window.files.open_document("d1")
    QTest.keyClick(window.editor.article, Qt.Key.Key_Return, CTRL | SHIFT)
    assert current(window) == "d2"
    button.mine.trigger()
    assert model.shown == ["d2", "d4"]
    QTest.keyClick(window.editor.article, Qt.Key.Key_Return, CTRL)
    assert current(window) == "d4"
    assert sum(model.counts().values()) == 2
    QTest.keyClick(window.editor.article, Qt.Key.Key_Return, CTRL)
    assert current(window) == "d4"
    assert window.toasts.texts()
    button.mine.trigger()
    assert len(model.shown) == 5


def test_a_wrong_line_of_assignments_is_told_and_stops_nothing(make, five, qtbot):
    """The order is followed all the same, and the message names file and line."""
    window = make(path=five, annotator="vera")
    (five / "assignments.jsonl").write_bytes(b"{}\n")
    choose(window, qtbot, "doubt")
    qtbot.waitUntil(lambda: any("assignments.jsonl" in text for text in said(window)), timeout=10000)


def said(window):
    return [
        *window.toasts.texts(),
        *(label.text() for label in window.message_bar.findChildren(type(window.status_line.hint))),
    ]


def test_the_usual_time_is_the_median_of_other_documents(tmp_path):
    """Three documents make a usual time; the open one and a mere glance do not count."""
    now = [0.0]
    clock = WorkClock(tmp_path / "time.json", lambda: now[0])
    for name, seconds in (("a", 20), ("b", 40), ("c", 30), ("glance", 2)):
        clock.open(name)
        for _ in range(seconds):
            now[0] += 1
            clock.act()
            clock.tick(active=True)
    clock.open("d")
    assert clock.usual() == 30
    clock.open("c")
    assert clock.usual() == 0
