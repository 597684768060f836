"""The steps of the open document; a click goes back or forward to any of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Signal
from PySide6.QtGui import QColor, QPalette, QUndoStack
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.gui.models.history import HistoryModel
from annotator.gui.panels.panel import Panel
from annotator.gui.theme import LIGHT, Colors


class _StepDelegate(QStyledItemDelegate):
    """Draws steps that were taken back faintly."""

    colors = LIGHT

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Choose the colour of the text."""
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, HistoryModel) and index.row() > model.current_row:
            option.palette.setColor(QPalette.ColorRole.Text, QColor(self.colors.faint))


class HistoryPanel(Panel):
    """Emits the number of steps that should be done (0: as opened)."""

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HistoryModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.delegate = _StepDelegate(self.view)
        self.view.setItemDelegate(self.delegate)
        self.view.setUniformItemSizes(True)
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self.column.addWidget(self.view, 1)
        self.retranslate()

    def show_stack(self, stack: QUndoStack | None) -> None:
        """Show the steps of the open document."""
        with QSignalBlocker(self.view.selectionModel()):
            self.model.show_stack(stack)
        index = self.model.index(self.model.current_row)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.step_chosen.emit(index.row())

    def focus_target(self) -> QWidget:
        """The list itself."""
        return self.view

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.view.setAccessibleName(self.tr("History"))

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        super().set_colors(colors)
        self.delegate.colors = colors
        self.view.viewport().update()
