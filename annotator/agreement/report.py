"""The result of scoring agreement: plain values, complete enough to print, to draw and to look into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.agreement.bootstrap import Estimate
from annotator.agreement.columns import Bools

if TYPE_CHECKING:
    from annotator.agreement.disputes import PairDisputes  # which is made with what the report holds


@dataclass(frozen=True, slots=True)
class Score:
    """Matched items and both annotators' counts. Recall is by the first annotator's items, precision by the second's."""

    tp: int
    n_a: int
    n_b: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class SemEval:
    """SemEval-2013 task 9.1 counts under one of its four schemes."""

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class TokenScores:
    """Agreement on tokens: over all `n`, and over the `n_annotated` that at least one of the two marked."""

    n: int
    n_annotated: int
    percent: Estimate
    kappa: Estimate
    kappa_annotated: Estimate
    ac1: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class EntityLabelScores:
    """Two annotators' agreement on one entity label."""

    strict: Score
    lenient: Score
    token_kappa: Estimate


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often the first annotator's label (row) met the second's (column) on the same span.

    The last row counts spans that only the second annotator has, the last column those that only the first has.
    """

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class EntityPair:
    """Two annotators' agreement on entities."""

    documents: int
    n_a: int
    n_b: int
    strict: Score
    f1_doc_mean: Estimate
    exact: Score
    lenient: Score
    average_f1: Estimate
    disagreements: Mapping[str, int]
    semeval: Mapping[str, SemEval]
    per_label: Mapping[str, EntityLabelScores]
    token: TokenScores
    confusion: Confusion


@dataclass(frozen=True, slots=True)
class LinkedPairs:
    """Agreement on pairs of agreed entities: over all `n`, and over the `n_linked` that both annotators linked."""

    n: int
    n_linked: int
    kappa: Estimate
    kappa_linked: Estimate


@dataclass(frozen=True, slots=True)
class RelationPair:
    """Two annotators' agreement on relations."""

    documents: int
    n_a: int
    n_b: int
    strict: Score
    boundary: Score
    link: Score
    given_entities: Score
    pairs: LinkedPairs
    per_label: Mapping[str, Score]
    disagreements: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OverallF1:
    """Strict F1 over all pairs of annotators: the mean of the pairs', and from the summed counts."""

    f1_mean: Estimate
    f1_micro: Estimate


@dataclass(frozen=True, slots=True)
class OverallTokens:
    """All annotators' agreement on tokens; `fleiss_kappa` and `ac1` on documents that everybody has done."""

    fleiss_kappa: Estimate
    ac1: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class OverallLabel:
    """All annotators' agreement on one entity label."""

    strict: OverallF1
    fleiss_kappa: Estimate
    alpha: Estimate
    alpha_u: Estimate


@dataclass(frozen=True, slots=True)
class EntityOverall:
    """All annotators' agreement on entities."""

    strict: OverallF1
    complete_documents: int
    token: OverallTokens
    alpha_u: Estimate
    per_label: Mapping[str, OverallLabel]


@dataclass(frozen=True, slots=True)
class RelationOverall:
    """All annotators' agreement on relations."""

    strict: OverallF1
    per_label: Mapping[str, OverallF1]


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything that is said about the agreement of a set of annotators.

    Pairs are keyed by two names in alphabetical order, joined by "|". `documents` counts those with two or more
    annotators, `document_ids` lists them; `single_documents` those with one only; `left_out` tells for each annotator what was not counted, by status.

    The rest is for looking into: `ids` are those of all documents that somebody has done, sorted, `several` marks those
    with two or more annotators, `disputes` holds the disagreements by pair, and `text_of` returns the text of a document.
    """

    annotators: tuple[str, ...]
    documents: int
    document_ids: Sequence[str]
    done: Mapping[str, int]
    symmetric: tuple[str, ...]
    tokenizer: str
    seed: int
    replicates: int
    version: str
    entity_pairs: Mapping[str, EntityPair]
    entities: EntityOverall
    relation_pairs: Mapping[str, RelationPair]
    relations: RelationOverall
    labels: tuple[str, ...]
    relation_labels: tuple[str, ...]
    single_documents: int
    ids: Sequence[str] = field(repr=False, compare=False)
    several: Bools = field(repr=False, compare=False)
    disputes: Mapping[str, PairDisputes] = field(repr=False, compare=False)
    text_of: Callable[[str], str] = field(repr=False, compare=False)
    left_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def pairs(self) -> tuple[str, ...]:
        """The pairs' keys, in order."""
        return tuple(self.entity_pairs)

    def to_json(self) -> dict[str, Any]:
        """Return the report as a JSON object, full precision, null where a figure is undefined."""
        from annotator.agreement.report_json import report_json

        return report_json(self)
