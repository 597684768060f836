from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.domain import Entity, EntityLabel, LabelScheme, Relation, RelationLabel
from annotator.domain.edits import DeleteEntity, DeleteRelation, RelabelRelation, ReverseRelation
from annotator.gui import keys
from annotator.gui.canvas import Suggestion

from .conftest import ALT, CONTROL, NO, SHIFT

K = Qt.Key
TEXT = "Мустафа Сулейман работает в Microsoft. OpenAI выпустила ChatGPT.\nСэм Альтман рад."
LAYOUTS = pytest.mark.parametrize("layout", ["us", "ru"])


def entity(table, words: str, label: str, number: int) -> Entity:
    start, end = table.span(words)
    return Entity(f"T{number}", start, end, label)


def show_tagged(table, *relations: Relation) -> None:
    table.show(TEXT)
    entities = (
        entity(table, "Мустафа Сулейман", "PERSON", 1),
        entity(table, "Microsoft", "ORG", 2),
        entity(table, "OpenAI", "ORG", 3),
        entity(table, "ChatGPT", "PRODUCT", 4),
        entity(table, "Сэм Альтман", "PERSON", 5),
    )
    table.show(TEXT, entities=entities, relations=relations)


# -- walking and selecting


def test_arrows_walk_by_token(table):
    """Right goes from token to token, Left back."""
    table.show(TEXT)
    seen = []
    for _ in range(4):
        table.key(K.Key_Right)
        seen.append(table.view.caret)
    assert seen == [8, 17, 26, 28]
    table.key(K.Key_Left)
    assert table.view.caret == 26


def test_shift_arrows_select_whole_tokens(table):
    """Two Shift+Right select two words without the blank behind them; Shift+Left gives one back."""
    table.show(TEXT)
    table.key(K.Key_Right, SHIFT)
    table.key(K.Key_Right, SHIFT)
    assert table.view.selection() == table.span("Мустафа Сулейман")
    table.key(K.Key_Left, SHIFT)
    assert table.view.selection() == table.span("Мустафа")


def test_shift_left_selects_backwards(table):
    """From the end of a word, Shift+Left takes it."""
    table.show(TEXT)
    table.view.select_range(16, 16)
    table.key(K.Key_Left, SHIFT)
    assert table.view.selection() == table.span("Сулейман")


def test_ctrl_alt_shift_arrows_select_by_character(table):
    """A combining accent, a flag and CRLF are one step each."""
    table.show("и\u0306🇷🇺\r\nв")
    steps = []
    for _ in range(4):
        table.key(K.Key_Right, CONTROL | ALT | SHIFT)
        steps.append(table.view.selection())
    assert steps == [(0, 2), (0, 4), (0, 6), (0, 7)]
    table.key(K.Key_Left, CONTROL | ALT | SHIFT)
    assert table.view.selection() == (0, 6)


def test_ctrl_arrows_walk_by_sentence(table):
    """Ctrl+Right goes to the next sentence, Ctrl+Left back."""
    table.show(TEXT)
    table.key(K.Key_Right, CONTROL)
    assert table.view.caret == table.span("OpenAI")[0]
    table.key(K.Key_Right, CONTROL)
    assert table.view.caret == table.span("Сэм")[0]
    table.key(K.Key_Left, CONTROL)
    assert table.view.caret == table.span("OpenAI")[0]


def test_up_and_down_keep_the_column(table):
    """Down and up again comes back to the same place, over a short line too."""
    table.show("Первая длинная строка статьи\nда\nТретья длинная строка статьи")
    table.view.select_range(20, 20)
    table.key(K.Key_Down)
    assert table.document.text[table.view.caret :].startswith("\nТретья")
    table.key(K.Key_Down)
    third = table.view.caret
    assert abs(third - table.span("Третья")[0] - 20) <= 2
    table.key(K.Key_Up)
    table.key(K.Key_Up)
    assert table.view.caret == 20


def test_home_and_end(table):
    """Home and End go to the ends of the line, with Ctrl to those of the article."""
    table.show("Первая строка\nВторая строка")
    table.key(K.Key_End)
    assert table.view.caret == 13
    table.key(K.Key_End, CONTROL)
    assert table.view.caret == 27
    table.key(K.Key_Home)
    assert table.view.caret == 14
    table.key(K.Key_Home, CONTROL | SHIFT)
    assert table.view.selection() == (0, 14)


def test_page_down_moves_the_window(table):
    """Page Down takes the caret and the view down, Page Up back."""
    table.show("\n".join(f"Строка номер {i}" for i in range(300)))
    table.key(K.Key_PageDown)
    assert table.view.caret > 0
    table.key(K.Key_PageDown)
    assert table.view.verticalScrollBar().value() > 0
    table.key(K.Key_PageUp)
    table.key(K.Key_PageUp)
    assert table.view.caret == 0


