"""The open article on paper: saved as SVG, PDF or HTML, or printed. Always dark on white, whatever the window's theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.domain import Document, LabelScheme
from annotator.gui.canvas import CanvasStyle

ENDINGS = (".svg", ".pdf", ".html")


class Pictures(QObject):
    """Asks where, and writes. `told` and `failed` bring a sentence for the user."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, document: Document, scheme: LabelScheme, folder: Path, *, arcs: bool) -> None:
        """Ask for a file and write the picture."""
        filters = {
            self.tr("Drawing (*.svg)"): ".svg",
            self.tr("PDF, A4 pages (*.pdf)"): ".pdf",
            self.tr("Web page (*.html)"): ".html",
        }
        start = str(folder / f"{document.id}.svg")
        title = self.tr("Save the article as a picture")
        file, chosen = QFileDialog.getSaveFileName(self._window, title, start, ";;".join(filters))
        if file:
            self.save(document, scheme, with_ending(Path(file), filters.get(chosen, ".svg")), arcs=arcs)

    def save(self, document: Document, scheme: LabelScheme, path: Path, *, arcs: bool = True) -> None:
        """Write the picture; the file's ending says what it is."""
        from annotator.gui.canvas.picture import save_picture

        try:
            save_picture(document, scheme, CanvasStyle.light(), path, arcs=arcs)
        except OSError as error:
            self.failed.emit(self.tr("{0} cannot be written: {1}").format(path, error.strerror or error))
        else:
            self.told.emit(self.tr("Saved: {0}").format(path))

    def print_preview(self, document: Document, scheme: LabelScheme, *, arcs: bool) -> None:
        """Show the pages; the preview prints them."""
        from annotator.gui.bridge.printing import PrintPreview

        preview = PrintPreview(document, scheme, self._window, arcs=arcs)
        preview.failed.connect(self.failed)
        preview.open()


def with_ending(path: Path, ending: str) -> Path:
    """Return the path with an ending that says what picture it is: its own where that is known, else the one given."""
    known = (*ENDINGS, ".htm")
    return path if path.suffix.lower() in known else path.with_name(path.name + ending)
