"""Cards as a tree: a card, and under it its mentions in their context and its relations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.domain import Document, Entity
from annotator.gui.guard import guard_events
from annotator.gui.hands.places import place_in
from annotator.gui.models.swatches import Swatches
from annotator.messages import current_language
from annotator.text.display import one_line

if TYPE_CHECKING:
    from annotator.suggest.cards import Card

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_AROUND = 24  # code points of context before a mention; the panel is narrow
MOST_MENTIONS = 200  # under one card of many articles


@dataclass(frozen=True, slots=True)
class Leaf:
    """A mention, or a relation of a card, by its id in a document. `[start, end)` is what the article shows."""

    document: str
    id: str
    start: int
    end: int
    text: str
    relation: str = ""  # its label; empty for a mention
    outgoing: bool = True


@dataclass(slots=True)
class CardRow:
    """A card of one document, or of many."""

    key: str
    name: str
    label: str
    kb_id: str
    count: int
    documents: int
    leaves: list[Leaf] = field(default_factory=list)
    members: list[tuple[str, tuple[Entity, ...]]] = field(default_factory=list)  # document id, entities

    def add(self, document: Document, card: Card) -> None:
        """Put a document's card on this one."""
        self.members.append((document.id, card.entities))
        self.leaves += [*mentions_of(document, card.entities), *relations_of(document, card.entities)]


def row_of(document: Document, card: Card) -> CardRow:
    """Return the row of a card of one document."""
    row = CardRow(f"{document.id}/{card.key}", card.name, card.label, card.kb_id, len(card.entities), 1)
    row.add(document, card)
    return row


def mentions_of(document: Document, entities: Iterable[Entity]) -> list[Leaf]:
    """Return a leaf for each mention, with the words around it."""
    leaves = []
    for entity in entities:
        place = place_in(document, entity.start, entity.end)
        before = place.before[-_AROUND:].partition(" ")[2] if len(place.before) > _AROUND else place.before
        text = f"{before}{place.surface}{place.after}".strip()
        leaves.append(Leaf(document.id, entity.id, entity.start, entity.end, text))
    return leaves


def relations_of(document: Document, entities: Iterable[Entity]) -> list[Leaf]:
    """Return a leaf for each relation of the entities, named by its other end."""
    own = {entity.id for entity in entities}
    by_id = {entity.id: entity for entity in document.entities}
    leaves = []
    for relation in document.relations:
        for end, other in ((relation.head, relation.tail), (relation.tail, relation.head)):
            if end in own and end in by_id and other in by_id:
                span, name = by_id[end].span, one_line(document.surface(by_id[other]))
                leaves.append(Leaf(document.id, relation.id, *span, name, relation.label, end == relation.head))
                break
    return leaves


@guard_events
class CardsModel(QAbstractItemModel):
    """Two levels: a card's index has the internal id 0, a leaf's the row of its card plus one."""

    def __init__(self, swatches: Swatches, parent: QObject) -> None:
        super().__init__(parent)
        self._swatches = swatches
        self.rows: Sequence[CardRow] = ()

    def replace(self, rows: Sequence[CardRow]) -> None:
        """Show other cards."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def card_at(self, index: Index) -> CardRow | None:
        """Return the card of a row, or of the row that it stands under."""
        if not index.isValid():
            return None
        return self.rows[index.internalId() - 1 if index.internalId() else index.row()]

    def leaf_at(self, index: Index) -> Leaf | None:
        """Return the mention or relation of a row; None for a card's own row."""
        return self.rows[index.internalId() - 1].leaves[index.row()] if index.isValid() and index.internalId() else None

    def index(self, row: int, column: int, parent: Index = _NO_INDEX) -> QModelIndex:
        """Return the index of a row."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt overloads it with the object's own
        """Return the card's index of a leaf."""
        inside = index.isValid() and index.internalId()
        return self.createIndex(index.internalId() - 1, 0, 0) if inside else QModelIndex()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Cards, or the leaves of one."""
        if not parent.isValid():
            return len(self.rows)
        return 0 if parent.internalId() else len(self.rows[parent.row()].leaves)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: ARG002 - Qt's signature
        """One column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows."""
        card, leaf = self.card_at(index), self.leaf_at(index)
        if card is None:
            return None
        if leaf is not None:
            return self._leaf_text(leaf) if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{card.name}  {card.count}" + (f"  ·  {card.kb_id}" if card.kb_id else "")
        if role == Qt.ItemDataRole.DecorationRole:
            return self._swatches.entity(card.label)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._card_words(card)
        return None

    def _card_words(self, card: CardRow) -> str:
        kind = self._swatches.scheme.entity_label(card.label)
        words = [card.name, kind.name(current_language()) if kind else card.label]
        words.append(self.tr("mentions: {0}").format(card.count))
        words += [self.tr("articles: {0}").format(card.documents)] if card.documents > 1 else []
        return " · ".join([*words, card.kb_id] if card.kb_id else words)

    def _leaf_text(self, leaf: Leaf) -> str:
        if not leaf.relation:
            return leaf.text
        kind = self._swatches.scheme.relation_label(leaf.relation)
        name = kind.name(current_language()) if kind else leaf.relation
        if kind and kind.symmetric:
            return f"{name} — {leaf.text}"
        return f"{name} → {leaf.text}" if leaf.outgoing else f"← {name}: {leaf.text}"
