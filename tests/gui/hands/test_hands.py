"""All mentions across articles, the panel of suggestions, making suggestions, search with bulk edits."""

import os

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain import Document, Entity, Relation, Status
from annotator.gui.hands.mentions_dialog import MentionsDialog
from annotator.gui.hands.places import Group, Place
from annotator.gui.hands.running import SuggestWith
from annotator.workspace import Workspace
from annotator.workspace.encode import RecordEncoder

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TWO = ("ladoga-parom", "kedr-taiga")


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def entities(window, document_id=""):
    session = window.files.session
    document = session.document_of(document_id) if document_id else session.document
    return [(document.surface(e), e.label) for e in document.entities]


def select(window, surface):
    start = window.files.session.document.text.index(surface)
    window.editor.article.setFocus()
    window.editor.article.select_range(start, start + len(surface))


@pytest.fixture
def twins(tmp_path):
    """A workspace of three articles of which two name the same person."""
    from annotator.domain import EntityLabel, LabelScheme, RelationLabel
    from annotator.text.tokenizing import tokenize
    from annotator.workspace import Article

    people, firms = EntityLabel("PERSON", key="p"), EntityLabel("ORG", key="o")
    scheme = LabelScheme(
        "news", entities=(people, firms), relations=(RelationLabel("WORKPLACE", ("PERSON",), ("ORG",)),)
    )
    workspace = Workspace.create(tmp_path / "twins", scheme=scheme)
    texts = {
        "one": "Мария Ветрова возглавила «Полынью». Вчера Ветрову поздравили.",
        "two": "О планах Марии Ветровой рассказали в «Полынье». Ветрова молчит.",
        "three": "Дождь идёт третий день.",
    }
    workspace.add_articles(Article(key, text, tokenize(text, "ru")) for key, text in texts.items())
    return tmp_path / "twins"


@pytest.fixture
def offered(twins):
    """Suggestions for the first article: two entities and the relation between them."""
    workspace = Workspace.open(twins)
    article = workspace.article("one")
    person, firm = article.text.index("Мария Ветрова"), article.text.index("Полынью")
    found = (
        Entity("T1", person, person + 13, "PERSON", source="model:m"),
        Entity("T2", firm, firm + 7, "ORG", source="model:m"),
    )
    again = article.text.index("Ветрову")
    found += (Entity("T3", again, again + 7, "PERSON", source="model:m"),)
    relation = Relation("R1", "T1", "T2", "WORKPLACE", source="model:m")
    document = Document(
        "one",
        article.text,
        article.tokens,
        found,
        (relation,),
        annotator="model:m",
        scores={"T1": 0.9, "T2": 0.8, "T3": 0.4},
    )
    folder = workspace.layout.suggestions_folder
    folder.mkdir(exist_ok=True)
    (folder / "model-m.jsonl").write_bytes(RecordEncoder().encode(document) + b"\n")
    return twins


def test_mentions_in_all_articles_are_one_step_in_each(make, twins, qtbot):
    """The switch brings the other articles' mentions; Enter tags them, each article can be undone, or all at once."""
    window = make(path=twins, annotator="vera")
    window.files.open_document("one")
    select(window, "Мария Ветрова")
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: bool(window.findChildren(MentionsDialog)), timeout=20000)
    dialog = window.findChild(MentionsDialog)
    assert [place.surface for place in dialog.chosen()] == ["Ветрову"]
    QApplication.sendEvent(dialog.list, QKeyEvent(QEvent.Type.KeyPress, 0x0424, Qt.KeyboardModifier.AltModifier, "ф"))
    qtbot.waitUntil(lambda: dialog.model.count == 3, timeout=20000)
    press(window, Qt.Key.Key_Return)
    everything = [("Марии Ветровой", "PERSON"), ("Ветрова", "PERSON")]
    qtbot.waitUntil(lambda: entities(window, "two") == everything)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.editor.article, timeout=2000)
    assert entities(window) == [("Мария Ветрова", "PERSON"), ("Ветрову", "PERSON")]
    qtbot.waitUntil(lambda: window.message_bar.message("bulk") is not None)
    window.message_bar.message("bulk").buttons[0].click()
    assert entities(window, "two") == []
    assert entities(window) == [("Мария Ветрова", "PERSON")]
    window.files.open_document("two")
    press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert entities(window) == everything
    assert window.close()
    assert len(Workspace.open(twins).read("vera").load("two").entities) == 2


