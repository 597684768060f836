"""Scoring agreement: from annotated documents to the report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import annotator
from annotator.agreement.bootstrap import Sums, resample
from annotator.agreement.columns import Corpus, corpus_of
from annotator.agreement.overall import (
    OverallSums,
    alpha_sums,
    complete_sums,
    entity_overall,
    f1_sums,
    overall_f1,
    relation_overall,
)
from annotator.agreement.pair_entities import entity_pair, entity_sums
from annotator.agreement.pair_relations import relation_pair, relation_sums
from annotator.agreement.report import AgreementReport
from annotator.agreement.tally import Finished, Tally
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


def measure_corpus(
    corpus: Corpus, replicates: int = REPLICATES, seed: int = SEED, *, language: str = "ru"
) -> AgreementReport:
    """Score the agreement of annotations that are columns already."""
    tally = Tally(corpus.annotators)
    tally.add(corpus)
    texts = dict(zip(corpus.document_ids, corpus.texts, strict=True))
    return report_of(tally, Settings(corpus.symmetric, replicates, seed, language), texts.__getitem__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a report says about how it was made; `language` is the tokenizer's."""

    symmetric: Collection[str] = ()
    replicates: int = REPLICATES
    seed: int = SEED
    language: str = "ru"


def report_of(
    tally: Tally,
    settings: Settings,
    text_of: Callable[[str], str],
    follow: Callable[[Iterable[int]], Iterable[int]] = iter,
) -> AgreementReport:
    """Return the report on all documents of a tally, to which nothing can be added afterwards.

    `text_of` gives a document's text when somebody looks into the report. `follow` sees the numbers of draws that are
    done pass by.
    """
    finished = tally.finish()
    sums = _Sums(tally, finished)
    resample(sums.all(), settings.replicates, settings.seed, follow)
    labels, relation_labels = finished.labels, finished.relation_labels
    entities, relations = {}, {}
    for names, pair in tally.pairs.items():
        entities["|".join(names)] = entity_pair(pair.aligned, labels, sums.entities[names])
        relations["|".join(names)] = relation_pair(pair.relation_kinds, relation_labels, sums.relations[names])
    return AgreementReport(
        annotators=tally.annotators,
        documents=len(finished.document_ids),
        document_ids=finished.document_ids,
        done=tally.done,
        symmetric=tuple(sorted(set(settings.symmetric))),
        tokenizer=f"spacy.blank({settings.language})",
        seed=settings.seed,
        replicates=settings.replicates,
        version=annotator.__version__,
        entity_pairs=entities,
        entities=entity_overall(len(tally.annotators), labels, entities, sums.overall, tally.continuum),
        relation_pairs=relations,
        relations=relation_overall(relations, overall_f1(sums.relation_f1), relation_labels),
        labels=labels,
        relation_labels=relation_labels,
        single_documents=tally.single,
        ids=finished.ids,
        several=finished.several,
        disputes={
            "|".join(names): pair.disputes.finished(*names, finished.numbers) for names, pair in tally.pairs.items()
        },
        text_of=text_of,
    )


class _Sums:
    """All sums over documents that the figures are made of."""

    def __init__(self, tally: Tally, finished: Finished) -> None:
        labels, rank, categories = finished.labels, finished.numbers.document, finished.categories
        kept = tally.overall.table(rank)
        keys = ["|".join(names) for names in tally.pairs]
        complete = kept.only(kept.one(("annotators", "")) == len(tally.annotators))
        self.overall = OverallSums(
            f1_sums(kept, "entities", keys),
            alpha_sums(kept, labels, categories),
            complete_sums(complete, labels, categories, len(keys)),
        )
        self.relation_f1 = f1_sums(kept, "relations", keys)
        self.entities, self.relations = {}, {}
        for names, pair in tally.pairs.items():
            self.entities[names] = entity_sums(pair.entities.table(rank), labels, categories[1:])
            links = pair.link_categories(finished.relation_labels)
            self.relations[names] = relation_sums(pair.relations.table(rank), finished.relation_labels, links)

    def all(self) -> Iterator[Sums]:
        """Yield each once."""
        yield from self.entities.values()
        yield from self.relations.values()
        yield from (self.overall.f1, self.overall.alpha, self.overall.complete, self.relation_f1)
