"""The article as a picture: SVG, PDF and print, drawn by the very code that draws the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize
from PySide6.QtGui import QGuiApplication, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from annotator.domain import Document, LabelScheme
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.paint import Band, PagePainter
from annotator.gui.canvas.style import CanvasStyle
from annotator.gui.looks import ArcMode

_MARGIN = 24
_PAGE_MARGIN_MM = 15.0


def screen_resolution() -> int:
    """Return the dots per inch for which the article is laid out.

    Devices must be set to it: names of labels and relations are drawn in points, and would not fit the words that
    were laid out for the screen. The files hold outlines and type, so that nothing becomes coarser.
    """
    return round(QGuiApplication.primaryScreen().logicalDotsPerInchY())


class Picture:
    """One article laid out at the style's measure, all of it."""

    def __init__(self, document: Document, scheme: LabelScheme, style: CanvasStyle, *, arcs: bool = True) -> None:
        self._page = Page(document, scheme, style, ArcMode.ALL if arcs else ArcMode.NONE)
        metrics = self._page.metrics
        self._page.set_width(float(int(metrics.column or metrics.average * 80)))
        self._painter = PagePainter(self._page)
        self.left = metrics.gutter + _MARGIN / 2
        self.width = round(self._page.width + 2 * self.left)

    @property
    def _pieces(self) -> range:
        return range(len(self._page.index.pieces))

    @property
    def height(self) -> int:
        """Height of the whole picture in device-independent pixels."""
        return sum(self._page.box(n).height for n in self._pieces) + 2 * _MARGIN

    def paint(self, painter: QPainter) -> None:
        """Draw everything with the left top at the painter's origin."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(0, 0, self.width, self.height), self._painter.pens.background)
        y = _MARGIN
        for number in self._pieces:
            y += self._painter.paint(painter, number, self.left, y, Look(), Band(y - 1, y + 1e9))

    def sheets(self, height: float) -> Iterator[list[tuple[int, float, Band]]]:
        """Yield what goes on each sheet of a height: pieces with their top and the band of whole lines to draw."""
        sheet: list[tuple[int, float, Band]] = []
        y = 0.0
        for number in self._pieces:
            box = self._page.box(number)
            first = 0
            for index, line in enumerate(box.lines):
                if y + line.bottom - line.top > height and y > 0:
                    sheet += _band(number, box.lines[first].top, line.top, y)
                    yield sheet
                    sheet, y, first = [], 0.0, index
                y += line.bottom - line.top
            sheet += _band(number, box.lines[first].top, box.lines[-1].bottom, y)
            y += box.height - box.lines[-1].bottom
        yield sheet

    def paint_sheet(self, painter: QPainter, sheet: list[tuple[int, float, Band]]) -> None:
        """Draw one sheet with the left top at the painter's origin."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, y, band in sheet:
            self._painter.paint(painter, number, self.left, y, Look(), band)


def _band(number: int, top: float, bottom: float, y: float) -> list[tuple[int, float, Band]]:
    """Return the lines of a piece from `top` to `bottom`, the last of which ends at `y` of the sheet."""
    if bottom <= top:
        return []
    piece_top = y - bottom
    return [(number, piece_top, Band(piece_top + top + 0.5, piece_top + bottom - 0.5))]


def svg_picture(document: Document, scheme: LabelScheme, style: CanvasStyle, *, arcs: bool = True) -> bytes:
    """Return the article as an SVG file, its type as outlines: it looks the same without our fonts."""
    from annotator.gui.canvas.outlines import svg_file

    picture = Picture(document, scheme, style, arcs=arcs)
    return svg_file(QSize(picture.width, picture.height), document.id, screen_resolution(), picture.paint)


def pdf_picture(document: Document, scheme: LabelScheme, style: CanvasStyle, *, arcs: bool = True) -> bytes:
    """Return the article as a PDF file of A4 pages; no line is cut by a page's end."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(screen_resolution())
    writer.setTitle(document.id)
    margins = QMarginsF(_PAGE_MARGIN_MM, _PAGE_MARGIN_MM, _PAGE_MARGIN_MM, _PAGE_MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
    )
    print_article(document, scheme, style, writer, arcs=arcs)
    return bytes(buffer.data().data())


def print_article(
    document: Document, scheme: LabelScheme, style: CanvasStyle, device: QPagedPaintDevice, *, arcs: bool = True
) -> int:
    """Draw the article on a paged device, a QPrinter or a QPdfWriter; return the number of pages.

    The device must be set to `screen_resolution`.

    Raises:
        OSError: the device cannot be drawn on, for instance because its file cannot be written.
    """
    picture = Picture(document, scheme, style, arcs=arcs)
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(document.id)
    scale = device.width() / picture.width
    pages = 0
    for sheet in picture.sheets(device.height() / scale):
        if pages:
            device.newPage()
        painter.resetTransform()
        painter.scale(scale, scale)
        picture.paint_sheet(painter, sheet)
        pages += 1
    painter.end()
    return pages


def save_picture(document: Document, scheme: LabelScheme, style: CanvasStyle, path: Path, *, arcs: bool = True) -> None:
    """Write the article to a .svg, .pdf or .html file.

    Raises:
        ValueError: the name ends otherwise.
        OSError: the file cannot be written.
    """
    from annotator.gui.canvas.html_page import html_page

    ending = path.suffix.lower()
    if ending == ".svg":
        data = svg_picture(document, scheme, style, arcs=arcs)
    elif ending == ".pdf":
        data = pdf_picture(document, scheme, style, arcs=arcs)
    elif ending in {".html", ".htm"}:
        data = html_page(document, scheme, style).encode()
    else:
        raise ValueError(path.name)
    path.write_bytes(data)
