"""Stories of the whole window, by the keys and clicks that a person uses."""

import json

import pytest
import spacy
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain import Status
from annotator.gui.save_state import SaveKind
from annotator.workspace import Workspace

CTRL = Qt.KeyboardModifier.ControlModifier


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def tag(window, surface, key):
    """Select words in the article and press a label's key."""
    start = window.files.session.document.text.index(surface)
    window.editor.article.setFocus()
    window.editor.article.select_range(start, start + len(surface))
    press(window, key)
    return next(e.id for e in window.files.session.document.entities if e.span == (start, start + len(surface)))


def drag(window, head, tail):
    """Draw a relation with the mouse from one entity to another."""
    article, document = window.editor.article, window.files.session.document
    spots = []
    for entity_id in (head, tail):
        entity = document.entity(entity_id)
        article.reveal(entity.start, entity.end)
        spots.append(article.viewport().mapFromGlobal(article.screen_rect(entity.start + 1).center()))
    QTest.mousePress(article.viewport(), Qt.MouseButton.LeftButton, pos=spots[0])
    for step in range(1, 9):
        QTest.mouseMove(article.viewport(), spots[0] + (spots[1] - spots[0]) * step / 8)
    QTest.mouseRelease(article.viewport(), Qt.MouseButton.LeftButton, pos=spots[1])


def type_text(widget, text):
    """QTest types ASCII only."""
    for char in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


def records(path):
    return {record["id"]: record for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def test_a_days_work_is_on_disk_as_stock_spacy_reads_it(make, sample, qtbot):
    """Entities of three kinds and two relations, all undone and redone, come back from the file after closing."""
    window = make(path=sample, annotator="vera")
    window.files.open_document("lavrenyov-roman")
    session = window.files.session
    empty = session.document
    person = tag(window, "Ильи Лавренёва", Qt.Key.Key_P)
    house = tag(window, "Полынья", Qt.Key.Key_2)
    book = tag(window, "Белая вода", Qt.Key.Key_D)
    editor = tag(window, "Ксения Аникеева", Qt.Key.Key_1)
    window.editor.article.select_entity(editor)
    press(window, Qt.Key.Key_R)
    for _ in range(len(session.document.entities)):
        if window.editor.article._desk.relating.aim.id == house:
            break
        press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Return)
    if not session.document.relations:
        press(window, Qt.Key.Key_Return)  # several relations fit: the first of the list
    assert session.document.relations[0].head == editor
    drag(window, house, book)
    if len(session.document.relations) == 1:
        press(window, Qt.Key.Key_Return)
    done = session.document
    assert (len(done.entities), len(done.relations)) == (4, 2)
    for _ in range(6):
        press(window, Qt.Key.Key_Z, CTRL)
    assert session.document.entities == empty.entities
    for _ in range(6):
        press(window, Qt.Key.Key_Y, CTRL)
    assert (session.document.entities, session.document.relations) == (done.entities, done.relations)
    press(window, Qt.Key.Key_Return, CTRL)
    assert session.status("lavrenyov-roman") is Status.DONE
    assert window.close()
    record = records(sample / "annotations" / "vera.jsonl")["lavrenyov-roman"]
    doc = spacy.tokens.Doc(spacy.blank("ru").vocab).from_json(record, validate=True)
    assert {(s.text, s.label_) for s in doc.spans["sc"]} == {(done.surface(e), e.label) for e in done.entities}
    assert {(r["head"], r["tail"]) for r in record["relations"]} == {
        tuple([e.id for e in done.entities].index(end) for end in (r.head, r.tail)) for r in done.relations
    }
    assert record["status"] == "done"
    assert person in {e["id"] for e in record["spans"]["sc"]}


def test_saved_is_shown_only_after_the_disk(window, qtbot):
    """The status bar says saving right after an edit, and saved when the record is in the file."""
    session = window.files.session
    tag(window, "Ксения Аникеева", Qt.Key.Key_1)
    assert window.status_line._state.kind is SaveKind.SAVING
    qtbot.waitUntil(lambda: window.status_line._state.kind is SaveKind.SAVED, timeout=2000)
    reader = Workspace.open(session.workspace.path).read("anna")
    assert len(reader.load(session.document.id).entities) == len(session.document.entities)


def test_ctrl_ya_undoes_in_the_russian_layout(window):
    """The key of Z undoes whatever letter the layout gives."""
    tag(window, "Ксения Аникеева", Qt.Key.Key_1)
    assert window.files.session.document.entities
    event = QKeyEvent(QEvent.Type.KeyPress, 0x042F, CTRL, "")
    QApplication.sendEvent(window.editor.article, event)
    assert not window.files.session.document.entities


