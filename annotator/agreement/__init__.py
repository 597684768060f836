"""Agreement between annotators: pure functions on annotation sets, numpy only."""

from annotator.agreement.adjudication import Adjudication, adjudicate
from annotator.agreement.alignment import Alignment, align
from annotator.agreement.columns import Corpus, CorpusBuilder, corpus_of
from annotator.agreement.consistency import Finding, FindingKind, findings
from annotator.agreement.drilldown import Disagreement, disagreements, documents_by_disagreement
from annotator.agreement.errors import AgreementError, TextMismatchError, TooFewAnnotatorsError
from annotator.agreement.measure import REPLICATES, SEED, measure, measure_corpus
from annotator.agreement.report import AgreementReport

__all__ = [
    "REPLICATES",
    "SEED",
    "Adjudication",
    "AgreementError",
    "AgreementReport",
    "Alignment",
    "Corpus",
    "CorpusBuilder",
    "Disagreement",
    "Finding",
    "FindingKind",
    "TextMismatchError",
    "TooFewAnnotatorsError",
    "adjudicate",
    "align",
    "corpus_of",
    "disagreements",
    "documents_by_disagreement",
    "findings",
    "measure",
    "measure_corpus",
]
