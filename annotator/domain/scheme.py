"""The label scheme: which entities and relations exist, and which combinations are legal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from annotator.domain.document import Document
from annotator.domain.entity import Entity
from annotator.domain.errors import EditRefusedError
from annotator.messages import Language, Message, msg


class Overlap(StrEnum):
    """How two entities may share characters.

    NONE: not at all. NESTED: one contains the other, two labels on one span included. ANY: crossing too.
    """

    NONE = "none"
    NESTED = "nested"
    ANY = "any"


class _Named:
    """What a label is called, for both kinds."""

    __slots__ = ()
    label: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]

    def name(self, language: Language) -> str:
        """Return the name in the language, else in the other one, else the label itself."""
        return _in_language(self.names, language) or self.label

    def description(self, language: Language) -> str:
        """Return the description in the language, else in the other one, else nothing."""
        return _in_language(self.descriptions, language)


@dataclass(frozen=True, slots=True)
class EntityLabel(_Named):
    """A type of entity. `short` is the abbreviation under the text, `key` the letter that tags with it."""

    label: str
    short: str = ""
    key: str = ""
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    descriptions: Mapping[str, str] = field(default_factory=dict, hash=False)
    color: str = ""


@dataclass(frozen=True, slots=True)
class RelationLabel(_Named):
    """A type of relation. Empty `head` or `tail` means any entity label; `same_type` asks for equal labels."""

    label: str
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    symmetric: bool = False
    same_type: bool = False
    key: str = ""
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    descriptions: Mapping[str, str] = field(default_factory=dict, hash=False)
    color: str = ""

    def allows(self, head: str, tail: str) -> bool:
        """Tell whether a relation of this type may go from an entity labelled `head` to one labelled `tail`."""
        if self.same_type and head != tail:
            return False
        if _fits(head, self.head) and _fits(tail, self.tail):
            return True
        return self.symmetric and _fits(head, self.tail) and _fits(tail, self.head)


def _fits(label: str, allowed: tuple[str, ...]) -> bool:
    return not allowed or label in allowed


def _in_language(texts: Mapping[str, str], language: Language) -> str:
    return texts.get(language) or next((text for text in texts.values() if text), "")


@dataclass(frozen=True, slots=True)
class LabelScheme:
    """The labels of a workspace, in the order in which they are shown; `open` allows labels it does not list."""

    name: str
    entities: tuple[EntityLabel, ...] = ()
    relations: tuple[RelationLabel, ...] = ()
    overlap: Overlap = Overlap.NESTED
    open: bool = False
    version: int = 1
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def entity_label(self, label: str) -> EntityLabel | None:
        """Return the entity type, or None if the scheme does not list it."""
        return next((e for e in self.entities if e.label == label), None)

    def relation_label(self, label: str) -> RelationLabel | None:
        """Return the relation type, or None if the scheme does not list it."""
        return next((r for r in self.relations if r.label == label), None)

    @property
    def symmetric_labels(self) -> frozenset[str]:
        """Labels of relations without a direction."""
        return frozenset(r.label for r in self.relations if r.symmetric)

    def legal_relations(self, head: str, tail: str) -> tuple[RelationLabel, ...]:
        """Return the relation types that may go from an entity labelled `head` to one labelled `tail`."""
        return tuple(r for r in self.relations if r.allows(head, tail))

    def with_labels(self, entities: Iterable[str] = (), relations: Iterable[str] = ()) -> LabelScheme:
        """Return the scheme with labels added that it does not list yet."""
        more_entities = tuple(EntityLabel(e) for e in dict.fromkeys(entities) if self.entity_label(e) is None)
        more_relations = tuple(RelationLabel(r) for r in dict.fromkeys(relations) if self.relation_label(r) is None)
        if not more_entities and not more_relations:
            return self
        return replace(self, entities=self.entities + more_entities, relations=self.relations + more_relations)

    # -- what is refused, and why ---------------------------------------------------------------------------------

    def entity_problem(self, document: Document, entity: Entity) -> Message | None:
        """Return why `entity` may not stand in `document` (beside the entities other than itself), or None."""
        if not self.open and self.entity_label(entity.label) is None:
            return msg(
                "the scheme has no entity label {label}: add it to the scheme or choose another",
                "в схеме нет метки сущности {label}: добавьте её в схему или выберите другую",
                label=entity.label,
            )
        others = (e for e in document.entities_in(entity.start, entity.end) if e.id != entity.id)
        return next((problem for other in others if (problem := self._pair_problem(document, entity, other))), None)

    def _pair_problem(self, document: Document, entity: Entity, other: Entity) -> Message | None:
        if other.identity == entity.identity:
            en, ru = "“{surface}” is tagged {label} already", "«{surface}» уже отмечено как {label}"
        elif self.overlap is Overlap.NONE:
            en, ru = (
                "overlaps “{surface}” ({label}); this scheme allows no overlap",
                ("пересекается с «{surface}» ({label}); эта схема не допускает пересечений"),
            )
        elif self.overlap is Overlap.NESTED and not (entity.covers(other) or other.covers(entity)):
            en, ru = (
                "crosses “{surface}” ({label}); this scheme allows only nesting",
                ("частично пересекается с «{surface}» ({label}); эта схема допускает только вложение"),
            )
        else:
            return None
        return msg(en, ru, surface=document.surface(other), label=other.label)

    def relation_problem(
        self, document: Document, head: str, tail: str, label: str, own_id: str = ""
    ) -> Message | None:
        """Return why the relation between two entity ids may not stand in `document`, or None.

        `own_id` is the id of the relation itself when it is already there.
        """
        first, second = document.entity(head), document.entity(tail)
        if first is None or second is None:
            return msg("one end of the relation is gone", "одного из концов отношения больше нет")
        if head == tail:
            return msg("a relation needs two different entities", "отношению нужны две разные сущности")
        kind = self.relation_label(label)
        if kind is None and not self.open:
            return msg(
                "the scheme has no relation label {label}: add it to the scheme or choose another",
                "в схеме нет метки отношения {label}: добавьте её в схему или выберите другую",
                label=label,
            )
        if kind is not None and not kind.allows(first.label, second.label):
            return _type_problem(kind, first.label, second.label)
        if self._is_repeated(document, head, tail, label, own_id):
            return msg("this relation is there already", "такое отношение уже есть")
        return None

    def _is_repeated(self, document: Document, head: str, tail: str, label: str, own_id: str) -> bool:
        ends = {(head, tail), (tail, head)} if label in self.symmetric_labels else {(head, tail)}
        return any(
            r.id != own_id and r.label == label and (r.head, r.tail) in ends for r in document.relations_of(head)
        )

    def require_entity(self, document: Document, entity: Entity) -> None:
        """Raise EditRefusedError, with the reason, unless the entity may stand in the document."""
        if problem := self.entity_problem(document, entity):
            raise EditRefusedError(problem)

    def require_relation(self, document: Document, head: str, tail: str, label: str, own_id: str = "") -> None:
        """Raise EditRefusedError, with the reason, unless the relation may stand in the document."""
        if problem := self.relation_problem(document, head, tail, label, own_id):
            raise EditRefusedError(problem)

    def problems(self, document: Document) -> list[tuple[str, Message]]:
        """List what in the document does not fit the scheme: (id of the entity or relation, reason)."""
        checked = ((r.id, self.relation_problem(document, r.head, r.tail, r.label, r.id)) for r in document.relations)
        return self._entity_problems(document) + [(identifier, problem) for identifier, problem in checked if problem]

    def _entity_problems(self, document: Document) -> list[tuple[str, Message]]:
        found: list[tuple[str, Message]] = []
        passed: list[Entity] = []
        if all(one.end <= other.start for one, other in pairwise(document.entities)):  # then only labels can be wrong
            known = {entity.label for entity in self.entities}
            wrong = [e for e in document.entities if e.label not in known] if not self.open else []
            return [(e.id, problem) for e in wrong if (problem := self.entity_problem(document, e))]
        for entity in document.entities:
            earlier = document.replacing(entities=tuple(passed[-_WINDOW:] + _long(passed[:-_WINDOW], entity)))
            if problem := self.entity_problem(earlier, entity):
                found.append((entity.id, problem))
            passed.append(entity)
        return found


_WINDOW = 16  # neighbours in reading order that nearly always hold every overlapping one; longer ones are added


def _long(earlier: list[Entity], entity: Entity) -> list[Entity]:
    return [e for e in earlier if e.end > entity.start]


def _type_problem(kind: RelationLabel, head: str, tail: str) -> Message:
    if kind.same_type and head != tail:
        return msg(
            "{label} links entities of one type, not {head} and {tail}",
            "{label} связывает сущности одного типа, а не {head} и {tail}",
            label=kind.label,
            head=head,
            tail=tail,
        )
    return msg(
        "{label} goes from {heads} to {tails}, not from {head} to {tail}",
        "{label} идёт от {heads} к {tails}, а не от {head} к {tail}",
        label=kind.label,
        heads="/".join(kind.head) or "*",
        tails="/".join(kind.tail) or "*",
        head=head,
        tail=tail,
    )
