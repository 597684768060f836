"""Scoring a model against annotations: entities, relations between gold entities, relations end to end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain import Document
from annotator.messages import msg
from annotator.nlp.spans import document_of, gold_doc
from annotator.training import matching
from annotator.training.config import RELATIONS
from annotator.training.errors import TrainingError, UsageProblem
from annotator.training.scores import NOT_MEASURED, Counts, count, interval, paired_p_value, per_label, total
from annotator.training.source import Source, load_source

if TYPE_CHECKING:
    from spacy.language import Language

Track = Callable[[Iterable[Any], int], Iterable[Any]]
_SPAN_FACTORIES = {"spancat", "spancat_singlelabel", "span_ruler"}
_ENT_FACTORIES = {"ner", "entity_ruler", "beam_ner"}
_WORST = 10  # documents listed as the worst ones


@dataclass(frozen=True, slots=True)
class Judged:
    """One document beside the model's: `found` is what the model says, `wanted` what the data says.

    Both hold the entities of the scored layer; `found_between_gold` holds relations between the data's entities, or is
    None for a model without relations.
    """

    wanted: Document
    found: Document
    all_wanted: Document
    found_between_gold: Document | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A model's answers on a source, document by document, and everything computed from them."""

    model: str
    source: Source
    layer: str
    language: str
    symmetric: frozenset[str]
    judged: tuple[Judged, ...]
    words_per_second: float

    # -- per document ---------------------------------------------------------------------------------------------

    def entity_counts(self) -> list[Counts]:
        """Return strict counts of entities, one per document."""
        return [
            count(matching.entity_keys(j.found.entities), matching.entity_keys(j.wanted.entities)) for j in self.judged
        ]

    def relation_counts(self, *, gold: bool) -> list[Counts] | None:
        """Return strict counts of relations per document, between gold entities or end to end; None if not trained."""
        sets = self._relation_sets(gold=gold)
        return [count(f, w) for f, w in zip(*sets, strict=True)] if sets is not None else None

    def _relation_sets(self, *, gold: bool) -> tuple[list[Any], list[Any]] | None:
        found = [j.found_between_gold for j in self.judged] if gold else [j.found for j in self.judged]
        if any(j.found_between_gold is None for j in self.judged):
            return None
        return (
            [matching.relation_keys(d, self.symmetric) for d in found if d is not None],
            [matching.relation_keys(j.all_wanted, self.symmetric) for j in self.judged],
        )

    # -- report ---------------------------------------------------------------------------------------------------

    def to_json(self, *, seed: int = 0, replicates: int = 1000) -> dict[str, Any]:
        """Return the object that `annotator evaluate --json` prints; undefined values are None."""
        return {
            "model": self.model,
            "layer": self.layer,
            "documents": len(self.judged),
            "left_out": self.source.left_out,
            "annotator": self.source.annotator,
            "symmetric": sorted(self.symmetric),
            "entities": self._entities_json(seed, replicates),
            "relations": {
                "gold": self._relations_json(seed, replicates, gold=True),
                "end_to_end": self._relations_json(seed, replicates, gold=False),
            },
            "worst_documents": self.worst_documents(),
            "words_per_second": round(self.words_per_second),
            "seed": seed,
            "replicates": replicates,
            "reading": self.source.reading_json(),
            "problems": [problem.to_json() for problem in self.source.problems],
        }

    def _entities_json(self, seed: int, replicates: int) -> dict[str, Any]:
        found = [matching.entity_keys(j.found.entities) for j in self.judged]
        wanted = [matching.entity_keys(j.wanted.entities) for j in self.judged]
        pairs = [(j.found.entities, j.wanted.entities) for j in self.judged]
        return {
            "layer": self.layer,
            "strict": _strict(self.entity_counts(), seed, replicates),
            "boundary": total(matching.boundary_counts(*pair) for pair in pairs).to_json(),
            "partial": total(matching.partial_counts(*pair) for pair in pairs).to_json(),
            "per_label": {
                label: {"strict": _strict(counts, seed, replicates), "partial": self._partial(label).to_json()}
                for label, counts in per_label(found, wanted).items()
            },
            "confusion": self.confusion(),
        }

    def _partial(self, label: str) -> Counts:
        pairs = ([[e for e in d.entities if e.label == label] for d in (j.found, j.wanted)] for j in self.judged)
        return total(matching.partial_counts(*pair) for pair in pairs)

    def _relations_json(self, seed: int, replicates: int, *, gold: bool) -> dict[str, Any]:
        sets = self._relation_sets(gold=gold)
        if sets is None:
            return {"strict": NOT_MEASURED | {"f1_ci": None}, "per_label": {}}
        counts = [count(f, w) for f, w in zip(*sets, strict=True)]
        return {
            "strict": _strict(counts, seed, replicates),
            "per_label": {label: {"strict": _strict(c, seed, replicates)} for label, c in per_label(*sets).items()},
        }

    def confusion(self) -> list[dict[str, Any]]:
        """Return how often which label of the data became which of the model; "" is nothing there. Most often first."""
        counts: Counter[tuple[str, str]] = Counter()
        for j in self.judged:
            counts += matching.confusions(j.found.entities, j.wanted.entities)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [{"data": data, "model": model, "count": n} for (data, model), n in ordered]

    def worst_documents(self) -> list[dict[str, Any]]:
        """Return the few documents with the most errors in entities."""
        rows = [
            {"id": j.wanted.id, "errors": c.found + c.wanted - 2 * c.tp, "f1": c.f1}
            for j, c in zip(self.judged, self.entity_counts(), strict=True)
        ]
        wrong = [row for row in rows if row["errors"]]
        return sorted(wrong, key=lambda row: (-int(row["errors"] or 0), str(row["id"])))[:_WORST]


