"""The adjudication as a person does it: with the keyboard alone, in the whole window."""

import json

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.agreement.alignment import entity_key

ARTICLE = "openai-microsoft"
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def press(key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def records(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


@pytest.fixture
def gold_file(sample):
    path = sample / "annotations" / "gold.jsonl"
    path.unlink()
    return path


@pytest.fixture
def adjudication(window, gold_file, qtbot):
    """The adjudication of the sample article, opened by its key."""
    window.activateWindow()
    press(Qt.Key.Key_G, CTRL)
    opened = window.desk.comparing.adjudication
    qtbot.waitUntil(lambda: QApplication.focusWidget() is opened.article)
    assert opened.desk.state.gold.id == ARTICLE
    return opened


def test_the_sample_article_is_adjudicated_by_keys_alone(window, adjudication, gold_file, sample):
    """Taking, rejecting and tagging anew end in a finished gold record that says who decided; nobody's file changes."""
    files = {name: (sample / "annotations" / f"{name}.jsonl").read_bytes() for name in ("anna", "boris")}
    desk = adjudication.desk
    total = desk.progress[1]
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_N)
    assert sum(d.by == "anna" for d in desk.state.decisions.values()) == 3
    item = desk.item
    press(Qt.Key.Key_T)
    assert adjudication.article.selection() == (item.start, item.end)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return, CTRL)
    assert {e.label for e in desk.state.gold.entities_in(item.start, item.end)} == {"PERSON"}
    while not desk.state.finished:
        press(Qt.Key.Key_1)
    assert desk.progress[0] == desk.progress[1] <= total
    gold = desk.state.gold
    press(Qt.Key.Key_W, CTRL)
    assert window.desk.comparing.adjudication is None
    record = records(gold_file)[ARTICLE]
    assert record["status"] == "done"
    assert len(record["spans"]["sc"]) == len(gold.entities)
    kept = record["meta"]["adjudication"]["decisions"]
    assert {d["by"] for d in kept.values() if d["choice"] != "agreed"} == {"anna"}
    assert kept[item.key]["choice"] == "own"
    assert all((sample / "annotations" / f"{n}.jsonl").read_bytes() == data for n, data in files.items())


def test_every_step_is_taken_back_and_done_again(adjudication):
    """Backspace and Ctrl+Z return to the item and the gold before; Ctrl+Y does the decision again."""
    desk = adjudication.desk
    start, first = desk.state.gold, desk.current
    press(Qt.Key.Key_2)
    decided = desk.state.gold
    assert decided.entities != start.entities
    press(Qt.Key.Key_Backspace)
    assert (desk.state.gold, desk.current) == (start, first)
    press(Qt.Key.Key_Y, CTRL)
    assert desk.state.gold == decided
    press(Qt.Key.Key_Z, CTRL)
    assert desk.state.gold.entities == start.entities == adjudication.article._document.entities


def test_the_work_goes_on_where_it_stopped(window, adjudication, gold_file, qtbot):
    """Closed after two decisions, the adjudication opens again with both, at the third item."""
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    expected = adjudication.desk.current, adjudication.desk.progress, adjudication.desk.state.gold.entities
    press(Qt.Key.Key_W, CTRL)
    window.activateWindow()
    window.editor.article.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.editor.article)
    press(Qt.Key.Key_G, CTRL)
    desk = window.desk.comparing.adjudication.desk
    assert (desk.current, desk.progress, desk.state.gold.entities) == expected


def test_arrows_walk_and_every_decision_is_on_disk_at_once(adjudication, gold_file, qtbot):
    """Down goes on without deciding, Enter returns to the next open item; the record follows each decision."""
    desk = adjudication.desk
    keys = [item.key for item in desk.items]
    press(Qt.Key.Key_Down)
    assert desk.current == keys[1]
    press(Qt.Key.Key_1)
    assert desk.current == keys[2]
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert desk.current == keys[2]
    qtbot.waitUntil(lambda: keys[1] in records(gold_file)[ARTICLE]["meta"]["adjudication"]["decisions"])


def test_a_gold_record_from_elsewhere_is_only_shown(window, sample, qtbot):
    """A finished gold record without decisions stays as it is until a person begins anew."""
    before = records(sample / "annotations" / "gold.jsonl")[ARTICLE]
    window.desk.comparing.adjudicate(ARTICLE)
    opened = window.desk.comparing.adjudication
    assert opened.desk.elsewhere
    assert len(opened.desk.state.gold.entities) == len(before["spans"]["sc"])
    opened.close()
    assert records(sample / "annotations" / "gold.jsonl")[ARTICLE] == before


def test_three_annotators_show_the_majority_first(qapp):
    """Of three views the one that two share comes first and is named the majority."""
    from annotator.agreement import adjudicate
    from annotator.domain import Document, Entity, Status
    from annotator.gui.adjudication.choices import choices

    def document(label):
        return Document("d", "Анна пела", entities=(Entity("T1", 0, 4, label),), status=Status.DONE)

    state = adjudicate({"a": document("ORG"), "b": document("PERSON"), "c": document("PERSON")})
    first, second = choices(state.items[0], tuple(state.documents))
    assert (first.annotators, first.majority) == (("b", "c"), True)
    assert (second.annotators, second.majority) == (("a",), False)
    assert entity_key(state.take(state.items[0].key, "b").gold.entities[0]) == (0, 4, "PERSON")


def test_the_gold_file_has_one_adjudicator_at_a_time(window, adjudication, make, sample):
    """While it is open nobody else can open it; the reason is told and nothing is lost."""
    second = make(path=sample, annotator="boris")
    second.desk.comparing.adjudicate()
    assert second.desk.comparing.adjudication is None
    assert second.message_bar.isVisible()


def test_esc_leaves_an_item_open_where_nothing_was_tagged(adjudication):
    """Tagging anew can be given up: the item is open as before."""
    desk = adjudication.desk
    before = desk.state.gold.entities, desk.progress, desk.current
    press(Qt.Key.Key_T)
    assert desk.tagging
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert not desk.tagging
    assert (desk.state.gold.entities, desk.progress, desk.current) == before


def test_keys_work_in_the_russian_layout(adjudication):
    """The key of N lets nothing stand and the key of T starts tagging, whatever letters the layout gives."""
    desk, key = adjudication.desk, adjudication.desk.current
    QApplication.sendEvent(adjudication.article, QKeyEvent(QEvent.Type.KeyPress, 0x0422, NONE, "т"))
    assert desk.state.decisions[key].choice == "neither"
    QApplication.sendEvent(adjudication.article, QKeyEvent(QEvent.Type.KeyPress, 0x0415, NONE, "е"))
    assert desk.tagging
