"""The agreement of all annotators together; documents that some have not done are coped with."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.bootstrap import Estimate, Reason, Sums
from annotator.agreement.coefficients import Floats, f1, fleiss_kappa, gwet_ac1, krippendorff_alpha
from annotator.agreement.columns import Bools, Corpus
from annotator.agreement.counts import CountsBuilder, CountTable, Key
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
from annotator.agreement.unitizing import Continuum, overall_alpha

_WHOLE = ("",)


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


def f1_sums(kept: CountTable, layer: str, pairs: Sequence[str]) -> Sums:
    """Return matched items and both sides' counts of every pair, for summing and resampling."""
    keys = [(layer, (pair, part)) for part in range(3) for pair in pairs]
    widths = dict.fromkeys(("matched", "n_a", "n_b"), len(pairs))
    return Sums(len(kept), widths, lambda low, high: kept.rows(low, high, keys))


def overall_f1(sums: Sums) -> OverallF1:
    """Return mean and micro F1 over pairs."""
    matched, n_a, n_b = (sums[name] for name in ("matched", "n_a", "n_b"))
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


@dataclass(slots=True)
class Apart:
    """How many tokens the pairs of annotators mark differently, over all pairs, by document; the same by label."""

    tokens: Counts
    labels: Counts

    @classmethod
    def none(cls, corpus: Corpus) -> Apart:
        """Return no tokens for no pair."""
        size = corpus.size
        return cls(np.zeros(size, dtype=np.int64), np.zeros((size, len(corpus.labels)), dtype=np.int64))

    def add(self, tokens: TokenTable, names: tuple[str, str], counts: EntityCounts, shared: Bools) -> None:
        """Add a pair."""
        self.tokens += shared * (counts.token_either - counts.token_agreed)
        found = tokens.label_counts(names[0]) + tokens.label_counts(names[1]) - 2 * counts.label_agreed
        self.labels += shared[:, None] * found


def keep_counts(corpus: Corpus, tokens: TokenTable, cover: Coverage, apart: Apart, kept: CountsBuilder) -> None:
    """Keep the counts of the documents with two or more annotators, by category and label over all of these."""
    several = cover.several
    uses = np.sum([tokens.marginals(name) * done[:, None] for name, done in cover.done.items()], axis=0)
    by_label = np.sum([tokens.label_counts(name) * done[:, None] for name, done in cover.done.items()], axis=0)
    kept.put("annotators", _WHOLE, cover.annotators[several])
    kept.put("tokens", _WHOLE, tokens.per_document[several])
    kept.put("apart", _WHOLE, apart.tokens[several])
    kept.put("apart_label", corpus.labels, apart.labels[several])
    kept.put("uses", tokens.label_sets(corpus.labels), uses[several])
    kept.put("uses_label", corpus.labels, by_label[several])


def _token_keys(labels: Sequence[str], categories: Sequence[Hashable]) -> list[Key]:
    parts: tuple[tuple[str, Sequence[Hashable]], ...] = (
        *((name, _WHOLE) for name in ("annotators", "tokens", "apart")),
        ("apart_label", labels),
        ("uses", categories),
        ("uses_label", labels),
    )
    return [(name, key) for name, keys in parts for key in keys]


def alpha_sums(kept: CountTable, labels: Sequence[str], categories: Sequence[Hashable]) -> Sums:
    """Return, by document, what Krippendorff's alpha is made of.

    For a unit with m values D_o adds Σ_{c≠k} n_c·n_k / (m−1): twice the pairs that disagree, over m−1.
    """
    keys = _token_keys(labels, categories)
    after = 3 + len(labels)

    def rows(low: int, high: int) -> Floats:
        block = kept.rows(low, high, keys)
        annotators, tokens = block[:, :1], block[:, 1:2]
        weight = 2 / np.maximum(annotators - 1, 1)
        return np.concatenate([weight * block[:, 2:after], annotators * tokens, block[:, after:]], axis=1)

    kinds = len(labels)
    widths = {"differ": 1, "differ_label": kinds, "values": 1, "uses": len(categories), "uses_label": kinds}
    return Sums(len(kept), widths, rows)


def complete_sums(kept: CountTable, labels: Sequence[str], categories: Sequence[Hashable], pairs: int) -> Sums:
    """Return, by complete document, the pairs of annotators that agree on a token, and the uses of categories."""
    keys = _token_keys(labels, categories)
    after = 3 + len(labels)

    def rows(low: int, high: int) -> Floats:
        block = kept.rows(low, high, keys)
        tokens = block[:, 1:2]
        return np.concatenate([tokens, pairs * tokens - block[:, 2:after], block[:, after:]], axis=1)

    kinds = len(labels)
    widths = {"tokens": 1, "agreed": 1, "agreed_label": kinds, "uses": len(categories), "uses_label": kinds}
    return Sums(len(kept), widths, rows)


def _yes_no(total: Floats, uses: Floats) -> Floats:
    return np.stack([total - uses, uses], axis=-1)


# -- everything ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OverallSums:
    """Sums over documents: for the F1 over pairs, on tokens of all documents, on those of complete documents."""

    f1: Sums
    alpha: Sums
    complete: Sums


def entity_overall(
    annotators: int, labels: Sequence[str], pairs: Mapping[str, EntityPair], sums: OverallSums, continuum: Continuum
) -> EntityOverall:
    """Return the agreement of all annotators on entities; `sums` have been drawn."""
    alpha, complete = sums.alpha, sums.complete
    total, agreed, uses = complete.one("tokens"), complete.one("agreed"), complete["uses"]
    reason = Reason.CHANCE_IS_CERTAIN if total[0] else Reason.NO_TOKENS
    alpha_values = krippendorff_alpha(alpha.one("differ"), alpha["uses"])
    units = [continuum.disagreement(label) for label in labels]
    by_label = {}
    for column, label in enumerate(labels):
        yes_no = _yes_no(annotators * total, complete.one("uses_label", column))
        kappa = fleiss_kappa(total, complete.one("agreed_label", column), yes_no, annotators)
        uses_label = _yes_no(alpha.one("values"), alpha.one("uses_label", column))
        by_label[label] = OverallLabel(
            strict=_label_f1([pair.per_label[label].strict for pair in pairs.values()]),
            fleiss_kappa=complete.estimate(kappa, reason),
            alpha=alpha.estimate(
                krippendorff_alpha(alpha.one("differ_label", column), uses_label), Reason.CHANCE_IS_CERTAIN
            ),
            alpha_u=_alpha_u(units[column].alpha, complete.documents),
        )
    return EntityOverall(
        strict=overall_f1(sums.f1),
        complete_documents=complete.documents,
        token=OverallTokens(
            fleiss_kappa=complete.estimate(fleiss_kappa(total, agreed, uses, annotators), reason),
            ac1=complete.estimate(gwet_ac1(total, agreed, uses, annotators), reason),
            alpha=alpha.estimate(alpha_values, Reason.CHANCE_IS_CERTAIN),
        ),
        alpha_u=_alpha_u(overall_alpha(units), complete.documents),
        per_label=by_label,
    )


def _alpha_u(value: float | None, documents: int) -> Estimate:
    if value is not None:
        return Estimate(value)
    return Estimate(None, reason=Reason.NO_UNITS if documents else Reason.NO_DOCUMENTS)


def relation_overall(pairs: Mapping[str, RelationPair], summary: OverallF1, labels: Sequence[str]) -> RelationOverall:
    """Return the agreement of all annotators on relations."""
    by_label = {label: _label_f1([pair.per_label[label] for pair in pairs.values()]) for label in labels}
    return RelationOverall(summary, by_label)
