"""The article is shown exactly as it is: no character is lost, moved or split, whatever it is."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain import Document, Entity, EntityLabel, LabelScheme
from annotator.gui.canvas import CanvasStyle
from annotator.gui.canvas.hit import hit
from annotator.gui.canvas.page import Page
from annotator.text.offsets import grapheme_starts

SCHEME = LabelScheme("s", entities=(EntityLabel("ORG"),))
SAMPLES = {
    "emoji": "Рост 📈 акций 👍🏽 и 👨‍👩‍👧‍👦 семья",
    "flags": "Матч 🇷🇺🇰🇿 в Москве",
    "combining": "И\u0306од и за\u0301мок, е\u0308лка",
    "soft hyphens": "Длин\u00adно\u00adе слово",
    "no-break": "ООО\u00a0«Газпром» и 10\u202f000 рублей",
    "line separator": "Первая\u2028вторая\u2028",
    "crlf": "Первая\r\nвторая\r\n\r\nтретья",
    "old mac": "Первая\rвторая",
    "paragraph separator": "Первая\u2029вторая",
    "tabs": "Имя\tФамилия\tдолжность",
    "zero width": "Сбер\u200bбанк и \u2060слово\u200d",
    "bom": "\ufeffНачало и \ufeffсередина",
    "hebrew": "Газета «ידיעות אחרונות» вышла 12 мая",
    "arabic": "Канал الجزيرة сообщил 45% سلام",
    "hebrew first": "ידיעות אחרונות היא Yedioth Group בתל 123 אביב.",
    "empty lines": "\n\n\nСлово\n\n",
    "controls": "До\x0bпосле\x0cещё\x85конец",
    "astral": "𝔸𝔹 и 𐍈 и слово",
    "only blanks": "   \u00a0 ",
    "empty": "",
}


def page_of(text: str, width: float = 420.0, entities: tuple[Entity, ...] = ()) -> Page:
    page = Page(Document("d", text, entities=entities), SCHEME, CanvasStyle.light())
    page.set_width(width)
    return page


def check_every_glyph(page: Page) -> int:
    """Hit the middle of every visible grapheme; return how many there were. Format characters are invisible."""
    checked = 0
    for number, piece in enumerate(page.index.pieces):
        shaped, box = page.shaped(number), page.box(number)
        starts = grapheme_starts(shaped.text)
        for start, end in pairwise(starts):
            if unicodedata.category(shaped.text[start]) == "Cf":
                continue
            a, b = shaped.units.to_utf16(start), shaped.units.to_utf16(end)
            line = shaped.line_at(a)
            if not shaped.text[start : shaped.units.to_codepoint(shaped.lines[line].end)].strip():
                continue  # blanks at the end of a line hang past it
            for left, right in shaped.stretches(line, a, b)[:1]:
                if right - left < 1.5 or _is_part_of_a_ligature(shaped, line, a, b, starts):
                    continue
                middle = (box.lines[line].text_top + box.lines[line].text_bottom) / 2
                found = hit(page, number, (left + right) / 2, middle)
                assert found.character == piece.start + start, (shaped.text[start:end], start)
                checked += 1
    return checked


def _is_part_of_a_ligature(shaped, line, a, b, starts) -> bool:
    """Two letters drawn as one glyph share its middle: Arabic lam and alif."""
    own = shaped.stretches(line, a, b)
    for other in starts[:-1]:
        unit = shaped.units.to_utf16(other)
        if unit != a and shaped.line_at(unit) == line and shaped.stretches(line, unit, unit + 1) == own:
            return True
    return False


@pytest.mark.parametrize("name", SAMPLES)
def test_every_glyph_returns_its_own_offset(qapp, name):
    """A click in the middle of a character finds that character, in every script and width."""
    text = SAMPLES[name]
    for width in (420.0, 90.0):
        assert check_every_glyph(page_of(text, width)) > 0 or not text.strip()


PARTS = st.sampled_from([*SAMPLES.values(), " ", "слово ", "עברית ", "سلام ", "12 ", "🇷🇺", "и\u0306", "\n", "a"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARTS, max_size=6).map("".join), st.integers(60, 500))
def test_every_glyph_of_any_mixture_returns_its_own_offset(qapp, text, width):
    """The same for mixtures that nobody thought of."""
    check_every_glyph(page_of(text, float(width)))


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_lost_on_the_way_to_the_screen(qapp, name):
    """The pieces with their separators are the text, and every piece is as long on screen as in the article."""
    page = page_of(SAMPLES[name])
    for number in range(len(page.index.pieces)):
        shaped = page.shaped(number)
        assert shaped.lines[0].start == 0
        assert shaped.lines[-1].end == shaped.units.units
        assert all(a.end == b.start for a, b in pairwise(shaped.lines))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_caret_walks_through_every_grapheme_and_back(table, name):
    """Stepping by character visits each boundary once, in order, and returns the same way."""
    table.show(SAMPLES[name])
    view, words = table.view, table.view._desk.words
    forward = [0]
    while (following := words.next_grapheme(forward[-1])) != forward[-1]:
        forward.append(following)
    assert forward[-1] == view._page.index.pieces[-1].end
    backward = [forward[-1]]
    while (before := words.previous_grapheme(backward[-1])) != backward[-1]:
        backward.append(before)
    assert backward[::-1] == forward
    inside = set(grapheme_starts(SAMPLES[name]))
    assert set(forward) <= inside


@pytest.mark.parametrize("name", [n for n in SAMPLES if SAMPLES[n].strip()])
def test_tags_on_any_text_keep_their_offsets(table, name):
    """Select everything, tag it, and the entity covers exactly what was selected, without outer blanks."""
    text = SAMPLES[name]
    table.show(text)
    table.view.select_range(0, len(text))
    table.key("2")
    (tagged,) = table.document.entities
    assert text[tagged.start : tagged.end] == text.strip()
    assert any(
        line.fragments for n in range(len(table.view._page.index.pieces)) for line in table.view._page.box(n).lines
    )


def test_a_fragment_does_not_hang_over_the_blank_at_a_soft_wrap(qapp):
    """Where a line breaks, the wash ends with the word."""
    text = "слово " * 40
    page = page_of(text, 300.0, (Entity("T1", 0, len(text) - 1, "ORG"),))
    for index, line in enumerate(page.box(0).lines):
        natural = page.shaped(0).lines[index].qt.naturalTextWidth()
        assert line.fragments[0].x1 <= natural + 0.5


def test_a_mixed_line_marks_only_the_words_that_are_tagged(qapp):
    """In a Hebrew sentence with a Latin name, the wash of the name covers the name's glyphs."""
    text = SAMPLES["hebrew first"]
    start = text.index("Yedioth")
    page = page_of(text, 600.0, (Entity("T1", start, start + 13, "ORG"),))
    (fragment,) = page.box(0).lines[0].fragments
    shaped = page.shaped(0)
    glyphs = [shaped.stretches(0, i, i + 1)[0] for i in range(start, start + 13) if text[i] != " "]
    assert len(fragment.parts) == 1
    assert fragment.x0 == pytest.approx(min(a for a, _ in glyphs))
    assert fragment.x1 == pytest.approx(max(b for _, b in glyphs))


def test_a_hebrew_paragraph_stands_on_the_right(qapp):
    """Paragraphs that read leftward are set from the right edge."""
    page = page_of(SAMPLES["hebrew first"], 600.0)
    assert page.shaped(0).lines[0].qt.naturalTextRect().right() == pytest.approx(600.0, abs=1)
    other = page_of("Слово", 600.0)
    assert other.shaped(0).lines[0].qt.naturalTextRect().left() == 0


def test_a_discontinuous_entity_is_tinted_only_where_it_is(qapp):
    """The gap between fragments has no wash."""
    text = "Первый и второй корпуса"
    parts = ((0, 6), (16, 23))
    page = page_of(text, 600.0, (Entity("T1", 0, 23, "ORG", fragments=parts),))
    assert len(page.box(0).lines[0].fragments[0].parts) == 2


def test_a_megabyte_without_a_blank_opens(table):
    """Unbroken text of a megabyte is shown, can be tagged at its end, and costs no visible wait."""
    text = "абвгдежзик" * 50_000
    table.show(text)
    table.view.select_range(len(text) - 7, len(text))
    table.key("2")
    assert table.document.entities[0].span == (len(text) - 7, len(text))
