"""What annotators disagree about, as rows of numbers: kept for looking into, without texts, a few bytes each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from annotator.agreement.columns import Annotations, Corpus, Ints
from annotator.agreement.link_alignment import KINDS, RelationDisagreements
from annotator.agreement.pair_entities import ENTITY_KINDS
from annotator.agreement.spans import SpanAlignment

ENTITY_NAMES = (*ENTITY_KINDS, "missing", "extra")
RELATION_NAMES = tuple(map(str, KINDS))
Rows = npt.NDArray[np.void]

_SPAN = np.dtype([("start", np.int32), ("end", np.int32), ("label", np.int32)])
_LINK = np.dtype([("head", _SPAN), ("tail", _SPAN), ("label", np.int32)])
ENTITY = np.dtype([("document", np.int32), ("kind", np.int8), ("a", _SPAN), ("b", _SPAN)])
RELATION = np.dtype([("document", np.int32), ("kind", np.int8), ("a", _LINK), ("b", _LINK)])
"""`kind` is a place in ENTITY_NAMES or RELATION_NAMES, `label` a number of the labels; -1 where a side has nothing."""


@dataclass(frozen=True, slots=True)
class PairDisputes:
    """All disagreements of two annotators, by document, in it by kind."""

    first: str
    second: str
    entities: Rows
    relations: Rows


@dataclass(slots=True)
class DisputeRows:
    """The disagreements of two annotators while documents come in."""

    entities: list[Rows] = field(default_factory=list)
    relations: list[Rows] = field(default_factory=list)

    def add(
        self,
        corpus: Corpus,
        sides: tuple[Annotations, Annotations],
        alignment: SpanAlignment,
        relations: RelationDisagreements,
        numbers: Numbers,
    ) -> None:
        """Add what two annotators disagree about in some documents."""
        tables = list(_entity_tables(alignment))
        found = np.zeros(sum(len(rows) for rows, _ in tables), dtype=ENTITY)
        found["kind"] = np.repeat(np.arange(len(tables)), [len(rows) for rows, _ in tables])
        columns = [np.concatenate([table[side] for table in tables]) for side in (0, 1)]
        for name, marks, rows in zip("ab", sides, columns, strict=True):
            _fill_span(found[name], found["document"], corpus, marks, rows, numbers)
        self.entities.append(found)
        links = np.zeros(len(relations.kind), dtype=RELATION)
        links["kind"] = relations.kind
        for name, marks, rows in zip("ab", sides, (relations.row_a, relations.row_b), strict=True):
            _fill_link(links[name], links["document"], corpus, marks, rows, numbers)
        self.relations.append(links[np.argsort(links["kind"], kind="stable")])

    def finished(self, first: str, second: str, numbers: Numbers) -> PairDisputes:
        """Return all disagreements, documents and labels by their final numbers; nothing can be added afterwards."""
        entities, relations = _joined(self.entities, ENTITY), _joined(self.relations, RELATION)
        for marks in (
            entities["a"],
            entities["b"],
            *(relations[side][end] for side in "ab" for end in ("head", "tail")),
        ):
            marks["label"] = _renumbered(marks["label"], numbers.label)
        for side in "ab":
            relations[side]["label"] = _renumbered(relations[side]["label"], numbers.relation_label)
        return PairDisputes(
            first, second, _by_document(entities, numbers.document), _by_document(relations, numbers.document)
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """What documents and labels of some documents are called among all: new number by old one."""

    document: Ints
    label: Ints
    relation_label: Ints


def _entity_tables(alignment: SpanAlignment) -> Iterator[tuple[Ints, Ints]]:
    """Yield the rows of both sides, -1 for none, kind by kind."""
    for tier in ENTITY_KINDS.values():
        yield alignment.tier(tier)
    left, right = alignment.alone(0), alignment.alone(1)
    yield left, np.full(len(left), -1)
    yield np.full(len(right), -1), right


def _fill_span(into: Rows, document: Ints, corpus: Corpus, marks: Annotations, rows: Ints, numbers: Numbers) -> None:
    there = rows >= 0
    rows = rows[there]
    here = marks.document[rows]
    base = corpus.base[here]
    into["label"] = -1
    for name, values in (
        ("start", marks.start[rows] - base),
        ("end", marks.end[rows] - base),
        ("label", numbers.label[marks.label[rows]]),
    ):
        into[name][there] = values
    document[there] = numbers.document[here]


def _fill_link(into: Rows, document: Ints, corpus: Corpus, marks: Annotations, rows: Ints, numbers: Numbers) -> None:
    for name, ends in (("head", marks.head), ("tail", marks.tail)):
        found = np.full(len(rows), -1)
        found[rows >= 0] = ends[rows[rows >= 0]]
        _fill_span(into[name], document, corpus, marks, found, numbers)
    into["label"] = -1
    into["label"][rows >= 0] = numbers.relation_label[marks.relation_label[rows[rows >= 0]]]


def _joined(parts: list[Rows], kind: npt.DTypeLike) -> Rows:
    rows: Rows = np.concatenate(parts) if parts else np.empty(0, dtype=kind)
    parts.clear()
    return rows


def _renumbered(labels: Ints, numbers: Ints) -> Ints:
    return np.append(numbers, -1)[labels]  # -1, for nothing, takes the last


def _by_document(rows: Rows, rank: Ints) -> Rows:
    rows["document"] = rank[rows["document"]]
    return rows[np.argsort(rows["document"], kind="stable")]
