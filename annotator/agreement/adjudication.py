"""Settling disagreements: from two or more annotators' documents of one article to the gold record.

What all agree on is taken over at once; the rest is a list of items, decided one by one. Every decision is kept in the
gold record's own `meta`, so that the work goes on where it stopped, and everybody can see later who decided what. The
annotators' documents are never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.agreement.alignment import EntityKey, entity_key
from annotator.agreement.errors import AgreementError, TooFewAnnotatorsError
from annotator.agreement.variants import (
    EntityItem,
    EntityVariant,
    Item,
    RelationKey,
    RelationVariant,
    Views,
    compare,
    place_key,
)
from annotator.domain import Document, Entity, Relation, Status
from annotator.messages import msg

GOLD = "gold"
META = "adjudication"
NEITHER = "neither"
OWN = "own"
AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an item: `choice` is an annotator's name, "neither", "own", or "agreed" where all say the same.

    `annotators` are those whose view stands now, `ids` the gold entities or relations made by it, `by` who decided.
    """

    choice: str
    annotators: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    by: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the decision as it stands in the gold record."""
        return {"choice": self.choice, "annotators": list(self.annotators), "ids": list(self.ids), "by": self.by}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Decision:
        """Return the decision that a gold record holds."""
        return cls(
            str(data.get("choice", "")),
            tuple(map(str, data.get("annotators", ()))),
            tuple(map(str, data.get("ids", ()))),
            str(data.get("by", "")),
        )


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The state of settling one article, a value: every step returns a new one with a new `gold` document."""

    documents: Mapping[str, Document]
    views: Views
    gold: Document
    decisions: Mapping[str, Decision]

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that the annotators differ in: entities in order of the text, then relations."""
        return (*self.views.entities, *self.views.relations)

    @property
    def open_items(self) -> tuple[Item, ...]:
        """What has not been decided yet; relations whose end was decided away are no longer open."""
        return tuple(i for i in self.items if i.key not in self.decisions and not self.void(i))

    @property
    def finished(self) -> bool:
        """Whether nothing is open."""
        return not self.open_items

    def item(self, key: str) -> Item:
        """Return an item by its key; raises AgreementError if the annotators no longer differ in it."""
        for item in self.items:
            if item.key == key:
                return item
        raise AgreementError(msg("this is no longer open", "это больше не требует решения"))

    def ready(self, item: Item) -> bool:
        """Whether an item can be decided now: a relation's ends come first."""
        return isinstance(item, EntityItem) or all(self._settled(end) for end in item.ends)

    def _settled(self, place: str) -> bool:
        return place in self.decisions or place not in {i.key for i in self.views.entities}

    def void(self, item: Item) -> bool:
        """Tell whether a relation cannot stand: its ends are decided, and not both of them are there."""
        if isinstance(item, EntityItem) or not self.ready(item):
            return False
        return not any(_ends(self, self.gold, variant) for variant in item.variants)

    # -- deciding -----------------------------------------------------------------------------------------------------

    def take(self, key: str, annotator: str, *, by: str = "") -> Adjudication:
        """Let one annotator's view of an item stand; where he or she marked nothing, nothing stands.

        Raises:
            AgreementError: there is no such item or annotator, or a relation's ends are not decided yet.
        """
        item = self.item(key)
        if annotator not in self.documents:
            raise AgreementError(msg("there is no annotator {name}", "нет разметчика {name}", name=annotator))
        mine = [v for v in item.variants if annotator in v.annotators]
        agreeing = tuple(n for n in self.documents if all(n in v.annotators for v in mine)) if mine else item.silent
        return _decide(self, item, mine, Decision(annotator, agreeing, by=by))

    def neither(self, key: str, *, by: str = "") -> Adjudication:
        """Let nothing stand at an item; raises AgreementError as `take` does."""
        return _decide(self, self.item(key), [], Decision(NEITHER, by=by))

    def own(self, key: str, marks: Iterable[EntityVariant | RelationVariant] = (), *, by: str = "") -> Adjudication:
        """Let something else stand at an item: entities, or relations between places given by their keys.

        Raises:
            AgreementError: as `take` does, or a span is empty or outside the text.
        """
        return _decide(self, self.item(key), list(marks), Decision(OWN, by=by))

    def adopt(self, key: str, ids: Iterable[str], *, by: str = "") -> Adjudication:
        """Let what was put into the gold document by hand stand at an item: ids of its entities or relations.

        Raises:
            AgreementError: as `take` does.
        """
        state = _decide(self, self.item(key), [], Decision(OWN, by=by))
        adopted = replace(state.decisions[key], ids=tuple(ids))
        return _stored(_implied(replace(state, decisions=dict(state.decisions) | {key: adopted})))

    def edited(self, gold: Document) -> Adjudication:
        """Go on with the gold document as it was changed by hand; all decisions stand."""
        return _stored(replace(self, gold=gold))

    def reopen(self, key: str) -> Adjudication:
        """Take a decision back, with what it put into the gold document."""
        if key not in self.decisions:
            return self
        return _stored(_without(self, key))


