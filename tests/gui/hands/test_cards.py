"""The panel of cards: walking, merging, splitting, Wikidata ids, all articles; nothing is done while it is hidden."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from annotator.domain import Document, Entity, EntityLabel, LabelScheme, Relation, RelationLabel
from annotator.text.tokenizing import tokenize
from annotator.workspace import Workspace
from annotator.workspace.article import Article

CTRL = Qt.KeyboardModifier.ControlModifier
SELECT = QItemSelectionModel.SelectionFlag.Select
TEXTS = {
    "one": (
        "Мария Ветрова возглавила «Полынью». Вчера Ветрову поздравили в фирме.",
        ("Мария Ветрова", "Ветрову"),
        "Полынью",
    ),
    "two": ("О планах Марии Ветровой рассказали в «Полынье».", ("Марии Ветровой",), "Полынье"),
}


@pytest.fixture
def tagged(tmp_path):
    """Two annotated articles about one person and one company."""
    scheme = LabelScheme(
        "news",
        entities=(EntityLabel("PERSON", key="p"), EntityLabel("ORG", key="o")),
        relations=(RelationLabel("HEADS", ("PERSON",), ("ORG",)),),
    )
    workspace = Workspace.create(tmp_path / "tagged", scheme=scheme)
    workspace.add_articles(Article(i, text, tokenize(text, "ru")) for i, (text, _, _) in TEXTS.items())
    with workspace.annotations("vera") as annotations:
        for identifier, (text, people, firm) in TEXTS.items():
            marks = [(surface, "PERSON") for surface in people] + [(firm, "ORG")]
            found = [
                Entity(f"T{n}", text.index(s), text.index(s) + len(s), label)
                for n, (s, label) in enumerate(marks, start=1)
            ]
            relation = Relation("R1", "T1", f"T{len(marks)}", "HEADS")
            annotations.save(Document(identifier, text, tokenize(text, "ru"), tuple(found), (relation,)))
    return workspace.path


@pytest.fixture
def opened(make, tagged, qtbot):
    window = make(path=tagged, annotator="vera")
    window.files.open_document("one")
    window.actions_by_id["view.cards"].trigger()
    panel = window.desk.hands.cards.panel
    qtbot.waitUntil(lambda: panel.tree is not None and len(panel.model.rows) == 2, timeout=20000)
    panel.tree.setFocus()
    return window, panel


def lines(panel):
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def test_a_hidden_panel_costs_nothing(make, tagged):
    """While the panel is hidden it has no widgets and gathers nothing."""
    window = make(path=tagged, annotator="vera")
    assert window.desk.hands.cards._panel is None


def test_enter_walks_from_mention_to_mention_and_to_relations(opened):
    """On a card Enter goes to the next mention; under it stand mentions in context and the relation."""
    window, panel = opened
    assert lines(panel) == ["Мария Ветрова  2", "Полынью  1"]
    card = panel.model.index(0, 0)
    panel.tree.setCurrentIndex(card)
    for expected in ("T1", "T2", "T1"):
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
        assert window.editor.article.selected_entity == expected
    leaves = [panel.model.index(row, 0, card).data() for row in range(panel.model.rowCount(card))]
    assert leaves[0].startswith("Мария Ветрова возглавила")
    assert leaves[2] == "HEADS → Полынью"
    panel.tree.setExpanded(card, True)
    panel.tree.setCurrentIndex(panel.model.index(2, 0, card))
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert window.editor.article.selected_relation == "R1"


def test_merge_and_split_by_keys_can_be_undone(opened, qtbot):
    """S puts the selected mention on a card of its own, M makes one card of the selected ones, Ctrl+Z goes back."""
    window, panel = opened
    panel.tree.setExpanded(panel.model.index(0, 0), True)
    panel.tree.setCurrentIndex(panel.model.index(1, 0, panel.model.index(0, 0)))
    QTest.keyClick(panel.tree, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 3)
    assert lines(panel) == ["Мария Ветрова  1", "Полынью  1", "Ветрову  1"]
    selection = panel.tree.selectionModel()
    selection.clear()
    for row in (0, 2):
        selection.select(panel.model.index(row, 0), SELECT)
    QTest.keyClick(panel.tree, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 2)
    assert lines(panel) == ["Мария Ветрова  2", "Полынью  1"]
    assert window.files.session.document.extra["cards"]["T2"] == "T1"
    for _ in range(2):
        window.actions_by_id["edit.undo"].trigger()
    assert "cards" not in window.files.session.document.extra


def test_a_wikidata_id_is_kept_on_all_mentions_in_one_step(opened, qtbot, tagged):
    """W goes to the field; what is no id is refused in words; the id is in the record."""
    window, panel = opened
    panel.tree.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(panel.tree, Qt.Key.Key_W)
    qtbot.waitUntil(panel.kb_id.hasFocus)
    panel.kb_id.setText("Wikidata")
    QTest.keyClick(panel.kb_id, Qt.Key.Key_Return)
    assert "Q355" in " ".join(window.toasts.texts()) or window.message_bar.isVisible()
    panel.kb_id.setText("Q42")
    QTest.keyClick(panel.kb_id, Qt.Key.Key_Return)
    assert [e.kb_id for e in window.files.session.document.entities] == ["Q42", "", "Q42"]
    qtbot.waitUntil(lambda: lines(panel)[0] == "Мария Ветрова  2  ·  Q42")
    assert window.files.close_workspace()
    assert [e.kb_id for e in Workspace.open(tagged).read("vera").load("one").entities] == ["Q42", "", "Q42"]


def test_cards_of_all_articles(opened, qtbot):
    """Case forms are joined over articles; a mention in another article opens it; one id goes to all of them."""
    window, panel = opened
    panel.everywhere.setChecked(True)
    qtbot.waitUntil(lambda: lines(panel)[:1] == ["Мария Ветрова  3"], timeout=20000)
    assert len(panel.model.rows) == 2
    assert not panel.merge.isEnabled()
    leaf = next(leaf for leaf in panel.model.rows[0].leaves if leaf.document == "two")
    panel.walked.emit(leaf)
    assert window.files.session.document.id == "two"
    assert window.editor.article.selected_entity == leaf.id
    panel.tree.setCurrentIndex(panel.model.index(0, 0))
    panel.kb_id.setText("Q42")
    panel._on_identified()
    qtbot.waitUntil(lambda: window.message_bar.message("bulk") is not None)
    known = [window.files.session.document_of(i).entities[0].kb_id for i in ("one", "two")]
    assert known == ["Q42", "Q42"]
