"""Every single disagreement behind the counts, as rows that can be listed, filtered and opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement.columns import Bools
from annotator.agreement.disputes import ENTITY_NAMES, RELATION_NAMES, PairDisputes, Rows
from annotator.agreement.report import AgreementReport

Layer = Literal["entity", "relation"]
Row = np.void


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
    chosen = None
    if document_id is not None or document_ids is not None:
        wanted = {document_id} if document_id is not None else set(document_ids or ())
        chosen = np.asarray([known in wanted for known in report.ids], dtype=bool)
    shown = _Shown(report)
    for key, disputes in report.disputes.items():
        if pair is None or key == pair:
            entities = _chosen(disputes.entities, report.labels, ENTITY_NAMES, kind, label, chosen)
            relations = _chosen(disputes.relations, report.relation_labels, RELATION_NAMES, kind, label, chosen)
            yield from shown.rows(
                disputes,
                entities[:0] if layer == "relation" else entities,
                relations[:0] if layer == "entity" else relations,
            )


def documents_by_disagreement(report: AgreementReport) -> Iterator[tuple[str, Counter[str]]]:
    """Yield every document with two or more annotators, the most disputed first, with its counts by layer."""
    size = len(report.ids)
    entities, relations = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for disputes in report.disputes.values():
        entities += np.bincount(disputes.entities["document"], minlength=size)
        relations += np.bincount(disputes.relations["document"], minlength=size)
    ranked = np.flatnonzero(report.several)
    ranked = ranked[np.argsort(-(entities + relations)[ranked], kind="stable")]
    for number in ranked.tolist():
        yield report.ids[number], Counter({"entity": int(entities[number]), "relation": int(relations[number])})


def _chosen(
    rows: Rows,
    labels: tuple[str, ...],
    kinds: tuple[str, ...],
    kind: str | None,
    label: str | None,
    documents: Bools | None,
) -> Rows:
    """Return the rows of a kind, a label, some documents."""
    keep = np.ones(len(rows), dtype=bool)
    if kind is not None:
        keep &= rows["kind"] == (kinds.index(kind) if kind in kinds else -1)
    if label is not None:
        number = labels.index(label) if label in labels else -2
        keep &= (rows["a"]["label"] == number) | (rows["b"]["label"] == number)
    if documents is not None:
        keep &= documents[rows["document"]]
    return rows if keep.all() else rows[keep]


class _Shown:
    """Makes disagreements out of rows of numbers; the texts are fetched one document at a time."""

    def __init__(self, report: AgreementReport) -> None:
        self._report = report
        self._number, self._text = -1, ""

    def rows(self, disputes: PairDisputes, entities: Rows, relations: Rows) -> Iterator[Disagreement]:
        """Yield the disagreements of a pair document by document, entities first."""
        documents = np.concatenate([entities["document"], relations["document"]])
        for at in np.argsort(documents, kind="stable"):
            if at < len(entities):
                yield self._entity(disputes, entities[at])
            else:
                yield self._relation(disputes, relations[at - len(entities)])

    def _entity(self, disputes: PairDisputes, row: Row) -> Disagreement:
        number, a, b = int(row["document"]), self._span(row, row["a"]), self._span(row, row["b"])
        kind = ENTITY_NAMES[row["kind"]]
        return Disagreement(self._report.ids[number], "entity", kind, disputes.first, disputes.second, a, b)

    def _relation(self, disputes: PairDisputes, row: Row) -> Disagreement:
        number, a, b = int(row["document"]), self._link(row, row["a"]), self._link(row, row["b"])
        kind = RELATION_NAMES[row["kind"]]
        return Disagreement(self._report.ids[number], "relation", kind, disputes.first, disputes.second, a, b)

    def _span(self, row: Row, mark: Row) -> MarkedSpan | None:
        if mark["label"] < 0:
            return None
        number, start, end = int(row["document"]), int(mark["start"]), int(mark["end"])
        if number != self._number:
            self._number, self._text = number, self._report.text_of(self._report.ids[number])
        return MarkedSpan(start, end, self._report.labels[mark["label"]], self._text[start:end])

    def _link(self, row: Row, mark: Row) -> MarkedRelation | None:
        if mark["label"] < 0:
            return None
        head, tail = self._span(row, mark["head"]), self._span(row, mark["tail"])
        assert head is not None
        assert tail is not None
        label = self._report.relation_labels[mark["label"]]
        return MarkedRelation(head, tail, label, label in self._report.symmetric)
