"""The panel of what is worth a second look in one's own work, as a list to tick off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QPushButton, QWidget

from annotator.gui.panels.panel import EmptyOr, Panel

if TYPE_CHECKING:
    from annotator.agreement.consistency import Finding

_FINDING = int(Qt.ItemDataRole.UserRole)


class FindingsPanel(Panel):
    """Lists findings by kind. A row that becomes the current one is asked to be shown in the text."""

    sweep_wanted = Signal()
    stop_wanted = Signal()
    place_wanted = Signal(object)  # Finding

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: list[Finding] | None = None
        self._ticked: set[Finding] = set()
        self.kind = QComboBox(self)
        self.sweep = QPushButton(self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyOr(self.list, self)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.addWidget(self.kind, 1)
        head.addWidget(self.sweep)
        self.column.addLayout(head)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.empty, 1)
        self.sweep.clicked.connect(self._on_button)
        self.kind.currentIndexChanged.connect(self.show_now)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemActivated.connect(self._on_current)
        self.list.itemChanged.connect(self._on_ticked)
        self.retranslate()

    @property
    def busy(self) -> bool:
        """Tell whether the documents are being looked through."""
        return not self.progress.isHidden()

    def show_busy(self) -> None:
        """Tell that the documents are being looked through; the button stops it."""
        self.progress.setRange(0, 0)
        self.progress.show()
        self.sweep.setText(self.tr("Stop"))

    def _on_button(self) -> None:
        (self.stop_wanted if self.busy else self.sweep_wanted).emit()

    def show_progress(self, done: int, total: int) -> None:
        """Tell how far it is."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def show_rest(self) -> None:
        """Tell that nothing is being looked through."""
        self.progress.hide()
        self.sweep.setText(self.tr("Check"))

    def show_findings(self, found: list[Finding] | None) -> None:
        """List findings; None: nobody has looked yet. What was ticked off and is still there stays ticked."""
        self._found = found
        self.show_rest()
        self._ticked &= set(found or ())
        self.show_now()

    def show_now(self) -> None:
        """Fill the list."""
        kind, found = self.kind.currentData(), self._found or []
        shown = [finding for finding in found if kind in {"", None, str(finding.kind)}]
        self.list.blockSignals(True)
        self.list.clear()
        for finding in shown:
            text = str(finding.message)
            row = QListWidgetItem(f"{text[:1].upper()}{text[1:]}\n{finding.document_id}")
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked if finding in self._ticked else Qt.CheckState.Unchecked)
            row.setData(_FINDING, finding)
            self.list.addItem(row)
        self.list.blockSignals(False)
        self._show_hint()
        self.empty.show_empty(empty=not shown)

    def step(self, by: int) -> None:
        """Go to the next or previous finding that is not ticked off, around the end."""
        count, at = self.list.count(), self.list.currentRow()
        if at < 0 and by < 0:
            at = 0
        for distance in range(1, count + 1):
            row = (at + by * distance) % count
            if self.list.item(row).checkState() is Qt.CheckState.Unchecked:
                self.list.setCurrentRow(row)
                return

    def _on_current(self, row: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        if row is not None:
            self.place_wanted.emit(row.data(_FINDING))

    def _on_ticked(self, row: QListWidgetItem) -> None:
        done = row.checkState() is Qt.CheckState.Checked
        (self._ticked.add if done else self._ticked.discard)(row.data(_FINDING))

    def focus_target(self) -> QWidget:
        """The list itself."""
        return self.list

    def _show_hint(self) -> None:
        self.empty.hint.setText(
            self.tr("Nothing looks like a slip.")
            if self._found is not None
            else self.tr(
                "Looks through all your documents: one name with two labels, names tagged in one place only, what the "
                "scheme forbids, cut words. F8 goes from one finding to the next."
            )
        )

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        kept = max(0, self.kind.currentIndex())
        self.kind.blockSignals(True)
        self.kind.clear()
        for name, kind in (
            (self.tr("All findings"), ""),
            (self.tr("Two labels"), "label_varies"),
            (self.tr("Not tagged"), "untagged"),
            (self.tr("Against the scheme"), "scheme"),
            (self.tr("Cut words"), "splits_word"),
        ):
            self.kind.addItem(name, kind)
        self.kind.setCurrentIndex(kept)
        self.kind.blockSignals(False)
        self.kind.setAccessibleName(self.tr("Kind of finding"))
        self.list.setAccessibleName(self.tr("Findings"))
        self.progress.setAccessibleName(self.tr("Documents are being looked through"))
        self.sweep.setText(self.tr("Stop") if self.busy else self.tr("Check"))
        self.show_now()