def _decide(state: Adjudication, item: Item, marks: list[Any], decision: Decision) -> Adjudication:
    if not state.ready(item):
        raise AgreementError(
            msg("decide on the entities of this relation first", "сначала решите, какие сущности у этого отношения")
        )
    state = _without(state, item.key)
    if isinstance(item, EntityItem):
        gold, ids = _with_entities(state.gold, marks)
    else:
        gold, ids = _with_relations(state, state.gold, marks)
    decisions = dict(state.decisions) | {item.key: replace(decision, ids=ids)}
    return _stored(_implied(replace(state, gold=gold, decisions=decisions)))


def _without(state: Adjudication, key: str) -> Adjudication:
    """Undo one decision; decisions on relations that lose an end with it are open again."""
    decision = state.decisions.get(key)
    if decision is None:
        return state
    shared = {i for other, d in state.decisions.items() if other != key for i in d.ids}
    gone = set(decision.ids) - shared
    relations = tuple(r for r in state.gold.relations if not {r.id, r.head, r.tail} & gone)
    kept = {r.id for r in relations}
    lost = {r.id for r in state.gold.relations} - kept
    decisions = {k: d for k, d in state.decisions.items() if k != key and not set(d.ids) & lost}
    touching = {i.key for i in state.views.relations if key in i.ends}
    decisions = {k: d for k, d in decisions.items() if k not in touching}
    entities = tuple(e for e in state.gold.entities if e.id not in gone)
    return replace(state, gold=state.gold.replacing(entities=entities, relations=relations), decisions=decisions)


def _implied(state: Adjudication) -> Adjudication:
    """Take over the relations on which all agree, once the entities at their ends are decided."""
    for item in state.views.relations:
        unanimous = not item.silent and all(len(v.annotators) == len(state.documents) for v in item.variants)
        if not unanimous or item.key in state.decisions or not state.ready(item):
            continue
        if all(_ends(state, state.gold, variant) for variant in item.variants):
            gold, ids = _with_relations(state, state.gold, list(item.variants))
            decision = Decision(AGREED, tuple(state.documents), ids)
            state = replace(state, gold=gold, decisions=dict(state.decisions) | {item.key: decision})
    return state


def _with_relations(
    state: Adjudication, gold: Document, marks: list[RelationVariant]
) -> tuple[Document, tuple[str, ...]]:
    """Add the relations whose two ends stand."""
    ids = []
    for mark in marks:
        ends = _ends(state, gold, mark)
        if ends is None:
            continue
        same = [r for r in gold.relations if (r.head, r.tail, r.label) == (*ends, mark.label)]
        relation = same[0] if same else Relation(gold.next_relation_id(), *ends, mark.label)
        if not same:
            gold = gold.replacing(relations=(*gold.relations, relation))
        ids.append(relation.id)
    return gold, tuple(dict.fromkeys(ids))


def _ends(state: Adjudication, gold: Document, mark: RelationVariant) -> tuple[str, str] | None:
    """Return the gold entities that a relation would link: those that were meant, else others at the same places."""
    meant = set(mark.ends)
    pairs = [
        (((entity_key(head), entity_key(tail)) not in meant), head.id, tail.id)
        for head in _standing(state, gold, mark.head)
        for tail in _standing(state, gold, mark.tail)
        if head.id != tail.id
    ]
    return min(pairs)[1:] if pairs else None


def _standing(state: Adjudication, gold: Document, place: str) -> list[Entity]:
    """Return the gold entities that stand at a place."""
    if place in state.decisions:
        return [entity for i in state.decisions[place].ids if (entity := gold.entity(i)) is not None]
    keys = {key for key, known in state.views.place_of.items() if known == place}
    return [entity for entity in gold.entities if entity_key(entity) in keys]


def _stored(state: Adjudication) -> Adjudication:
    """Write the decisions, and what has been taken over because all agree, into the gold record."""
    record = {
        "annotators": list(state.documents),
        "agreed": sorted(_taken(state.gold) | _agreed_keys(state.views)),
        "decisions": {key: decision.to_json() for key, decision in state.decisions.items()},
    }
    return replace(state, gold=state.gold.replacing(meta=dict(state.gold.meta) | {META: record}))