def test_space_leaves_a_mention_out_and_esc_changes_nothing(make, twins, qtbot):
    """Keys alone: Space takes the tick away, Esc closes without tagging."""
    window = make(path=twins, annotator="vera")
    window.files.open_document("two")
    select(window, "Марии Ветровой")
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: bool(window.findChildren(MentionsDialog)), timeout=20000)
    dialog = window.findChild(MentionsDialog)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert not dialog.chosen()
    assert not dialog.tag.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert entities(window) == [("Марии Ветровой", "PERSON")]


def test_shift_a_accepts_what_is_above_the_score_and_the_panel_brings_relations(make, offered):
    """The least score hides weak ones; Shift+A takes the rest in one step; then the relation can be accepted."""
    window = make(path=offered, annotator="vera")
    window.files.open_document("one")
    panel = window.docks.panel("suggestions")
    window.docks.show("suggestions")
    assert panel.model.rowCount() == 4
    panel.threshold.setValue(50)
    assert panel.model.rowCount() == 2
    window.editor.article.setFocus()
    QApplication.sendEvent(window.editor.article, QKeyEvent(QEvent.Type.KeyPress, 0x0424, SHIFT, "Ф"))
    assert entities(window) == [("Мария Ветрова", "PERSON"), ("Полынью", "ORG")]
    document = window.files.session.document
    assert [(e.source, document.scores[e.id]) for e in document.entities] == [("model:m", 0.9), ("model:m", 0.8)]
    assert panel.model.rowCount() == 0
    panel.threshold.setValue(0)
    panel.table.setFocus()
    assert [panel.model.index(row, 0).data() for row in range(2)] == ["Ветрову", "Мария Ветрова → Полынью"]
    panel.table.selectRow(1)
    press(window, Qt.Key.Key_A)
    assert [(r.label, r.source) for r in window.files.session.document.relations] == [("WORKPLACE", "model:m")]
    press(window, Qt.Key.Key_X)
    assert panel.model.rowCount() == 0
    press(window, Qt.Key.Key_Z, CTRL)
    assert panel.model.rowCount() == 1


def test_suggest_with_known_names_runs_beside_the_window(make, twins, qtbot):
    """Names tagged in one article are offered in the other, made by a process with progress."""
    window = make(path=twins, annotator="vera")
    window.files.open_document("one")
    select(window, "Мария Ветрова")
    press(window, Qt.Key.Key_1)
    assert window.files.session.queue.flush(5)
    window.files.open_document("two")
    window.actions_by_id["suggest.make"].trigger()
    dialog = window.findChild(SuggestWith)
    dialog.choices["mentions"].setChecked(True)
    dialog.start.click()
    assert window.message_bar.message("suggest") is not None
    panel = window.docks.panel("suggestions")
    window.docks.show("suggestions")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=60000)
    assert window.message_bar.message("suggest") is None


def test_a_stopped_run_says_so_and_leaves_no_message(make, twins, qtbot):
    """Stop ends the process; the bar is gone and a line tells that what is done is kept."""
    window = make(path=twins, annotator="vera")
    window.desk.hands.run.start("mentions")
    window.message_bar.message("suggest").buttons[0].click()
    qtbot.waitUntil(lambda: window.message_bar.message("suggest") is None, timeout=10000)
    assert window.toasts.texts()