@LAYOUTS
def test_copying_takes_the_text_as_it_is(table, layout):
    """Ctrl+A and Ctrl+C copy every character, in both layouts; on a chosen entity its words."""
    text = "\ufeffИ\u0306од\u00a0и\r\nещё 🇷🇺"
    table.show(text)
    table.key("c", CONTROL, layout=layout)
    table.key("a", CONTROL, layout=layout)
    table.key("c", CONTROL, layout=layout)
    assert QApplication.clipboard().text() in {text, text[1:]}  # a QString may drop a leading BOM
    show_tagged(table)
    table.view.select_entity("T1")
    table.key("c", CONTROL, layout=layout)
    assert QApplication.clipboard().text() == "Мустафа Сулейман"


# -- tagging


@LAYOUTS
@pytest.mark.parametrize(
    ("key", "label"), [("1", "PERSON"), ("2", "ORG"), ("p", "PERSON"), ("o", "ORG"), ("d", "PRODUCT")]
)
def test_a_digit_or_letter_tags_the_selection(table, layout, key, label):
    """Selection first, then the key; the new entity is chosen."""
    table.show(TEXT)
    table.view.select_range(*table.span("Microsoft"))
    table.key(key, layout=layout)
    assert table.entities() == [("Microsoft", label)]
    assert table.view.selected_entity == "T1"
    assert table.view.selection() is None


@LAYOUTS
def test_a_key_first_makes_the_label_stick(table, layout):
    """Key first: the label stays for Enter and the mouse, the same key or Esc lets it go."""
    table.show(TEXT)
    table.key("o", layout=layout)
    assert table.view.active_label == "ORG"
    table.view.select_range(*table.span("OpenAI"))
    table.key(K.Key_Return)
    assert table.entities() == [("OpenAI", "ORG")]
    table.key(K.Key_Escape)
    table.key(K.Key_Escape)
    assert table.view.active_label is None
    table.key("o", layout=layout)
    table.key("o", layout=layout)
    assert table.view.active_label is None


def test_native_scan_codes_win_over_the_layout(table, monkeypatch):
    """On X11 the key right of L tags nothing and the key O tags, whatever letters they type."""
    monkeypatch.setattr(keys, "_platform", lambda: "evdev")
    table.show(TEXT)
    table.view.select_range(*table.span("Microsoft"))
    table.scan(32, "щ")
    assert table.entities() == [("Microsoft", "ORG")]


def test_enter_asks_for_the_label_when_none_sticks(table):
    """Enter on a selection shows the labels; their key answers."""
    table.show(TEXT)
    table.key(K.Key_Right, SHIFT)
    table.key(K.Key_Return)
    assert table.chooser().count() == 3
    table.key("p", layout="ru")
    assert table.entities() == [("Мустафа", "PERSON")]
    assert table.view.hasFocus()


def test_a_key_on_a_chosen_entity_relabels_it(table):
    """Correcting a label is one key."""
    show_tagged(table)
    table.view.select_entity("T3")
    table.key("3")
    assert ("OpenAI", "PRODUCT") in table.entities()
    assert table.view.selected_entity == "T3"


def test_the_view_never_changes_the_document_itself(table):
    """Without somebody who applies the edit nothing is drawn anew and nothing is tagged."""
    table.view.edit_requested.disconnect(table.on_edit)
    table.show(TEXT)
    table.view.select_range(0, 7)
    table.key("1")
    assert table.view._page.marks.entities == []


def test_a_read_only_article_asks_for_no_edit(table):
    """Keys explain instead of editing."""
    table.show(TEXT, read_only=True)
    table.view.select_range(0, 7)
    table.key("1")
    assert table.edits == []
    assert table.hints


# -- spans


def test_tab_walks_from_span_to_span(table):
    """Tab and Shift+Tab go through the entities and around."""
    show_tagged(table)
    seen = []
    for _ in range(6):
        table.key(K.Key_Tab)
        seen.append(table.view.selected_entity)
    assert seen == ["T1", "T2", "T3", "T4", "T5", "T1"]
    table.key(K.Key_Backtab, SHIFT)
    assert table.view.selected_entity == "T5"


def test_tab_leaves_an_article_without_spans(table, qtbot):
    """Where there is nothing to walk, Tab moves the focus as everywhere."""
    table.show(TEXT)
    table.key(K.Key_Tab)
    assert table.view.selected_entity == ""
    assert table.edits == []


