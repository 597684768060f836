"""Painting pieces of the article: the same code for the screen, a printer and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from annotator.gui.canvas.boxes import PieceBox
from annotator.gui.canvas.look import Look, Range, highlights_in
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.paint_arcs import paint_arcs
from annotator.gui.canvas.paint_spans import paint_marks, paint_range, paint_washes
from annotator.gui.canvas.pens import Pens


@dataclass(frozen=True, slots=True)
class Band:
    """The stripe of the target, top to bottom, that has to be painted."""

    top: float
    bottom: float


class PagePainter:
    """Draws pieces of one page in one style."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pens = Pens(page.style, page.scheme, page.metrics.caption_font, page.metrics.arc_font)

    def paint(self, painter: QPainter, number: int, x: float, y: float, look: Look, band: Band) -> int:
        """Draw piece `number` with the text column's left top at (x, y), as far as it lies in `band`.

        Returns the height of the piece.
        """
        box = self._page.box(number)
        first = box.line_at_y(band.top - y)
        near = highlights_in(look.highlights, box.piece.start, box.piece.end)
        for index in range(first, len(box.lines)):
            if y + box.lines[index].top > band.bottom:
                break
            self._line(painter, box, index, x, y, look, near)
        if box.piece.first and first == 0:
            self._number(painter, box, x, y)
        return box.height

    def _line(
        self, painter: QPainter, box: PieceBox, index: int, x: float, y: float, look: Look, highlights: Sequence[Range]
    ) -> None:
        line, metrics, pens = box.lines[index], self._page.metrics, self.pens
        paint_washes(painter, line, x, y, look, pens)
        painter.setPen(Qt.PenStyle.NoPen)
        if highlights:
            painter.setBrush(pens.highlight)
            for span in highlights:
                paint_range(painter, box, index, span, x, y)
        if look.selection:
            painter.setBrush(pens.selection)
            paint_range(painter, box, index, look.selection, x, y)
        painter.setPen(pens.text)
        box.shaped.lines[index].qt.draw(painter, QPointF(x, y + line.text_top - box.shaped.line_y(index)))
        if line.fragments:
            painter.setFont(metrics.caption_font)
            paint_marks(painter, line, x, y, look, pens, metrics)
            paint_arcs(painter, line, x, y, look, pens, metrics)
        if look.caret_shown:
            self._caret(painter, box, index, x, y, look.caret)

    def _caret(self, painter: QPainter, box: PieceBox, index: int, x: float, y: float, caret: int) -> None:
        place = self._page.caret_place(caret)
        if self._page.index.pieces[place.piece] is not box.piece or place.line != index:
            return
        line = box.lines[index]
        painter.setPen(self.pens.caret)
        painter.drawLine(QLineF(x + place.x, y + line.text_top, x + place.x, y + line.text_bottom))

    def _number(self, painter: QPainter, box: PieceBox, x: float, y: float) -> None:
        metrics = self._page.metrics
        painter.setFont(metrics.number_font)
        painter.setPen(self.pens.muted)
        line = box.lines[0]
        area = QRectF(x - metrics.gutter, y + line.text_top, metrics.gutter * 0.6, metrics.text_height)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(box.piece.paragraph))
