"""Every single disagreement behind the counts, as rows that can be listed, filtered and opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement.columns import Annotations, Bools, Corpus
from annotator.agreement.link_alignment import KINDS
from annotator.agreement.pair_entities import ENTITY_KINDS
from annotator.agreement.report import AgreementReport, PairDetails

Layer = Literal["entity", "relation"]


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """An entity as an annotator marked it; offsets in its document, code points."""

    start: int
    end: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkedRelation:
    """A relation as an annotator marked it. `symmetric`: head and tail stand in order of the text only."""

    head: MarkedSpan
    tail: MarkedSpan
    label: str
    symmetric: bool = False

    @property
    def start(self) -> int:
        """Where the earlier end begins."""
        return min(self.head.start, self.tail.start)

    @property
    def end(self) -> int:
        """Where the later end ends."""
        return max(self.head.end, self.tail.end)


Marked = MarkedSpan | MarkedRelation


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that two annotators see differently; `a` is the first annotator's, None where he or she has nothing.

    `kind` is the key under which it was counted, "missing" and "extra" seen from the first annotator's side.
    """

    document_id: str
    layer: Layer
    kind: str
    first: str
    second: str
    a: Marked | None
    b: Marked | None

    @property
    def pair(self) -> str:
        """The key of the two annotators."""
        return f"{self.first}|{self.second}"

    @property
    def start(self) -> int:
        """Where it begins in the document, code points."""
        return min(m.start for m in (self.a, self.b) if m is not None)

    @property
    def end(self) -> int:
        """Where it ends in the document, code points."""
        return max(m.end for m in (self.a, self.b) if m is not None)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in question, each once."""
        return tuple(dict.fromkeys(m.label for m in (self.a, self.b) if m is not None))


def disagreements(
    report: AgreementReport,
    *,
    pair: str | None = None,
    layer: Layer | None = None,
    kind: str | None = None,
    label: str | None = None,
    document_id: str | None = None,
    document_ids: Collection[str] | None = None,
) -> Iterator[Disagreement]:
    """Yield the disagreements that a report counts, pair by pair, in document order; each filter narrows them down.

    `document_id` asks for one document, `document_ids` for several.

    Without filters their number by pair and kind equals the report's `disagreements` counts.
    """
    corpus = report.corpus
    wanted = None
    if document_id is not None or document_ids is not None:
        chosen = {document_id} if document_id is not None else set(document_ids or ())
        wanted = np.asarray([known in chosen for known in corpus.document_ids], dtype=bool)
    for key, details in report.details.items():
        if pair is not None and key != pair:
            continue
        for found in _of_pair(corpus, details, layer, kind, wanted):
            if label is None or label in found.labels:
                yield found


def documents_by_disagreement(report: AgreementReport) -> list[tuple[str, Counter[str]]]:
    """Return every document with two or more annotators, the most disputed first, with its counts by layer."""
    size = report.corpus.size
    totals = {layer: np.zeros(size, dtype=np.int64) for layer in ("entity", "relation")}
    for details in report.details.values():
        for row_layer, _, rows_a, rows_b in _tables(details):
            s_a, s_b = report.corpus.sets[details.first], report.corpus.sets[details.second]
            documents = _documents(s_a, s_b, row_layer, rows_a, rows_b)
            totals[row_layer] += np.bincount(documents, minlength=size)
    counts = [
        (document_id, Counter({layer: int(totals[layer][number]) for layer in totals}))
        for number, document_id in enumerate(report.corpus.document_ids)
    ]
    several = set(report.document_ids)
    ranked = sorted(counts, key=lambda item: (-item[1].total(), item[0]))
    return [item for item in ranked if item[0] in several]


_Rows = np.ndarray[tuple[int], np.dtype[np.int64]]


def _tables(details: PairDetails) -> Iterator[tuple[Layer, str, _Rows, _Rows]]:
    """Yield layer, kind, and the rows of both sides, -1 for none."""
    alignment, relations = details.alignment, details.relations
    for kind, tier in ENTITY_KINDS.items():
        yield "entity", kind, *alignment.tier(tier)
    left, right = alignment.alone(0), alignment.alone(1)
    yield "entity", "missing", left, np.full(len(left), -1)
    yield "entity", "extra", np.full(len(right), -1), right
    for number, relation_kind in enumerate(KINDS):
        chosen = relations.kind == number
        yield "relation", str(relation_kind), relations.row_a[chosen], relations.row_b[chosen]


def _documents(a: Annotations, b: Annotations, layer: Layer, rows_a: _Rows, rows_b: _Rows) -> _Rows:
    of_a, of_b = (a.document, b.document) if layer == "entity" else (a.relation_document, b.relation_document)
    result = np.full(len(rows_a), -1)
    for rows, documents in ((rows_a, of_a), (rows_b, of_b)):
        there = rows >= 0
        result[there] = documents[rows[there]]
    return result


def _of_pair(
    corpus: Corpus, details: PairDetails, layer: Layer | None, kind: str | None, wanted: Bools | None
) -> Iterator[Disagreement]:
    a, b = corpus.sets[details.first], corpus.sets[details.second]
    found = []
    for row_layer, row_kind, rows_a, rows_b in _tables(details):
        if (layer is not None and row_layer != layer) or (kind is not None and row_kind != kind):
            continue
        documents = _documents(a, b, row_layer, rows_a, rows_b)
        chosen = np.arange(len(documents)) if wanted is None else np.flatnonzero(wanted[documents])
        columns = (documents[chosen].tolist(), rows_a[chosen].tolist(), rows_b[chosen].tolist())
        found += [(document, row_layer, row_kind, x, y) for document, x, y in zip(*columns, strict=True)]
    found.sort(key=lambda row: (row[0], row[1]))
    for document, row_layer, row_kind, x, y in found:
        show: Callable[[Corpus, Annotations, int, int], Marked | None] = _span if row_layer == "entity" else _relation
        yield Disagreement(
            corpus.document_ids[document],
            row_layer,
            row_kind,
            details.first,
            details.second,
            show(corpus, a, document, x),
            show(corpus, b, document, y),
        )


def _span(corpus: Corpus, annotations: Annotations, document: int, row: int) -> MarkedSpan | None:
    if row < 0:
        return None
    start, end = corpus.place(document, int(annotations.start[row]), int(annotations.end[row]))
    return MarkedSpan(start, end, corpus.labels[int(annotations.label[row])], corpus.texts[document][start:end])


def _relation(corpus: Corpus, annotations: Annotations, document: int, row: int) -> MarkedRelation | None:
    if row < 0:
        return None
    head = _span(corpus, annotations, document, int(annotations.head[row]))
    tail = _span(corpus, annotations, document, int(annotations.tail[row]))
    assert head is not None
    assert tail is not None
    label = corpus.relation_labels[int(annotations.relation_label[row])]
    return MarkedRelation(head, tail, label, label in corpus.symmetric)
