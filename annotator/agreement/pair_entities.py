"""Two annotators' agreement on entities, from counts by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from annotator.agreement.bootstrap import Reason, Sums
from annotator.agreement.coefficients import Floats, cohen_kappa, f1, gwet_ac1, ratio
from annotator.agreement.columns import Annotations, Bools, Corpus, Ints
from annotator.agreement.counts import CountsBuilder, CountTable
from annotator.agreement.report import Confusion, EntityLabelScores, EntityPair, Score, SemEval, TokenScores
from annotator.agreement.spans import (
    OVERLAP,
    SAME,
    SAME_LABEL,
    SAME_SPAN,
    SpanAlignment,
    exact_pairs,
    lenient_pairs,
)
from annotator.agreement.tokens import TokenTable

Counts = npt.NDArray[np.int64]
_WHOLE = ("",)  # the one column of a table that is not divided further
ENTITY_KINDS = {"label": SAME_SPAN, "boundary": SAME_LABEL, "boundary+label": OVERLAP}


@dataclass(frozen=True, slots=True)
class EntityCounts:
    """Counts by document: spans by label, tokens that agree, tokens that agree by label."""

    strict: Counts
    lenient: Counts
    exact: Counts
    n_a: Counts
    n_b: Counts
    token_agreed: Counts
    token_either: Counts
    label_agreed: Counts


def by_document(document: Ints, label: Ints, size: int, kinds: int) -> Counts:
    """Count rows by document and label."""
    return np.bincount(document * kinds + label, minlength=size * kinds).reshape(size, kinds)


def entity_counts(
    corpus: Corpus, tokens: TokenTable, first: str, second: str, alignment: SpanAlignment
) -> EntityCounts:
    """Return what two annotators' figures are made of."""
    a, b = corpus.sets[first], corpus.sets[second]
    size, kinds = corpus.size, len(corpus.labels)
    same, _ = alignment.tier(SAME)
    strict = by_document(a.document[same], a.label[same], size, kinds)
    return EntityCounts(
        strict=strict,
        lenient=strict + by_document(*lenient_pairs(a, b, alignment), size, kinds),
        exact=np.bincount(exact_pairs(a, b, alignment), minlength=size),
        n_a=by_document(a.document[alignment.rows_a], a.label[alignment.rows_a], size, kinds),
        n_b=by_document(b.document[alignment.rows_b], b.label[alignment.rows_b], size, kinds),
        token_agreed=tokens.agreed(first, second),
        token_either=tokens.either(first, second),
        label_agreed=tokens.label_agreed(first, second),
    )


def keep_counts(
    counts: EntityCounts, corpus: Corpus, tokens: TokenTable, names: tuple[str, str], kept: CountsBuilder, shared: Bools
) -> None:
    """Keep the counts of the shared documents until those of all documents are there."""
    first, second = names
    categories = tokens.label_sets(corpus.labels)[1:]
    tables: list[tuple[str, Sequence[Hashable], Counts]] = [
        *((name, corpus.labels, getattr(counts, name)) for name in ("strict", "lenient", "n_a", "n_b", "label_agreed")),
        *((name, _WHOLE, getattr(counts, name)) for name in ("exact", "token_agreed", "token_either")),
        ("tokens", _WHOLE, tokens.per_document),
        ("uses_a", categories, tokens.marginals(first)[:, 1:]),
        ("uses_b", categories, tokens.marginals(second)[:, 1:]),
        ("label_a", corpus.labels, tokens.label_counts(first)),
        ("label_b", corpus.labels, tokens.label_counts(second)),
    ]
    for name, keys, table in tables:
        kept.put(name, keys, table[shared])


def entity_sums(kept: CountTable, labels: Sequence[str], categories: Sequence[Hashable]) -> Sums:
    """Return the counts of the shared documents for summing and resampling; `categories` are those beside O."""
    by_name: dict[str, Sequence[Hashable]] = {
        "strict": labels,
        "lenient": labels,
        "exact": _WHOLE,
        "n_a": labels,
        "n_b": labels,
        "tokens": _WHOLE,
        "token_agreed": _WHOLE,
        "token_either": _WHOLE,
        "uses_a": categories,
        "uses_b": categories,
        "label_agreed": labels,
        "label_a": labels,
        "label_b": labels,
    }
    keys = [(name, key) for name, found in by_name.items() for key in found]
    kinds = len(labels)
    after = 2 * kinds + 1

    def rows(low: int, high: int) -> Floats:
        block = kept.rows(low, high, keys)
        three = block[:, :kinds], block[:, after : after + kinds], block[:, after + kinds : after + 2 * kinds]
        return np.concatenate([block, _document_f1(*(table.sum(axis=1) for table in three))], axis=1)

    return Sums(len(kept), {name: len(found) for name, found in by_name.items()} | {"doc_f1": 2}, rows)


