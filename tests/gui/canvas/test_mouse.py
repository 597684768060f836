from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.domain import Entity, EntityLabel, LabelScheme, Relation, RelationLabel
from annotator.domain.edits import MoveBoundary
from annotator.gui.canvas import ArcMode, Suggestion
from annotator.gui.canvas.paint_arcs import caption_top, fold_place

from .conftest import ALT, CONTROL, NO, SHIFT

TEXT = "Мустафа Сулейман работает в Microsoft. OpenAI выпустила ChatGPT.\nСэм Альтман рад."


def show_tagged(table, *relations: Relation) -> None:
    table.show(TEXT)
    found = [("Мустафа Сулейман", "PERSON"), ("Microsoft", "ORG"), ("OpenAI", "ORG"), ("ChatGPT", "PRODUCT")]
    entities = tuple(Entity(f"T{i}", *table.span(words), label) for i, (words, label) in enumerate(found, 1))
    table.show(TEXT, entities=entities, relations=relations)


# -- selecting


def test_a_drag_selects_whole_tokens(table):
    """From the middle of a word to the middle of another both are taken whole."""
    table.show(TEXT)
    table.drag(table.at(10), table.at(20))
    assert table.view.selection() == table.span("Сулейман работает")


def test_a_drag_backwards_selects_the_same(table):
    """The direction does not matter."""
    table.show(TEXT)
    table.drag(table.at(20), table.at(10))
    assert table.view.selection() == table.span("Сулейман работает")


@pytest.mark.parametrize("modifier", [SHIFT, ALT])
def test_a_drag_with_shift_or_alt_selects_characters(table, modifier):
    """Single characters instead of tokens."""
    table.show(TEXT)
    start, end = table.at(9), table.at(12)
    table.drag(start - QPointF(3, 0), end - QPointF(3, 0), modifiers=modifier)
    assert table.view.selection() == (9, 12)


def test_a_drag_does_not_take_blanks_at_its_ends(table):
    """A drag that ends behind a word leaves the blank out."""
    table.show(TEXT)
    table.drag(table.at(0), table.at(7))
    assert table.view.selection() == table.span("Мустафа")


def test_a_drag_with_a_sticky_label_tags(table):
    """Key first, then one drag per entity."""
    table.show(TEXT)
    table.key("2")
    table.drag(table.at(29), table.at(33))
    table.drag(table.at(40), table.at(42))
    assert table.entities() == [("Microsoft", "ORG"), ("OpenAI", "ORG")]


def test_a_drag_over_two_paragraphs(table):
    """A selection may go over a line break."""
    table.show("Первая\nВторая")
    table.drag(table.at(2), table.at(9))
    assert table.view.selection() == (0, 13)


def test_a_double_click_selects_the_word_and_a_third_the_paragraph(table):
    """Twice for the token, three times for the paragraph."""
    table.show(TEXT)
    table.double_click(table.at(30))
    assert table.view.selection() == table.span("Microsoft")
    table.click(table.at(30))
    assert table.view.selection() == (0, TEXT.index("\n"))


def test_a_double_click_with_a_sticky_label_tags(table):
    """The fastest way to tag one-word names."""
    table.show(TEXT)
    table.key("o")
    table.double_click(table.at(30))
    assert table.entities() == [("Microsoft", "ORG")]


def test_a_click_puts_the_caret_and_shift_click_extends(table):
    """A click on plain text lets everything go."""
    table.show(TEXT)
    table.click(table.at(19))
    assert table.view.selection() is None
    assert abs(table.view.caret - 19) <= 1
    table.click(table.at(22), SHIFT)
    assert table.view.selection() is not None


def test_a_trembling_hand_does_not_drag(table):
    """Two pixels are a click."""
    show_tagged(table)
    at = table.at(30)
    table.mouse(QEvent.Type.MouseButtonPress, at)
    table.mouse(QEvent.Type.MouseMove, at + QPointF(2, 1))
    table.mouse(QEvent.Type.MouseButtonRelease, at + QPointF(2, 1))
    assert table.view.selected_entity == "T2"


def test_escape_cancels_a_drag(table):
    """Esc with the button down gives the selection up, and the release means nothing."""
    table.show(TEXT)
    table.key("2")
    table.press_and_move(table.at(0), table.at(12))
    assert table.view.selection() is not None
    table.key(Qt.Key.Key_Escape)
    table.mouse(QEvent.Type.MouseButtonRelease, table.at(12))
    assert table.edits == []
    assert table.view.selection() is None


