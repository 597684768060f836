"""What an import keeps of a file beyond our own terms, and gives back on export to the same format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.domain import Document


@dataclass(frozen=True, slots=True)
class Kept:
    """What an import kept for an export to the same format: keys of the document, by entity id, by relation id."""

    document: Mapping[str, Any] = field(default_factory=dict)
    entities: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    relations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def entity(self, identifier: str) -> Mapping[str, Any]:
        """Return what is kept for one entity."""
        return self.entities.get(identifier, {})

    def relation(self, identifier: str) -> Mapping[str, Any]:
        """Return what is kept for one relation."""
        return self.relations.get(identifier, {})


def kept_for(document: Document, format_name: str) -> Kept:
    """Return what an import from this format kept in the document, or nothing."""
    source = document.meta.get("source")
    if not isinstance(source, Mapping) or source.get("format") != format_name:
        return Kept()
    parts = [source.get(name) for name in ("document", "entities", "relations")]
    return Kept(*(part if isinstance(part, Mapping) else {} for part in parts))


def own_meta(document: Document) -> dict[str, Any]:
    """Return the document's meta without what imports keep there for themselves."""
    meta = {key: value for key, value in document.meta.items() if key != "source"}
    source = document.meta.get("source")
    if isinstance(source, Mapping) and _KEPT_KEYS & set(source):
        return meta | ({"source": source["value"]} if "value" in source else {})
    return meta | ({"source": source} if source is not None else {})


def brings_nothing(known: Document, given: Document) -> bool:
    """Tell whether all meta and foreign keys of a given record stand in the known one of the same annotations."""
    entities = {(e.start, e.end, e.label, e.fragments): e.extra for e in known.entities}
    return (
        _within(own_meta(given), known.meta)
        and _within(given.extra, known.extra)
        and all(_within(e.extra, entities.get((e.start, e.end, e.label, e.fragments), {})) for e in given.entities)
    )


def _within(given: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return all(key in known and known[key] == value for key, value in given.items())


def with_source(meta: Mapping[str, Any], format_name: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the meta with what is kept of a file added; a `source` of the file's own stays inside as its `value`."""
    if not parts:
        return dict(meta)
    own = {"value": meta["source"]} if "source" in meta else {}
    return {**meta, "source": {"format": format_name, **own, **parts}}


# `format` is ours; the others are keys that stock spaCy would act on, which reading a record moves there.
_KEPT_KEYS = frozenset(
    {"format", "_", "underscore_doc", "underscore_token", "underscore_span", "sents", "cats", "spans"}
)
