"""Scoring relations on spaCy examples: precision, recall and F1 over (head, tail, label), ends by offsets and label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from spacy.tokens import Doc
from spacy.training import Example

from annotator.nlp.spans import register_relations, relation_ends
from annotator.training.scores import Counts, count, per_label, total

Key = tuple[tuple[tuple[int, int, str], tuple[int, int, str]], str]


def make_relation_scorer() -> Callable[..., dict[str, Any]]:
    """Return the scorer registered as `annotator.relation_scorer.v1`: end-to-end scores as `rel_e2e_*`."""

    def score(examples: Iterable[Example], *, symmetric: frozenset[str] = frozenset(), **_: Any) -> dict[str, Any]:
        register_relations()
        pairs = [(eg.predicted, eg.reference) for eg in examples]
        found = [keys_of(doc, symmetric) for doc, _ in pairs]
        return score_keys("rel_e2e", found, [keys_of(doc, symmetric) for _, doc in pairs])

    return score


def keys_of(doc: Doc, symmetric: frozenset[str]) -> frozenset[Key]:
    """Return what makes the document's relations equal to others; the ends of symmetric ones are sorted."""
    keys: set[Key] = set()
    for head, tail, label in relation_ends(doc):
        ends = [(span.start_char, span.end_char, span.label_) for span in (head, tail)]
        first, second = sorted(ends) if label in symmetric else ends
        keys.add(((first, second), label))
    return frozenset(keys)


def score_keys(name: str, found: Sequence[frozenset[Key]], wanted: Sequence[frozenset[Key]]) -> dict[str, Any]:
    """Return `{name}_p`, `{name}_r`, `{name}_f` and `{name}_per_type`, as spaCy names its scores; None if undefined."""
    whole = total(count(f, w) for f, w in zip(found, wanted, strict=True))
    types = {label: _prf(total(counts)) for label, counts in per_label(found, wanted).items()}
    return {f"{name}_{key}": value for key, value in _prf(whole).items()} | {f"{name}_per_type": types}


def _prf(counts: Counts) -> dict[str, float | None]:
    return {"p": counts.precision, "r": counts.recall, "f": counts.f1}
