"""Which suggestions are worth showing in a document, and the edits that accept or reject them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.domain import Document, Entity, LabelScheme
from annotator.domain.edits import AddEntity, AddRelation, Edit, Reject, Several, several
from annotator.messages import msg
from annotator.suggest.suggestion import RelationSuggestion, Suggestion

Span = tuple[int, int]


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
    document: Document, suggestions: Iterable[RelationSuggestion], scheme: LabelScheme
) -> list[RelationSuggestion]:
    """Return the relations still to be decided whose two ends are tagged, with the suggested labels, in the document."""
    rejected = [dict(item) for item in document.rejected if "relation" in item]
    kept: dict[tuple[str, str, str], RelationSuggestion] = {}
    for item in suggestions:
        ends = relation_ends(document, item)
        if ends is None or _rejected_relation(item) in rejected:
            continue
        if scheme.relation_problem(document, *ends, item.label) is None:
            kept.setdefault((*ends, item.label), item)
    return list(kept.values())


def relation_ends(document: Document, suggestion: RelationSuggestion) -> tuple[str, str] | None:
    """Return the ids of the entities that the suggestion relates, or None if one of them is not tagged."""
    by_span = {(e.start, e.end, e.label): e.id for e in document.entities}
    head = by_span.get((suggestion.head.start, suggestion.head.end, suggestion.head.label))
    tail = by_span.get((suggestion.tail.start, suggestion.tail.end, suggestion.tail.label))
    return (head, tail) if head and tail else None


def accept(suggestion: Suggestion) -> AddEntity:
    """Return the edit that tags a suggestion; the entity keeps its source and score."""
    return AddEntity(
        suggestion.start, suggestion.end, suggestion.label, source=suggestion.source, score=suggestion.score
    )


def accept_relation(document: Document, suggestion: RelationSuggestion) -> AddRelation | None:
    """Return the edit that relates the two entities, or None if one of them is not tagged."""
    ends = relation_ends(document, suggestion)
    if ends is None:
        return None
    return AddRelation(*ends, suggestion.label, source=suggestion.source, score=suggestion.score)


def accept_all(suggestions: Iterable[Suggestion]) -> Several:
    """Return one step that tags all suggestions, without those that the scheme refuses; surest first."""
    ordered = sorted(suggestions, key=lambda s: (-(s.score or 0.0), s.start, -s.end))
    return several(
        (accept(item) for item in ordered), msg("accept suggestions", "принять подсказки"), skip_refused=True
    )


def reject(suggestion: Suggestion) -> Reject:
    """Return the edit that remembers that the suggestion is wrong, so that no source offers it again."""
    return Reject(
        {"start": suggestion.start, "end": suggestion.end, "label": suggestion.label, "source": suggestion.source}
    )


def reject_relation(suggestion: RelationSuggestion) -> Reject:
    """Return the edit that remembers that the relation is wrong."""
    return Reject(_rejected_relation(suggestion))


def reject_all(suggestions: Iterable[Suggestion]) -> Several:
    """Return one step that rejects all suggestions."""
    edits: list[Edit] = [reject(item) for item in suggestions]
    return several(edits, msg("reject suggestions", "отклонить подсказки"))


def _rejected_relation(suggestion: RelationSuggestion) -> Mapping[str, Any]:
    head: Span = suggestion.head.span
    return {"relation": suggestion.label, "head": list(head), "tail": list(suggestion.tail.span)}
