"""The report as JSON. Its keys are a public interface: the dotted names by which the figures are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.agreement.bootstrap import Estimate
from annotator.agreement.report import (
    AgreementReport,
    EntityOverall,
    EntityPair,
    OverallF1,
    RelationOverall,
    RelationPair,
    Score,
    SemEval,
)


def report_json(report: AgreementReport) -> dict[str, Any]:
    """Return the whole report. A figure `x` with an interval has `x_ci` beside it: `[low, high]` or null.

    `x_ci_dropped` counts the replicates that were undefined. `undefined` maps the dotted name of every undefined
    figure to the reason.
    """
    head: dict[str, Any] = {
        "annotators": list(report.annotators),
        "documents": report.documents,
        "document_ids": list(report.document_ids),
        "done": dict(report.done),
        "left_out": {name: dict(counts) for name, counts in report.left_out.items()},
        "symmetric": list(report.symmetric),
        "tokenizer": report.tokenizer,
        "seed": report.seed,
        "replicates": report.replicates,
        "version": report.version,
    }
    tree = {
        "entities": {
            "pairs": {key: _entity_pair(pair) for key, pair in report.entity_pairs.items()},
            "overall": _entity_overall(report.entities),
        },
        "relations": {
            "pairs": {key: _relation_pair(pair) for key, pair in report.relation_pairs.items()},
            "overall": _relation_overall(report.relations),
        },
    }
    return head | {name: plain(part) for name, part in tree.items()} | {"undefined": dict(undefined(tree))}


def plain(value: Any) -> Any:
    """Return the tree with every estimate as a number or null, its interval beside it."""
    if not isinstance(value, dict):
        return value
    result: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(item, Estimate):
            result[key] = plain(item)
            continue
        result[key] = item.value
        if item.resampled:
            result[f"{key}_ci"] = list(item.interval) if item.interval else None
            result[f"{key}_ci_dropped"] = item.dropped
    return result


def undefined(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted name and the reason of every undefined figure."""
    for key, item in tree.items():
        if isinstance(item, Estimate) and item.reason is not None:
            yield prefix + key, str(item.reason)
        elif isinstance(item, dict):
            yield from undefined(item, f"{prefix}{key}.")


def _score(score: Score) -> dict[str, Any]:
    return {
        "tp": score.tp,
        "n_a": score.n_a,
        "n_b": score.n_b,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
    }


def _semeval(scheme: SemEval) -> dict[str, Any]:
    names = ("correct", "incorrect", "partial", "missed", "spurious", "precision", "recall", "f1")
    return {name: getattr(scheme, name) for name in names}


def _entity_pair(pair: EntityPair) -> dict[str, Any]:
    token = ("n", "percent", "kappa", "n_annotated", "kappa_annotated", "ac1", "f1")
    return {
        "documents": pair.documents,
        "n_a": pair.n_a,
        "n_b": pair.n_b,
        "strict": _score(pair.strict) | {"f1_doc_mean": pair.f1_doc_mean},
        "exact": _score(pair.exact),
        "lenient": _score(pair.lenient),
        "average": {"f1": pair.average_f1},
        "disagreements": dict(pair.disagreements),
        "semeval": {name: _semeval(scheme) for name, scheme in pair.semeval.items()},
        "token": {name: getattr(pair.token, name) for name in token},
        "per_label": {
            label: {
                "strict": _score(scores.strict),
                "lenient": _score(scores.lenient),
                "token": {"kappa": scores.token_kappa},
            }
            for label, scores in pair.per_label.items()
        },
        "confusion": {"labels": list(pair.confusion.labels), "counts": [list(row) for row in pair.confusion.counts]},
    }


def _overall_f1(scores: OverallF1) -> dict[str, Any]:
    return {"f1_mean": scores.f1_mean, "f1_micro": scores.f1_micro}


def _entity_overall(overall: EntityOverall) -> dict[str, Any]:
    return {
        "strict": _overall_f1(overall.strict),
        "complete_documents": overall.complete_documents,
        "token": {
            "fleiss_kappa": overall.token.fleiss_kappa,
            "ac1": overall.token.ac1,
            "alpha": overall.token.alpha,
        },
        "alpha_u": overall.alpha_u,
        "per_label": {
            label: {
                "strict": _overall_f1(scores.strict),
                "token": {"fleiss_kappa": scores.fleiss_kappa, "alpha": scores.alpha},
                "alpha_u": scores.alpha_u,
            }
            for label, scores in overall.per_label.items()
        },
    }


def _relation_pair(pair: RelationPair) -> dict[str, Any]:
    linked = ("n", "kappa", "n_linked", "kappa_linked")
    return {
        "documents": pair.documents,
        "n_a": pair.n_a,
        "n_b": pair.n_b,
        "strict": _score(pair.strict),
        "boundary": _score(pair.boundary),
        "link": _score(pair.link),
        "given_entities": _score(pair.given_entities),
        "pairs": {name: getattr(pair.pairs, name) for name in linked},
        "per_label": {label: {"strict": _score(score)} for label, score in pair.per_label.items()},
        "disagreements": dict(pair.disagreements),
    }


def _relation_overall(overall: RelationOverall) -> dict[str, Any]:
    return {
        "strict": _overall_f1(overall.strict),
        "per_label": {label: {"strict": _overall_f1(scores)} for label, scores in overall.per_label.items()},
    }
