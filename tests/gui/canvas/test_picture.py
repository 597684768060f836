from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from annotator.domain import Document, Entity, Relation
from annotator.gui.canvas import CanvasStyle
from annotator.gui.canvas.html_page import html_page
from annotator.gui.canvas.outlines import outlined
from annotator.gui.canvas.picture import Picture, pdf_picture, save_picture, svg_picture
from annotator.gui.showcase import MANY, picture, showpieces

from .conftest import SCHEME

STYLE = CanvasStyle.light()
SVG = "{http://www.w3.org/2000/svg}"


def article(paragraphs: int = 1) -> Document:
    text = "\n".join(["Мустафа Сулейман работает в Microsoft & Co <1>."] * paragraphs)
    start = text.index("Microsoft")
    entities = (Entity("T1", 0, 16, "PERSON"), Entity("T2", start, start + 9, "ORG"))
    return Document("d", text, entities=entities, relations=(Relation("R1", "T1", "T2", "WORKPLACE"),))


def test_an_svg_is_well_formed_and_as_large_as_the_article(qapp):
    """The picture parses as XML and grows with the text."""
    small, large = (ET.fromstring(svg_picture(article(n), SCHEME, STYLE)) for n in (1, 40))
    heights = [float(tree.attrib["viewBox"].split()[3]) for tree in (small, large)]
    assert heights[1] > heights[0] * 10


def test_an_svg_looks_as_on_the_screen_without_our_fonts(qapp):
    """Its type is outlines, drawn where and as large as the screen draws it; what it says stays readable to programs."""
    picture, svg = Picture(article(), SCHEME, STYLE), svg_picture(article(), SCHEME, STYLE)
    assert b"<text" not in svg
    assert "Мустафа Сулейман работает в" in {
        group.attrib.get("aria-label") for group in ET.fromstring(svg).iter(f"{SVG}g")
    }
    drawn = [blank(picture) for _ in range(3)]
    paint(drawn[0], picture.paint)
    paint(drawn[1], QSvgRenderer(svg).render)
    ink = [difference(image, drawn[2]) for image in drawn[:2]]
    assert abs(ink[0] - ink[1]) < 0.1 * ink[0]
    assert difference(*drawn[:2]) < 0.3 * ink[0]


def test_an_emoji_without_an_outline_stays_text(qapp):
    """Colour emoji have no outlines: such a piece of text is left as it was."""
    text = '<svg xmlns="http://www.w3.org/2000/svg"><defs/><g><text x="1" y="9" font-family="PT Sans" font-size="16" '
    text += 'font-weight="400" font-style="normal">{}</text></g></svg>'
    assert b"<text" not in outlined(text.format("слово").encode(), 96)
    emoji = outlined(text.format("\U0001f468").encode(), 96)
    assert (b"<text" in emoji) != (b"<use" in emoji)


def blank(picture: Picture) -> QImage:
    image = QImage(picture.width, picture.height, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    return image


def paint(image: QImage, draw) -> None:
    painter = QPainter(image)
    draw(painter)
    painter.end()


def difference(one: QImage, other: QImage) -> int:
    return sum(abs(a - b) for a, b in zip(bytes(one.constBits()), bytes(other.constBits()), strict=True))


def test_a_pdf_has_as_many_pages_as_the_article_needs(qapp):
    """A short article is one page, a long one several."""

    def pages(data: bytes) -> int:
        assert data.startswith(b"%PDF")
        return len(re.findall(rb"/Type\s*/Page\b", data))

    assert pages(pdf_picture(article(), SCHEME, STYLE)) == 1
    assert pages(pdf_picture(article(120), SCHEME, STYLE)) > 2


def test_every_line_is_on_exactly_one_sheet(qapp):
    """No line is printed twice, cut or left out, whatever the sheet's height."""
    picture = Picture(article(30), SCHEME, STYLE)
    for height in (90.0, 300.0, 1000.0):
        seen = []
        for sheet in picture.sheets(height):
            for number, top, band in sheet:
                box = picture._page.box(number)
                seen += [
                    (number, i)
                    for i, line in enumerate(box.lines)
                    if band.top <= top + line.bottom - 0.5 and top + line.top <= band.bottom
                ]
                assert band.bottom <= height + 1
        assert seen == [(n, i) for n in range(30) for i in range(len(picture._page.box(n).lines))]


def test_the_picture_is_what_the_screen_shows(qapp):
    """Tint, line and words are painted: the span's colours occur in the image."""
    picture = Picture(article(), SCHEME, STYLE)
    image = QImage(picture.width, picture.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    picture.paint(painter)
    painter.end()
    found = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    colors = STYLE.label_colors(SCHEME, "ORG")
    assert {colors.tint, colors.line, STYLE.background} <= found


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.inside = False

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "div" in self.open and "small" not in self.open:
            self.text.append(data)


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), max_size=8)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPANS)
def test_an_html_page_nests_properly_and_keeps_the_text(spans):
    """Crossing spans are cut so that tags nest; the text comes out as it went in, angle brackets included."""
    text = "Текст с <b>знаками</b> & \nпереводом строки и концом"
    entities = tuple(Entity(f"T{i}", a, a + n, "ORG") for i, (a, n) in enumerate(spans))
    page = html_page(Document("d & co", text, entities=entities), SCHEME, STYLE)
    parser = _Text()
    parser.feed(page)
    assert parser.open == []
    assert "".join(parser.text) == text
    assert page.count("<small>") == len(entities)


def test_an_html_page_lists_the_relations():
    """Head, name and tail stand in a table, escaped."""
    page = html_page(article(), SCHEME, STYLE)
    assert "<td>Мустафа Сулейман</td>" in page
    assert "Microsoft &amp; Co &lt;1&gt;" in page.replace("</mark>", "").replace("<small>ORG</small>", "")


def test_the_ending_of_the_name_chooses_the_format(qapp, tmp_path):
    """Each known ending writes its format, an unknown one is refused, and so is a place that cannot be written."""
    for name, start in (("a.svg", b"<?xml"), ("a.pdf", b"%PDF"), ("a.html", b"<!DOCTYPE")):
        save_picture(article(), SCHEME, STYLE, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    with pytest.raises(ValueError, match=r"a\.gif"):
        save_picture(article(), SCHEME, STYLE, tmp_path / "a.gif")
    with pytest.raises(OSError):
        save_picture(article(), SCHEME, STYLE, tmp_path / "missing" / "a.svg")


def test_the_showpieces_hold_what_they_promise(qapp):
    """Sixty legal relations, spans four deep, a dense screen: the pictures show what they are looked at for."""
    pieces = showpieces()
    crowd = pieces["article-crowded"]
    ends = {entity.id: entity.label for entity in crowd.document.entities}
    kinds = {kind.label: kind for kind in crowd.scheme.relations}
    assert len(crowd.document.relations) == MANY
    assert all(kinds[r.label].allows(ends[r.head], ends[r.tail]) for r in crowd.document.relations)
    spans = [entity.span for entity in pieces["article-stress"].document.entities]
    assert max(sum(a <= start and end <= b for a, b in spans) for start, end in spans) == 4
    dense = pieces["article-dark-200"]
    drawn = picture(dense).toImage()
    assert (drawn.width(), drawn.height()) == (2 * dense.width, 2 * dense.height)
    assert len({drawn.pixel(x, y) for x in range(300, 1500, 7) for y in range(20, 400, 7)}) > 10