# -- choosing


def test_a_click_chooses_the_innermost_span_and_again_the_one_around(table):
    """Repeated clicks go outward and start again."""
    table.show("Университет имени Баумана открыт")
    entities = (Entity("T1", 0, 25, "ORG"), Entity("T2", 18, 25, "PERSON"))
    table.show(table.document.text, entities=entities)
    seen = []
    for _ in range(3):
        table.click(table.at(20))
        seen.append(table.view.selected_entity)
        QApplication.processEvents()
    assert seen == ["T2", "T1", "T2"]


def test_a_click_on_a_caption_chooses_its_span(table):
    """The caption of the outer span can be hit where the text belongs to the inner one."""
    table.show("Университет имени Баумана открыт")
    entities = (Entity("T1", 0, 25, "ORG"), Entity("T2", 0, 11, "PERSON"))
    table.show(table.document.text, entities=entities)
    table.click(table.caption("T1"))
    assert table.view.selected_entity == "T1"


def arc_point(table, relation: str) -> QPointF:
    view = table.view
    for number, y in view._scroller.visible():
        for line in view._page.box(number).lines:
            for arc in line.plan.arcs:
                if arc.relation == relation:
                    top = caption_top(line, arc, view._page.metrics)
                    return QPointF(view._column_x() + arc.caption_x + 5, y + top + 6)
    raise AssertionError(relation)


def test_a_click_on_an_arc_chooses_the_relation(table, qtbot):
    """The caption of an arc is its handle; choosing lifts it."""
    show_tagged(table, Relation("R1", "T1", "T2", "WORKPLACE"))
    with qtbot.waitSignal(table.view.relation_selected) as told:
        table.click(arc_point(table, "R1"))
    assert told.args == ["R1"]
    assert table.view._look.lifted == {"R1"}


def test_arcs_that_are_not_drawn_cannot_be_hit(table):
    """In the mode without arcs there is nothing to click on."""
    show_tagged(table, Relation("R1", "T1", "T2", "WORKPLACE"))
    at = arc_point(table, "R1")
    table.view.set_arc_mode(ArcMode.NONE)
    table.click(at)
    assert table.view.selected_relation == ""


def test_a_click_on_a_stub_leads_to_the_other_end(table):
    """A far relation is followed by a click."""
    text = "Мустафа работает.\n" + "\n".join(f"Строка {i}" for i in range(200)) + "\nMicrosoft."
    table.show(text)
    ends = (Entity("T1", 0, 7, "PERSON"), Entity("T2", *table.span("Microsoft"), "ORG"))
    table.show(text, entities=ends, relations=(Relation("R1", "T1", "T2", "WORKPLACE"),))
    table.click(arc_point(table, "R1"))
    assert table.view.selected_relation == "R1"
    place = table.view._point_of(table.span("Microsoft")[0])
    assert 0 <= place.y() <= table.view.viewport().height()
    table.click(arc_point(table, "R1"))
    assert table.view.verticalScrollBar().value() == 0


# -- relating


def test_a_drag_from_span_to_span_relates(table):
    """With one legal relation the drag is all."""
    show_tagged(table)
    table.drag(table.at(41), table.at(50), table.at(58))
    assert table.relations() == [("OpenAI", "PRODUCES", "ChatGPT")]
    assert table.view.selection() is None


def test_a_drag_against_the_direction_is_offered_reversed(table):
    """From the product to the firm the reversed relation is offered, and made on Enter."""
    show_tagged(table)
    table.drag(table.at(58), table.at(50), table.at(41))
    assert table.relations() == []
    table.key(Qt.Key.Key_Return)
    assert table.relations() == [("OpenAI", "PRODUCES", "ChatGPT")]


def test_a_drag_to_a_span_without_a_legal_relation_selects(table):
    """Where the scheme allows no relation the drag is an ordinary selection."""
    show_tagged(table)
    table.drag(table.at(30), table.at(39), table.at(41))
    assert table.relations() == []
    assert table.view.selection() == table.span("Microsoft. OpenAI")


