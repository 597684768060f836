"""Entity cards: which entities of a document are mentions of one person or company.

Entities are gathered by themselves (by name, and by Wikidata id). Where an annotator says otherwise, the document's
top-level key `cards` keeps it: entity id → name of a card, which is the id of one of the card's entities. Entities on
different names there are never on one card, entities on the same name always are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.domain.document import Document, Status
from annotator.domain.edits import Edit, SetKnowledgeBaseId, Several, several
from annotator.domain.entity import Entity
from annotator.domain.errors import EditRefusedError
from annotator.domain.patch import Patch
from annotator.domain.scheme import LabelScheme
from annotator.messages import Message, msg

KEY = "cards"
_WIKIDATA = re.compile(r"Q[1-9]\d*")
Members = tuple[Entity, ...]


def kept_cards(document: Document) -> dict[str, str]:
    """Return what annotators said about cards, by entity id; ids of entities that are gone are left out."""
    kept = document.extra.get(KEY)
    if not isinstance(kept, Mapping):
        return {}
    known = {entity.id for entity in document.entities}
    return {i: name for i, name in kept.items() if i in known and isinstance(name, str)}


def gather(document: Document, automatic: Mapping[str, str]) -> list[Members]:
    """Return the cards, each a tuple of entities in reading order, by their first mention.

    Args:
        document: the document with its Wikidata ids and with what annotators said about cards.
        automatic: entity id → any name that mentions of one thing have in common; an entity without one stands alone.
    """
    classes: Mapping[str, Any] = {e.id: ("name", automatic.get(e.id, e.id)) for e in document.entities}
    by_id = {e.id: ("wikidata", e.kb_id) for e in document.entities if e.kb_id}
    by_hand = {i: ("card", name) for i, name in kept_cards(document).items()}
    for marks in (by_id, by_hand):
        classes = _settle(document, classes, marks)
    cards: dict[Any, list[Entity]] = defaultdict(list)
    for entity in document.entities:
        cards[classes[entity.id]].append(entity)
    return [tuple(members) for members in cards.values()]


def _settle(document: Document, classes: Mapping[str, Any], marks: Mapping[str, Any]) -> dict[str, Any]:
    """Put marked entities on their marks; the others of a class follow its marked ones, best those of the same words."""
    same_words: dict[Any, Counter[Any]] = defaultdict(Counter)
    same_class: dict[Any, Counter[Any]] = defaultdict(Counter)
    for entity in document.entities:
        if mark := marks.get(entity.id):
            same_class[classes[entity.id]][mark] += 1
            same_words[classes[entity.id], document.surface(entity).casefold()][mark] += 1
    settled = {}
    for entity in document.entities:
        own = classes[entity.id]
        near = same_words.get((own, document.surface(entity).casefold())) or same_class.get(own)
        settled[entity.id] = marks.get(entity.id) or (near.most_common(1)[0][0] if near else own)
    return settled


@dataclass(frozen=True, slots=True)
class SetCards:
    """Say on which card each of some entities is; an empty name leaves it to the name and the Wikidata id again."""

    names: Mapping[str, str] = field(hash=False)
    title: Message = field(default=msg("cards", "карточки"), hash=False)

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return self.title

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:  # noqa: ARG002 - the protocol of all edits
        """Return the patch that changes the document's key `cards`; refused where another program keeps its own there."""
        before = document.extra.get(KEY)
        if before is not None and not isinstance(before, Mapping):
            raise EditRefusedError(
                msg("another program keeps its own “cards” here", "здесь свои «cards» хранит другая программа")
            )
        after = {i: name for i, name in {**(before or {}), **self.names}.items() if name} or None
        if after == before:
            return Patch()
        started = (Status.NOT_STARTED, Status.IN_PROGRESS) if document.status is Status.NOT_STARTED else None
        return Patch(extra={KEY: (before, after)}, status=started)


def merge_cards(cards: Sequence[Members]) -> Several:
    """Build the step that makes one card of several; it takes the first Wikidata id that one of them has."""
    members = [entity for card in cards for entity in card]
    title = msg("merge cards", "объединение карточек")
    edits: list[Edit] = [SetCards({entity.id: members[0].id for entity in members}, title)]
    if kb_id := next((entity.kb_id for entity in members if entity.kb_id), ""):
        edits += [SetKnowledgeBaseId(entity.id, kb_id) for entity in members if entity.kb_id != kb_id]
    return several(edits, title)


def split_card(card: Members, ids: Iterable[str]) -> Several:
    """Build the step that puts some of a card's entities on a card of their own, without its Wikidata id.

    Nothing is done where that would be all of them, or none.
    """
    leaving = set(ids)
    parts = [[e for e in card if e.id not in leaving], [e for e in card if e.id in leaving]]
    title = msg("split a card", "разделение карточки")
    if not all(parts):
        return several((), title)
    edits: list[Edit] = [SetCards({entity.id: part[0].id for part in parts for entity in part}, title)]
    edits += [SetKnowledgeBaseId(entity.id, "") for entity in parts[1] if entity.kb_id]
    return several(edits, title)


def identify_card(card: Iterable[Entity], kb_id: str) -> Several:
    """Build the step that gives all entities of a card a Wikidata id, or takes it away.

    Raises:
        EditRefusedError: it is no Wikidata id, Q and a number.
    """
    kb_id = kb_id.strip()
    if kb_id and not _WIKIDATA.fullmatch(kb_id := kb_id.upper()):
        raise EditRefusedError(
            msg(
                "{text} is no Wikidata id: it is Q and a number, as in Q355",
                "{text} — не идентификатор Wikidata: это Q и число, например Q355",
                text=kb_id,
            )
        )
    title = msg("set Wikidata id", "идентификатор Wikidata")
    return several((SetKnowledgeBaseId(entity.id, kb_id) for entity in card if entity.kb_id != kb_id), title)
