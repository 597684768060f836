"""The agreement of all annotators together; documents that some have not done are coped with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.bootstrap import Estimate, Reason, Resampler, Sums
from annotator.agreement.coefficients import Floats, f1, fleiss_kappa, gwet_ac1, krippendorff_alpha
from annotator.agreement.columns import Bools, Corpus
from annotator.agreement.pair_entities import Counts, EntityCounts
from annotator.agreement.report import (
    EntityOverall,
    EntityPair,
    OverallF1,
    OverallLabel,
    OverallTokens,
    RelationOverall,
    RelationPair,
    Score,
)
from annotator.agreement.tokens import TokenTable
from annotator.agreement.unitizing import overall_alpha, unitizing_disagreements

PairCounts = Mapping[tuple[str, str], EntityCounts]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which documents count: `done` by annotator, `several` with two or more annotators, `complete` with all."""

    done: Mapping[str, Bools]
    annotators: Counts
    several: Bools
    complete: Bools

    def shared(self, first: str, second: str) -> Bools:
        """Mark the documents that both annotators have done."""
        return self.done[first] & self.done[second]


def coverage(corpus: Corpus) -> Coverage:
    """Count the annotators of each document."""
    done = {name: annotations.done for name, annotations in corpus.sets.items()}
    count = np.sum([mark.astype(np.int64) for mark in done.values()], axis=0)
    return Coverage(done, count, count > 1, count == len(done))


# -- F1 over all pairs ---------------------------------------------------------------------------------------------


def overall_f1(pairs: Sequence[tuple[Counts, Counts, Counts]], several: Bools, resampler: Resampler) -> OverallF1:
    """Return mean and micro F1 over pairs; each is given as matched items and both sides' counts by document."""
    sums = Sums(int(several.sum()))
    table = np.stack([column for three in pairs for column in three], axis=1)
    sums.add("counts", table[several])
    sums.draw(resampler)
    totals = sums["counts"]
    matched, n_a, n_b = totals[:, 0::3], totals[:, 1::3], totals[:, 2::3]
    mean = _mean(f1(matched, n_a, n_b))
    micro = f1(matched.sum(axis=1), n_a.sum(axis=1), n_b.sum(axis=1))
    return OverallF1(sums.estimate(mean, Reason.NOTHING_MARKED), sums.estimate(micro, Reason.NOTHING_MARKED))


