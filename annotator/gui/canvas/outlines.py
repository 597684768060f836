"""SVG files whose type is outlines, so that they look the same where our fonts are not installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QFont, QGlyphRun, QPainter, QPainterPath, QRawFont, QTextLayout, QTextOption

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_POINTS_PER_INCH = 72.0
_SHAPED = ("fill", "fill-opacity", "stroke")


def svg_file(size: QSize, title: str, resolution: int, paint: Callable[[QPainter], object]) -> bytes:
    """Return what `paint` draws within `size` as an SVG file; `resolution` is in dots per inch."""
    from PySide6.QtSvg import QSvgGenerator  # a library of its own, needed only here

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setResolution(resolution)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle(title)
    painter = QPainter(generator)
    paint(painter)
    painter.end()
    return outlined(bytes(buffer.data().data()), resolution)


def outlined(svg: bytes, resolution: int) -> bytes:
    """Return an SVG file of Qt's with every text as outlines; each letter is drawn once and used where it stands.

    `resolution` is the one that the file was made with, in dots per inch. What has no outline (colour emoji) stays
    text. What a piece of text says is kept as its label, for screen readers and searches.
    """
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(svg)  # noqa: S314 - made here a moment ago
    letters = _Letters(resolution)
    for parent in root.iter(f"{{{_SVG}}}g"):
        for place, child in enumerate(list(parent)):
            if child.tag == f"{{{_SVG}}}text" and (drawn := letters.drawn(child)) is not None:
                parent[place] = drawn
    defs = root.find(f"{{{_SVG}}}defs")
    if defs is not None:
        defs.extend(letters.definitions())
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


class _Letters:
    """The outlines of the letters met so far."""

    def __init__(self, resolution: int) -> None:
        self._resolution = resolution
        self._paths: dict[str, tuple[str, str]] = {}  # outline → (id, outline)
        self._known: dict[tuple[str, str, float, int], str | None] = {}

    def definitions(self) -> Iterator[ET.Element]:
        """Yield the outlines by their ids."""
        for identifier, outline in self._paths.values():
            yield ET.Element(f"{{{_SVG}}}path", {"id": identifier, "d": outline})

    def drawn(self, text: ET.Element) -> ET.Element | None:
        """Return a group that draws what a text element says, or None where a letter has no outline."""
        said = text.text or ""
        shape = {name: text.attrib[name] for name in _SHAPED if name in text.attrib}
        group = ET.Element(f"{{{_SVG}}}g", {**shape, "role": "img", "aria-label": said.strip()})
        left, baseline = float(text.attrib["x"]), float(text.attrib["y"])
        for run, line_base in _runs(said, self._font(text)):
            for index, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                identifier = self._letter(run.rawFont(), index)
                if identifier is None:
                    return None
                if identifier:
                    x, y = left + place.x(), baseline + place.y() - line_base
                    where = {f"{{{_XLINK}}}href": f"#{identifier}", "x": _number(x), "y": _number(y)}
                    ET.SubElement(group, f"{{{_SVG}}}use", where)
        return group

    def _font(self, text: ET.Element) -> QFont:
        font = QFont()
        font.setFamilies(text.attrib["font-family"].split(","))
        font.setPointSizeF(float(text.attrib["font-size"]) * _POINTS_PER_INCH / self._resolution)
        font.setWeight(QFont.Weight(int(text.attrib["font-weight"])))
        font.setItalic(text.attrib["font-style"] == "italic")
        return font

    def _letter(self, font: QRawFont, index: int) -> str | None:
        """Return the id of a letter's outline, "" for a blank, None for one that has none."""
        key = (font.familyName(), font.styleName(), font.pixelSize(), index)
        if key not in self._known:
            path = font.pathForGlyph(index)
            blank = path.isEmpty() and not font.boundingRect(index).width()
            self._known[key] = self._defined(path) if not path.isEmpty() else "" if blank else None
        return self._known[key]

    def _defined(self, path: QPainterPath) -> str:
        outline = _outline(path)
        return self._paths.setdefault(outline, (f"letter{len(self._paths) + 1}", outline))[0]


def _runs(text: str, font: QFont) -> Iterator[tuple[QGlyphRun, float]]:
    """Yield runs of glyphs of one line, with the height of its baseline."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setFlags(QTextOption.Flag.IncludeTrailingSpaces)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    for run in layout.glyphRuns():
        yield run, line.y() + line.ascent()


def _outline(path: QPainterPath) -> str:
    """Return a path in SVG's words."""
    parts: list[str] = []
    for place in range(path.elementCount()):
        element = path.elementAt(place)
        kind = element.type
        word = {QPainterPath.ElementType.MoveToElement: "M", QPainterPath.ElementType.LineToElement: "L"}.get(kind)
        word = word or ("C" if kind is QPainterPath.ElementType.CurveToElement else "")
        parts.append(f"{word}{_number(element.x)},{_number(element.y)}")
    return f"{' '.join(parts)}Z"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
