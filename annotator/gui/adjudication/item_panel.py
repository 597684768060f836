"""The side of the adjudication: progress, the item in question with its choices, all items."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.agreement.adjudication import NEITHER, OWN
from annotator.agreement.variants import EntityVariant, Item
from annotator.domain import Status
from annotator.gui.adjudication.choice_button import ChoiceButton
from annotator.gui.adjudication.choices import Choice, choices, is_relation
from annotator.gui.adjudication.gold_desk import GoldDesk
from annotator.gui.adjudication.wording import item_text, label_name, mark_text
from annotator.gui.guard import guard_events
from annotator.gui.models.swatches import Swatches
from annotator.gui.status_icons import status_icon
from annotator.gui.theme import LIGHT, Colors

_KEY_ROLE = int(Qt.ItemDataRole.UserRole)


@guard_events
class ItemPanel(QWidget):
    """Shows what the desk holds; clicks do what the keys do."""

    take_wanted = Signal(int)
    neither_wanted = Signal()
    tagging_wanted = Signal()
    tagging_done = Signal()
    undo_wanted = Signal()
    next_document_wanted = Signal()
    anew_wanted = Signal()

    def __init__(self, desk: GoldDesk, swatches: Swatches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._swatches, self._colors = desk, swatches, LIGHT
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.progress_text = QLabel(self)
        self.progress_text.setProperty("heading", True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.title = QLabel(self)
        self.title.setProperty("muted", True)
        self.title.setWordWrap(True)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(8)
        self.undo_button = QPushButton(self)
        self.undo_button.setProperty("flat", True)
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.undo_button.clicked.connect(self.undo_wanted)
        self.with_relations = QCheckBox(self)
        self.with_relations.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.with_relations.toggled.connect(self._on_order)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._on_item_clicked)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 6)
        head.setSpacing(8)
        for part in (self.progress_text, self.progress):
            head.addWidget(part)
        head.addSpacing(8)
        head.addWidget(self.title)
        head.addLayout(self._choices)
        below = QHBoxLayout()
        below.addWidget(self.undo_button)
        below.addStretch(1)
        head.addLayout(below)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 8)
        foot.addWidget(self.with_relations)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(foot)
        column.addWidget(self.list, 1)

    def _on_item_clicked(self, row: QListWidgetItem) -> None:
        if not self._desk.tagging:
            self._desk.go(row.data(_KEY_ROLE))

    def _on_order(self, on: bool) -> None:
        self._desk.with_relations = on
        self.show_state()

    # -- showing --------------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show everything anew."""
        done, total = self._desk.progress
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done if total else 1)
        self.progress_text.setText(self.tr("Decided: {0} of {1}").format(done, total))
        self.undo_button.setEnabled(self._desk.can_undo)
        self._show_choices()
        self._show_list()

    def _clear(self) -> None:
        while (taken := self._choices.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _show_choices(self) -> None:
        self._clear()
        desk, item = self._desk, self._desk.item
        if desk.elsewhere:
            self._offer(
                self.tr("This document has a gold record that was not made here. It is shown as it is."),
                self.tr("Adjudicate anew"),
                self.anew_wanted,
            )
        elif desk.tagging:
            self._offer(
                self.tr("Tag anew: select words and press a label's key; relations with R. Ctrl+Z takes a step back."),
                self.tr("This is right (Ctrl+Enter)"),
                self.tagging_done,
            )
        elif item is None or (desk.state is not None and desk.state.finished and desk.is_decided(item)):
            self._show_finished(item)
        else:
            self._show_item(item)

    def _show_finished(self, item: Item | None) -> None:
        if item is None:
            self._offer(
                self.tr("All annotators say the same: the article is in the gold set."),
                self.tr("Next document (Ctrl+Enter)"),
                self.next_document_wanted,
            )
            return
        self._show_item(item)
        self._button(self.tr("All is decided: next document (Ctrl+Enter)"), self.next_document_wanted)

    def _offer(self, text: str, button: str, signal: object) -> None:
        self.title.setText(text)
        self._button(button, signal)

    def _button(self, text: str, signal: object) -> None:
        made = QPushButton(text, self)
        made.setProperty("primary", True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(signal)
        self._choices.addWidget(made)

    def _show_item(self, item: Item) -> None:
        state = self._desk.state
        assert state is not None
        kind = self.tr("Relation: which is right?") if is_relation(item) else self.tr("Entity: which is right?")
        if not state.ready(item):
            kind = self.tr("Relation: decide on its entities first.")
        decision = state.decisions.get(item.key)
        if decision is not None and decision.by:
            kind += " " + self.tr("Decided by {0}.").format(decision.by)
        self.title.setText(kind)
        for number, choice in enumerate(choices(item, tuple(state.documents))):
            button = self._choice_button(number, choice, state.gold.text)
            standing = decision is not None and decision.choice in choice.annotators
            button.setChecked(standing)
            button.clicked.connect(partial(self.take_wanted.emit, number))
        for key, text, chosen, signal in (
            ("0", self.tr("Nothing stands here"), NEITHER, self.neither_wanted),
            ("T", self.tr("Something else: tag anew"), OWN, self.tagging_wanted),
        ):
            button = ChoiceButton(key, self)
            button.add_text(text)
            button.setChecked(decision is not None and decision.choice == chosen)
            button.clicked.connect(signal)
            self._choices.addWidget(button)

    def _choice_button(self, number: int, choice: Choice, text: str) -> ChoiceButton:
        button = ChoiceButton(str(number + 1), self)
        scheme = self._desk.workspace.scheme
        for mark in choice.marks:
            swatch = self._swatches.entity(mark.label) if isinstance(mark, EntityVariant) else None
            button.add_mark(mark_text(text, mark), label_name(scheme, mark), swatch)
        if not choice.marks:
            button.add_text(self.tr("nothing marked"))
        who = ", ".join(choice.annotators)
        button.add_text(self.tr("{0} — the majority").format(who) if choice.majority else who, muted=True)
        self._choices.addWidget(button)
        return button

    def _show_list(self) -> None:
        self.list.clear()
        state = self._desk.state
        if state is None:
            return
        for item in self._desk.items:
            status = Status.DONE if self._desk.is_decided(item) else Status.NOT_STARTED
            row = QListWidgetItem(status_icon(status, self._colors), item_text(state.gold.text, item))
            row.setData(_KEY_ROLE, item.key)
            self.list.addItem(row)
            if item.key == self._desk.current:
                self.list.setCurrentItem(row)
        self.list.scrollToItem(self.list.currentItem())

    # -- language and theme ---------------------------------------------------------------------------------------

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.show_state()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.undo_button.setText(self.tr("Take the last step back (Ctrl+Z)"))
        self.with_relations.setText(self.tr("Relations right after their entities"))
        self.list.setAccessibleName(self.tr("Disagreements"))
        self.progress.setAccessibleName(self.tr("Progress"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.show_state()
        super().changeEvent(event)