def _document_f1(strict: Floats, n_a: Floats, n_b: Floats) -> Floats:
    """Return each document's F1 (0 where undefined) and whether it is defined."""
    values = f1(strict, n_a, n_b)
    return np.stack([np.nan_to_num(values), ~np.isnan(values)], axis=1)


@dataclass(slots=True)
class Aligned:
    """How the spans of two annotators are aligned, summed over documents.

    `tiers` counts the pairs of each tier, at 0 none; `alone` what has no partner, by side. `met` counts the pairs of
    labels on equal spans, None for no span.
    """

    tiers: list[int] = field(default_factory=lambda: [0] * 5)
    alone: list[int] = field(default_factory=lambda: [0, 0])
    met: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)

    def add(self, corpus: Corpus, a: Annotations, b: Annotations, alignment: SpanAlignment) -> None:
        """Add the spans of some documents."""
        for tier in (SAME, SAME_SPAN, SAME_LABEL, OVERLAP):
            self.tiers[tier] += len(alignment.tier(tier)[0])
        for side in (0, 1):
            self.alone[side] += len(alignment.alone(side))
        names = (*corpus.labels, None)
        table = _met(len(corpus.labels), a, b, alignment)
        for x, y in zip(*np.nonzero(table), strict=True):
            self.met[names[x], names[y]] += int(table[x, y])

    def confusion(self, labels: Sequence[str]) -> Confusion:
        """Return the label confusion on equal spans, what only one of the two marked in the last row and column."""
        names = (*labels, None)
        return Confusion(tuple(labels), tuple(tuple(self.met[x, y] for y in names) for x in names))

    def disagreements(self) -> dict[str, int]:
        """Count the disagreements by kind."""
        counts = (*(self.tiers[tier] for tier in ENTITY_KINDS.values()), *self.alone)
        return dict(zip((*ENTITY_KINDS, "missing", "extra"), counts, strict=True))


def _met(kinds: int, a: Annotations, b: Annotations, alignment: SpanAlignment) -> Counts:
    table = np.zeros((kinds + 1, kinds + 1), dtype=np.int64)
    for tier in (SAME, SAME_SPAN):
        rows_a, rows_b = alignment.tier(tier)
        np.add.at(table, (a.label[rows_a], b.label[rows_b]), 1)
    table[:kinds, kinds] = np.bincount(a.label[alignment.alone(0)], minlength=kinds)
    table[kinds, :kinds] = np.bincount(b.label[alignment.alone(1)], minlength=kinds)
    return table


def entity_pair(aligned: Aligned, labels: Sequence[str], sums: Sums) -> EntityPair:
    """Return two annotators' agreement on entities; `sums` have been drawn."""
    n_a, n_b = sums["n_a"].sum(axis=1), sums["n_b"].sum(axis=1)
    strict, lenient = sums["strict"].sum(axis=1), sums["lenient"].sum(axis=1)
    average = (f1(strict, n_a, n_b) + f1(lenient, n_a, n_b)) / 2
    doc = sums["doc_f1"]
    return EntityPair(
        documents=sums.documents,
        n_a=int(n_a[0]),
        n_b=int(n_b[0]),
        strict=score(sums, strict, n_a, n_b),
        f1_doc_mean=sums.estimate(ratio(doc[:, 0], doc[:, 1]), Reason.NOTHING_MARKED),
        exact=score(sums, sums.one("exact"), n_a, n_b),
        lenient=score(sums, lenient, n_a, n_b),
        average_f1=sums.estimate(average, Reason.NOTHING_MARKED),
        disagreements=aligned.disagreements(),
        semeval=_semeval(sums, aligned.tiers[1:], (aligned.alone[0], aligned.alone[1])),
        per_label=_per_label(labels, sums),
        token=_token_scores(sums),
        confusion=aligned.confusion(labels),
    )