@pytest.mark.parametrize(
    ("key", "modifiers", "surface"),
    [
        (K.Key_Right, ALT, "OpenAI выпустила"),
        (K.Key_Left, ALT | SHIFT, ". OpenAI"),
        (K.Key_Left, ALT, "OpenAI"),
        (K.Key_Right, ALT | SHIFT, "OpenAI"),
    ],
)
def test_alt_arrows_move_the_boundaries(table, key, modifiers, surface):
    """Alt moves the end, with Shift the start; a span of one token does not vanish."""
    show_tagged(table)
    table.view.select_entity("T3")
    table.key(key, modifiers)
    assert table.document.surface(table.document.entity("T3")) == surface


def test_alt_left_shrinks_a_longer_span(table):
    """The end goes back by a token."""
    show_tagged(table)
    table.view.select_entity("T1")
    table.key(K.Key_Left, ALT)
    assert table.document.surface(table.document.entity("T1")) == "Мустафа"
    table.key(K.Key_Right, ALT)
    table.key(K.Key_Right, ALT | SHIFT)
    assert table.document.surface(table.document.entity("T1")) == "Сулейман"


def test_alt_arrows_move_the_ends_of_a_selection(table):
    """A selection can be adjusted in the same way before it is tagged."""
    table.show(TEXT)
    table.view.select_range(*table.span("Сулейман"))
    table.key(K.Key_Left, ALT | SHIFT)
    assert table.view.selection() == table.span("Мустафа Сулейман")
    table.key(K.Key_Left, ALT)
    assert table.view.selection() == table.span("Мустафа")


@pytest.mark.parametrize("key", [K.Key_Delete, K.Key_Backspace])
def test_delete_removes_the_chosen_span_and_nothing_else(table, key):
    """With nothing chosen, Delete only explains."""
    show_tagged(table)
    table.key(key)
    assert table.edits == []
    assert table.hints
    table.view.select_entity("T4")
    table.key(key)
    assert table.edits == [DeleteEntity("T4")]
    assert table.view.selected_entity == ""


def test_escape_lets_the_choice_go(table):
    """Esc cancels a selection and a choice."""
    show_tagged(table)
    table.view.select_range(0, 7)
    table.key(K.Key_Escape)
    assert table.view.selection() is None
    table.view.select_entity("T1")
    table.key(K.Key_Escape)
    assert table.view.selected_entity == ""


# -- relations


@LAYOUTS
def test_r_arrows_and_enter_make_a_relation(table, layout):
    """R, then an arrow to the other end, then Enter; with one legal label nothing is asked."""
    show_tagged(table)
    table.view.select_entity("T3")
    table.key("r", layout=layout)
    assert table.view._look.targets == {"T1", "T4", "T5"}
    table.key(K.Key_Return)
    assert table.chooser() is None
    assert table.relations() == [("OpenAI", "PRODUCES", "ChatGPT")]
    assert table.view.selected_relation == "R1"


def test_r_goes_around_legal_targets_only(table):
    """Arrows and Tab skip entities that the scheme rules out."""
    show_tagged(table)
    table.view.select_entity("T4")
    table.key("r")
    seen = []
    for key in (K.Key_Right, K.Key_Down, K.Key_Tab, K.Key_Left):
        seen.append(table.view._look.aim)
        table.key(key)
    assert set(seen) == {"T2", "T3"}


@LAYOUTS
def test_several_labels_are_asked_for(table, layout):
    """When more than one relation is legal a short list appears; a letter or a digit answers."""
    show_tagged(table)
    table.view.select_entity("T1")
    table.key("r", layout=layout)
    table.key(K.Key_Return)
    assert table.chooser().count() == 2
    table.key("h", layout=layout)
    assert table.relations() == [("Мустафа Сулейман", "HEADS", "Microsoft")]


def test_the_list_answers_to_arrows_and_enter_and_escape(table):
    """Esc makes nothing; Down and Enter take the second."""
    show_tagged(table)
    table.view.select_entity("T1")
    table.key("r")
    table.key(K.Key_Return)
    table.key(K.Key_Escape)
    assert table.relations() == []
    assert table.chooser() is None
    assert table.view.hasFocus()
    table.key("r")
    table.key(K.Key_Return)
    table.key(K.Key_Down)
    table.key(K.Key_Return)
    assert table.relations() == [("Мустафа Сулейман", "HEADS", "Microsoft")]


def test_the_wrong_direction_is_offered_reversed(table):
    """From a firm to a person the list offers the relation the other way round."""
    show_tagged(table)
    table.view.select_entity("T4")
    table.key("r")
    table.key(K.Key_Return)
    assert table.chooser().count() == 1
    table.key(K.Key_Return)
    assert table.relations() in ([("Microsoft", "PRODUCES", "ChatGPT")], [("OpenAI", "PRODUCES", "ChatGPT")])


@pytest.mark.parametrize("letters", ["ope", "OPE"])
def test_typing_finds_the_target(table, letters):
    """While relating, letters go to the entity that begins with them."""
    show_tagged(table)
    table.view.select_entity("T1")
    table.key("r")
    for letter in letters:
        table.key(letter)
    assert table.view._look.aim == "T3"