def test_refused_edit_gives_the_reason_and_the_other_direction(window):
    """A relation drawn the wrong way is refused in the message bar, with a button that adds it reversed."""
    from annotator.domain.edits import AddRelation

    session = window.files.session
    person, house = tag(window, "Ксения Аникеева", Qt.Key.Key_1), tag(window, "Полынья", Qt.Key.Key_2)
    window.editor.article.edit_requested.emit(AddRelation(house, person, "WORKPLACE"))
    assert not session.document.relations
    message = window.toasts.message("refused")
    assert "WORKPLACE" in message.label.text()
    message.buttons[0].click()
    assert [(r.head, r.tail) for r in session.document.relations] == [(person, house)]
    assert window.toasts.isHidden()


def test_every_document_keeps_its_own_undo(window):
    """Undo after coming back to a document takes back what was done there."""
    first = window.files.session.document.id
    tag(window, "Ксения Аникеева", Qt.Key.Key_1)
    press(window, Qt.Key.Key_PageDown, CTRL)
    assert window.files.session.document.id != first
    press(window, Qt.Key.Key_Z, CTRL)
    press(window, Qt.Key.Key_PageUp, CTRL)
    assert len(window.files.session.document.entities) == 1
    press(window, Qt.Key.Key_Z, CTRL)
    assert not window.files.session.document.entities


def test_second_window_reads_only_and_can_take_over(make, window, sample, settings):
    """A second window of the same annotator changes nothing until the first is closed, and then may edit."""
    second = make(path=sample, annotator="anna")
    session = second.files.session
    assert session.read_only
    before = session.document
    start = before.text.index(" ") + 1
    second.editor.article.setFocus()
    second.editor.article.select_range(0, start)
    press(second, Qt.Key.Key_1)
    assert second.files.session.document == before
    assert second.message_bar.message("locked")
    assert window.files.close_workspace()
    second.notices._look_at_lock()
    second.message_bar.message("locked").buttons[0].click()
    assert not second.files.session.read_only


def test_failed_save_stands_in_red_until_it_works(window, monkeypatch, qtbot):
    """A full disk is told in a bar that stays, the work is kept, and the bar goes when the disk takes it."""
    from annotator.messages import msg
    from annotator.workspace import SaveError

    session, full = window.files.session, True
    save = session.annotations.save

    def failing(document, **how):
        if full:
            raise SaveError(msg("the disk is full", "на диске нет места"))
        return save(document, **how)

    monkeypatch.setattr(session.annotations, "save", failing)
    tag(window, "Ксения Аникеева", Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.message_bar.message("save") is not None, timeout=3000)
    assert "the disk is full" in window.message_bar.message("save").label.text()
    assert len(window.files.session.document.entities) == 1
    full = False
    window.message_bar.message("save").buttons[0].click()
    qtbot.waitUntil(lambda: window.message_bar.message("save") is None, timeout=5000)
    assert session.save_state.kind is SaveKind.SAVED


def test_note_is_written_with_its_entity(window, qtbot):
    """F4 leads to the note of what is selected; leaving the field writes it as one undoable step."""
    person = tag(window, "Ксения Аникеева", Qt.Key.Key_1)
    window.editor.article.select_entity(person)
    press(window, Qt.Key.Key_F4)
    QTest.keyClicks(window.workbench.note.field, "sure?")
    window.editor.article.setFocus()
    assert window.files.session.document.notes == {person: "sure?"}


def test_relation_table_selects_both_ways(window):
    """A row chosen in the table is the relation in the article, and the other way round."""
    window.files.open_document("lira-smartfon")
    table, article = window.workbench.relations.table, window.editor.article
    relations = window.files.session.document.relations
    table.selectRow(1)
    chosen = table.selected_id()
    assert article.selected_relation == chosen
    other = next(r.id for r in relations if r.id != chosen)
    article.select_relation(other)
    assert table.selected_id() == other
    before = len(relations)
    table.setFocus()
    press(window, Qt.Key.Key_Delete)
    assert len(window.files.session.document.relations) == before - 1


def test_done_and_next_walks_through_the_list(window):
    """Ctrl+Enter marks the document and opens the next; at the end it says what is left."""
    model = window.workbench.model
    window.files.open_document(model.shown[0])
    press(window, Qt.Key.Key_Return, CTRL)
    assert window.files.session.document.id == model.shown[1]
    assert window.files.session.status(model.shown[0]) is Status.DONE
    window.files.open_document(model.shown[-1])
    press(window, Qt.Key.Key_Return, CTRL)
    assert window.toasts.texts()


