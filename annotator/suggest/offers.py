"""Which suggestions are worth showing in a document, and the edits that accept or reject them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.domain import Document, Entity, LabelScheme, Patch
from annotator.domain.edits import AddEntity, AddRelation, Edit, Reject, Several, several
from annotator.messages import Message, msg
from annotator.suggest.suggestion import RelationSuggestion, Suggestion


def offers(
    document: Document, suggestions: Iterable[Suggestion], scheme: LabelScheme | None = None
) -> list[Suggestion]:
    """Return the suggestions still to be decided, in reading order.

    Left out: what was rejected (whoever suggested it), what is tagged already, and what overlaps an entity, save for
    one with another label that `scheme` lets nest there. Where several sources suggest the same, the highest score
    stays; the first one given wins a tie.
    """
    rejected = {(item.get("start"), item.get("end"), item.get("label")) for item in document.rejected}
    best: dict[tuple[int, int, str], Suggestion] = {}
    for item in suggestions:
        key = (item.start, item.end, item.label)
        if item.document != document.id or key in rejected or _is_taken(document, item, scheme):
            continue
        known = best.get(key)
        if known is None or (item.score or 0.0) > (known.score or 0.0):
            best[key] = item
    return sorted(best.values(), key=lambda s: (s.start, -s.end, s.label))


def _is_taken(document: Document, item: Suggestion, scheme: LabelScheme | None) -> bool:
    overlapping = document.entities_in(item.start, item.end)
    if not 0 <= item.start < item.end <= len(document.text):
        return True  # made for another text
    if not overlapping:
        return False
    if scheme is None or any(e.label == item.label or e.span == item.span for e in overlapping):
        return True
    return scheme.entity_problem(document, Entity("", item.start, item.end, item.label)) is not None


def relation_offers(
    document: Document,
    suggestions: Iterable[RelationSuggestion],
    scheme: LabelScheme,
    open_entities: Iterable[Suggestion] = (),
) -> list[RelationSuggestion]:
    """Return the relations still to be decided whose ends are tagged with the suggested labels, or still on offer.

    `open_entities` are what `offers` gave. Where several sources suggest the same, the highest score stays.
    """
    rejected = {_key_of_rejected(item) for item in document.rejected if "relation" in item}
    supposed, ids = _supposing(document, open_entities)
    kept: dict[tuple[str, str, str], RelationSuggestion] = {}
    for item in suggestions:
        head, tail = ids.get(_place(item.head)), ids.get(_place(item.tail))
        if item.document != document.id or head is None or tail is None or _key_of(item) in rejected:
            continue
        if scheme.relation_problem(supposed, head, tail, item.label) is not None:
            continue
        known = kept.get((head, tail, item.label))
        if known is None or (item.score or 0.0) > (known.score or 0.0):
            kept[head, tail, item.label] = item
    return list(kept.values())


Place = tuple[int, int, str]


def _place(item: Entity | Suggestion) -> Place:
    return item.start, item.end, item.label


def _supposing(document: Document, suggestions: Iterable[Suggestion]) -> tuple[Document, dict[Place, str]]:
    """Return the document as if all suggestions were accepted, and the ids of its entities by place and label."""
    added = tuple(Entity(f"?{number}", s.start, s.end, s.label) for number, s in enumerate(suggestions))
    supposed = document.replacing(entities=(*document.entities, *added)) if added else document
    return supposed, {_place(e): e.id for e in (*added, *document.entities)}


def relation_ends(document: Document, suggestion: RelationSuggestion) -> tuple[str | None, str | None]:
    """Return the ids of the entities that the suggestion relates, None for one that is not tagged."""
    by_place = {_place(e): e.id for e in document.entities}
    return by_place.get(_place(suggestion.head)), by_place.get(_place(suggestion.tail))


def accept(suggestion: Suggestion) -> AddEntity:
    """Return the edit that tags a suggestion; the entity keeps its source and score."""
    return AddEntity(
        suggestion.start, suggestion.end, suggestion.label, source=suggestion.source, score=suggestion.score
    )


@dataclass(frozen=True, slots=True)
class AcceptRelation:
    """Relate two entities as suggested, in one step with tagging those of the two that are suggestions themselves."""

    suggestion: RelationSuggestion

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("relation {label}", "отношение {label}", label=self.suggestion.label)

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that adds the relation and what it needs; all of them keep their source and score."""
        patch = Patch()
        for end, tagged in zip(
            (self.suggestion.head, self.suggestion.tail), relation_ends(document, self.suggestion), strict=True
        ):
            if tagged is None:
                step = accept(end).resolve(document, scheme)
                document, patch = step.apply(document), patch.then(step)
        head, tail = relation_ends(document, self.suggestion)
        added = AddRelation(
            head or "", tail or "", self.suggestion.label, source=self.suggestion.source, score=self.suggestion.score
        )
        return patch.then(added.resolve(document, scheme))


def accept_all(suggestions: Iterable[Suggestion], relations: Iterable[RelationSuggestion] = ()) -> Several:
    """Return one step that accepts all suggestions, without those that the scheme refuses; surest first."""
    ordered = sorted(suggestions, key=lambda s: (-(s.score or 0.0), s.start, -s.end))
    edits: list[Edit] = [accept(item) for item in ordered]
    edits += [AcceptRelation(item) for item in sorted(relations, key=lambda r: -(r.score or 0.0))]
    return several(edits, msg("accept suggestions", "принять подсказки"), skip_refused=True)


def reject(suggestion: Suggestion) -> Reject:
    """Return the edit that remembers that the suggestion is wrong, so that no source offers it again."""
    return Reject(
        {"start": suggestion.start, "end": suggestion.end, "label": suggestion.label, "source": suggestion.source}
    )


def reject_relation(suggestion: RelationSuggestion) -> Reject:
    """Return the edit that remembers that the relation is wrong."""
    ends = {"head": list(suggestion.head.span), "tail": list(suggestion.tail.span)}
    return Reject({"relation": suggestion.label, **ends})


def reject_all(suggestions: Iterable[Suggestion], relations: Iterable[RelationSuggestion] = ()) -> Several:
    """Return one step that rejects all suggestions."""
    edits: list[Edit] = [reject(item) for item in suggestions]
    edits += [reject_relation(item) for item in relations]
    return several(edits, msg("reject suggestions", "отклонить подсказки"))


def _key_of(suggestion: RelationSuggestion) -> tuple[object, ...]:
    return suggestion.label, suggestion.head.span, suggestion.tail.span


def _key_of_rejected(item: Mapping[str, Any]) -> tuple[object, ...]:
    return item["relation"], tuple(item.get("head") or ()), tuple(item.get("tail") or ())
