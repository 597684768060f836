"""Shows one page of the manual: calm headings, pictures that fit the width, links that stay inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.theme import Colors

_HEADINGS = {1: 1.7, 2: 1.3, 3: 1.1}  # sizes relative to the text's, by level
_CODE = 0.92  # size of code, relative to the text's
_MARGIN = 28  # pixels around the text
_LINE_HEIGHT = 135.0  # percent
_MEASURE = 820  # pixels: lines longer than this are hard to read


@guard_events
class ManualBrowser(QTextBrowser):
    """A page. `page_wanted` tells that a link to another page was followed."""

    page_wanted = Signal(str)  # the file's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.anchorClicked.connect(self._on_link)
        self._folder = Path()
        self._rule = ""
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._rule = colors.border

    def show_page(self, path: Path, text: str) -> None:
        """Show a page from its beginning."""
        self._folder = path.parent
        document = self.document()
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        document.setDocumentMargin(_MARGIN)
        self._calm()
        self._fit()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(url)
        elif url.path().endswith(".md"):
            self.page_wanted.emit(Path(url.path()).name)

    # -- looks ----------------------------------------------------------------------------------------------------

    def _calm(self) -> None:
        """Give headings and lines the proportions of a book page: Qt draws them twice as large, and tight."""
        size, block = self.fontInfo().pointSizeF(), self.document().begin()
        while block.isValid():
            shape = QTextBlockFormat()
            shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            level = block.blockFormat().headingLevel()
            if level:
                shape.setTopMargin(size * (2.2 if level > 1 else 0.4))
                shape.setBottomMargin(size * 0.5)
            QTextCursor(block).mergeBlockFormat(shape)
            self._size_pieces(block, size, _HEADINGS.get(level, 1.0))
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._calm_table(frame)

    def _size_pieces(self, block: QTextBlock, size: float, by: float) -> None:
        """Size headings by their level, and code a little smaller: letters of one width look larger than others."""
        for start, end, shape in list(_pieces(block)):
            if by == 1.0 and not shape.fontFixedPitch():
                continue
            shape.clearProperty(int(QTextFormat.Property.FontSizeAdjustment))
            shape.setFontPointSize(size * by * (_CODE if shape.fontFixedPitch() else 1.0))
            self._set_format(start, end, shape)

    def _set_format(self, start: int, end: int, shape: QTextCharFormat) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(shape)

    def _calm_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorder(1)
        shape.setBorderBrush(QColor(self._rule))
        shape.setBorderCollapse(True)
        shape.setCellPadding(6)
        shape.setCellSpacing(0)
        table.setFormat(shape)

    def _fit(self) -> None:
        """Keep lines at a readable length, and pictures inside them."""
        room = self.viewport().width()
        side = max(_MARGIN, (room - _MEASURE) // 2)
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        shape.setLeftMargin(side - _MARGIN)
        shape.setRightMargin(side - _MARGIN)
        frame.setFrameFormat(shape)
        self._fit_pictures(room - 2 * side)

    def _fit_pictures(self, width: int) -> None:
        block = self.document().begin()
        while block.isValid():
            for start, end, shape in list(_pieces(block)):
                if shape.isImageFormat():
                    self._fit_picture(start, end, shape.toImageFormat(), width)
            block = block.next()

    def _fit_picture(self, start: int, end: int, picture: QTextImageFormat, width: int) -> None:
        image = QImage(str(self._folder / picture.name()))
        if image.isNull() or width <= 0:
            return
        shown = min(width, image.width())
        picture.setWidth(shown)
        picture.setHeight(shown * image.height() / image.width())
        self._set_format(start, end, picture)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Find pictures beside the page."""
        url = QUrl(name)
        if kind == QTextDocument.ResourceType.ImageResource.value and url.isRelative():
            return QImage(str(self._folder / url.path()))
        return super().loadResource(kind, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the new width once the dragging pauses."""
        super().resizeEvent(event)
        self._fitting.start(40)


def _pieces(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """Yield start, end and format of each piece of a block."""
    parts = block.begin()
    while not parts.atEnd():
        piece = parts.fragment()
        yield piece.position(), piece.position() + piece.length(), piece.charFormat()
        parts += 1