def test_find_counts_and_walks(window):
    """Ctrl+F finds regardless of case and ё; F3 goes round."""
    bar = window.editor.find_bar
    press(window, Qt.Key.Key_F, CTRL)
    type_text(bar.field, "лавренев")
    assert bar.count.text().startswith("1 of ")
    press(window, Qt.Key.Key_F3)
    assert bar.count.text().startswith("2 of ")
    press(window, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert QApplication.focusWidget() is window.editor.article


def test_palette_opens_a_document(window, qtbot):
    """Ctrl+K, some letters, Enter: the document is open."""
    press(window, Qt.Key.Key_K, CTRL)
    palette = window.findChild(object, "palette")
    QTest.keyClicks(palette.field, "lira")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.files.session.document.id == "lira-smartfon", timeout=1000)


def test_f6_goes_round_the_panes(window):
    """F6 reaches the documents, the article and the panels in sight, and comes back."""
    window.editor.article.setFocus()
    seen = []
    for _ in range(8):
        press(window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert window.editor.article in seen
    assert window.workbench.documents.view in seen
    assert window.workbench.labels.view in seen


def test_new_annotator_is_asked_in_the_message_bar(make, sample, settings):
    """Without a name the login name is taken, and the bar asks; the answer is remembered for this workspace."""
    window = make(path=sample)
    message = window.message_bar.message("name")
    assert message is not None
    from PySide6.QtWidgets import QComboBox

    message.findChild(QComboBox).setEditText("boris")
    message.buttons[0].click()
    assert window.files.session.annotator == "boris"
    assert settings.annotator_of(sample) == "boris"


def test_window_returns_to_document_and_layout(make, sample):
    """The next morning the same document is open and the hidden panel is still hidden."""
    window = make(path=sample, annotator="anna")
    window.files.open_document("kedr-taiga")
    press(window, Qt.Key.Key_2, CTRL)
    assert window.docks.docks["labels"].isHidden()
    assert window.close()
    again = make(path=sample)
    assert again.files.session.annotator == "anna"
    assert again.files.session.document.id == "kedr-taiga"
    assert again.docks.docks["labels"].isHidden()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_language_switches_live(window, language, qtbot):
    """Menus, panels, labels and tooltips follow the language menu at once."""
    window.actions_by_id[f"language.{language}"].trigger()
    expected = "&Правка" if language == "ru" else "&Edit"
    qtbot.waitUntil(lambda: window.actions_by_id.menu("edit").title() == expected)
    assert window.docks.docks["documents"].windowTitle() == ("Документы" if language == "ru" else "Documents")
    labels = window.workbench.labels.model
    assert labels.index(1, 0).data() == ("Персона" if language == "ru" else "Person")
    assert window.finishing.done.text() == ("Готово, дальше" if language == "ru" else "Done, next")


def test_click_on_a_document_opens_it(window):
    """One click in the list is enough."""
    view, model = window.workbench.documents.view, window.workbench.model
    view.scrollToTop()
    place = view.visualRect(model.index(0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert window.files.session.document.id == model.shown[0]


def test_undo_survives_the_night(make, sample):
    """Steps of yesterday are taken back today, and those taken back yesterday are done again."""
    window = make(path=sample, annotator="vera")
    tag(window, window.files.session.document.text.split()[0], Qt.Key.Key_1)
    first = window.files.session.document.entities
    tag(window, window.files.session.document.text.split()[1], Qt.Key.Key_2)
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.close()
    again = make(path=sample, annotator="vera")
    session = again.files.session
    assert session.document.entities == first
    press(again, Qt.Key.Key_Y, CTRL)
    assert len(session.document.entities) == 2
    press(again, Qt.Key.Key_Z, CTRL)
    press(again, Qt.Key.Key_Z, CTRL)
    assert not session.document.entities


def test_lock_of_another_computer_is_taken_over_only_when_asked(make, sample):
    """A lock that a computer elsewhere left is named; one button takes it over, once a person has said so."""
    lock = Workspace.open(sample).layout.lock("annotations-anna")
    lock.parent.mkdir(parents=True, exist_ok=True)
    owner = {"pid": 1, "host": "far-away", "started": "1", "since": "2026-01-01 10:00"}
    lock.write_text(json.dumps(owner), encoding="utf-8")
    window = make(path=sample, annotator="anna")
    assert window.files.session.read_only
    message = window.message_bar.message("locked")
    assert "far-away" in message.buttons[1].text()
    message.buttons[0].click()
    assert window.files.session.read_only
    window.message_bar.message("locked").buttons[1].click()
    assert not window.files.session.read_only


def test_steps_all_taken_back_can_be_done_again_tomorrow(make, sample):
    """A document whose every step was undone before closing still offers to redo them, without a warning."""
    window = make(path=sample, annotator="vera")
    tag(window, window.files.session.document.text.split()[0], Qt.Key.Key_1)
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.close()
    again = make(path=sample, annotator="vera")
    assert not again.message_bar.texts()
    press(again, Qt.Key.Key_Y, CTRL)
    assert len(again.files.session.document.entities) == 1
