"""Scoring agreement: from annotated documents to the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import annotator
from annotator.agreement.bootstrap import Resampler
from annotator.agreement.columns import Corpus, corpus_of
from annotator.agreement.link_alignment import relation_disagreements
from annotator.agreement.links import relation_rows
from annotator.agreement.overall import Coverage, coverage, entity_overall, overall_f1, relation_overall
from annotator.agreement.pair_entities import EntityCounts, entity_counts, entity_pair, entity_sums
from annotator.agreement.pair_relations import RelationCounts, relation_counts, relation_pair, relation_sums
from annotator.agreement.report import AgreementReport, EntityPair, PairDetails, RelationPair
from annotator.agreement.spans import align_spans
from annotator.agreement.tokens import TokenTable, token_table
from annotator.domain import Document

REPLICATES = 1000
SEED = 20240607


def measure(
    sets: Mapping[str, Mapping[str, Document]],
    symmetric: Iterable[str] = (),
    replicates: int = REPLICATES,
    seed: int = SEED,
    *,
    language: str = "ru",
) -> AgreementReport:
    """Score the agreement of annotators on entities and relations.

    `sets` maps each annotator to the documents that he or she has done, by id. A document that is not there, was
    skipped or was never begun is left out of every pair with that annotator; one without entities counts as read and
    found empty. `symmetric` names the relation labels without direction. Intervals come from `replicates` bootstrap
    draws over documents. `language` is the tokenizer's, needed only where documents carry no tokens.

    Raises:
        TooFewAnnotatorsError: there are fewer than two annotators.
        TextMismatchError: two annotators' documents of one id have different texts.
    """
    return measure_corpus(corpus_of(sets, symmetric, language), replicates, seed, language=language)


@dataclass(slots=True)
class _Pairs:
    """What the pairs of annotators yield, each pair once."""

    entity_counts: dict[tuple[str, str], EntityCounts]
    relation_counts: dict[tuple[str, str], RelationCounts]
    entities: dict[str, EntityPair]
    relations: dict[str, RelationPair]
    details: dict[str, PairDetails]


def measure_corpus(
    corpus: Corpus, replicates: int = REPLICATES, seed: int = SEED, *, language: str = "ru"
) -> AgreementReport:
    """Score the agreement of annotations that are columns already."""
    cover, tokens, resampler = coverage(corpus), token_table(corpus), Resampler(replicates, seed)
    pairs = _Pairs({}, {}, {}, {}, {})
    for first, second in combinations(sorted(corpus.annotators), 2):
        _measure_pair(corpus, tokens, cover, (first, second), pairs, resampler)
    relation_sides = [
        (c.strict.sum(axis=1), c.n_a.sum(axis=1), c.n_b.sum(axis=1)) for c in pairs.relation_counts.values()
    ]
    relations = overall_f1(relation_sides, cover.several, resampler)
    several = [corpus.document_ids[number] for number in corpus.order.tolist() if cover.several[number]]
    return AgreementReport(
        annotators=corpus.annotators,
        documents=len(several),
        document_ids=tuple(several),
        done={name: int(marks.sum()) for name, marks in cover.done.items()},
        symmetric=tuple(sorted(corpus.symmetric)),
        tokenizer=f"spacy.blank({language})",
        seed=seed,
        replicates=replicates,
        version=annotator.__version__,
        entity_pairs=pairs.entities,
        entities=entity_overall(corpus, tokens, pairs.entity_counts, pairs.entities, cover, resampler),
        relation_pairs=pairs.relations,
        relations=relation_overall(pairs.relations, relations, corpus.relation_labels),
        corpus=corpus,
        details=pairs.details,
    )


def _measure_pair(
    corpus: Corpus,
    tokens: TokenTable,
    cover: Coverage,
    names: tuple[str, str],
    pairs: _Pairs,
    resampler: Resampler,
) -> None:
    first, second = names
    key, shared = "|".join(names), cover.shared(first, second)
    a, b = corpus.sets[first], corpus.sets[second]
    alignment = align_spans(a, b, shared)
    entities = entity_counts(corpus, tokens, first, second, alignment)
    sums = entity_sums(entities, tokens, first, second, shared)
    sums.draw(resampler)
    pairs.entity_counts[names] = entities
    pairs.entities[key] = entity_pair(corpus, first, second, alignment, sums)

    relations_a, relations_b = relation_rows(a, b, alignment, shared)
    differing = relation_disagreements(corpus, a, b, relations_a, relations_b, alignment)
    relations = relation_counts(corpus, a, b, relations_a, relations_b)
    sums = relation_sums(relations, entities.strict.sum(axis=1), shared)
    sums.draw(resampler)
    pairs.relation_counts[names] = relations
    pairs.relations[key] = relation_pair(corpus, differing, sums)
    pairs.details[key] = PairDetails(first, second, alignment, differing)
