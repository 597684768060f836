"""Agreement between annotators: pure functions on annotation sets, numpy only."""

from annotator.agreement.columns import Corpus, CorpusBuilder, corpus_of
from annotator.agreement.errors import AgreementError, TextMismatchError, TooFewAnnotatorsError
from annotator.agreement.measure import REPLICATES, SEED, measure, measure_corpus
from annotator.agreement.report import AgreementReport

__all__ = [
    "REPLICATES",
    "SEED",
    "AgreementError",
    "AgreementReport",
    "Corpus",
    "CorpusBuilder",
    "TextMismatchError",
    "TooFewAnnotatorsError",
    "corpus_of",
    "measure",
    "measure_corpus",
]