def _strict(counts: Sequence[Counts], seed: int, replicates: int) -> dict[str, Any]:
    return total(counts).to_json() | {"f1_ci": interval(counts, replicates=replicates, seed=seed)}


def evaluate(
    model: Path,
    source_path: Path,
    *,
    annotator: str = "",
    status: str = "done",
    track: Track = lambda items, _: items,
    n_process: int = 1,
) -> Evaluation:
    """Score the model in a folder against a workspace or annotations in any format that is read.

    `n_process` is how many processes run the pipeline, -1 or 0 for one a core, as in spaCy's `nlp.pipe`.

    Raises:
        UsageProblem: the folder holds no spaCy model, or the source does not exist.
        TrainingError: there are no documents to score against.
    """
    nlp = load_model(model)
    source = load_source(source_path, annotator=annotator, status=status, language=nlp.lang or "ru")
    return evaluate_pipeline(nlp, str(model), source, track=track, n_process=n_process)


def load_model(path: Path) -> Language:
    """Return the pipeline in a folder.

    Raises:
        UsageProblem: there is none.
    """
    import spacy

    if not path.exists():
        raise UsageProblem(msg("there is no such model folder", "нет такой папки модели"), file=path)
    try:
        return spacy.load(path)
    except Exception as error:  # whatever stands in a folder that somebody calls a model
        reason = " ".join(str(error).split())[:200]
        raise UsageProblem(
            msg(
                "is no spaCy model (config.cfg and meta.json are needed): {reason}",
                "это не модель spaCy (нужны config.cfg и meta.json): {reason}",
                reason=reason,
            ),
            file=path,
        ) from error


def evaluate_pipeline(
    nlp: Language, name: str, source: Source, *, track: Track = lambda items, _: items, n_process: int = 1
) -> Evaluation:
    """Score a loaded pipeline; see `evaluate`."""
    if not source.documents:
        raise TrainingError(
            msg(
                "no documents to score against: choose others with --status any or --annotator",
                "нет документов для оценки: выберите другие: --status any, --annotator",
            ),
            file=source.path,
        )
    layer = layer_of_pipeline(nlp)
    between = _between_gold(nlp, source)
    judged: list[Judged] = []
    words, seconds = 0, 0.0
    began = time.perf_counter()
    nlp.max_length = max(nlp.max_length, *(len(d.text) + 1 for d in source.documents))
    docs = nlp.pipe((d.text for d in source.documents), batch_size=16, n_process=n_process or -1)
    for wanted, doc, gold in zip(track(source.documents, len(source.documents)), docs, between, strict=True):
        seconds = time.perf_counter() - began
        words += len(doc)
        flat = wanted.replacing(entities=matching.layer_of(wanted, layer, source.language), relations=())
        judged.append(Judged(flat, document_of(doc, wanted.id, layer=layer), wanted, gold))
    return Evaluation(
        name, source, layer, source.language, source.symmetric | _symmetric_of(nlp), tuple(judged),
        words / seconds if seconds else 0.0,
    )  # fmt: skip


def layer_of_pipeline(nlp: Language) -> str:
    """Return the layer that a pipeline fills: "spans.sc" if only a span categorizer is in it, else "ents"."""
    factories = set(nlp.pipe_factories.values())
    return "spans.sc" if factories & _SPAN_FACTORIES and not factories & _ENT_FACTORIES else "ents"


def _relation_pipes(nlp: Language) -> list[Any]:
    return [nlp.get_pipe(name) for name, factory in nlp.pipe_factories.items() if factory == RELATIONS]


def _symmetric_of(nlp: Language) -> frozenset[str]:
    return frozenset(label for pipe in _relation_pipes(nlp) for label in pipe.symmetric)


def _between_gold(nlp: Language, source: Source) -> list[Document | None]:
    """Return, per document, the relations that the model sees between the data's own entities."""
    pipes, documents = _relation_pipes(nlp), source.documents
    if not pipes:
        return [None] * len(documents)
    docs = [gold_doc(document, nlp.vocab, source.language) for document in documents]
    for doc in docs:
        doc._.relations = []
    for pipe in pipes:
        docs = list(pipe.pipe(docs, batch_size=16))
    return [document_of(doc, d.id, layer="spans.sc") for doc, d in zip(docs, documents, strict=True)]


def compare(first: Evaluation, second: Evaluation, *, seed: int = 0) -> dict[str, Any]:
    """Return both models' F1 on the same documents, the difference, and its two-sided p-value, for each layer.

    Raises:
        UsageProblem: the evaluations are not of the same documents.
    """
    if [j.wanted.id for j in first.judged] != [j.wanted.id for j in second.judged]:
        raise UsageProblem(
            msg(
                "two models are compared on the same documents only",
                "сравнивать модели можно только на одних документах",
            )
        )
    rows = {
        "entities": (first.entity_counts(), second.entity_counts()),
        "relations.gold": (first.relation_counts(gold=True), second.relation_counts(gold=True)),
        "relations.end_to_end": (first.relation_counts(gold=False), second.relation_counts(gold=False)),
    }
    return {name: _compared(a, b, seed) for name, (a, b) in rows.items() if a is not None and b is not None}


def _compared(first: Sequence[Counts], second: Sequence[Counts], seed: int) -> dict[str, Any]:
    a, b = total(first).f1, total(second).f1
    difference = a - b if a is not None and b is not None else None
    return {"f1": [a, b], "difference": difference, "p": paired_p_value(first, second, seed=seed)}
