"""The spaCy component `relation_extractor`: writes `doc._.relations` for the entities that it finds in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab

from annotator.nlp.spans import SPANS_KEY, register_relations
from annotator.training.relations.answers import (
    BACKWARD,
    FORWARD,
    NO_ANSWERS,
    Answers,
    known_spans,
    learn_answers,
    oriented,
)
from annotator.training.relations.calibration import best_threshold, fit_platt, sigmoid
from annotator.training.relations.features import Features, read_features
from annotator.training.relations.mentions import Mentions, read_mentions
from annotator.training.relations.network import (
    PARAMETERS,
    Batch,
    Floats,
    build_network,
    initialize_network,
    join,
    train_step,
)
from annotator.training.relations.pairs import Pairs, read_pairs
from annotator.training.relations.scorer import keys_of, make_relation_scorer, score_keys

_MOST_BITS, _FEWEST_BITS = 16, 10
_PREPARED = "annotator.relation_features"

register_relations()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for the network; `kept` are the positions of its mentions among the document's spans."""

    kept: list[int]
    mentions: Mentions
    pairs: Pairs
    features: Features


@dataclass(frozen=True, slots=True)
class Found:
    """Answers for one document: its spans, the ends of each pair among them, and a probability per pair and class."""

    spans: list[Span]
    a: list[int]
    b: list[int]
    probabilities: NDArray[np.float64]


@Language.factory(
    "relation_extractor",
    requires=["doc.ents"],
    assigns=["doc._.relations"],
    default_config={
        "symmetric": [],
        "threshold": None,
        "width": 64,
        "dropout": 0.4,
        "passes": 2,
        "seed": 0,
        "scorer": {"@scorers": "annotator.relation_scorer.v1"},
    },
    default_score_weights={"rel_micro_f": 1.0, "rel_micro_p": 0.0, "rel_micro_r": 0.0},
)
def make_relation_extractor(
    nlp: Language,
    name: str,
    symmetric: list[str],
    threshold: float | None,
    width: int,
    dropout: float,
    passes: int,
    seed: int,
    scorer: Callable[..., dict[str, Any]] | None,
) -> RelationExtractor:
    """Return a new component; see `RelationExtractor`."""
    return RelationExtractor(
        nlp.vocab, name, symmetric=symmetric, threshold=threshold, width=width, dropout=dropout, passes=passes,
        seed=seed, scorer=scorer,
    )  # fmt: skip