def test_a_drag_from_a_span_into_plain_text_selects(table):
    """An outer span can be made from inside an inner one."""
    show_tagged(table)
    table.drag(table.at(2), table.at(22))
    assert table.view.selection() == table.span("Мустафа Сулейман работает")


def test_a_drag_from_a_caption_only_relates(table):
    """From a caption nothing is selected on the way, and a release on plain text does nothing."""
    show_tagged(table)
    table.drag(table.caption("T3"), table.at(50))
    assert table.view.selection() is None
    assert table.edits == []
    table.drag(table.caption("T3"), table.at(58))
    assert table.relations() == [("OpenAI", "PRODUCES", "ChatGPT")]


def test_r_and_a_click_relate(table):
    """R, then a click on a lit target; a click on an illegal one explains."""
    show_tagged(table)
    table.view.select_entity("T3")
    table.key("r")
    table.click(table.at(30))
    assert table.relations() == []
    assert table.hints
    table.click(table.at(58))
    assert table.relations() == [("OpenAI", "PRODUCES", "ChatGPT")]


# -- boundaries


def edge(table, identifier: str, *, end: bool) -> QPointF:
    entity = table.document.entity(identifier)
    offset = entity.end if end else entity.start
    return QPointF(table.view._point_of(offset)) + QPointF(0, table.view._page.metrics.text_height / 2)


def test_dragging_the_end_of_a_chosen_span_moves_its_boundary(table):
    """The edge snaps to tokens."""
    show_tagged(table)
    table.view.select_entity("T3")
    table.drag(edge(table, "T3", end=True), table.at(53))
    assert table.edits == [MoveBoundary("T3", *table.span("OpenAI выпустила"))]


def test_dragging_the_start_with_shift_moves_it_by_character(table):
    """With Shift the edge goes anywhere between characters."""
    show_tagged(table)
    table.view.select_entity("T3")
    target = QPointF(table.view._point_of(41)) + QPointF(0, 8)
    table.drag(edge(table, "T3", end=False), target, modifiers=SHIFT)
    assert table.edits == [MoveBoundary("T3", 41, table.span("OpenAI")[1])]


def test_the_edge_of_a_span_that_is_not_chosen_is_plain_text(table):
    """Only what is chosen has handles, so that selecting beside a span stays easy."""
    show_tagged(table)
    table.drag(edge(table, "T3", end=True), table.at(53))
    assert not any(isinstance(e, MoveBoundary) for e in table.edits)


# -- menus, tips, wheel


def context_menu(table, at: QPointF) -> list[tuple]:
    asked = []
    table.view.context_menu_requested.connect(lambda p, kind, name: asked.append((kind, name)))
    viewport = table.view.viewport()
    point = at.toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)
    return asked


def test_the_context_menu_is_about_what_is_under_the_pointer(table):
    """Entity, relation, suggestion or text are told apart and chosen."""
    show_tagged(table, Relation("R1", "T1", "T2", "WORKPLACE"))
    table.view.set_suggestions([Suggestion("s", *table.span("выпустила"), "ORG")])
    assert context_menu(table, table.at(41)) == [("entity", "T3")]
    assert context_menu(table, arc_point(table, "R1"))[-1] == ("relation", "R1")
    assert context_menu(table, table.at(48))[-1] == ("suggestion", "s")
    assert context_menu(table, table.at(20))[-1] == ("text", "")


def test_a_context_menu_inside_a_selection_keeps_it(table):
    """The selection can be tagged from the menu."""
    table.show(TEXT)
    table.view.select_range(*table.span("работает"))
    assert context_menu(table, table.at(20)) == [("text", "")]
    assert table.view.selection() == table.span("работает")


def test_hovering_tells_what_a_span_and_a_relation_are(table):
    """Tips have the surface and the name, escaped."""
    show_tagged(table, Relation("R1", "T1", "T2", "WORKPLACE"))
    assert "<b>OpenAI</b>" in table.view.tip_at(table.at(41))
    tip = table.view.tip_at(arc_point(table, "R1"))
    assert "Мустафа Сулейман" in tip
    assert "Microsoft" in tip
    assert table.view.tip_at(table.at(20)) == ""


