"""The editor of a label scheme: labels on the left, the fields of one on the right, what is wrong below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Document, LabelScheme, Overlap
from annotator.gui.canvas import CanvasStyle
from annotator.gui.charts.data import grouped
from annotator.gui.guard import guard_events
from annotator.gui.keys import physical_key
from annotator.gui.models.swatches import Swatches
from annotator.gui.placing import open_size
from annotator.gui.scheme.draft import Draft, Kind, Row
from annotator.gui.scheme.form import LabelForm
from annotator.gui.scheme.preview import Preview
from annotator.gui.scheme.steps import Steps
from annotator.gui.scheme.usage import Uses
from annotator.messages import current_language


@guard_events
class SchemeEditor(QDialog):
    """`finished_with` brings the draft once it is right and wanted; nothing is written here.

    A sentence of `document` shows how labels look; `show_uses` tells beside them how often they are used.
    """

    finished_with = Signal(object)  # Draft

    def __init__(
        self,
        scheme: LabelScheme,
        style: CanvasStyle,
        parent: QWidget,
        *,
        draft: Draft | None = None,
        document: Document | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Label scheme"))
        self.draft = draft or Draft.of(scheme)
        self._note = ""  # stands where a problem would, while there is none
        self._steps = Steps(self.draft, None)
        self._swatches = Swatches()
        self._swatches.use(scheme=scheme, style=style)
        self.lists: dict[Kind, QListWidget] = {"entity": QListWidget(self), "relation": QListWidget(self)}
        self.form = LabelForm(self.draft, self)
        self._adding: list[QPushButton] = []
        self.preview = Preview(style, document, self)
        self.overlap = QComboBox(self)
        self._uses: Uses = Counter()
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setProperty("warning", True)
        self.delete = QPushButton(self.tr("Delete"), self)
        self.undo, self.redo = QPushButton(self.tr("Undo"), self), QPushButton(self.tr("Redo"), self)
        self.up, self.down = QPushButton(self.tr("Up"), self), QPushButton(self.tr("Down"), self)
        self.save, self.cancel = QPushButton(self.tr("Save"), self), QPushButton(self.tr("Cancel"), self)
        self.save.setProperty("primary", True)
        self.save.setDefault(True)
        self._fill_overlap(self.draft.scheme.overlap)
        self._lay_out()
        self._connect()
        self._fill("entity")
        self._fill("relation")
        self.lists["entity"].setCurrentRow(0)
        self._check()
        open_size(self, 920, 760)

    # -- putting together -----------------------------------------------------------------------------------------

    def _fill_overlap(self, overlap: Overlap) -> None:
        texts = {
            Overlap.NONE: self.tr("Entities never overlap"),
            Overlap.NESTED: self.tr("Entities may be nested"),
            Overlap.ANY: self.tr("Entities may cross"),
        }
        for value, text in texts.items():
            self.overlap.addItem(text, value)
        self.overlap.setCurrentIndex(self.overlap.findData(overlap))
        self.overlap.setAccessibleName(self.tr("Entities"))

    def _lay_out(self) -> None:
        left, right, body, foot = QVBoxLayout(), QScrollArea(self), QHBoxLayout(), QHBoxLayout()
        left.addLayout(self._head(self.tr("Entities"), "entity"))
        left.addWidget(self.lists["entity"], 2)
        left.addWidget(self.overlap)
        left.addSpacing(8)
        left.addLayout(self._head(self.tr("Relations"), "relation"))
        left.addWidget(self.lists["relation"], 3)
        moving = QHBoxLayout()
        for button in (self.up, self.down, self.delete):
            moving.addWidget(button)
        left.addLayout(moving)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.preview)
        column.addSpacing(10)
        column.addWidget(self.form)
        column.addStretch(1)
        right.setWidget(page)
        right.setWidgetResizable(True)
        right.setFrameShape(QScrollArea.Shape.NoFrame)
        body.setSpacing(20)
        body.addLayout(left, 2)
        body.addWidget(right, 3)
        foot.addWidget(self.undo)
        foot.addWidget(self.redo)
        foot.addSpacing(12)
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(14)
        whole.addLayout(body, 1)
        whole.addLayout(foot)

    def _head(self, title: str, kind: Kind) -> QHBoxLayout:
        heading, add = QLabel(title, self), QPushButton(self.tr("Add"), self)
        self._adding.append(add)
        heading.setProperty("heading", True)
        add.setObjectName(f"add-{kind}")
        add.clicked.connect(lambda: self.add(kind))
        add.setAutoDefault(False)
        self.lists[kind].setAccessibleName(title)
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(add)
        return row

    def _connect(self) -> None:
        for kind, view in self.lists.items():
            view.itemSelectionChanged.connect(partial(self._on_chosen, kind))
        self.form.changed.connect(self._on_form)
        self.overlap.activated.connect(self._on_overlap)
        self.undo.clicked.connect(self.take_back)
        self.redo.clicked.connect(self.do_again)
        self.delete.clicked.connect(self._on_delete)
        self.up.clicked.connect(lambda: self._on_move(-1))
        self.down.clicked.connect(lambda: self._on_move(1))
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        for button in (self.up, self.down, self.delete, self.cancel, self.undo, self.redo):
            button.setAutoDefault(False)
        self.undo.setToolTip("Ctrl+Z")
        self.redo.setToolTip("Ctrl+Shift+Z")
        for field in self.findChildren(QWidget):  # a field's own undo would leave the draft behind
            field.installEventFilter(self)

    # -- the list -------------------------------------------------------------------------------------------------

    def _fill(self, kind: Kind) -> None:
        view, chosen = self.lists[kind], self.chosen()
        view.blockSignals(True)
        view.clear()
        for row in self.draft.of_kind(kind):
            item = QListWidgetItem(self._titled(row), view)
            if kind == "entity":
                item.setData(Qt.ItemDataRole.DecorationRole, self._swatches.entity(row.label.label))
            if row is chosen:
                view.setCurrentItem(item)
        view.blockSignals(False)

    def show_uses(self, uses: Uses) -> None:
        """Tell beside each label how often it is used."""
        self._uses = uses
        self._fill("entity")
        self._fill("relation")
        self._check()

    def _titled(self, row: Row) -> str:
        used = self._uses[row.kind, row.was] if row.was else 0
        return f"{_title(row)}  ·  {grouped(used)}" if used else _title(row)

    def chosen(self) -> Row | None:
        """Return the label whose fields are shown."""
        return self.form.row

    def _on_chosen(self, kind: Kind) -> None:
        items = self.lists[kind].selectedItems()
        if items:
            self.lists["relation" if kind == "entity" else "entity"].clearSelection()
            self.form.show_row(self.draft.of_kind(kind)[self.lists[kind].row(items[0])])
            self.preview.show_row(self.chosen(), self.draft)
            self._check()

    def add(self, kind: Kind) -> None:
        """Add a label and put the caret into its name."""
        row = self.draft.add(kind)
        self.form.show_row(row)
        self._steps.record(row)
        self._show()
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _on_delete(self) -> None:
        row = self.chosen()
        if row is None:
            return
        self.draft.remove(row)
        left = self.draft.of_kind(row.kind)
        self.form.show_row(left[0] if left else None)
        self._on_changed()

    def _on_move(self, by: int) -> None:
        row = self.chosen()
        if row is not None:
            self.draft.move(row, by)
            self._on_changed()

    def _on_overlap(self) -> None:
        self.draft.scheme = replace(self.draft.scheme, overlap=self.overlap.currentData())
        self._on_changed()

    def _on_changed(self) -> None:
        self._steps.record(self.chosen())
        self._show()

    def _on_form(self) -> None:
        self._steps.record(self.chosen(), self.form.typed_in)
        self._show()

    # -- steps ----------------------------------------------------------------------------------------------------

    def take_back(self) -> None:
        """Undo the last step."""
        if self._steps.can_undo:
            self._go_to(self._steps.undo())

    def do_again(self) -> None:
        """Redo what was taken back."""
        if self._steps.can_redo:
            self._go_to(self._steps.redo())

    def _go_to(self, row: Row | None) -> None:
        self.overlap.setCurrentIndex(self.overlap.findData(self.draft.scheme.overlap))
        self.form.show_row(row or (self.draft.rows[0] if self.draft.rows else None))
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take undo and redo out of the fields' hands, by the keys' places."""
        if isinstance(event, QKeyEvent) and event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}:
            act = self._step_of(event)
            if act is not None:
                event.accept()
                if event.type() is QEvent.Type.KeyPress:
                    act()
                return True
        return super().eventFilter(watched, event)

    def _step_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        modifiers, key = event.modifiers(), physical_key(event)
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if modifiers == control and key == "z":
            return self.take_back
        again = (modifiers == control | shift and key == "z") or (modifiers == control and key == "y")
        return self.do_again if again else None

    # -- showing --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._swatches.use(scheme=self.draft.result())
        self.preview.show_row(self.chosen(), self.draft)
        self._fill("entity")
        self._fill("relation")
        self._check()

    def _check(self) -> None:
        problem = self.draft.problem()
        text = str(problem or "")
        self.problem.setText(f"{text[:1].upper()}{text[1:]}." if text else self._warning() or self._note)
        self.save.setEnabled(problem is None)
        self.undo.setEnabled(self._steps.can_undo)
        self.redo.setEnabled(self._steps.can_redo)
        for button in (self.up, self.down, self.delete):
            button.setEnabled(self.chosen() is not None and not self.save.isHidden())

    def say(self, note: str) -> None:
        """Say something beside the buttons for as long as nothing is wrong."""
        self._note = note
        self._check()

    def only_show(self, reason: str) -> None:
        """Show the scheme without letting it be changed, and say why."""
        self.form.set_read_only()
        for button in (self.save, self.undo, self.redo):
            button.hide()
        for part in (self.overlap, *self._adding):
            part.setEnabled(False)
        self.cancel.setText(self.tr("Close"))
        self.problem.setProperty("warning", False)
        self.problem.setProperty("muted", True)
        self.say(reason)

    def _warning(self) -> str:
        """Name the labels that are used and no longer in the scheme: their annotations stay, to be decided about."""
        kept = {(row.kind, row.was) for row in self.draft.rows}
        gone = [(label, number) for (kind, label), number in sorted(self._uses.items()) if (kind, label) not in kept]
        named = ", ".join(f"{label} ({grouped(number)})" for label, number in gone if number)
        return self.tr("Used, but not in the scheme: {0}. The annotations stay.").format(named) if named else ""

    def _on_save(self) -> None:
        if self.draft.problem() is None:
            self.accept()
            self.finished_with.emit(self.draft)


def _title(row: Row) -> str:
    name = row.label.name(current_language())
    key = f"  ({row.label.key.upper()})" if row.label.key else ""
    return f"{name}{key}" if name == row.label.label else f"{name} — {row.label.label}{key}"
