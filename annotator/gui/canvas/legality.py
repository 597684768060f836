"""Which relations the scheme allows between two entities, and in which direction."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain import Entity, LabelScheme, RelationLabel
from annotator.gui.canvas.marks import Marks


@dataclass(frozen=True, slots=True)
class Option:
    """A relation that could be made; `reversed` means that the entity chosen second would be the head."""

    kind: RelationLabel
    reversed: bool = False


class Legality:
    """Answers for one scheme and one document; what a pair of labels allows is worked out once."""

    def __init__(self, scheme: LabelScheme, marks: Marks) -> None:
        self._scheme, self._marks = scheme, marks
        self._by_labels: dict[tuple[str, str], tuple[RelationLabel, ...]] = {}

    def options(self, first: Entity, second: Entity) -> list[Option]:
        """Return the relations from `first` to `second`; only if there is none, those the other way round."""
        forward = [Option(k) for k in self._open(first, second)]
        return forward or [Option(k, reversed=True) for k in self._open(second, first)]

    def _open(self, head: Entity, tail: Entity) -> list[RelationLabel]:
        if head.id == tail.id:
            return []
        return [k for k in self._allowed(head.label, tail.label) if not self._exists(k, head.id, tail.id)]

    def _allowed(self, head: str, tail: str) -> tuple[RelationLabel, ...]:
        if (head, tail) not in self._by_labels:
            self._by_labels[head, tail] = self._scheme.legal_relations(head, tail)
        return self._by_labels[head, tail]

    def _exists(self, kind: RelationLabel, head: str, tail: str) -> bool:
        ends = {(head, tail), (tail, head)} if kind.symmetric else {(head, tail)}
        return any(r.label == kind.label and (r.head, r.tail) in ends for r in self._marks.relations_of(head))

    def targets(self, source: Entity) -> list[Entity]:
        """Return the entities that `source` may be related to in either direction, in reading order."""
        partners = {end for r in self._marks.relations_of(source.id) for end in (r.head, r.tail)}
        legal = {label: self._either(source.label, label) for label in {m.label for m in self._marks.entities}}
        others = (m for m in self._marks.entities if isinstance(m, Entity) and legal[m.label] and m.id != source.id)
        return [e for e in others if e.id not in partners or self.options(source, e)]

    def _either(self, one: str, other: str) -> bool:
        return bool(self._allowed(one, other) or self._allowed(other, one))