def wheel(table, *, pixels: int = 0, angle: int = 0, modifiers: Qt.KeyboardModifier = NO) -> None:
    at = QPointF(100, 100)
    event = QWheelEvent(
        at,
        table.view.viewport().mapToGlobal(at),
        QPoint(0, pixels),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(table.view.viewport(), event)


def test_a_touchpad_scrolls_by_pixels_and_a_wheel_by_rows(table):
    """Pixel deltas are taken exactly; a notch goes two rows; the ends hold."""
    table.show("\n".join(f"Строка номер {i}" for i in range(300)))
    bar = table.view.verticalScrollBar()
    wheel(table, pixels=-37)
    assert bar.value() == 37
    wheel(table, pixels=30)
    assert bar.value() == 7
    wheel(table, angle=-120)
    assert bar.value() > 60
    wheel(table, pixels=5000)
    assert bar.value() == 0


def test_small_wheel_steps_add_up(table):
    """High-resolution wheels send fractions of a notch; none is lost."""
    table.show("\n".join(f"Строка номер {i}" for i in range(300)))
    for _ in range(12):
        wheel(table, angle=-10)
    one_by_one = table.view.verticalScrollBar().value()
    table.view.verticalScrollBar().setValue(0)
    wheel(table, angle=-120)
    assert abs(table.view.verticalScrollBar().value() - one_by_one) <= 1


def test_ctrl_wheel_asks_for_a_zoom(table, qtbot):
    """The window decides on the zoom, so that it can remember it."""
    table.show(TEXT)
    with qtbot.waitSignal(table.view.zoom_changed) as told:
        wheel(table, angle=120, modifiers=CONTROL)
    assert told.args[0] == pytest.approx(1.1)


def test_dragging_beyond_the_edge_scrolls(table, qtbot):
    """The selection goes on while the text comes up from below."""
    table.show("\n".join(f"Строка номер {i}" for i in range(300)))
    table.press_and_move(table.at(2), QPointF(150, table.view.viewport().height() + 40))
    qtbot.waitUntil(lambda: table.view.verticalScrollBar().value() > 100)
    first = table.view.selection()[1]
    qtbot.waitUntil(lambda: table.view.selection()[1] > first)
    table.mouse(QEvent.Type.MouseButtonRelease, QPointF(150, 600))
    stopped = table.view.verticalScrollBar().value()
    qtbot.wait(100)
    assert table.view.verticalScrollBar().value() == stopped


def test_a_folded_line_unfolds_by_a_click(table):
    """The count beside the line shows all arcs."""
    names = ["Ася", "Боря", "Вера", "Гоша", "Даша", "Ева", "Женя", "Зоя", "Ира"]
    text = " и ".join(names)
    table.show(text)
    entities = tuple(Entity(f"T{i}", *table.span(n), "PERSON") for i, n in enumerate(names))
    relations = tuple(Relation(f"R{i}", "T0", f"T{i}", "KNOWS") for i in range(1, 9))
    table.show(text, entities=entities, relations=relations)
    plan = table.view._page.box(0).lines[0].plan
    assert len(plan.folded) == 2
    x, y = fold_place(table.view._page.box(0).lines[0], table.view._page.metrics)
    table.click(QPointF(table.view._column_x() + x + 3, table.view._scroller.y_of(0) + y + 6))
    assert table.view._page.box(0).lines[0].plan.folded == []


def test_a_shortened_caption_is_told_whole_by_its_arc(table):
    """With six relations on a word some captions have no room between the feet; the tip says them in full."""
    names = ("OpenAI", "IBM", "Intel", "AMD", "Arm", "HP", "Sony")
    text = "Партнёры: " + ", ".join(names) + "."
    entities = [Entity(f"T{n}", text.index(name), text.index(name) + len(name), "ORG") for n, name in enumerate(names)]
    kind = RelationLabel("PARTNER", names={"en": "works together with", "ru": "работает вместе с"})
    scheme = LabelScheme("s", entities=(EntityLabel("ORG", "ORG"),), relations=(kind,))
    relations = tuple(Relation(f"R{n}", "T0", f"T{n}", "PARTNER") for n in range(1, 7))
    table.show(text, scheme, entities=tuple(entities), relations=relations)
    lines = [line for number, _ in table.view._scroller.visible() for line in table.view._page.box(number).lines]
    short = [arc for line in lines for arc in line.plan.arcs if arc.caption_room < arc.caption_width]
    assert short
    for arc in short:
        assert "works together with" in table.view.tip_at(arc_point(table, arc.relation))