def _stored_part(gold: Document, key: str, kind: type[Any]) -> Any:
    """Return a part of what the gold record says of its adjudication, empty where it says nothing."""
    known = gold.meta.get(META)
    value = known.get(key) if isinstance(known, Mapping) else None
    return value if isinstance(value, kind) else kind()


def _taken(gold: Document) -> set[str]:
    return {key for key in _stored_part(gold, "agreed", list) if isinstance(key, str)}


def _agreed_keys(views: Views) -> set[str]:
    return {place_key([key]) for key in views.agreed} | {_relation_key(key) for key in views.agreed_relations}


def _relation_key(key: RelationKey) -> str:
    return f"relation:{place_key([key[0]])}|{place_key([key[1]])}|{key[2]}"


def adjudicate(
    documents: Mapping[str, Document], symmetric: Iterable[str] = (), gold: Document | None = None
) -> Adjudication:
    """Begin to settle an article, or go on where its gold record stands.

    `documents` maps annotators to their documents of one article. A decision on something that an annotator has
    changed since is open again; what was put into the gold document by hand stays.

    Raises:
        TooFewAnnotatorsError: fewer than two annotators.
        TextMismatchError: the texts differ.
    """
    if len(documents) < 2:
        raise TooFewAnnotatorsError(tuple(documents))
    views = compare(documents, symmetric)
    start = gold or _empty_gold(next(iter(documents.values())))
    if start.status is Status.NOT_STARTED:
        start = start.replacing(status=Status.IN_PROGRESS)
    keys = {item.key for item in views.entities} | {item.key for item in views.relations}
    decisions = dict(_kept_decisions(start, keys))
    return _stored(_implied(Adjudication(documents, views, _with_agreed(start, views, documents), decisions)))


def _kept_decisions(gold: Document, keys: set[str]) -> Iterator[tuple[str, Decision]]:
    present = {e.id for e in gold.entities} | {r.id for r in gold.relations}
    for key, data in _stored_part(gold, "decisions", dict).items():
        if key in keys and isinstance(data, Mapping):
            decision = Decision.from_json(data)
            yield key, replace(decision, ids=tuple(i for i in decision.ids if i in present))


def _empty_gold(document: Document) -> Document:
    meta = {key: value for key, value in document.meta.items() if key != META}
    return Document(document.id, document.text, document.tokens, annotator=GOLD, meta=meta)


def _with_agreed(gold: Document, views: Views, documents: Mapping[str, Document]) -> Document:
    """Put everything on which all agree into the gold document, with the first annotator's Wikidata ids and parts.

    What was taken over before is not put back: somebody may have deleted it on purpose.
    """
    first: dict[EntityKey, Entity] = {}
    for document in documents.values():
        for entity in document.entities:
            first.setdefault(entity_key(entity), entity)
    taken = _taken(gold)
    there = {entity_key(entity): entity.id for entity in gold.entities}
    for key in views.agreed:
        if key not in there and place_key([key]) not in taken:
            entity = replace(first[key], id=gold.next_entity_id())
            gold = gold.replacing(entities=(*gold.entities, entity))
            there[key] = entity.id
    known = {(r.head, r.tail, r.label) for r in gold.relations}
    for link in views.agreed_relations:
        head, tail, label = there.get(link[0]), there.get(link[1]), link[2]
        if head and tail and _relation_key(link) not in taken and (head, tail, label) not in known:
            gold = gold.replacing(relations=(*gold.relations, Relation(gold.next_relation_id(), head, tail, label)))
    return gold


def _with_entities(gold: Document, marks: list[EntityVariant]) -> tuple[Document, tuple[str, ...]]:
    ids = []
    for mark in marks:
        surface = gold.text[max(0, mark.start) : mark.end]
        if not 0 <= mark.start < mark.end <= len(gold.text) or surface != surface.strip():
            raise AgreementError(
                msg(
                    "an entity must cover text without blanks at its ends",
                    "сущность должна покрывать текст без пробелов по краям",
                )
            )
        same = [e for e in gold.entities if entity_key(e) == mark.key]
        entity = same[0] if same else Entity(gold.next_entity_id(), mark.start, mark.end, mark.label)
        if not same:
            gold = gold.replacing(entities=(*gold.entities, entity))
        ids.append(entity.id)
    return gold, tuple(ids)
