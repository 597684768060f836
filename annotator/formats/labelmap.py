"""Renaming and dropping labels on the way in or out: `{"ORGANIZATION": "ORG", "DATE": null, "*": null}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain import Document, Entity, Relation
from annotator.formats.base import FormatError
from annotator.formats.collapsing import collapse
from annotator.formats.report import Kind, Problem
from annotator.messages import msg
from annotator.workspace.jsonl import read_json

REST = "*"


@dataclass(frozen=True, slots=True)
class LabelMap:
    """New label by old label, for entities and relations alike; None drops, `*` stands for all others.

    A label without an entry stays as it is.
    """

    names: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> LabelMap:
        """Read a label map from a JSON file.

        Raises:
            AnnotatorError: the file is no JSON object of strings and nulls.
        """
        data = read_json(path)
        fits = isinstance(data, dict) and all(v is None or (isinstance(v, str) and v.strip()) for v in data.values())
        if not fits:
            raise FormatError(
                msg(
                    'a label map looks like {{"ORGANIZATION": "ORG", "DATE": null, "*": null}}',
                    'карта меток выглядит так: {{"ORGANIZATION": "ORG", "DATE": null, "*": null}}',
                ),
                file=path,
            )
        return cls(data)

    def __bool__(self) -> bool:
        return bool(self.names)

    def get(self, label: str) -> str | None:
        """Return the new label, or None if it is dropped."""
        return self.names.get(label, self.names.get(REST, label))

    def apply(self, document: Document, file: str, line: int | None = None) -> tuple[Document, list[Problem]]:
        """Return the document with mapped labels, and what was dropped or became a duplicate by it."""
        if not self.names:
            return document, []
        kept, dropped = self._entities(document)
        relations, lost = self._relations(document, {entity.id for entity in kept})
        mapped = document.replacing(entities=tuple(kept), relations=tuple(relations))
        mapped, merged, repeated = collapse(mapped)
        problems = [_dropped(label, count, file, line, entities=True) for label, count in sorted(dropped.items())]
        problems += [_dropped(label, count, file, line, entities=False) for label, count in sorted(lost.items())]
        if merged or repeated:
            problems.append(_collapsed(merged, repeated, file, line))
        there = {"", *(e.id for e in mapped.entities), *(r.id for r in mapped.relations)}
        notes = {key: text for key, text in document.notes.items() if key in there}
        scores = {key: score for key, score in document.scores.items() if key in there}
        return mapped.replacing(notes=notes, scores=scores), problems

    def _entities(self, document: Document) -> tuple[list[Entity], Counter[str]]:
        """Return the entities that stay, and the counts of dropped labels."""
        kept: list[Entity] = []
        dropped: Counter[str] = Counter()
        for entity in document.entities:
            label = self.get(entity.label)
            if label is None:
                dropped[entity.label] += 1
            else:
                kept.append(entity if label == entity.label else replace(entity, label=label))
        return kept, dropped

    def _relations(self, document: Document, entities: set[str]) -> tuple[list[Relation], Counter[str]]:
        kept: list[Relation] = []
        lost: Counter[str] = Counter()
        for relation in document.relations:
            label = self.get(relation.label)
            if label is None or relation.head not in entities or relation.tail not in entities:
                lost[relation.label] += 1
            else:
                kept.append(relation if label == relation.label else replace(relation, label=label))
        return kept, lost


def _dropped(label: str, count: int, file: str, line: int | None, *, entities: bool) -> Problem:
    message = msg(
        "label map drops {count} × {label}", "карта меток отбрасывает {count} × {label}", count=count, label=label
    )
    amount = {"entities": count} if entities else {"relations": count}
    return Problem(file, line, message, Kind.UNMAPPED, **amount)


def _collapsed(entities: int, relations: int, file: str, line: int | None) -> Problem:
    message = msg(
        "the label map makes {entities} entities and {relations} relations repeat others: one kept of each",
        "после карты меток повторяются сущности ({entities}) и отношения ({relations}): оставлено по одной",
        entities=entities,
        relations=relations,
    )
    return Problem(file, line, message, Kind.COLLAPSED, entities=entities, relations=relations)
