"""Two annotators' documents of one article side by side: every entity and relation with its counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.agreement.columns import Annotations, Corpus, CorpusBuilder
from annotator.agreement.link_alignment import KINDS, relation_disagreements
from annotator.agreement.links import common_rows, relation_rows
from annotator.agreement.pair_entities import ENTITY_KINDS
from annotator.agreement.spans import SAME, SpanAlignment, align_spans
from annotator.domain import Document, Entity, Relation

SAME_KIND = "same"
EntityKey = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class AlignedEntities:
    """Two entities that stand for each other, or one alone. `kind`: "same", or as in the counts of disagreements."""

    kind: str
    a: Entity | None
    b: Entity | None

    @property
    def place(self) -> tuple[int, int]:
        """The span that covers both, in code points."""
        both = [e for e in (self.a, self.b) if e is not None]
        return min(e.start for e in both), max(e.end for e in both)


@dataclass(frozen=True, slots=True)
class AlignedRelations:
    """Two relations that stand for each other, or one alone. `kind`: "same", or as in the counts of disagreements."""

    kind: str
    a: Relation | None
    b: Relation | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """All entities in order of the text, all relations; what both have and what they differ in."""

    entities: tuple[AlignedEntities, ...]
    relations: tuple[AlignedRelations, ...]

    @property
    def differences(self) -> int:
        """How many entities and relations are not the same."""
        kinds = [*(e.kind for e in self.entities), *(r.kind for r in self.relations)]
        return sum(kind != SAME_KIND for kind in kinds)


def entity_key(entity: Entity) -> EntityKey:
    """Return what makes two annotators' entities the same: span and label."""
    return entity.start, entity.end, entity.label


def align(a: Document, b: Document, symmetric: Iterable[str] = ()) -> Alignment:
    """Align two documents of one article one to one, as the counts of disagreements are made.

    Raises:
        TextMismatchError: the two have different texts.
    """
    builder = CorpusBuilder(("a", "b"))
    builder.add("a", a)
    builder.add("b", b.replacing(id=a.id))
    corpus = builder.build(symmetric, with_tokens=False)
    one, two = corpus.sets["a"], corpus.sets["b"]
    shared = one.done & two.done
    alignment = align_spans(one, two, shared)
    sides = relation_rows(one, two, alignment, shared)
    differing = relation_disagreements(corpus, one, two, *sides, alignment)
    names_a, names_b = _Originals(a, one, corpus), _Originals(b, two, corpus)

    entities = list(_aligned_entities(alignment, names_a, names_b))
    same = common_rows(sides[0].strict, sides[1].strict)
    pairs = [(SAME_KIND, int(sides[0].rows[x]), int(sides[1].rows[y])) for x, y in zip(*same, strict=True)]
    rows = zip(differing.kind.tolist(), differing.row_a.tolist(), differing.row_b.tolist(), strict=True)
    pairs += [(str(KINDS[kind]), x, y) for kind, x, y in rows]
    relations = (AlignedRelations(kind, names_a.relation(x), names_b.relation(y)) for kind, x, y in pairs)
    return Alignment(tuple(sorted(entities, key=lambda item: item.place)), tuple(relations))


def _aligned_entities(alignment: SpanAlignment, a: _Originals, b: _Originals) -> Iterator[AlignedEntities]:
    for kind, tier in ((SAME_KIND, SAME), *ENTITY_KINDS.items()):
        rows_a, rows_b = alignment.tier(tier)
        for x, y in zip(rows_a.tolist(), rows_b.tolist(), strict=True):
            yield AlignedEntities(kind, a.entity(x), b.entity(y))
    yield from (AlignedEntities("missing", a.entity(x), None) for x in alignment.alone(0).tolist())
    yield from (AlignedEntities("extra", None, b.entity(y)) for y in alignment.alone(1).tolist())


class _Originals:
    """Finds the document's own entities and relations behind the rows of the tables."""

    def __init__(self, document: Document, rows: Annotations, corpus: Corpus) -> None:
        self._rows, self._corpus = rows, corpus
        self._entities: dict[EntityKey, Entity] = {}
        for entity in document.entities:
            self._entities.setdefault(entity_key(entity), entity)
        by_id = {entity.id: entity_key(entity) for entity in document.entities}
        self._relations: dict[tuple[EntityKey, EntityKey, str], Relation] = {}
        for relation in document.relations:
            self._relations.setdefault((by_id[relation.head], by_id[relation.tail], relation.label), relation)

    def _key(self, row: int) -> EntityKey:
        return int(self._rows.start[row]), int(self._rows.end[row]), self._corpus.labels[int(self._rows.label[row])]

    def entity(self, row: int) -> Entity:
        return self._entities[self._key(row)]

    def relation(self, row: int) -> Relation | None:
        if row < 0:
            return None
        head, tail = self._key(int(self._rows.head[row])), self._key(int(self._rows.tail[row]))
        label = self._corpus.relation_labels[int(self._rows.relation_label[row])]
        found = self._relations.get((head, tail, label))
        if found is None and label in self._corpus.symmetric:
            found = self._relations.get((tail, head, label))
        return found
