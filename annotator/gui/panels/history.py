"""The steps of the open document and its saved versions; a click goes back or forward to any of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPalette, QUndoStack
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.guard import guard_events
from annotator.gui.models.history import HistoryModel
from annotator.gui.panels.panel import Panel
from annotator.gui.storage.background import Background
from annotator.gui.storage.compare import local_time
from annotator.gui.theme import LIGHT, Colors
from annotator.messages import AnnotatorError
from annotator.workspace.history import Revision

Load = Callable[[Callable[[], bool]], list[Revision]]  # given what tells whether to stop
_PAUSE = 1000  # milliseconds after a save before the versions are read again


@guard_events
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
    """Emits the number of steps that should be done (0: as opened), or the version to go back to."""

    step_chosen = Signal(int)
    version_chosen = Signal(object)  # Document
    comparison_wanted = Signal(object)  # Document

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
        self._load: Load | None = None
        self._reading: Background | None = None
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(_PAUSE)
        self._due.timeout.connect(self.show_when_seen)
        self._make_versions()
        self.retranslate()

    def _make_versions(self) -> None:
        self.heading = QLabel(self)
        self.heading.setContentsMargins(12, 4, 12, 0)
        self.heading.setProperty("heading", True)
        self.versions = QTreeWidget(self)
        self.versions.setColumnCount(3)
        self.versions.setRootIsDecorated(False)
        self.versions.setUniformRowHeights(True)
        self.versions.itemSelectionChanged.connect(self._enable)
        self.versions.itemActivated.connect(lambda _item: self._on_back())
        self.back, self.compare = QPushButton(self), QPushButton(self)
        self.back.clicked.connect(self._on_back)
        self.compare.clicked.connect(self._on_compare)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 0, 12, 8)
        buttons.addWidget(self.back)
        buttons.addWidget(self.compare)
        buttons.addStretch(1)
        lower = QWidget(self)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.versions, 1)
        column.addLayout(buttons)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.addWidget(self.view)
        self.parts.addWidget(lower)
        self.parts.setChildrenCollapsible(False)
        self.parts.setSizes([40, 60])
        self.column.addWidget(self.parts, 1)
        self._enable()

    # -- steps --------------------------------------------------------------------------------------------------------

    def show_stack(self, stack: QUndoStack | None) -> None:
        """Show the steps of the open document."""
        with QSignalBlocker(self.view.selectionModel()):
            self.model.show_stack(stack)
        index = self.model.index(self.model.current_row)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.step_chosen.emit(index.row())

    # -- saved versions -----------------------------------------------------------------------------------------------

    def show_versions(self, load: Load | None) -> None:
        """Show the saved versions of another document; they are read beside the window once the panel is in sight."""
        self._load = load
        self.stop()
        self.versions.clear()
        self._enable()
        if load is not None:
            self.show_when_seen()

    def renew_versions(self) -> None:
        """Something was saved: read the versions again in a moment."""
        if self._load is not None:
            self._due.start()

    def show_now(self) -> None:
        """Read the versions."""
        self.stop()
        load = self._load
        if load is None:
            return
        self._reading = Background(load, self)
        self._reading.finished.connect(self._fill)
        self._reading.failed.connect(self._show_problem)
        self._reading.start()

    def stop(self) -> None:
        """Wait for what is being read, and forget it."""
        self._due.stop()
        if self._reading is not None:
            self._reading.stop()
            self._reading.deleteLater()
            self._reading = None

    def _show_problem(self, error: AnnotatorError) -> None:
        self.versions.clear()
        item = QTreeWidgetItem(self.versions, [str(error)])
        item.setFirstColumnSpanned(True)
        item.setDisabled(True)

    def _fill(self, revisions: list[Revision]) -> None:
        self.versions.clear()
        for revision in reversed(revisions):
            change = str(revision.change)
            texts = [local_time(revision.saved_at), revision.annotator, f"{change[:1].upper()}{change[1:]}"]
            item = QTreeWidgetItem(self.versions, texts)
            item.setData(0, Qt.ItemDataRole.UserRole, revision)
            item.setToolTip(2, f"{change}\n{revision.source.name}")
        for column in (0, 1):
            self.versions.resizeColumnToContents(column)
        self._enable()

    def _chosen_version(self) -> Revision | None:
        items = self.versions.selectedItems()
        revision = items[0].data(0, Qt.ItemDataRole.UserRole) if items else None
        return revision if isinstance(revision, Revision) else None

    def _enable(self) -> None:
        for button in (self.back, self.compare):
            button.setEnabled(bool(self.versions.selectedItems()))

    def _on_back(self) -> None:
        if revision := self._chosen_version():
            self.version_chosen.emit(revision.document)

    def _on_compare(self) -> None:
        if revision := self._chosen_version():
            self.comparison_wanted.emit(revision.document)

    # -- language, theme, focus -----------------------------------------------------------------------------------------

    def focus_target(self) -> QWidget:
        """The list of steps."""
        return self.view

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.view.setAccessibleName(self.tr("History"))
        self.heading.setText(self.tr("Saved versions"))
        self.versions.setAccessibleName(self.tr("Saved versions"))
        self.versions.setHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What changed")])
        self.back.setText(self.tr("Go back to it"))
        self.compare.setText(self.tr("Show both"))
        self.back.setToolTip(self.tr("Undo takes you forward again."))

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        super().set_colors(colors)
        self.delegate.colors = colors
        self.view.viewport().update()