def _mean(values: Floats) -> Floats:
    """Return the mean of what is defined in each row."""
    defined = ~np.isnan(values)
    count = defined.sum(axis=1)
    total = np.where(defined, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _label_f1(scores: Sequence[Score]) -> OverallF1:
    """Return the same of one label from the pairs' scores, without intervals."""
    values = [s.f1.value for s in scores if s.f1.value is not None]
    size = sum(s.n_a + s.n_b for s in scores)
    reason = None if values else Reason.NOTHING_MARKED
    return OverallF1(
        Estimate(sum(values) / len(values) if values else None, reason=reason),
        Estimate(2 * sum(s.tp for s in scores) / size if size else None, reason=reason),
    )


# -- tokens --------------------------------------------------------------------------------------------------------


def _alpha_sums(tokens: TokenTable, counts: PairCounts, cover: Coverage, uses: Counts) -> Sums:
    """Collect, by document, what Krippendorff's alpha is made of.

    For a unit with m values D_o adds Σ_{c≠k} n_c·n_k / (m−1): twice the pairs that disagree, over m−1.
    """
    weight = 2 / np.maximum(cover.annotators - 1, 1)
    differ = np.zeros(len(weight))
    differ_label: Floats = np.zeros((len(weight), tokens.members.shape[1]))
    for (first, second), pair in counts.items():
        shared = cover.shared(first, second)
        differ += shared * (pair.token_either - pair.token_agreed)
        apart = tokens.label_counts(first) + tokens.label_counts(second) - 2 * pair.label_agreed
        differ_label += shared[:, None] * apart
    sums = Sums(int(cover.several.sum()))
    sums.add("differ", (weight * differ)[cover.several])
    sums.add("differ_label", (weight[:, None] * differ_label)[cover.several])
    sums.add("values", (cover.annotators * tokens.per_document)[cover.several])
    sums.add("uses", uses[cover.several])
    sums.add("uses_label", _label_uses(tokens, cover)[cover.several])
    return sums


def _uses(tokens: TokenTable, cover: Coverage) -> Counts:
    """Count the uses of each category by all annotators, by document."""
    total = np.zeros((len(tokens.per_document), tokens.categories), dtype=np.int64)
    for name, done in cover.done.items():
        total += tokens.marginals(name) * done[:, None]
    return total


def _label_uses(tokens: TokenTable, cover: Coverage) -> Counts:
    return _summed([tokens.label_counts(name) * done[:, None] for name, done in cover.done.items()])


def _summed(tables: Sequence[Counts]) -> Counts:
    total: Counts = np.sum(tables, axis=0)
    return total


def _complete_sums(tokens: TokenTable, counts: PairCounts, cover: Coverage, uses: Counts) -> Sums:
    """Collect, by complete document, the pairs of annotators that agree on a token, and the uses of categories."""
    chosen = cover.complete
    sums = Sums(int(chosen.sum()))
    pairs = len(counts)
    agreed = sum(tokens.per_document - pair.token_either + pair.token_agreed for pair in counts.values())
    apart = sum(
        tokens.label_counts(first) + tokens.label_counts(second) - 2 * pair.label_agreed
        for (first, second), pair in counts.items()
    )
    sums.add("tokens", tokens.per_document[chosen])
    sums.add("agreed", np.asarray(agreed)[chosen])
    sums.add("agreed_label", (pairs * tokens.per_document[:, None] - np.asarray(apart))[chosen])
    sums.add("uses", uses[chosen])
    sums.add("uses_label", _label_uses(tokens, cover)[chosen])
    return sums


def _yes_no(total: Floats, uses: Floats) -> Floats:
    return np.stack([total - uses, uses], axis=-1)


# -- everything ----------------------------------------------------------------------------------------------------


def entity_overall(
    corpus: Corpus,
    tokens: TokenTable,
    counts: PairCounts,
    pairs: Mapping[str, EntityPair],
    cover: Coverage,
    resampler: Resampler,
) -> EntityOverall:
    """Return the agreement of all annotators on entities."""
    annotators = len(corpus.annotators)
    all_uses = _uses(tokens, cover)
    alpha, complete = (make(tokens, counts, cover, all_uses) for make in (_alpha_sums, _complete_sums))
    for sums in (alpha, complete):
        sums.draw(resampler)
    total, agreed, uses = complete.one("tokens"), complete.one("agreed"), complete["uses"]
    reason = Reason.CHANCE_IS_CERTAIN if total[0] else Reason.NO_TOKENS
    alpha_values = krippendorff_alpha(alpha.one("differ"), alpha["uses"])
    units = unitizing_disagreements(corpus, corpus.order[cover.complete[corpus.order]])
    labels = {}
    for column, label in enumerate(corpus.labels):
        yes_no = _yes_no(annotators * total, complete.one("uses_label", column))
        kappa = fleiss_kappa(total, complete.one("agreed_label", column), yes_no, annotators)
        uses_label = _yes_no(alpha.one("values"), alpha.one("uses_label", column))
        labels[label] = OverallLabel(
            strict=_label_f1([pair.per_label[label].strict for pair in pairs.values()]),
            fleiss_kappa=complete.estimate(kappa, reason),
            alpha=alpha.estimate(
                krippendorff_alpha(alpha.one("differ_label", column), uses_label), Reason.CHANCE_IS_CERTAIN
            ),
            alpha_u=_alpha_u(units[column].alpha, complete.documents),
        )
    summed = [(c.strict.sum(axis=1), c.n_a.sum(axis=1), c.n_b.sum(axis=1)) for c in counts.values()]
    return EntityOverall(
        strict=overall_f1(summed, cover.several, resampler),
        complete_documents=complete.documents,
        token=OverallTokens(
            fleiss_kappa=complete.estimate(fleiss_kappa(total, agreed, uses, annotators), reason),
            ac1=complete.estimate(gwet_ac1(total, agreed, uses, annotators), reason),
            alpha=alpha.estimate(alpha_values, Reason.CHANCE_IS_CERTAIN),
        ),
        alpha_u=_alpha_u(overall_alpha(units), complete.documents),
        per_label=labels,
    )


def _alpha_u(value: float | None, documents: int) -> Estimate:
    if value is not None:
        return Estimate(value)
    return Estimate(None, reason=Reason.NO_UNITS if documents else Reason.NO_DOCUMENTS)


def relation_overall(pairs: Mapping[str, RelationPair], summary: OverallF1, labels: Sequence[str]) -> RelationOverall:
    """Return the agreement of all annotators on relations."""
    by_label = {label: _label_f1([pair.per_label[label] for pair in pairs.values()]) for label in labels}
    return RelationOverall(summary, by_label)
