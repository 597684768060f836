"""The list of documents: status, filter, search, progress."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Status
from annotator.gui.guard import guard_events
from annotator.gui.icons import pixmap
from annotator.gui.models.documents import MINE_ROLE, STATUS_ROLE, DocumentsModel
from annotator.gui.models.rows import ID_ROLE, AnyIndex
from annotator.gui.panels.panel import EmptyOr, Panel
from annotator.gui.status_icons import status_icon
from annotator.gui.theme import LIGHT, Colors

_ROW = 48
_SLICE, _SHOW_EVERY = 0.01, 0.7  # seconds of reading between two frames; and between two looks at what was found
_FILTERS = (None, Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE, Status.SKIPPED)


@guard_events
class DocumentDelegate(QStyledItemDelegate):
    """Draws a row: mark of the status, heading, id under it."""

    colors = LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """All rows are equally high, so that a hundred thousand cost nothing."""
        return QSize(120, max(_ROW, 2 * option.fontMetrics.height() + 14))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, mark and both lines."""
        self.initStyleOption(option, index)
        rect: QRect = option.rect
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        mark = QRect(rect.left() + 12, rect.top() + (rect.height() - 18) // 2, 18, 18)
        status_icon(index.data(STATUS_ROLE), self.colors).paint(painter, mark)
        lines = rect.adjusted(40, 7, -12, -7)
        metrics: QFontMetrics = option.fontMetrics
        heading = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, lines.width())
        painter.setPen(QColor(self.colors.text))
        painter.drawText(lines, Qt.AlignmentFlag.AlignTop, heading)
        if index.data(MINE_ROLE):
            sign = pixmap("user", self.colors.muted, 14, painter.device().devicePixelRatioF())
            painter.drawPixmap(lines.right() - 13, lines.bottom() - metrics.height() // 2 - 6, sign)
            lines.setRight(lines.right() - 18)
        name = metrics.elidedText(str(index.data(ID_ROLE)), Qt.TextElideMode.ElideRight, lines.width())
        painter.setPen(QColor(self.colors.muted))
        painter.drawText(lines, Qt.AlignmentFlag.AlignBottom, name)
        painter.restore()


class DocumentsView(QListView):
    """A list of rows of one height: a change of one is drawn, and the hundred thousand others are not laid out anew."""

    def dataChanged(self, first: AnyIndex, last: AnyIndex, _roles: Sequence[int] = ()) -> None:
        """Draw what changed."""
        self.viewport().update(self.visualRect(first).united(self.visualRect(last)))


@guard_events
class DocumentsPanel(Panel):
    """Emits `chosen` when the user wants another document."""

    chosen = Signal(str)
    status_wanted = Signal(str, object)  # document id, Status

    def __init__(self, model: DocumentsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.filter = QComboBox(self)
        for status in _FILTERS:
            self.filter.addItem("", status)
        self.view = DocumentsView(self)
        self.view.setModel(model)
        self.delegate = DocumentDelegate(self.view)
        self.view.setItemDelegate(self.delegate)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.clicked.connect(self._on_clicked)
        self.view.activated.connect(self._on_clicked)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.count = QLabel(self)
        self.count.setProperty("muted", True)
        self.count.setWordWrap(True)
        self.empty = EmptyOr(self.view, self)
        self._lay_out()
        self._reading = QTimer(self)
        self._reading.setInterval(0)
        self._reading.timeout.connect(self._read_on)
        self._found_at = 0.0
        self.search.textChanged.connect(self._on_filter_changed)
        self.filter.currentIndexChanged.connect(self._on_filter_changed)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.setSpacing(8)
        head.addWidget(self.search)
        self.choices = QHBoxLayout()  # the order of work is chosen here too
        self.choices.setSpacing(6)
        self.choices.addWidget(self.filter, 1)
        head.addLayout(self.choices)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 4, 12, 12)
        foot.setSpacing(6)
        foot.addWidget(self.progress)
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        foot.addLayout(row)
        self.column.addLayout(head)
        self.column.addWidget(self.empty, 1)
        self.column.addLayout(foot)

    # -- showing --------------------------------------------------------------------------------------------------

    def show_current(self, document_id: str) -> None:
        """Mark the open document's row."""
        row = self.model.row_of(document_id)
        selection = self.view.selectionModel()
        if row < 0:
            selection.clear()
            return
        index = self.model.index(row)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def show_progress(self) -> None:
        """Say how many documents are done."""
        counts = self.model.counts()
        total, done = sum(counts.values()), counts[Status.DONE]
        # A progress bar paints at once, and with it all that waits to be painted: this one may wait with the others.
        self.progress.setUpdatesEnabled(False)
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self.progress.setUpdatesEnabled(True)
        text = self.tr("Done {0} of {1}").format(done, total)
        for status, name in (
            (Status.IN_PROGRESS, self.tr("in progress {0}")),
            (Status.SKIPPED, self.tr("skipped {0}")),
        ):
            if counts[status]:
                text += " · " + name.format(counts[status])
        self.count.setText(text)
        self.progress.setAccessibleName(text)

    def _show_empty(self) -> None:
        nothing_at_all = not sum(self.model.counts().values())
        self.empty.hint.setText(
            self.tr("No articles yet. Drop text files here, or choose File → Add articles…")
            if nothing_at_all
            else self.tr("No document fits. Clear the search or choose another status.")
        )
        self.empty.show_empty(empty=not self.model.shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the open document's row in sight."""
        super().resizeEvent(event)
        self.view.scrollTo(self.view.currentIndex())

    # -- the user -------------------------------------------------------------------------------------------------

    def _on_filter_changed(self) -> None:
        current = self.view.currentIndex().data(ID_ROLE)
        self.model.set_filter(self.filter.currentData(), self.search.text())
        self._show_empty()
        if self.search.text() and not self.model.read_headings(0):
            self._reading.start()
        if isinstance(current, str):
            self.show_current(current)

    def _read_on(self) -> None:
        """Read headings of a large corpus in the pauses of the window; what they bring to light is shown on the way."""
        finished = self.model.read_headings(_SLICE)
        if finished or not self.search.text():
            self._reading.stop()
        if finished or time.monotonic() - self._found_at > _SHOW_EVERY:
            self._found_at = time.monotonic()
            self._on_filter_changed()

    def refilter(self) -> None:
        """Apply the filter to the statuses as they are now."""
        self._on_filter_changed()
        self.show_progress()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ID_ROLE))

    def _on_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if index.isValid():
            menu = self.status_menu(index.data(ID_ROLE))
            menu.popup(self.view.viewport().mapToGlobal(place))

    def status_menu(self, document_id: str) -> QMenu:
        """Return the menu that sets a document's status; it deletes itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self.chosen.emit(document_id))
        menu.addSeparator()
        for status, text in (
            (Status.DONE, self.tr("Mark as done")),
            (Status.IN_PROGRESS, self.tr("Mark as in progress")),
            (Status.SKIPPED, self.tr("Mark as skipped")),
        ):
            action = menu.addAction(status_icon(status, self.colors), text)
            action.triggered.connect(lambda _=False, wanted=status: self.status_wanted.emit(document_id, wanted))
        return menu

    def focus_target(self) -> QWidget:
        """The list itself."""
        return self.view

    def focus_search(self) -> None:
        """Put the caret into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- language and theme ---------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.search.setPlaceholderText(self.tr("Search documents"))
        self.search.setAccessibleName(self.tr("Search documents"))
        self.filter.setAccessibleName(self.tr("Filter by status"))
        self.view.setAccessibleName(self.tr("Documents"))
        texts = (
            self.tr("All documents"),
            self.tr("Not started"),
            self.tr("In progress"),
            self.tr("Done"),
            self.tr("Skipped"),
        )
        for index, text in enumerate(texts):
            self.filter.setItemText(index, text)
        self.model.refresh()
        self.show_progress()
        self._show_empty()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        super().set_colors(colors)
        self.delegate.colors = colors
        self.view.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font: rows are measured anew."""
        if event.type() is QEvent.Type.FontChange:
            self.view.doItemsLayout()
        super().changeEvent(event)
