"""What documents leave behind when they are scored: counts by document and rows of what differs, no texts, no tokens.

Documents come some at a time, each with the annotations of everybody; a document comes once. All figures, their
intervals and the drill-down are made of what is kept here, so that a corpus need never be in memory as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from annotator.agreement.columns import Bools, Corpus, Ints
from annotator.agreement.counts import CountsBuilder, joined
from annotator.agreement.disputes import DisputeRows, Numbers
from annotator.agreement.errors import TooFewAnnotatorsError
from annotator.agreement.link_alignment import KINDS, relation_disagreements
from annotator.agreement.links import PairTable, relation_rows
from annotator.agreement.overall import Apart, Coverage, coverage
from annotator.agreement.overall import keep_counts as keep_overall_counts
from annotator.agreement.pair_entities import Aligned, EntityCounts, entity_counts
from annotator.agreement.pair_entities import keep_counts as keep_entity_counts
from annotator.agreement.pair_relations import RelationCounts, relation_counts
from annotator.agreement.pair_relations import keep_counts as keep_relation_counts
from annotator.agreement.spans import align_spans
from annotator.agreement.tokens import TokenTable, sorted_label_sets, token_table
from annotator.agreement.unitizing import Continuum

LinkCategory = tuple[tuple[str, int], ...]
"""Labels that one annotator put on a pair of entities, each with 1 where it goes against the order of the text."""


@dataclass(frozen=True, slots=True)
class _Some:
    """Some documents, with what all pairs of annotators need."""

    corpus: Corpus
    tokens: TokenTable
    cover: Coverage
    numbers: Numbers
    apart: Apart


@dataclass(slots=True)
class PairTally:
    """What is kept of two annotators."""

    entities: CountsBuilder = field(default_factory=CountsBuilder)
    relations: CountsBuilder = field(default_factory=CountsBuilder)
    aligned: Aligned = field(default_factory=Aligned)
    disputes: DisputeRows = field(default_factory=DisputeRows)
    relation_kinds: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(map(str, KINDS), 0)))
    _links: dict[LinkCategory, tuple[int, str, int]] = field(default_factory=dict)

    def add_links(self, table: PairTable, corpus: Corpus) -> None:
        """Take note of the categories of linked entities, and where each appears first."""
        for number, (side, document, row) in table.appearances().items():
            if number:
                category, place = (
                    table.named(number, corpus.relation_labels),
                    (side, corpus.document_ids[document], row),
                )
                self._links[category] = min(place, self._links.get(category, place))

    def link_categories(self, labels: Sequence[str]) -> list[LinkCategory]:
        """Return the categories of linked entities: single ones by label, the others as they appear."""
        number = {label: at for at, label in enumerate(labels)}
        single = sorted((c for c in self._links if len(c) == 1), key=lambda c: (number[c[0][0]], c[0][1]))
        return single + sorted((c for c in self._links if len(c) > 1), key=self._links.__getitem__)


class Tally:
    """Collects what is kept of all documents.

    Raises:
        TooFewAnnotatorsError: there are fewer than two annotators.
    """

    def __init__(self, annotators: Sequence[str]) -> None:
        if len(annotators) < 2:
            raise TooFewAnnotatorsError(tuple(annotators))
        self.annotators = tuple(annotators)
        self.pairs = {names: PairTally() for names in combinations(sorted(annotators), 2)}
        self.overall = CountsBuilder()
        self.continuum = Continuum(len(self.annotators))
        self.ids: list[str] = []
        self.done = dict.fromkeys(self.annotators, 0)
        self.single = 0
        self.categories: set[tuple[str, ...]] = set()
        self.labels: dict[str, int] = {}
        self.relation_labels: dict[str, int] = {}
        self._order: list[np.ndarray[tuple[int], np.dtype[np.integer]]] = []
        self._several: list[Bools] = []

    def add(self, corpus: Corpus) -> None:
        """Score some documents, which have not come before, and keep what they leave behind."""
        some = _Some(corpus, token_table(corpus), coverage(corpus), self._numbers(corpus), Apart.none(corpus))
        for names, pair in self.pairs.items():
            shared = some.cover.shared(*names)
            if shared.any():
                self._add_pair(some, names, pair, shared)
        self.categories.update(some.tokens.label_sets(corpus.labels))
        keep_overall_counts(corpus, some.tokens, some.cover, some.apart, self.overall)
        self.overall.end(some.numbers.document[some.cover.several])
        self.continuum.add(corpus, corpus.order[some.cover.complete[corpus.order]])
        self._cover(corpus, some.cover, some.numbers.document)

    def _numbers(self, corpus: Corpus) -> Numbers:
        document = np.arange(len(self.ids), len(self.ids) + corpus.size)
        known, relations = self.labels, self.relation_labels
        label = [known.setdefault(name, len(known)) for name in corpus.labels]
        relation_label = [relations.setdefault(name, len(relations)) for name in corpus.relation_labels]
        return Numbers(document, np.asarray(label, dtype=np.int64), np.asarray(relation_label, dtype=np.int64))

    def _add_pair(self, some: _Some, names: tuple[str, str], pair: PairTally, shared: Bools) -> None:
        corpus, documents = some.corpus, some.numbers.document[shared]
        a, b = (corpus.sets[name] for name in names)
        alignment = align_spans(a, b, shared)
        entities = entity_counts(corpus, some.tokens, *names, alignment)
        keep_entity_counts(entities, corpus, some.tokens, names, pair.entities, shared)
        pair.entities.end(documents)
        pair.aligned.add(corpus, a, b, alignment)
        some.apart.add(some.tokens, names, entities, shared)

        sides = relation_rows(a, b, alignment, shared)
        differing = relation_disagreements(corpus, a, b, *sides, alignment)
        relations = relation_counts(corpus, a, b, *sides)
        keep_relation_counts(relations, corpus, entities.strict.sum(axis=1), pair.relations, shared)
        pair.relations.end(documents)
        pair.relation_kinds.update(differing.counts())
        pair.add_links(relations.table, corpus)
        pair.disputes.add(corpus, (a, b), alignment, differing, some.numbers)
        self._put_f1(names, entities, relations, some.cover.several)

    def _put_f1(
        self, names: tuple[str, str], entities: EntityCounts, relations: RelationCounts, several: Bools
    ) -> None:
        keys = [("|".join(names), part) for part in range(3)]
        for layer, counts in (("entities", entities), ("relations", relations)):
            three = (counts.strict, counts.n_a, counts.n_b)
            self.overall.put(layer, keys, np.stack([table.sum(axis=1)[several] for table in three], axis=1))

    def _cover(self, corpus: Corpus, cover: Coverage, document: Ints) -> None:
        self.ids.extend(corpus.document_ids)
        self.single += int((cover.annotators == 1).sum())
        for name, marks in cover.done.items():
            self.done[name] += int(marks.sum())
        self._order.append(document[corpus.order].astype(np.int32))
        self._several.append(cover.several)

    def finish(self) -> Finished:
        """Return what there is about all documents; nothing can be added afterwards."""
        by_id = np.asarray(sorted(range(len(self.ids)), key=self.ids.__getitem__), dtype=np.int64)
        rank = np.empty(len(by_id), dtype=np.int64)
        rank[by_id] = np.arange(len(by_id))
        several = np.concatenate([np.empty(0, dtype=bool), *self._several])
        order = joined(self._order)
        labels, relation_labels = tuple(sorted(self.labels)), tuple(sorted(self.relation_labels))
        return Finished(
            ids=tuple(map(self.ids.__getitem__, by_id)),
            document_ids=tuple(map(self.ids.__getitem__, order[several[order]])),
            several=several[by_id],
            numbers=Numbers(rank, _places(self.labels, labels), _places(self.relation_labels, relation_labels)),
            labels=labels,
            relation_labels=relation_labels,
            categories=sorted_label_sets(self.categories, labels),
        )


@dataclass(frozen=True, slots=True)
class Finished:
    """All documents, sorted by id, and all labels, by name. `numbers` are the places that each came to have there.

    `document_ids` are those with two or more annotators, in the order in which they were given.
    """

    ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    several: Bools
    numbers: Numbers
    labels: tuple[str, ...]
    relation_labels: tuple[str, ...]
    categories: list[tuple[str, ...]]


def _places(names: Iterable[str], ordered: tuple[str, ...]) -> Ints:
    place = {name: at for at, name in enumerate(ordered)}
    return np.asarray([place[name] for name in names], dtype=np.int64)
