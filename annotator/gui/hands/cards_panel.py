"""The panel of cards: the tree, the Wikidata id of the chosen card, merge and split by a button or a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QTreeView, QWidget

from annotator.gui.guard import guard_events
from annotator.gui.hands.cards_model import CardRow, CardsModel, Leaf
from annotator.gui.keys import physical_key
from annotator.gui.models.swatches import Swatches
from annotator.gui.panels.panel import EmptyOr, Panel


@guard_events
class CardsTree(QTreeView):
    """M merges, S splits, W goes to the Wikidata id, by physical key; Enter walks on."""

    pressed_key = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the panel's keys."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        key = "enter" if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} else physical_key(event)
        if plain and key in {"m", "s", "w", "enter"}:
            self.pressed_key.emit(key)
        else:
            super().keyPressEvent(event)


@guard_events
class CardsPanel(Panel):
    """Makes its widgets when it is seen for the first time. `wanted` asks for cards to show."""

    wanted = Signal(bool)  # of all articles, or of the open one
    walked = Signal(object)  # the Leaf to go to
    merge_wanted = Signal(list)  # of CardRow
    split_wanted = Signal(object, list)  # CardRow, ids of entities
    identified = Signal(object, str)  # CardRow, Wikidata id

    def __init__(self, swatches: Swatches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._swatches = swatches
        self.tree: CardsTree | None = None
        self._editable = False
        self._walk: tuple[str, int] = ("", -1)  # card, how far Enter has walked through its mentions

    # -- making ---------------------------------------------------------------------------------------------------

    def show_now(self) -> None:
        """Make the widgets, and ask for what they are to show."""
        if self.tree is None:
            self._make()
        self.wanted.emit(self.everywhere.isChecked())

    def _make(self) -> None:
        self.model = CardsModel(self._swatches, self)
        tree = self.tree = CardsTree(self)
        tree.setModel(self.model)
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setExpandsOnDoubleClick(False)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setIndentation(16)
        tree.pressed_key.connect(self._on_key)
        tree.clicked.connect(self._on_clicked)
        tree.doubleClicked.connect(lambda index: tree.setExpanded(index, not tree.isExpanded(index)))
        tree.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())
        self.everywhere = QCheckBox(self)
        self.everywhere.toggled.connect(self.wanted)
        self.kb_id = QLineEdit(self)
        self.kb_id.setMaxLength(16)
        self.kb_id.returnPressed.connect(self._on_identified)
        self.merge, self.split = QPushButton(self), QPushButton(self)
        self.merge.clicked.connect(lambda: self._on_key("m"))
        self.split.clicked.connect(lambda: self._on_key("s"))
        self.empty = EmptyOr(tree, self)
        self._lay_out()
        self.retranslate()
        self._show_choice()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.setSpacing(12)
        head.addWidget(self.everywhere)
        head.addWidget(self.kb_id, 1)
        foot.setContentsMargins(12, 0, 12, 10)
        foot.setSpacing(6)
        foot.addWidget(self.merge)
        foot.addWidget(self.split)
        foot.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self.empty, 1)
        self.column.addLayout(foot)

    # -- showing --------------------------------------------------------------------------------------------------

    def show_cards(self, rows: Sequence[CardRow], *, editable: bool) -> None:
        """Show cards; what was open and chosen stays so."""
        tree = self.tree
        if tree is None:
            return
        self._editable = editable
        opened = {row.key for n, row in enumerate(self.model.rows) if tree.isExpanded(self.model.index(n, 0))}
        chosen = {row.key for row in self.chosen_cards()}
        self.model.replace(rows)
        for number, row in enumerate(rows):
            index = self.model.index(number, 0)
            if row.key in opened:
                tree.expand(index)
            if row.key in chosen:
                tree.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
                tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.empty.show_empty(empty=not rows)
        self._show_choice()

    def chosen_cards(self) -> list[CardRow]:
        """Return the cards that are selected, from top to bottom."""
        if self.tree is None:
            return []
        selected = {i.row() for i in self.tree.selectionModel().selectedIndexes() if not i.internalId()}
        return [self.model.rows[row] for row in sorted(selected)]

    def _chosen_leaves(self) -> tuple[CardRow | None, list[Leaf]]:
        """Return the selected mentions of one card."""
        assert self.tree is not None
        found = [(self.model.card_at(i), self.model.leaf_at(i)) for i in self.tree.selectionModel().selectedIndexes()]
        card = next((card for card, leaf in found if leaf is not None), None)
        return card, [leaf for owner, leaf in found if leaf is not None and owner is card and not leaf.relation]

    def _current(self) -> CardRow | None:
        return self.model.card_at(self.tree.currentIndex()) if self.tree is not None else None

    def _show_choice(self) -> None:
        card, here = self._current(), not self.everywhere.isChecked()
        self.kb_id.setText(card.kb_id if card else "")
        self.kb_id.setEnabled(card is not None and self._editable)
        self.merge.setEnabled(self._editable and here and len(self.chosen_cards()) > 1)
        self.split.setEnabled(self._editable and here and bool(self._chosen_leaves()[1]))

    # -- the user -------------------------------------------------------------------------------------------------

    def _on_clicked(self, index: QModelIndex) -> None:
        if leaf := self.model.leaf_at(index):
            self.walked.emit(leaf)
        elif (card := self.model.card_at(index)) is not None:
            self._walk = (card.key, -1)
            self._walk_on(card)

    def _walk_on(self, card: CardRow) -> None:
        mentions = [leaf for leaf in card.leaves if not leaf.relation]
        at = self._walk[1] + 1 if self._walk[0] == card.key else 0
        self._walk = (card.key, at % len(mentions))
        self.walked.emit(mentions[at % len(mentions)])

    def _on_key(self, key: str) -> None:
        assert self.tree is not None
        index = self.tree.currentIndex()
        card, leaf = self.model.card_at(index), self.model.leaf_at(index)
        if key == "enter" and leaf is not None:
            self.walked.emit(leaf)
        elif key == "enter" and card is not None:
            self._walk_on(card)
        elif key == "w" and self.kb_id.isEnabled():
            self.kb_id.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.kb_id.selectAll()
        elif key == "m" and self.merge.isEnabled():
            self.merge_wanted.emit(self.chosen_cards())
        elif key == "s" and self.split.isEnabled():
            owner, leaves = self._chosen_leaves()
            self.split_wanted.emit(owner, [leaf.id for leaf in leaves])

    def _on_identified(self) -> None:
        if self.tree is not None and (card := self._current()) is not None:
            self.identified.emit(card, self.kb_id.text())
            self.tree.setFocus()

    def focus_target(self) -> QWidget:
        """The tree itself."""
        return self.tree or self

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        if self.tree is None:
            return
        self.tree.setAccessibleName(self.tr("Cards"))
        self.everywhere.setText(self.tr("All articles"))
        self.kb_id.setPlaceholderText(self.tr("Wikidata: Q…"))
        self.kb_id.setAccessibleName(self.tr("Wikidata id of the card"))
        self.kb_id.setToolTip(self.tr("Wikidata id of all mentions on the card (W)"))
        self.merge.setText(self.tr("Merge"))
        self.merge.setToolTip(self.tr("Make one card of the selected ones (M)"))
        self.split.setText(self.tr("Split"))
        self.split.setToolTip(self.tr("Put the selected mentions on a card of their own (S)"))
        self.empty.hint.setText(self.tr("No cards yet: mentions of one person or company are gathered here."))