def test_typing_finds_russian_names_by_any_word(table):
    """The second word of a name counts as well."""
    show_tagged(table)
    table.view.select_entity("T2")
    table.key("r")
    table.key("f", layout="ru")  # а: the beginning of Альтман
    assert table.view._look.aim == "T5"


def test_escape_leaves_relating(table):
    """Esc ends it without a relation; letters tag again afterwards."""
    show_tagged(table)
    table.view.select_entity("T1")
    table.key("r")
    table.key(K.Key_Escape)
    assert table.view._look.targets is None
    assert table.relations() == []
    assert table.view.selected_entity == "T1"


def test_function_keys_work_while_relating(table):
    """Help and the panes answer; Delete and the like do nothing meanwhile."""
    show_tagged(table)
    table.view.select_entity("T1")
    table.key("r")
    assert not table.view._keys.press(_event(K.Key_F1, NO))
    assert table.view._keys.press(_event(K.Key_Delete, NO))
    assert table.edits == []
    assert table.view._look.targets is not None


def test_r_without_an_entity_explains(table):
    """R on plain text says what to do."""
    table.show(TEXT)
    table.key("r")
    assert table.hints


def test_shift_space_reverses(table):
    """The chosen relation is turned around."""
    show_tagged(table, Relation("R1", "T1", "T5", "KNOWS"))
    table.view.select_relation("R1")
    table.key(K.Key_Space, SHIFT)
    assert table.edits == [ReverseRelation("R1")]
    assert table.relations() == [("Сэм Альтман", "KNOWS", "Мустафа Сулейман")]


def test_brackets_walk_through_relations_and_keys_relabel(table):
    """] chooses the next relation, a letter gives it another legal label, Delete removes it."""
    show_tagged(table, Relation("R1", "T1", "T2", "WORKPLACE"), Relation("R2", "T5", "T3", "HEADS"))
    table.key("]", layout="ru")
    assert table.view.selected_relation == "R1"
    table.key("h", layout="ru")
    assert table.edits[-1] == RelabelRelation("R1", "HEADS")
    table.key(K.Key_Escape)
    table.view.select_entity("T5")
    table.key("[")
    assert table.view.selected_relation == "R2"
    table.key(K.Key_Delete)
    assert table.edits[-1] == DeleteRelation("R2")
    assert table.relations() == [("Мустафа Сулейман", "HEADS", "Microsoft")]


def test_enter_on_a_relation_offers_the_legal_labels(table):
    """Only labels that fit both ends are in the list."""
    show_tagged(table, Relation("R1", "T1", "T2", "WORKPLACE"))
    table.view.select_relation("R1")
    table.key(K.Key_Return)
    assert table.chooser().count() == 2
    table.key("2")
    assert table.relations() == [("Мустафа Сулейман", "HEADS", "Microsoft")]


# -- suggestions


@LAYOUTS
def test_a_and_x_decide_on_the_chosen_suggestion(table, layout):
    """Tab reaches suggestions; A accepts and X rejects by key."""
    show_tagged(table)
    accepted, rejected = [], []
    table.view.suggestion_accepted.connect(accepted.append)
    table.view.suggestion_rejected.connect(rejected.append)
    table.view.set_suggestions([Suggestion("s1", *table.span("выпустила"), "ORG", "slovnet", 0.8)])
    table.key("a", layout=layout)
    assert accepted == []
    table.view.select_suggestion("s1")
    assert table.view.selected_suggestion == "s1"
    assert table.view.selected_entity == ""
    table.key("a", layout=layout)
    table.key("x", layout=layout)
    assert (accepted, rejected) == (["s1"], ["s1"])
    assert table.edits == []


def test_keys_of_the_window_are_left_alone(table):
    """Undo, save and the function keys are not swallowed."""
    show_tagged(table)
    pressed = []
    for key, modifiers in ((K.Key_Z, CONTROL), (K.Key_S, CONTROL), (K.Key_F6, SHIFT), (K.Key_PageDown, CONTROL)):
        event_taken = table.view._keys.press(_event(key, modifiers))
        pressed.append(event_taken)
    assert pressed == [False, False, False, False]


def _event(key, modifiers):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


def test_more_than_nine_labels_still_have_letters(table):
    """Digits reach the first nine labels, letters all."""
    labels = tuple(EntityLabel(f"L{c}", key=c) for c in "bcdefghijklm")
    table.show(TEXT, LabelScheme("many", entities=labels, relations=(RelationLabel("x"),)))
    table.view.select_range(*table.span("Microsoft"))
    table.key("m", layout="ru")
    assert table.entities() == [("Microsoft", "Lm")]
