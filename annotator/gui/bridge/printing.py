"""Pages before they are printed."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from annotator.domain import Document, LabelScheme
from annotator.gui.canvas import CanvasStyle
from annotator.gui.canvas.picture import print_article, screen_resolution
from annotator.gui.placing import open_size

_MARGIN_MM = 15.0


class PrintPreview(QPrintPreviewDialog):
    """Qt's own preview over the article; `failed` tells why a page could not be drawn."""

    failed = Signal(str)

    def __init__(self, document: Document, scheme: LabelScheme, parent: QWidget, *, arcs: bool = True) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setResolution(screen_resolution())
        self._printer.setDocName(document.id)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        size = QPageSize(QPageSize.PageSizeId.A4)
        layout = QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
        self._printer.setPageLayout(layout)
        super().__init__(self._printer, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Print"))
        self._document, self._scheme, self._arcs = document, scheme, arcs
        self.pages = 0
        self.paintRequested.connect(self._on_paint)
        open_size(self, 900, 760)

    def _on_paint(self, printer: QPrinter) -> None:
        try:
            self.pages = print_article(self._document, self._scheme, CanvasStyle.light(), printer, arcs=self._arcs)
        except OSError as error:
            self.failed.emit(self.tr("{0} cannot be printed.").format(error))
