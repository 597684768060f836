"""From a model's labels to the scheme's: the same label, or one that is known to mean the same."""

from __future__ import annotations

from functools import lru_cache

from annotator.domain import LabelScheme

_SAME = (
    ("PERSON", "PER", "PERS"),
    ("ORG", "ORGANIZATION", "ORGANISATION", "COMPANY"),
    ("LOC", "LOCATION", "GPE", "PLACE"),
    ("PRODUCT", "PROD"),
    ("EVENT", "EVT"),
    ("WORK_OF_ART", "WORK"),
    ("FAC", "FACILITY"),
    ("DATE", "TIME"),
)


class LabelMap:
    """Maps labels of a model to those of a scheme; None means that the scheme has no such label."""

    def __init__(self, scheme: LabelScheme) -> None:
        self._open = scheme.open
        self._entities = frozenset(e.label for e in scheme.entities)
        self._relations = frozenset(r.label for r in scheme.relations)
        self.entity = lru_cache(maxsize=None)(self._entity)

    def _entity(self, label: str) -> str | None:
        if label in self._entities or (self._open and not self._entities):
            return label
        group = next((group for group in _SAME if label.upper() in group), (label.upper(),))
        by_name = {known.upper(): known for known in self._entities}
        found = next((by_name[name] for name in group if name in by_name), None)
        return label if found is None and self._open else found

    def relation(self, label: str) -> str | None:
        """Return the scheme's relation label, or None."""
        return label if label in self._relations or self._open else None