def test_a_missing_path_cannot_be_started(make, twins):
    """A model's folder that is not there leaves the button disabled."""
    window = make(path=twins, annotator="vera")
    dialog = SuggestWith(window)
    dialog.paths["model"].setText("/no/such/folder")
    assert dialog.choices["model"].isChecked()
    assert not dialog.start.isEnabled()
    dialog.paths["model"].setText(str(twins))
    assert dialog.given() == str(twins)
    dialog.deleteLater()


def search(window, qtbot, by, query):
    window.actions_by_id["edit.find_everywhere"].trigger()
    dialog = window.desk.hands.search.dialog
    dialog.by.setCurrentIndex(dialog.by.findData(by))
    if dialog.field.isVisible():
        dialog.field.setText(query)
    else:
        dialog.choice.setCurrentIndex(dialog.choice.findData(query))
    dialog.search()
    qtbot.waitUntil(lambda: "…" not in dialog.state.text(), timeout=20000)
    return dialog


def test_search_by_lemma_tags_in_all_articles(make, twins, qtbot):
    """Any case form is found in each article; the ticked hits are tagged, a step in each."""
    window = make(path=twins, annotator="vera")
    window.files.open_document("three")
    dialog = search(window, qtbot, "lemma", "полынья")
    assert [place.surface for place in dialog.model.rows if isinstance(place, Place)] == ["Полынью", "Полынье"]
    assert [row.document for row in dialog.model.rows if isinstance(row, Group)] == ["one", "two"]
    dialog.label.setCurrentIndex(dialog.label.findData("ORG"))
    dialog.actions_by_name["tag"].click()
    qtbot.waitUntil(lambda: entities(window, "two") == [("Полынье", "ORG")])
    assert entities(window, "one") == [("Полынью", "ORG")]
    dialog = search(window, qtbot, "label", "ORG")
    assert dialog.model.count == 2
    dialog.actions_by_name["delete"].click()
    qtbot.waitUntil(lambda: not entities(window, "two"))
    dialog.close()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.editor.article, timeout=2000)
    window.files.open_document("one")
    window.editor.article.setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    assert entities(window) == [("Полынью", "ORG")]


def test_a_hit_opens_its_article_at_the_place(make, twins, qtbot):
    """Enter on a hit opens the document with the place in sight."""
    window = make(path=twins, annotator="vera")
    window.files.open_document("three")
    dialog = search(window, qtbot, "text", "молчит")
    dialog.list.take_focus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert window.files.session.document.id == "two"
    assert QApplication.focusWidget() is not None
    dialog.close()


@pytest.mark.parametrize(
    ("by", "query", "count"), [("regex", "Ветров[а-я]+", 4), ("status", "done", 1), ("regex", "(", 0)]
)
def test_other_questions(make, twins, qtbot, by, query, count):
    """Patterns and statuses answer too; a wrong pattern is told in a line."""
    window = make(path=twins, annotator="vera")
    window.files.session.set_status(Status.DONE, "three")
    dialog = search(window, qtbot, by, query)
    assert dialog.model.count == count
    assert bool(dialog.state.text())
    dialog.close()


def test_relations_notes_and_statuses_are_shown_in_their_own_way(make, offered, qtbot):
    """A relation is listed by its two ends, a note with its words, a document of a status with its beginning."""
    from annotator.domain.edits import SetNote

    window = make(path=offered, annotator="vera")
    window.files.open_document("one")
    hands = window.desk.hands.suggesting
    hands.decide_all(accept=True)
    hands.decide_all(accept=True)  # the relation is offered once its ends are there
    session = window.files.session
    session.perform(SetNote(session.document.entities[0].id, "which Ветрова?"))
    session.perform(SetNote("", "a short one"))
    dialog = search(window, qtbot, "relation", "")
    assert [row.surface for row in dialog.model.rows if isinstance(row, Place)] == ["Мария Ветрова → Полынью"]
    dialog = search(window, qtbot, "note", "")
    rows = {(row.surface, row.reason) for row in dialog.model.rows if isinstance(row, Place)}
    assert rows == {("Мария Ветрова", "which Ветрова?"), ("a short one", "")}
    dialog = search(window, qtbot, "status", "not_started")
    assert [row.after[:5] for row in dialog.model.rows if isinstance(row, Place)] == ["О пла", "Дождь"]
    dialog.close()