def score(sums: Sums, tp: Floats, n_a: Floats, n_b: Floats) -> Score:
    """Return precision, recall and F1 of matched items; F1 with its interval."""
    return Score(
        tp=int(tp[0]),
        n_a=int(n_a[0]),
        n_b=int(n_b[0]),
        precision=sums.figure(ratio(tp, n_b), Reason.NOTHING_MARKED_B),
        recall=sums.figure(ratio(tp, n_a), Reason.NOTHING_MARKED_A),
        f1=sums.estimate(f1(tp, n_a, n_b), Reason.NOTHING_MARKED),
    )


def _per_label(labels: Sequence[str], sums: Sums) -> dict[str, EntityLabelScores]:
    total = sums.one("tokens")
    result = {}
    for column, label in enumerate(labels):
        n_a, n_b = sums.one("n_a", column), sums.one("n_b", column)
        both, in_a, in_b = (sums.one(name, column) for name in ("label_agreed", "label_a", "label_b"))
        kappa = yes_no_kappa(total, both, in_a, in_b)
        result[label] = EntityLabelScores(
            strict=score(sums, sums.one("strict", column), n_a, n_b),
            lenient=score(sums, sums.one("lenient", column), n_a, n_b),
            token_kappa=sums.estimate(kappa, _kappa_reason(total)),
        )
    return result


def yes_no_kappa(total: Floats, both: Floats, in_a: Floats, in_b: Floats) -> Floats:
    """Return Cohen's kappa of a yes/no question from the counts of yes."""
    uses_a, uses_b = (np.stack([total - n, n], axis=-1) for n in (in_a, in_b))
    return cohen_kappa(total, total - in_a - in_b + 2 * both, uses_a, uses_b)


def _kappa_reason(total: Floats) -> Reason:
    return Reason.CHANCE_IS_CERTAIN if total[0] else Reason.NO_TOKENS


def _with_o(total: Floats, uses: Floats) -> Floats:
    return np.concatenate([(total - uses.sum(axis=1))[:, None], uses], axis=1)


def _token_scores(sums: Sums) -> TokenScores:
    total, either, both = sums.one("tokens"), sums.one("token_either"), sums.one("token_agreed")
    uses_a, uses_b = sums["uses_a"], sums["uses_b"]
    all_a, all_b = _with_o(total, uses_a), _with_o(total, uses_b)
    agreed = total - either + both
    kappa_annotated = cohen_kappa(either, both, _with_o(either, uses_a), _with_o(either, uses_b))
    labels = [sums[name].sum(axis=1) for name in ("label_agreed", "label_a", "label_b")]
    reason = _kappa_reason(total)
    return TokenScores(
        n=int(total[0]),
        n_annotated=int(either[0]),
        percent=sums.figure(ratio(agreed, total), Reason.NO_TOKENS),
        kappa=sums.estimate(cohen_kappa(total, agreed, all_a, all_b), reason),
        kappa_annotated=sums.estimate(
            kappa_annotated, Reason.CHANCE_IS_CERTAIN if either[0] else Reason.NOTHING_MARKED
        ),
        ac1=sums.estimate(gwet_ac1(total, agreed, all_a + all_b), reason),
        f1=sums.estimate(f1(*labels), Reason.NOTHING_MARKED),
    )


def _semeval(sums: Sums, tiers: list[int], alone: tuple[int, int]) -> dict[str, SemEval]:
    """Return the four schemes' counts from the sizes of the tiers and of what is unmatched."""
    same, same_span, same_label, overlap = tiers
    counts = {
        "strict": (same, same_span + same_label + overlap, 0),
        "exact": (same + same_span, same_label + overlap, 0),
        "partial": (same + same_span, 0, same_label + overlap),
        "ent_type": (same + same_label, same_span + overlap, 0),
    }
    return {name: _semeval_scheme(sums, *three, *alone) for name, three in counts.items()}


def _semeval_scheme(sums: Sums, correct: int, incorrect: int, partial: int, missed: int, spurious: int) -> SemEval:
    credit = np.asarray([correct + 0.5 * partial])
    possible, actual = (np.asarray([correct + incorrect + partial + float(n)]) for n in (missed, spurious))
    return SemEval(
        correct,
        incorrect,
        partial,
        missed,
        spurious,
        precision=sums.figure(ratio(credit, actual), Reason.NOTHING_MARKED_B),
        recall=sums.figure(ratio(credit, possible), Reason.NOTHING_MARKED_A),
        f1=sums.figure(f1(credit, possible, actual), Reason.NOTHING_MARKED),
    )
