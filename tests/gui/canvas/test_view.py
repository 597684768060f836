from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.domain import Entity, Relation
from annotator.domain.edits import AddEntity, AddRelation
from annotator.gui.canvas import SERIF, ArcMode, CanvasStyle, Density, SuggestedRelation, Suggestion
from annotator.messages import set_language

LONG = "\n".join(f"Строка номер {i}: Мустафа работает в Microsoft и OpenAI, Сэм рад." for i in range(400))


def shot(table) -> QImage:
    return table.view.viewport().grab().toImage()


def word_positions(table) -> list[tuple[int, int, list[float]]]:
    """Where every visible line begins and where its words stand."""
    view, found = table.view, []
    for number, y in view._scroller.visible():
        box = view._page.box(number)
        for index, line in enumerate(box.shaped.lines):
            xs = [box.shaped.x_of(index, u) for u in range(line.start, line.end, 5)]
            found.append((number, index, round(y + box.lines[index].text_top), xs))
    return found


# -- what a patch does


def test_a_tag_moves_no_word(table):
    """The first tag on a line changes neither the place of a word nor the height of a line."""
    table.show(LONG)
    before = word_positions(table)
    table.view.select_range(*table.span("Microsoft"))
    table.key("2")
    table.view.select_range(*table.span("OpenAI", 3))
    table.key("2")
    assert word_positions(table) == before


def test_a_relation_pushes_lines_down_but_moves_no_word_sideways(table):
    """Arcs need room above a line; x never changes."""
    table.show(LONG)
    before = word_positions(table)
    for words, label in (("Мустафа", "1"), ("Microsoft", "2")):
        table.view.select_range(*table.span(words))
        table.key(label)
    table.view.edit_requested.emit(AddRelation("T1", "T2", "WORKPLACE"))
    after = word_positions(table)
    assert [row[:2] + row[3:] for row in after] == [row[:2] + row[3:] for row in before][: len(after)]
    assert after[1][2] > before[1][2]


