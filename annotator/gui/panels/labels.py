"""The labels with their keys: tags the selection, or makes a label the active one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.domain import Document, LabelScheme
from annotator.gui.guard import guard_events
from annotator.gui.models.labels import ACTIVE_ROLE, COUNT_ROLE, KEYS_ROLE, KIND_ROLE, LabelsModel
from annotator.gui.models.rows import ID_ROLE
from annotator.gui.models.swatches import Swatches
from annotator.gui.panels.panel import Panel
from annotator.gui.theme import LIGHT, Colors

_PAD, _CAP = 12, 19


@guard_events
class LabelDelegate(QStyledItemDelegate):
    """Draws a heading, or a row: swatch, name, key caps, count."""

    def __init__(self, swatches: Swatches, parent: QWidget) -> None:
        super().__init__(parent)
        self.colors = LIGHT
        self._swatches = swatches

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Rows grow with the font."""
        return QSize(160, option.fontMetrics.height() + 11)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        self.initStyleOption(option, index)
        option.text = ""
        rect: QRect = option.rect
        heading = index.data(KIND_ROLE) == "heading"
        if not heading:
            widget = option.widget
            widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if heading:
            self._draw_heading(painter, rect, str(index.data()))
        else:
            self._draw_label(painter, rect, index)
        painter.restore()

    def _draw_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self.colors.muted))
        painter.drawText(rect.adjusted(_PAD, 0, -_PAD, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_label(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        self._draw_mark(painter, rect, index)
        right = rect.right() - _PAD
        count = index.data(COUNT_ROLE)
        painter.setPen(QColor(self.colors.muted if count else self.colors.faint))
        painter.drawText(QRect(right - 36, rect.top(), 36, rect.height()), _RIGHT, str(count))
        right -= 44
        for key in reversed(index.data(KEYS_ROLE)):
            right = self._draw_cap(painter, QRect(right - _CAP, rect.center().y() - _CAP // 2, _CAP, _CAP), key) - 4
        name = QRect(rect.left() + _PAD + 20, rect.top(), right - rect.left() - _PAD - 24, rect.height())
        font = QFont(painter.font())
        font.setBold(bool(index.data(ACTIVE_ROLE)))
        painter.setFont(font)
        painter.setPen(QColor(self.colors.text))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_mark(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        label, middle = str(index.data(ID_ROLE)), rect.center().y()
        if index.data(ACTIVE_ROLE):
            painter.fillRect(QRect(rect.left(), rect.top() + 3, 3, rect.height() - 6), QColor(self.colors.accent))
        if index.data(KIND_ROLE) == "entity":
            painter.drawPixmap(rect.left() + _PAD, middle - 5, self._swatches.entity(label))
            return
        color = self._swatches.style.relation_color(self._swatches.scheme, label)
        painter.setPen(QColor(color))
        left = rect.left() + _PAD
        painter.drawLine(left, middle, left + 10, middle)
        painter.drawLine(left + 7, middle - 3, left + 10, middle)
        painter.drawLine(left + 7, middle + 3, left + 10, middle)

    def _draw_cap(self, painter: QPainter, rect: QRect, key: str) -> int:
        """Draw a key cap and return its left edge."""
        painter.setPen(QColor(self.colors.border))
        painter.setBrush(QColor(self.colors.base))
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 4, 4)
        painter.setPen(QColor(self.colors.muted))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
        return rect.left()


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LabelsPanel(Panel):
    """Emits the label that was clicked, by kind."""

    entity_label_chosen = Signal(str)
    relation_label_chosen = Signal(str)

    def __init__(self, swatches: Swatches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LabelsModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.delegate = LabelDelegate(swatches, self.view)
        self.view.setItemDelegate(self.delegate)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self._scheme, self._document, self._active = LabelScheme(""), None, None
        self.column.addWidget(self.view, 1)
        self.retranslate()

    _scheme: LabelScheme
    _document: Document | None
    _active: str | None

    def show_labels(self, scheme: LabelScheme, document: Document | None) -> None:
        """Count the labels of a document."""
        self._scheme, self._document = scheme, document
        self.model.show_labels(scheme, document, self._active)

    def set_active(self, label: str | None) -> None:
        """Mark the label with which the next drag tags."""
        self._active = label
        self.model.show_labels(self._scheme, self._document, label)

    def _on_chosen(self, index: QModelIndex) -> None:
        kind, label = index.data(KIND_ROLE), index.data(ID_ROLE)
        if kind == "entity":
            self.entity_label_chosen.emit(label)
        elif kind == "relation":
            self.relation_label_chosen.emit(label)

    def focus_target(self) -> QWidget:
        """The list itself."""
        return self.view

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.view.setAccessibleName(self.tr("Labels"))
        self.model.refresh()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        super().set_colors(colors)
        self.delegate.colors = colors
        self.view.viewport().update()