def test_a_relation_is_accepted_in_the_article_with_its_ends(make, offered):
    """] chooses the dashed arc, A accepts it and its two ends in one step that remembers source and score."""
    window = make(path=offered, annotator="vera")
    window.files.open_document("one")
    article = window.editor.article
    article.setFocus()
    press(window, Qt.Key.Key_BracketRight)
    assert article.selected_suggestion
    assert not article.selected_relation
    assert window.files.session.document.entities == ()
    press(window, Qt.Key.Key_Delete)
    assert article.selected_suggestion
    press(window, Qt.Key.Key_A)
    document = window.files.session.document
    assert entities(window) == [("Мария Ветрова", "PERSON"), ("Полынью", "ORG")]
    assert [(r.source, document.scores[e.id]) for r, e in zip(document.relations, document.entities, strict=False)]
    assert article.selected_suggestion == "model:m:42-49:PERSON"
    press(window, Qt.Key.Key_Z, CTRL)
    assert entities(window) == []
    article.select_suggestion(next(iter(window.desk.hands.suggesting._relations)))
    press(window, Qt.Key.Key_X)
    assert not window.desk.hands.suggesting._relations
    assert window.files.session.document.rejected
    assert window.files.close_workspace()
    assert window.files.open_path(offered, "vera")
    window.files.open_document("one")
    assert not window.desk.hands.suggesting._relations


def test_the_model_trained_last_is_filled_in(make, twins):
    """Of the models in the workspace's folder the newest one stands in the field; anew is passed on."""
    for number, name in enumerate(("old", "new")):
        config = twins / "models" / name / "config.cfg"
        config.parent.mkdir(parents=True)
        config.touch()
        os.utime(config, (1_700_000_000 + number, 1_700_000_000 + number))
    window = make(path=twins, annotator="vera")
    window.actions_by_id["suggest.make"].trigger()
    dialog = window.findChild(SuggestWith)
    assert dialog.paths["model"].text() == str(twins / "models" / "new")
    assert not dialog.choices["model"].isChecked()
    wanted = []
    dialog.chosen.connect(lambda given, again: wanted.append((given, again)))
    dialog.choices["mentions"].setChecked(True)
    dialog.again.setChecked(True)
    dialog.start.click()
    assert wanted == [("mentions", True)]
    assert "--again" in window.desk.hands.run._process.arguments()
    window.desk.hands.run.cancel()


def test_search_in_the_open_article_only(make, twins, qtbot):
    """The check box keeps the same questions to the article that is open."""
    window = make(path=twins, annotator="vera")
    window.files.open_document("two")
    dialog = search(window, qtbot, "lemma", "ветрова")
    assert {row.document for row in dialog.model.rows if isinstance(row, Place)} == {"one", "two"}
    dialog.here.setChecked(True)
    qtbot.waitUntil(lambda: "…" not in dialog.state.text(), timeout=20000)
    assert {row.document for row in dialog.model.rows if isinstance(row, Place)} == {"two"}
    dialog.close()


def test_half_words_are_listed_but_not_ticked(make, twins, qtbot):
    """Text found inside a word says so and is left out of “tag all”; a whole word is ticked."""
    window = make(path=twins, annotator="vera")
    window.files.open_document("one")
    dialog = search(window, qtbot, "text", "Полынь")
    half = [place for place in dialog.model.rows if isinstance(place, Place)]
    assert half
    assert all(place.reason for place in half)
    assert not dialog.model.ticked()
    dialog = search(window, qtbot, "text", "Полынью")
    assert [place.reason for place in dialog.model.ticked()] == [""]
    dialog.close()
