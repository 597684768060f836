"""Two annotators' agreement on relations, from counts by document."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.bootstrap import Reason, Sums
from annotator.agreement.coefficients import cohen_kappa
from annotator.agreement.columns import Annotations, Bools, Corpus
from annotator.agreement.counts import CountsBuilder, CountTable
from annotator.agreement.links import PairTable, RelationRows, common_rows, pair_table
from annotator.agreement.pair_entities import Counts, by_document, score
from annotator.agreement.report import LinkedPairs, RelationPair


@dataclass(frozen=True, slots=True)
class RelationCounts:
    """Counts by document: relations by label, matches by boundary and by link, relations between agreed entities."""

    strict: Counts
    n_a: Counts
    n_b: Counts
    boundary: Counts
    link: Counts
    given_a: Counts
    given_b: Counts
    table: PairTable


def relation_counts(
    corpus: Corpus, a: Annotations, b: Annotations, relations_a: RelationRows, relations_b: RelationRows
) -> RelationCounts:
    """Return what two annotators' figures are made of."""
    size, kinds = corpus.size, len(corpus.relation_labels)
    same, _ = common_rows(relations_a.strict, relations_b.strict)
    near, _ = common_rows(relations_a.boundary, relations_b.boundary)
    linked, _ = common_rows(relations_a.link, relations_b.link)
    return RelationCounts(
        strict=by_document(relations_a.document[same], relations_a.label[same], size, kinds),
        n_a=by_document(relations_a.document, relations_a.label, size, kinds),
        n_b=by_document(relations_b.document, relations_b.label, size, kinds),
        boundary=np.bincount(relations_a.document[near], minlength=size),
        link=np.bincount(relations_a.document[linked], minlength=size),
        given_a=np.bincount(relations_a.document[relations_a.agreed], minlength=size),
        given_b=np.bincount(relations_b.document[relations_b.agreed], minlength=size),
        table=pair_table(corpus, a, b, relations_a, relations_b),
    )


def keep_counts(
    counts: RelationCounts, corpus: Corpus, agreed_entities: Counts, kept: CountsBuilder, shared: Bools
) -> None:
    """Keep the counts of the shared documents; `agreed_entities` by document make the candidate pairs."""
    size, table = len(shared), counts.table
    both = (table.category_a > 0) & (table.category_b > 0)
    same = table.category_a == table.category_b
    whole = {
        "boundary": counts.boundary,
        "link": counts.link,
        "given_a": counts.given_a,
        "given_b": counts.given_b,
        "candidates": agreed_entities * (agreed_entities - 1) // 2,
        "linked": np.bincount(table.document, minlength=size),
        "linked_same": np.bincount(table.document[same], minlength=size),
        "both": np.bincount(table.document[both], minlength=size),
    }
    for name, column in whole.items():
        kept.put(name, ("",), column[shared])
    for name, by_label in (("strict", counts.strict), ("n_a", counts.n_a), ("n_b", counts.n_b)):
        kept.put(name, corpus.relation_labels, by_label[shared])
    categories = [table.named(number, corpus.relation_labels) for number in range(1, table.categories)]
    for side, category in (("a", table.category_a), ("b", table.category_b)):
        uses = by_document(table.document, category, size, table.categories)[:, 1:]
        kept.put(f"uses_{side}", categories, uses[shared])
        uses = by_document(table.document[both], category[both], size, table.categories)[:, 1:]
        kept.put(f"both_{side}", categories, uses[shared])


_PARTS = ("boundary", "link", "given_a", "given_b", "candidates", "linked", "linked_same", "both")


def relation_sums(kept: CountTable, labels: Sequence[str], categories: Sequence[Hashable]) -> Sums:
    """Return the counts of the shared documents for summing and resampling; `categories` are those beside none."""
    by_name: dict[str, Sequence[Hashable]] = {
        **dict.fromkeys(("strict", "n_a", "n_b"), labels),
        **dict.fromkeys(_PARTS, ("",)),
        **dict.fromkeys(("uses_a", "both_a", "uses_b", "both_b"), categories),
    }
    keys = [(name, key) for name, found in by_name.items() for key in found]
    widths = {name: len(found) for name, found in by_name.items()}
    return Sums(len(kept), widths, lambda low, high: kept.rows(low, high, keys))


def relation_pair(disagreements: Mapping[str, int], labels: Sequence[str], sums: Sums) -> RelationPair:
    """Return two annotators' agreement on relations; `sums` have been drawn."""
    n_a, n_b, strict = (sums[name].sum(axis=1) for name in ("n_a", "n_b", "strict"))
    return RelationPair(
        documents=sums.documents,
        n_a=int(n_a[0]),
        n_b=int(n_b[0]),
        strict=score(sums, strict, n_a, n_b),
        boundary=score(sums, sums.one("boundary"), n_a, n_b),
        link=score(sums, sums.one("link"), n_a, n_b),
        given_entities=score(sums, strict, sums.one("given_a"), sums.one("given_b")),
        pairs=_linked_pairs(sums),
        per_label={
            label: score(sums, sums.one("strict", i), sums.one("n_a", i), sums.one("n_b", i))
            for i, label in enumerate(labels)
        },
        disagreements=dict(disagreements),
    )


def _linked_pairs(sums: Sums) -> LinkedPairs:
    """Return kappa over all candidate pairs, those that nobody linked counted without being listed."""
    total, linked, same, both = (sums.one(name) for name in ("candidates", "linked", "linked_same", "both"))
    uses_a, uses_b = (
        np.concatenate([(total - sums[name].sum(axis=1))[:, None], sums[name]], axis=1) for name in ("uses_a", "uses_b")
    )
    kappa = cohen_kappa(total, total - linked + same, uses_a, uses_b)
    kappa_linked = cohen_kappa(both, same, sums["both_a"], sums["both_b"])
    return LinkedPairs(
        n=int(total[0]),
        n_linked=int(both[0]),
        kappa=sums.estimate(kappa, Reason.CHANCE_IS_CERTAIN if total[0] else Reason.NO_PAIRS),
        kappa_linked=sums.estimate(kappa_linked, Reason.CHANCE_IS_CERTAIN if both[0] else Reason.NO_PAIRS),
    )
