"""Comparing the relations of two annotators: keys by which they are equal, and pairs of agreed entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.columns import Annotations, Bools, Corpus, Ints
from annotator.agreement.matching import ranks_in_run, rows_in_common
from annotator.agreement.spans import SAME, SpanAlignment

Codes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RelationRows:
    """One annotator's relations in the shared documents, with keys by which the two annotators' are compared.

    `strict`: labelled ends, direction, label. `boundary`: the same without the labels of the ends. `link`: the two
    spans only. Equal numbers mean equal relations for both annotators. `agreed`: both ends are agreed entities.
    """

    rows: Ints
    document: Ints
    label: Ints
    strict: Ints
    boundary: Ints
    link: Ints
    agreed: Bools


def relation_rows(
    a: Annotations, b: Annotations, alignment: SpanAlignment, shared: Bools
) -> tuple[RelationRows, RelationRows]:
    """Return the relations of both annotators in the shared documents, keyed alike."""
    rows_a, rows_b = (np.flatnonzero(shared[s.relation_document]) for s in (a, b))
    label = np.concatenate([a.relation_label[rows_a], b.relation_label[rows_b]])
    head = np.concatenate([a.entity[a.head[rows_a]], b.entity[b.head[rows_b]]])
    tail = np.concatenate([a.entity[a.tail[rows_a]], b.entity[b.tail[rows_b]]])
    head_span = np.concatenate([a.span[a.head[rows_a]], b.span[b.head[rows_b]]])
    tail_span = np.concatenate([a.span[a.tail[rows_a]], b.span[b.tail[rows_b]]])
    strict = _dense(_dense(head, tail), label)
    boundary = _dense(_dense(head_span, tail_span), label)
    link = _dense(np.minimum(head_span, tail_span), np.maximum(head_span, tail_span))

    def side(s: Annotations, rows: Ints, part: slice, agreed: Bools) -> RelationRows:
        both = agreed[s.head[rows]] & agreed[s.tail[rows]]
        document = s.relation_document[rows]
        return RelationRows(rows, document, label[part], strict[part], boundary[part], link[part], both)

    agreed_a = _agreed(a, alignment.rows_a, alignment.tier_a)
    agreed_b = _agreed(b, alignment.rows_b, alignment.tier_b)
    cut = len(rows_a)
    return side(a, rows_a, slice(cut), agreed_a), side(b, rows_b, slice(cut, None), agreed_b)


def _agreed(annotations: Annotations, rows: Ints, tiers: Ints) -> Bools:
    """Mark the rows whose span and label the other annotator has too."""
    mark = np.zeros(len(annotations.document), dtype=bool)
    mark[rows[tiers == SAME]] = True
    return mark


def _dense(first: Ints, second: Ints) -> Ints:
    """Number the pairs that occur; equal pairs get equal numbers."""
    size = int(second.max()) + 1 if len(second) else 1
    _, numbers = np.unique(first * size + second, return_inverse=True)
    return np.asarray(numbers, dtype=np.int64)


def common_rows(keys_a: Ints, keys_b: Ints) -> tuple[Ints, Ints]:
    """Return the positions of relations with equal keys, one to one.

    Where a key forgets something, several relations fall together: as many match as the side with fewer has.
    """
    order_a, order_b = np.argsort(keys_a, kind="stable"), np.argsort(keys_b, kind="stable")
    rank_a, rank_b = ranks_in_run(keys_a[order_a]), ranks_in_run(keys_b[order_b])
    most = max((int(r.max()) + 1 for r in (rank_a, rank_b) if len(r)), default=1)
    at_a, at_b = rows_in_common(keys_a[order_a] * most + rank_a, keys_b[order_b] * most + rank_b)
    return order_a[at_a], order_b[at_b]


@dataclass(frozen=True, slots=True)
class PairTable:
    """What both annotators say about each pair of agreed entities that at least one of them linked.

    A category is the set of labels and directions put on the pair, numbered from 1; 0 is no relation. `members` holds
    each one's codes, 2·label, or one more against the order of the text; those with several codes come last, as they
    appear.
    """

    document: Ints
    category_a: Ints
    category_b: Ints
    members: tuple[Codes, ...]

    @property
    def categories(self) -> int:
        """How many categories there are, no relation included."""
        return len(self.members)

    def named(self, number: int, labels: Sequence[str]) -> tuple[tuple[str, int], ...]:
        """Return the labels of a category by name, each with 1 where it goes against the order of the text."""
        return tuple((labels[code // 2], code % 2) for code in self.members[number])

    def appearances(self) -> dict[int, tuple[int, int, int]]:
        """Return where each category first appears: side, document, row."""
        found: dict[int, tuple[int, int, int]] = {}
        for side, column in enumerate((self.category_a, self.category_b)):
            for number, row in zip(*np.unique(column, return_index=True), strict=True):
                found.setdefault(int(number), (side, int(self.document[row]), int(row)))
        return found


def pair_table(
    corpus: Corpus, a: Annotations, b: Annotations, relations_a: RelationRows, relations_b: RelationRows
) -> PairTable:
    """Return the linked pairs of agreed entities with both annotators' categories."""
    directed = np.asarray([name not in corpus.symmetric for name in corpus.relation_labels], dtype=bool)
    sides, documents, pairs, codes = [], [], [], []
    for number, (s, relations) in enumerate([(a, relations_a), (b, relations_b)]):
        rows = relations.rows[relations.agreed]
        head, tail, label = s.entity[s.head[rows]], s.entity[s.tail[rows]], s.relation_label[rows]
        proper = head != tail
        sides.append(np.full(int(proper.sum()), number))
        documents.append(s.relation_document[rows][proper])
        pairs.append(np.stack([np.minimum(head, tail), np.maximum(head, tail)])[:, proper])
        codes.append((2 * label + ((head > tail) & directed[label]))[proper])
    side, code, ends = np.concatenate(sides), np.concatenate(codes), np.concatenate(pairs, axis=1)
    pair = _dense(ends[0], ends[1])
    count = int(pair.max()) + 1 if len(pair) else 0
    document = np.zeros(count, dtype=np.int64)
    document[pair] = np.concatenate(documents)
    table, members = _category_numbers(side * count + pair, code, 2 * count)
    return PairTable(document, table[:count], table[count:], members)


def _category_numbers(cell: Ints, code: Ints, size: int) -> tuple[Ints, tuple[Codes, ...]]:
    """Number the set of codes in every cell; 0 for an empty one. Returns the numbers and each one's codes."""
    order = np.lexsort((code, cell))
    cell, code = cell[order], code[order]
    counts = np.bincount(cell, minlength=size)
    first = np.cumsum(counts) - counts
    table = np.zeros(size, dtype=np.int64)
    single = np.flatnonzero(counts == 1)
    base = int(code.max()) + 1 if len(code) else 0
    table[single] = code[first[single]] + 1
    sets: dict[Codes, int] = {}
    for at in np.flatnonzero(counts > 1).tolist():
        members = tuple(code[first[at] : first[at] + counts[at]].tolist())
        table[at] = base + 1 + sets.setdefault(members, len(sets))
    used, dense = np.unique(np.concatenate([[0], table]), return_inverse=True)
    known = [(), *((single,) for single in range(base)), *sets]
    return dense[1:].astype(np.int64), tuple(known[number] for number in used.tolist())
