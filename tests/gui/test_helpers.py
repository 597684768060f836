"""What helps with the tagging: all mentions of a name, suggestions of a model, the menu under the pointer."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.hands.mentions_dialog import MentionsDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def surfaces(window):
    document = window.files.session.document
    return [document.surface(entity) for entity in document.entities]


def select(window, surface):
    start = window.files.session.document.text.index(surface)
    window.editor.article.setFocus()
    window.editor.article.select_range(start, start + len(surface))


def test_ctrl_m_tags_all_case_forms_in_one_step(make, sample, qtbot):
    """Сулеймана, Сулеймане, Мустафа Сулейман: found from one of them, previewed, tagged and undone as one step."""
    window = make(path=sample, annotator="vera")
    window.files.open_document("openai-microsoft")
    select(window, "Мустафу Сулеймана")
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: bool(window.findChildren(MentionsDialog)), timeout=20000)
    dialog = window.findChild(MentionsDialog)
    assert {"Мустафа Сулейман", "Сулеймане"} <= {mention.surface for mention in dialog.chosen()}
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    tagged = surfaces(window)
    assert {"Мустафу Сулеймана", "Мустафа Сулейман", "Сулеймане"} <= set(tagged)
    assert len(tagged) > 4
    qtbot.waitUntil(lambda: not window.findChildren(MentionsDialog))
    assert QApplication.focusWidget() is window.editor.article
    press(window, Qt.Key.Key_Z, CTRL)
    assert surfaces(window) == ["Мустафу Сулеймана"]


def test_ctrl_m_without_a_name_says_what_to_do(window):
    """Nothing selected: one line tells to select a name."""
    press(window, Qt.Key.Key_M, CTRL)
    assert window.toasts.texts()


@pytest.fixture
def suggested(sample):
    """The sample with two suggestions of a model for one article."""
    corpus = map(json.loads, (sample / "corpus.jsonl").read_text(encoding="utf-8").splitlines())
    article = next(line for line in corpus if line["id"] == "openai-microsoft")
    spans = []
    for number, (surface, label) in enumerate((("OpenAI", "ORG"), ("Бениофф", "PERSON")), start=1):
        start = article["text"].index(surface)
        spans.append(
            {
                "start": start,
                "end": start + len(surface),
                "label": label,
                "kb_id": "",
                "id": f"T{number}",
                "source": "slovnet",
            }
        )
    record = {
        "id": article["id"],
        "text": article["text"],
        "ents": [],
        "spans": {"sc": spans},
        "relations": [],
        "annotator": "slovnet",
        "status": "in_progress",
        "meta": {},
        "scores": {"T1": 0.9, "T2": 0.8},
    }
    folder = sample / "suggestions"
    folder.mkdir(exist_ok=True)
    (folder / "slovnet.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return sample


def test_suggestions_are_accepted_and_rejected_by_key(make, suggested):
    """A takes the focused suggestion and goes to the next, X rejects it; what was decided is not offered again."""
    window = make(path=suggested, annotator="vera")
    window.files.open_document("openai-microsoft")
    assert not surfaces(window)
    assert window.editor.header.detail.text().endswith("suggestions: 2")
    window.editor.article.setFocus()
    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_A)
    assert surfaces(window) == ["OpenAI"]
    assert window.files.session.document.entities[0].source == "slovnet"
    press(window, Qt.Key.Key_X)
    assert len(window.files.session.document.rejected) == 1
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_Z, CTRL)
    window.actions_by_id["suggest.accept_all"].trigger()
    assert surfaces(window) == ["OpenAI", "Бениофф"]


def test_menu_changes_the_label(window):
    """The menu of an entity offers the labels; choosing one relabels it."""
    window.files.open_document("lira-smartfon")
    entity = window.files.session.document.entities[0]
    window.editor.article.select_entity(entity.id)
    menu = window.desk.article_menu.build("entity")
    labels = menu.actions()[0].menu().actions()
    assert [action.text() for action in labels] == ["Person\tP", "Organisation\tO", "Product\tD"]
    menu.close()


def test_menu_of_a_relation_offers_legal_ones(window):
    """Only relations that the scheme allows between the two ends are offered; the present one is ticked."""
    window.files.open_document("lira-smartfon")
    relation = window.files.session.document.relations[0]
    window.editor.article.select_relation(relation.id)
    menu = window.desk.article_menu.build("relation")
    offered = menu.actions()[0].menu().actions()
    assert sum(action.isChecked() for action in offered) == 1
    menu.close()
