"""Renaming and dropping labels on the way in or out: `{"ORGANIZATION": "ORG", "DATE": null, "*": null}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain import Document, Entity, Relation
from annotator.formats.base import FormatError
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
        entities, moved, dropped = self._entities(document)
        relations, lost, repeated = self._relations(document, moved)
        problems = [_dropped(label, count, file, line, entities=True) for label, count in sorted(dropped.items())] + [
            _dropped(label, count, file, line, entities=False) for label, count in sorted(lost.items())
        ]
        merged = len(document.entities) - dropped.total() - len(entities)
        if merged or repeated:
            problems.append(_collapsed(merged, repeated, file, line))
        kept_ids = {entity.id for entity in entities} | {relation.id for relation in relations} | {""}
        notes = {key: text for key, text in document.notes.items() if key in kept_ids}
        return document.replacing(entities=tuple(entities), relations=tuple(relations), notes=notes), problems

    def _entities(self, document: Document) -> tuple[list[Entity], dict[str, str], Counter[str]]:
        """Return the entities that stay, the id that each old id now has, and the counts of dropped labels."""
        kept: list[Entity] = []
        moved: dict[str, str] = {}
        first: dict[object, str] = {}
        dropped: Counter[str] = Counter()
        for entity in document.entities:
            label = self.get(entity.label)
            if label is None:
                dropped[entity.label] += 1
                continue
            renamed = replace(entity, label=label)
            moved[entity.id] = first.setdefault(renamed.identity, entity.id)
            if moved[entity.id] == entity.id:
                kept.append(renamed)
        return kept, moved, dropped

    def _relations(self, document: Document, moved: Mapping[str, str]) -> tuple[list[Relation], Counter[str], int]:
        kept: list[Relation] = []
        lost: Counter[str] = Counter()
        seen: set[tuple[str, str, str]] = set()
        repeated = 0
        for relation in document.relations:
            label, head, tail = self.get(relation.label), moved.get(relation.head), moved.get(relation.tail)
            if label is None or head is None or tail is None:
                lost[relation.label] += 1
            elif head == tail or (head, tail, label) in seen:
                repeated += 1
            else:
                seen.add((head, tail, label))
                kept.append(replace(relation, head=head, tail=tail, label=label))
        return kept, lost, repeated


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
