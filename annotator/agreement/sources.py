"""Leaving out what was suggested and only accepted: agreement of people, apart from that of their tools."""

from __future__ import annotations

from dataclasses import replace

from annotator.domain import Document

_SUGGESTERS = frozenset({"slovnet", "patterns"})


def is_suggested(source: str) -> bool:
    """Tell whether an annotation of this source was put before the annotator, who accepted it."""
    return source in _SUGGESTERS or source.startswith("model:")


def by_hand(document: Document) -> Document:
    """Return the document without accepted suggestions, and without the relations that lose an end with them."""
    entities = tuple(e for e in document.entities if not is_suggested(e.source))
    kept = {e.id for e in entities}
    relations = tuple(r for r in document.relations if not is_suggested(r.source) and r.head in kept and r.tail in kept)
    return replace(document, entities=entities, relations=relations)
