"""The paper: a scroll area that lays out and paints one page. It knows nothing of keys, mouse or edits."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.domain import Document, LabelScheme
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.paint import Band, PagePainter
from annotator.gui.canvas.scroller import Scroller
from annotator.gui.canvas.style import CanvasStyle
from annotator.gui.guard import guard_events

EMPTY = Document("", "")


@guard_events
class Surface(QAbstractScrollArea):
    """Shows a page in a style; scrolling never makes the words on screen jump."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = CanvasStyle.light()
        self._look = Look()
        self._syncing = False
        self._put_page(Page(EMPTY, LabelScheme(""), self._style))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _put_page(self, page: Page) -> None:
        self._page = page
        self._scroller = Scroller(page)
        self._painter = PagePainter(page)

    # -- geometry -------------------------------------------------------------------------------------------------

    def _column_width(self) -> float:
        metrics = self._page.metrics
        room = self.viewport().width() - 2 * metrics.gutter
        return float(int(max(80.0, min(room, metrics.column or room))))

    def _column_x(self) -> int:
        return round(max(self._page.metrics.gutter, (self.viewport().width() - self._column_width()) / 2))

    def _point_of(self, offset: int, *, below: bool = False) -> QPoint:
        """Return where a code point stands in the viewport: the top of its words, or the bottom of its line."""
        place = self._page.caret_place(offset)
        line = self._page.box(place.piece).lines[place.line]
        y = self._scroller.y_of(place.piece) + (line.bottom if below else line.text_top)
        return QPoint(round(self._column_x() + place.x), round(y))

    def _relayout(self) -> None:
        self._page.set_width(self._column_width())
        self._scroller.height = self.viewport().height()
        if self.isVisible():
            self._scroller.settle()
            self._sync_bar()
            self.viewport().update()

    def _relayout_in_place(self) -> None:
        """Lay out anew and keep the line on top where it is."""
        hold = None if self._scroller.at_top else self._scroller.hold()
        offset = self._line_start(hold.piece, hold.line) if hold is not None else 0
        self._restyle()
        self._relayout()
        if hold is not None:
            piece, line = self._page.address(offset)
            self._scroller.restore(hold._replace(piece=piece, line=line))
            self._sync_bar()

    def _restyle(self) -> None:
        if self._page.style is not self._style:
            self._page.set_style(self._style)
            self._painter = PagePainter(self._page)

    def _line_start(self, piece: int, line: int) -> int:
        shaped = self._page.shaped(piece)
        unit = shaped.lines[min(line, len(shaped.lines) - 1)].start
        return self._page.index.pieces[piece].start + shaped.units.to_codepoint(unit)

    def _update_pieces(self, pieces: Iterable[int], *, moved: bool) -> None:
        """Have pieces painted anew, or everything where something moved."""
        width = self.viewport().width()
        if moved or self._has_overlay():
            self.viewport().update()
            return
        wanted = set(pieces)
        for number, y in self._scroller.visible():
            if number in wanted:
                self.viewport().update(0, y, width, self._page.heights[number])

    # -- scrolling ------------------------------------------------------------------------------------------------

    def _sync_bar(self) -> None:
        bar = self.verticalScrollBar()
        self._syncing = True  # its signals must go out all the same: the scroll area shows and hides the bar by them
        bar.setRange(0, self._scroller.maximum)
        bar.setPageStep(max(1, self.viewport().height()))
        bar.setSingleStep(max(1, round(self._page.metrics.row())))
        bar.setValue(self._scroller.value)
        self._syncing = False

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bar (Qt's hook)."""
        del dx, dy
        if self._syncing:
            return
        distance = self.verticalScrollBar().value() - self._scroller.value
        if abs(distance) <= self.viewport().height():
            self._scroll_pixels(distance)
        else:
            self._scroller.set_value(self.verticalScrollBar().value())
            self._sync_bar()
            self.viewport().update()

    def _scroll_pixels(self, dy: int) -> None:
        moved = self._scroller.scroll_by(dy)
        self._sync_bar()
        if abs(moved) < self.viewport().height() and not self._has_overlay():
            self.viewport().scroll(0, -moved)
        else:
            self.viewport().update()

    def _has_overlay(self) -> bool:
        """Tell whether something is painted that does not scroll with the text."""
        return False

    def reveal(self, start: int, end: int) -> None:
        """Scroll so that a range of text (code points) is seen, its start above all."""
        margin = round(self._page.metrics.row())
        moved = self._scroller.reveal(max(start, end - 1), margin)
        if self._scroller.reveal(start, margin) or moved:
            self._sync_bar()
            self.viewport().update()

    # -- Qt events ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew if the column's width changes."""
        super().resizeEvent(event)
        if self._page.width == self._column_width():
            self._scroller.height = self.viewport().height()
            self._scroller.settle()
            self._sync_bar()
        else:
            self._relayout_in_place()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while nothing was seen."""
        super().showEvent(event)
        self._relayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pieces that are seen."""
        rect = event.rect()
        painter = QPainter(self.viewport())
        painter.fillRect(rect, self._painter.pens.background)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band = Band(rect.top(), rect.bottom())
        for number, y in self._scroller.visible():
            if y > band.bottom:
                break
            if y + self._page.heights[number] >= band.top:
                self._painter.paint(painter, number, self._column_x(), y, self._look, band)
        self._paint_overlay(painter)
        painter.end()

    def _paint_overlay(self, painter: QPainter) -> None:
        """Draw what does not scroll with the text."""

    def _locate(self, at: QPointF) -> tuple[int, float, float]:
        """Return the piece under a point of the viewport, and the point from the column's left and the piece's top."""
        number, y = self._scroller.locate(at.y())
        return number, at.x() - self._column_x(), y