class RelationExtractor(TrainablePipe):  # type: ignore[misc]  # spaCy's class is compiled and has no types
    """Finds relations between the entities of a document: those in `spans["sc"]`, or `ents` where there are none.

    `doc._.relations` becomes a list of {"head", "tail", "label", "score"}; head and tail are positions in
    `doc.spans["sc"]`, which is filled from `ents` if need be, and score is a calibrated probability. Only pairs of
    labels that were related in the training data are looked at. It learns from the reference's own entities.
    Probabilities are calibrated, and the threshold chosen (unless one is given), at the first scoring after an update:
    on the development data of a training.
    """

    def __init__(
        self,
        vocab: Vocab,
        name: str = "relation_extractor",
        *,
        symmetric: Iterable[str] = (),
        threshold: float | None = None,
        width: int = 64,
        dropout: float = 0.4,
        passes: int = 2,
        seed: int = 0,
        scorer: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        self.vocab = vocab
        self.name = name
        self.model = build_network()
        self.scorer = scorer or make_relation_scorer()
        self.cfg: dict[str, Any] = {
            "answers": NO_ANSWERS.to_json() | {"symmetric": sorted(symmetric)},
            "threshold": 0.5 if threshold is None else threshold,
            "calibration": [1.0, 0.0],
            "bits": _FEWEST_BITS,
        }
        self._threshold = threshold
        self._width, self._dropout, self._passes, self._seed = width, dropout, passes, seed
        self._answers: tuple[Any, Answers] | None = None
        self._state: dict[str, Floats] = {}
        self._random = np.random.default_rng(seed)
        self._fresh = False

    # -- what it knows --------------------------------------------------------------------------------------------

    @property
    def answers(self) -> Answers:
        """What the component can answer."""
        data = self.cfg["answers"]
        if self._answers is None or self._answers[0] is not data:
            self._answers = (data, Answers.from_json(data))
        return self._answers[1]

    @property
    def labels(self) -> tuple[str, ...]:
        """The relation labels it was trained for."""
        return self.answers.labels

    @property
    def label_data(self) -> dict[str, Any]:
        """What it can answer, for spaCy's `init labels`: `initialize` takes it instead of examples."""
        return {"answers": self.cfg["answers"], "bits": self.cfg["bits"]}

    @property
    def symmetric(self) -> frozenset[str]:
        """Relation labels without a direction."""
        return self.answers.symmetric

    @property
    def threshold(self) -> float:
        """The probability from which a relation is written."""
        return float(self.cfg["threshold"])

    # -- prediction -----------------------------------------------------------------------------------------------

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations of one document."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Find the relations of many documents, a batch at a time."""
        iterator = iter(stream)
        while docs := list(islice(iterator, batch_size)):
            self.set_annotations(docs, self.predict(docs))
            yield from docs

    def predict(self, docs: Iterable[Doc]) -> list[Found]:
        """Return the answers for each document, all candidate pairs included; the documents are left as they are."""
        spans = [_spans_of(doc) for doc in docs]
        return self._found(spans, [self._prepare(doc, found) for doc, found in zip(docs, spans, strict=True)])

    def _found(self, spans: list[list[Span]], prepared: list[Prepared]) -> list[Found]:
        probabilities = self._probabilities(prepared)
        return [
            Found(found, [p.kept[i] for i in p.pairs.a], [p.kept[i] for i in p.pairs.b], values)
            for found, p, values in zip(spans, prepared, probabilities, strict=True)
        ]

    def set_annotations(self, docs: Iterable[Doc], scores: list[Found]) -> None:
        """Write the relations that reach the threshold."""
        for doc, found in zip(docs, scores, strict=True):
            if SPANS_KEY not in doc.spans or not len(doc.spans[SPANS_KEY]):
                doc.spans[SPANS_KEY] = found.spans
            doc._.relations = self._relations(found)

    def _relations(self, found: Found) -> list[dict[str, Any]]:
        relations = []
        for pair, answer in zip(*np.nonzero(found.probabilities >= self.threshold), strict=True):
            label, direction = self.answers.classes[answer]
            head, tail = found.a[pair], found.b[pair]
            if direction == BACKWARD:
                head, tail = tail, head
            score = round(float(found.probabilities[pair, answer]), 4)
            relations.append({"head": head, "tail": tail, "label": label, "score": score})
        return relations

    def _prepare(self, doc: Doc, spans: list[Span]) -> Prepared:
        answers = self.answers
        kept, labels = known_spans(spans, answers.codes)
        count = len(answers.entities)
        mentions = read_mentions(doc, [spans[i] for i in kept], labels, count)
        pairs = read_pairs(mentions, answers.reach, count)
        features = read_features(mentions, pairs, answers.label_keys, count, self.cfg["bits"])
        return Prepared(kept, mentions, pairs, features)

    def _probabilities(self, prepared: list[Prepared]) -> list[NDArray[np.float64]]:
        logits = self._logits(prepared)
        scale, shift = self.cfg["calibration"]
        values = sigmoid(scale * logits.astype(np.float64) + shift) * self._mask(prepared)
        return np.split(values, np.cumsum([len(p.pairs) for p in prepared])[:-1])

    def _logits(self, prepared: list[Prepared]) -> Floats:
        if not self.answers.classes or not any(len(p.pairs) for p in prepared):
            return np.zeros((sum(len(p.pairs) for p in prepared), len(self.answers.classes)), dtype=np.float32)
        logits: Floats = self.model.predict(_batch(prepared))
        return logits

    def _mask(self, prepared: list[Prepared]) -> Floats:
        kinds = np.concatenate([np.zeros(0, dtype=np.int64), *(p.pairs.type for p in prepared)])
        mask: Floats = self.answers.mask[kinds]
        return mask

    # -- training -------------------------------------------------------------------------------------------------

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, labels: Any = None
    ) -> None:
        """Learn which answers there are, from the examples or from `label_data`, and begin with fresh parameters."""
        del nlp
        if isinstance(labels, dict):
            self.cfg |= {"answers": labels["answers"], "bits": int(labels["bits"])}
        else:
            self.learn_labels(lambda: (example.reference for example in get_examples()))
        classes = len(self.answers.classes)
        initialize_network(self.model, bits=self.cfg["bits"], width=self._width, classes=classes, seed=self._seed)
        self._state = {}
        self._random = np.random.default_rng(self._seed)

    def learn_labels(self, docs: Callable[[], Iterable[Doc]]) -> dict[str, Any]:
        """Read from references, which `docs` gives anew each time, which answers there are; returns `label_data`."""
        entities = sorted({span.label_ for doc in docs() for span in _spans_of(doc)})
        codes = {label: i for i, label in enumerate(entities)}
        read = (
            (doc, read_mentions(doc, _spans_of(doc), [codes[s.label_] for s in _spans_of(doc)], len(entities)))
            for doc in docs()
        )
        self.cfg["answers"] = learn_answers(read, entities, self.symmetric).to_json()
        self.cfg["bits"] = _MOST_BITS
        seen = np.zeros(2**_MOST_BITS, dtype=bool)
        seen[0] = True
        for doc in docs():
            seen[self._prepare(doc, _spans_of(doc)).features.pair_rows] = True
        self.cfg["bits"] = int(np.clip(np.ceil(np.log2(seen.sum())) + 1, _FEWEST_BITS, _MOST_BITS))
        return self.label_data

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Any = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from the references' own entities and relations; the component keeps its own learning rates."""
        del drop, sgd
        losses = losses if losses is not None else {}
        losses.setdefault(self.name, 0.0)
        prepared = [p for p in (self._training_pairs(eg.reference) for eg in examples) if len(p[0].pairs)]
        if not prepared or not self.answers.classes:
            return losses
        batch = _batch([p for p, _ in prepared])
        wanted = np.concatenate([truth for _, truth in prepared])
        weight = self._mask([p for p, _ in prepared])
        for _ in range(self._passes):
            losses[self.name] += train_step(
                self.model, self._state, batch, wanted, weight, drop=self._dropout, random=self._random
            )
        self._fresh = True
        return losses

    def finish_update(self, sgd: Any) -> None:
        """Do nothing: `update` has made its step already."""

    def _training_pairs(self, doc: Doc) -> tuple[Prepared, Floats]:
        """Return a reference's pairs and answers; kept with the document, since they are the same in every epoch."""
        key = (id(self), id(self.cfg["answers"]), self.cfg["bits"])
        known = doc.user_data.get(_PREPARED)
        if known is None or known[0] != key:
            prepared = self._prepare(doc, _spans_of(doc))
            known = doc.user_data[_PREPARED] = (key, prepared, self._truth(doc, prepared))
        return known[1], known[2]

    def _truth(self, doc: Doc, prepared: Prepared) -> Floats:
        """Return 1 for each pair and class that the reference holds. Relations out of reach have no pair."""
        answers = self.answers
        place = {span: i for i, span in enumerate(prepared.kept)}
        pairs = {
            pair: i for i, pair in enumerate(zip(prepared.pairs.a.tolist(), prepared.pairs.b.tolist(), strict=True))
        }
        truth = np.zeros((len(pairs), len(answers.classes)), dtype=np.float32)
        for relation in doc._.relations:
            head, tail = place.get(relation["head"]), place.get(relation["tail"])
            if head is None or tail is None:
                continue
            a, b, direction = oriented(head, tail, prepared.mentions)
            direction = FORWARD if relation["label"] in answers.symmetric else direction
            pair, answer = pairs.get((a, b)), answers.class_codes.get((relation["label"], direction))
            if pair is not None and answer is not None:
                truth[pair, answer] = 1
        return truth

    # -- scoring --------------------------------------------------------------------------------------------------

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Return `rel_micro_*` (between the reference's entities) and `rel_e2e_*` (with those that were predicted)."""
        examples = list(examples)
        if self._fresh:
            self._calibrate([eg.reference for eg in examples])
            self.set_annotations((docs := [eg.predicted for eg in examples]), self.predict(docs))
        references = [eg.reference for eg in examples]
        found = [self._keys(f) for f in self._between_gold(references)]
        wanted = [keys_of(doc, self.symmetric) for doc in references]
        return score_keys("rel_micro", found, wanted) | self.scorer(examples, symmetric=self.symmetric, **kwargs)

    def _between_gold(self, docs: list[Doc]) -> list[Found]:
        prepared = [self._training_pairs(doc)[0] for doc in docs]
        return self._found([_spans_of(doc) for doc in docs], prepared)

    def _keys(self, found: Found) -> frozenset[Any]:
        ends = [(span.start_char, span.end_char, span.label_) for span in found.spans]
        keys = set()
        for relation in self._relations(found):
            pair = (ends[relation["head"]], ends[relation["tail"]])
            keys.add((tuple(sorted(pair)) if relation["label"] in self.symmetric else pair, relation["label"]))
        return frozenset(keys)

    def _calibrate(self, docs: list[Doc]) -> None:
        """Fit probabilities and threshold on reference documents; once after each stretch of updates."""
        self._fresh = False
        wanted = sum(len(keys_of(doc, self.symmetric)) for doc in docs)
        both = [self._training_pairs(doc) for doc in docs]
        prepared = [p for p, _ in both]
        possible = self._mask(prepared) > 0
        logits = self._logits(prepared).astype(np.float64)[possible]
        none = np.zeros((0, len(self.answers.classes)), dtype=np.float32)
        truth = np.concatenate([none, *(truth for _, truth in both)])[possible]
        truth = truth.astype(np.float64)
        self.cfg["calibration"] = list(fit_platt(logits, truth))
        if self._threshold is None:
            scale, shift = self.cfg["calibration"]
            self.cfg["threshold"] = best_threshold(sigmoid(scale * logits + shift), truth, wanted)


def _spans_of(doc: Doc) -> list[Span]:
    return list(doc.spans[SPANS_KEY]) if doc.spans.get(SPANS_KEY) else list(doc.ents)


def _batch(prepared: list[Prepared]) -> Batch:
    some = [p for p in prepared if len(p.pairs)]
    return join([p.features for p in some], [p.pairs.a for p in some], [p.pairs.b for p in some])


__all__ = ["PARAMETERS", "Found", "RelationExtractor", "make_relation_extractor"]
