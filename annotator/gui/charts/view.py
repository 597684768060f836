"""A widget that shows a figure, tells its values, and gives it away as a picture or as numbers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QSizePolicy, QToolTip, QWidget

from annotator.gui.charts.data import Figure
from annotator.gui.charts.paint import FigurePainter
from annotator.gui.charts.pictures import save_picture
from annotator.gui.guard import guard_events
from annotator.gui.theme import LIGHT, Colors


@guard_events
class ChartView(QWidget):
    """Shows a figure. Ctrl+C copies its numbers; the context menu saves it."""

    failed = Signal(str)  # path of a picture that could not be written

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self.hint = ""
        self._colors: Colors = LIGHT
        self._areas: list[tuple[QRectF, str]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 160)

    def show_figure(self, figure: Figure | None, hint: str = "") -> None:
        """Show another figure; `hint` stands where there is nothing to draw."""
        self.figure, self.hint = figure, hint
        self.setAccessibleName(figure.title if figure else hint)
        self.setAccessibleDescription(figure.to_text(" ") if figure and not figure.empty else hint)
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for names and numbers."""
        return QSize(520, 300)

    # -- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        self._paint(painter)
        if self.hasFocus():
            painter.setPen(QColor(self._colors.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._colors.base))
        if self.figure is None or self.figure.empty:
            painter.setPen(QColor(self._colors.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 16, -24, -16), flags, self.hint)
            self._areas = []
            return
        made = FigurePainter(painter, self.figure, self._colors)
        made.paint(QRectF(self.rect()))
        self._areas = made.areas

    def event(self, event: QEvent) -> bool:
        """Tell the value under the pointer."""
        if isinstance(event, QHelpEvent):
            point = event.pos().toPointF()
            told = [text for area, text in self._areas if area.contains(point)]
            QToolTip.showText(event.globalPos(), "\n".join(told), self)
            return True
        return super().event(event)

    # -- giving it away -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the numbers."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_numbers()
        else:
            super().keyPressEvent(event)

    def copy_numbers(self, delimiter: str = "\t") -> None:
        """Put the numbers on the clipboard, as a spreadsheet takes them."""
        if self.figure is not None:
            QApplication.clipboard().setText(self.figure.to_text(delimiter))

    def save(self, path: Path) -> bool:
        """Write the chart as .svg or .png, or its numbers as .csv or .tsv; return whether that could be done."""
        suffix = path.suffix.lower()
        if suffix in {".csv", ".tsv"} and self.figure is not None:
            try:
                path.write_text(self.figure.to_text("," if suffix == ".csv" else "\t"), encoding="utf-8-sig")
            except OSError:
                return False
            return True
        return save_picture(self, self._paint, path)

    def menu(self) -> QMenu:
        """Return what can be done with the chart."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy the numbers (TSV)"), self.copy_numbers)
        menu.addAction(self.tr("Copy the numbers (CSV)"), lambda: self.copy_numbers(","))
        menu.addSeparator()
        menu.addAction(self.tr("Save as…"), self.choose_and_save)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy or save."""
        if self.figure is not None and not self.figure.empty:
            self.menu().popup(event.globalPos())

    def choose_and_save(self) -> None:
        """Ask where to, and write."""
        kinds = self.tr("Picture (*.svg *.png)") + ";;" + self.tr("Numbers (*.csv *.tsv)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save as…"), "chart.svg", kinds)
        if name and not self.save(Path(name)):
            self.failed.emit(name)