def test_a_change_above_what_is_seen_moves_nothing(table):
    """Tagging and relating far above keep the line that is being read where it is."""
    table.show(LONG)
    table.view.reveal(len(LONG) // 2, len(LONG) // 2)
    seen = shot(table)
    for words, label in (("Мустафа", "PERSON"), ("Microsoft", "ORG")):
        table.on_edit(AddEntity(*table.span(words), label))
    table.on_edit(AddRelation("T1", "T2", "WORKPLACE"))
    assert shot(table) == seen


def test_a_relation_within_the_paragraph_keeps_the_top_line(table):
    """Even where the other end lies above in the same paragraph, what is read stays."""
    text = "слово " * 60 + "Мустафа " + "слово " * 200 + "Microsoft " + "слово " * 60
    table.show(text)
    entities = (Entity("T1", *table.span("Мустафа"), "PERSON"), Entity("T2", *table.span("Microsoft"), "ORG"))
    table.show(text, entities=entities)
    table.view.verticalScrollBar().setValue(330)
    hold = table.view._scroller.hold()
    table.on_edit(AddRelation("T1", "T2", "WORKPLACE"))
    assert table.view._scroller.hold() == hold


def test_a_patch_equals_a_fresh_view(table):
    """After tags, relations and their undo, the picture is that of the document opened anew."""
    table.show(LONG[:700])
    patches = []
    for edit in (
        AddEntity(*table.span("Мустафа"), "PERSON"),
        AddEntity(*table.span("Microsoft"), "ORG"),
        AddEntity(*table.span("Мустафа работает в Microsoft"), "PRODUCT"),
        AddRelation("T1", "T2", "WORKPLACE"),
    ):
        patch = edit.resolve(table.document, table.view._page.scheme)
        table.document = patch.apply(table.document)
        table.view.apply_patch(table.document, patch)
        patches.append(patch)
    patched = shot(table)
    table.view.set_document(table.document, table.view._page.scheme)
    assert shot(table) == patched
    for patch in reversed(patches):
        table.document = patch.inverse().apply(table.document)
        table.view.apply_patch(table.document, patch.inverse())
    undone = shot(table)
    table.view.set_document(table.document, table.view._page.scheme)
    assert shot(table) == undone


def test_undo_of_what_is_chosen_lets_it_go(table, qtbot):
    """A choice never points at something that is no more."""
    table.show(LONG[:100])
    patch = AddEntity(0, 6, "ORG").resolve(table.document, table.view._page.scheme)
    document = patch.apply(table.document)
    table.view.apply_patch(document, patch)
    table.view.select_entity("T1")
    with qtbot.waitSignal(table.view.entity_selected) as told:
        table.view.apply_patch(table.document, patch.inverse())
    assert told.args == [""]


# -- scrolling


def test_scrolling_down_and_up_comes_back_to_the_same_picture(table):
    """Exact heights that replace guesses never make the text jump."""
    table.show(LONG)
    bar = table.view.verticalScrollBar()
    first = shot(table)
    for _ in range(60):
        table.view._scroll_pixels(133)
    assert bar.value() > 1000
    for _ in range(80):
        table.view._scroll_pixels(-133)
    assert bar.value() == 0
    assert shot(table) == first


def test_scrolled_pixels_equal_a_fresh_painting(table):
    """What is moved on screen is what would be painted."""
    table.show(LONG)
    for step in (40, 7, 133, -60, 250):
        table.view._scroll_pixels(step)
        scrolled = table.view.grab().toImage()
        table.view.viewport().repaint()
        assert table.view.grab().toImage() == scrolled


def test_the_scroll_bar_is_there_exactly_when_it_is_needed(table):
    """It comes with a long article and goes with a short one, and lines are broken beside it."""
    table.show("Коротко")
    wide = table.view.viewport().width()
    assert not table.view.verticalScrollBar().isVisible()
    table.show(LONG)
    QApplication.processEvents()
    assert table.view.verticalScrollBar().isVisible()
    assert table.view.viewport().width() < wide
    table.show("Коротко")
    QApplication.processEvents()
    assert not table.view.verticalScrollBar().isVisible()


def test_the_end_can_be_reached(table):
    """The scroll bar's end shows the last line whole, and no further."""
    table.show(LONG)
    bar = table.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    bar.setValue(bar.maximum())
    last = table.view._point_of(len(LONG))
    assert 0 < last.y() < table.view.viewport().height()
    assert bar.value() == bar.maximum()


def test_reveal_shows_any_place(table):
    """Whatever is asked for is seen afterwards."""
    table.show(LONG)
    for occurrence in (390, 2, 200, 205, 0):
        start, end = table.span("OpenAI", occurrence)
        table.view.reveal(start, end)
        y = table.view._point_of(start).y()
        assert 0 <= y <= table.view.viewport().height() - 20


def test_resizing_keeps_the_line_on_top(table, qtbot):
    """A narrower window breaks lines anew and stays at the same words."""
    table.show(LONG)
    table.view.reveal(len(LONG) // 2, len(LONG) // 2)
    hold = table.view._scroller.hold()
    offset = table.view._line_start(hold.piece, hold.line)
    table.view.resize(420, 500)
    after = table.view._scroller.hold()
    assert after.piece == hold.piece
    assert abs(table.view._line_start(after.piece, after.line) - offset) < 80


# -- style


def test_a_style_changes_colours_only_where_it_says(table):
    """Another palette repaints, another size lays out anew and keeps the place, zoom is bounded."""
    table.show(LONG)
    light = shot(table)
    table.view.set_style(CanvasStyle.dark())
    assert shot(table) != light
    table.view.set_style(CanvasStyle.light())
    assert shot(table) == light
    bigger = CanvasStyle.light().zoomed(1.5)
    table.view.set_style(bigger)
    assert table.view.canvas_style.point_size == pytest.approx(18)
    assert CanvasStyle.light().zoomed(100).zoom == 4.0
    assert CanvasStyle.light().zoomed(0.01).zoom == 0.5


@pytest.mark.parametrize("families", [SERIF, ("No such family", "DejaVu Sans")])
def test_fonts_fall_back(table, families):
    """Serif, and families that are not installed, show text."""
    table.show(LONG[:200])
    blank = shot(table)
    table.view.set_style(replace(CanvasStyle.light(), families=families))
    assert shot(table) != blank


def test_the_measure_limits_the_line(table):
    """On a wide window lines stay at 70 to 80 characters, in the middle."""
    text = "Слово за словом идёт длинная строка статьи без единого разрыва и без конца " * 20
    table.show(text)
    table.view.resize(1600, 500)
    lengths = [line.end - line.start for line in table.view._page.shaped(0).lines[:-1]]
    assert 70 <= sum(lengths) / len(lengths) <= 84
    left = table.view._column_x()
    right = table.view.viewport().width() - left - table.view._column_width()
    assert abs(left - right) <= 2


def test_compact_lines_take_less_room(table):
    """Compact leaves out the lane for labels where there is none."""
    table.show(LONG)
    roomy = table.view.verticalScrollBar().maximum()
    table.view.set_style(replace(CanvasStyle.light(), density=Density.COMPACT))
    assert table.view.verticalScrollBar().maximum() < roomy * 0.8


# -- relations


def related(table) -> None:
    table.show("Мустафа работает в Microsoft.")
    entities = (Entity("T1", 0, 7, "PERSON"), Entity("T2", *table.span("Microsoft"), "ORG"))
    table.show(table.document.text, entities=entities, relations=(Relation("R1", "T1", "T2", "WORKPLACE"),))


def test_arc_modes(table):
    """All, only those of the choice (without moving the text), none."""
    related(table)
    everything = shot(table)
    top = table.view._page.box(0).lines[0].text_top
    table.view.set_arc_mode(ArcMode.SELECTED)
    hidden = shot(table)
    assert hidden != everything
    table.view.select_entity("T1")
    assert shot(table) != hidden
    assert table.view._page.box(0).lines[0].text_top == top
    table.view.set_arc_mode(ArcMode.NONE)
    assert table.view._page.box(0).lines[0].text_top < top


def test_choosing_a_span_moves_nothing(table):
    """Lifting its arcs changes colours only."""
    related(table)
    before = word_positions(table)
    plain = shot(table)
    table.view.select_entity("T1")
    assert word_positions(table) == before
    assert shot(table) != plain


@pytest.mark.parametrize(
    ("between", "kinds"),
    [(" ", {"bracket"}), ("\n", {"out", "in"}), ("\n" + "слово\n" * 3, {"stub"})],
)
def test_how_a_relation_is_drawn_depends_on_the_distance(table, between, kinds):
    """On one line an arc, on the next by way of the margins, farther two stubs."""
    text = f"Мустафа{between}Microsoft"
    table.show(text)
    entities = (Entity("T1", 0, 7, "PERSON"), Entity("T2", *table.span("Microsoft"), "ORG"))
    table.show(text, entities=entities, relations=(Relation("R1", "T1", "T2", "WORKPLACE"),))
    pieces = range(len(table.view._page.index.pieces))
    arcs = [a for n in pieces for line in table.view._page.box(n).lines for a in line.plan.arcs]
    assert {a.kind.value for a in arcs} == kinds
    assert len(arcs) == len(kinds) if kinds != {"stub"} else len(arcs) == 2


# -- the rest of the interface


def test_another_scheme_keeps_place_and_choice(table):
    """New label names are shown at once, and what was chosen stays chosen."""
    related(table)
    table.view.select_entity("T1")
    plain = shot(table)
    scheme = table.view._page.scheme
    renamed = replace(scheme, entities=tuple(replace(e, short=e.short.lower()) for e in scheme.entities))
    table.view.set_scheme(renamed)
    assert shot(table) != plain
    assert table.view.selected_entity == "T1"
    table.view.set_scheme(scheme)
    assert shot(table) == plain


def test_changes_while_hidden_are_seen_on_showing(table):
    """A document that was set in the background is laid out, with its scroll bar, when the view is shown."""
    table.show("Коротко")
    table.view.hide()
    table.show(LONG)
    table.view.show()
    assert table.view.verticalScrollBar().maximum() > 1000


def test_selecting_from_outside_tells_once(table, qtbot):
    """Signals follow what is chosen."""
    related(table)
    chosen, relations, changes = [], [], []
    table.view.entity_selected.connect(chosen.append)
    table.view.relation_selected.connect(relations.append)
    table.view.selection_changed.connect(lambda: changes.append(1))
    table.view.select_entity("T2")
    table.view.select_relation("R1")
    table.view.select_entity("unknown")
    assert chosen == ["T2", ""]
    assert relations == ["R1", ""]
    assert len(changes) == 3


def test_no_document_is_an_empty_page(table):
    """None shows nothing and takes every key calmly."""
    related(table)
    table.view.set_document(None, table.view._page.scheme)
    for key in ("1", "r", "a", "]"):
        table.key(key)
    assert table.view.selection() is None
    assert table.edits == []


def test_suggestions_are_dashed_and_reserve_no_edit(table):
    """They are seen, and the document is as before."""
    related(table)
    plain = shot(table)
    table.view.set_suggestions([Suggestion("s", *table.span("работает"), "PRODUCT", "slovnet", 0.5)])
    assert shot(table) != plain
    assert "50%" in table.view.tip_at(table.at(10)).replace("\u00a0", "")
    table.view.set_suggestions([])
    assert shot(table) == plain


def test_highlights_are_painted_behind_the_words(table):
    """Search hits are seen and can be taken away."""
    related(table)
    plain = shot(table)
    table.view.set_highlights([table.span("работает")])
    assert shot(table) != plain
    table.view.set_highlights([])
    assert shot(table) == plain


def test_thousands_of_highlights_paint_like_few(table):
    """Only what is seen is looked at: the picture with hits far below is that without them."""
    table.show(LONG)
    hits = [table.span("Microsoft", n) for n in range(3)]
    table.view.set_highlights(hits)
    few = shot(table)
    table.view.set_highlights([(i, i + 1) for i in range(len(LONG) - 1, len(LONG) // 2, -2)] + hits)
    assert shot(table) == few


def test_a_change_of_language_renames_relations(table):
    """The names on arcs follow the language of the program."""
    set_language("en")
    try:
        related(table)
        english = shot(table)
        set_language("ru")
        QApplication.sendEvent(table.view, QEvent(QEvent.Type.LanguageChange))
        assert shot(table) != english
    finally:
        set_language(None)


def test_a_dimmed_span_keeps_its_words_readable(table):
    """While relating, only the marks of illegal targets step back."""
    related(table)
    table.view.select_entity("T1")
    table.key("r")
    assert table.view._look.targets == {"T2"}
    assert not table.view._look.dims_span("T2")
    assert not table.view._look.dims_span("T1")
    assert table.view._look.dims_span("T9")


def test_a_suggested_relation_is_an_arc_between_marks_of_either_kind(table):
    """Its arc is marked as suggested, tells score and source, is chosen by a click's id and vanishes with its key."""
    related(table)
    view, first = table.view, table.document.entities[0]
    view.set_suggestions(
        [Suggestion("s", *table.span("работает"), "ORG", "m", 0.5)],
        [SuggestedRelation("r", first.id, "?s", "WORKPLACE", "m", 0.87)],
    )
    arcs = [arc for piece in range(len(view._page.index.pieces)) for arc in _arcs(view, piece)]
    made = [arc for arc in arcs if arc.suggested]
    assert {arc.relation for arc in made} == {"?r"}
    assert "87 %" in made[0].caption
    view.select_suggestion("r")
    assert (view.selected_suggestion, view.selected_relation) == ("r", "")
    assert view._look.lifted == {"?r"}
    view.set_suggestions([])
    assert view.selected_suggestion == ""


def _arcs(view, piece):
    return [arc for line in view._page.box(piece).lines for arc in line.plan.arcs]
