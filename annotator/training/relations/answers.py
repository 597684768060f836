"""What a relation model can answer: which labels, in which direction, between which labels of entities, how far apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from annotator.training.parameters import word_hash
from annotator.training.relations.mentions import Hashes, Ints, Mentions

FORWARD, BACKWARD = 0, 1  # A → B, B → A
_QUANTILE = 0.99  # of the distances seen in training: farther pairs are not looked at
_FEW = 4  # relations of a type pair under which the quantile says nothing
_SHORT = 30


@dataclass(frozen=True)
class Answers:
    """The possible answers of a model.

    `entities` are the labels of entities, in alphabetical order; their positions are the codes. `classes` are
    (relation label, direction); `allowed` are (code of A, code of B, class, greatest distance in tokens).
    """

    entities: tuple[str, ...]
    classes: tuple[tuple[str, int], ...]
    allowed: tuple[tuple[int, int, int, int], ...]
    symmetric: frozenset[str]

    @cached_property
    def codes(self) -> dict[str, int]:
        """Codes of the entity labels."""
        return {label: i for i, label in enumerate(self.entities)}

    @cached_property
    def class_codes(self) -> dict[tuple[str, int], int]:
        """Positions of the classes."""
        return {pair: i for i, pair in enumerate(self.classes)}

    @cached_property
    def label_keys(self) -> Hashes:
        """Hashes of the entity labels by code."""
        return np.array([word_hash(label) for label in self.entities], dtype=np.uint64)

    @cached_property
    def mask(self) -> NDArray[np.float32]:
        """1 where a class is possible for a type of pair; types × classes."""
        table = np.zeros((len(self.entities) ** 2, len(self.classes)), dtype=np.float32)
        for a, b, answer, _ in self.allowed:
            table[a * len(self.entities) + b, answer] = 1
        return table

    @cached_property
    def reach(self) -> Ints:
        """The greatest distance in tokens by type of pair, -1 where no class is possible."""
        table = np.full(len(self.entities) ** 2, -1, dtype=np.int64)
        for a, b, _, distance in self.allowed:
            kind = a * len(self.entities) + b
            table[kind] = max(table[kind], distance)
        return table

    @property
    def labels(self) -> tuple[str, ...]:
        """The relation labels in alphabetical order."""
        return tuple(sorted({label for label, _ in self.classes}))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; `from_json` is the inverse."""
        return {
            "entities": list(self.entities),
            "classes": [list(pair) for pair in self.classes],
            "allowed": [list(row) for row in self.allowed],
            "symmetric": sorted(self.symmetric),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Answers:
        """Return the answers that a JSON object describes."""
        return cls(
            tuple(data["entities"]),
            tuple((label, direction) for label, direction in data["classes"]),
            tuple((a, b, answer, distance) for a, b, answer, distance in data["allowed"]),
            frozenset(data["symmetric"]),
        )


NO_ANSWERS = Answers((), (), (), frozenset())


def known_spans(spans: Sequence[Span], codes: dict[str, int]) -> tuple[list[int], list[int]]:
    """Return the positions of the spans whose labels have a code, and those codes."""
    kept = [i for i, span in enumerate(spans) if span.label_ in codes]
    return kept, [codes[spans[i].label_] for i in kept]


def oriented(head: int, tail: int, mentions: Mentions) -> tuple[int, int, int]:
    """Return (A, B, direction) for a relation between two mentions."""
    first, second = mentions.label[head], mentions.label[tail]
    head_is_a = first < second if first != second else mentions.rank[head] < mentions.rank[tail]
    return (head, tail, FORWARD) if head_is_a else (tail, head, BACKWARD)


def learn_answers(docs: Iterable[tuple[Doc, Mentions]], entities: Sequence[str], symmetric: frozenset[str]) -> Answers:
    """Return the answers seen in reference documents, whose mentions stand in the order of `spans["sc"]`."""
    distances: dict[tuple[int, int, str, int], list[int]] = defaultdict(list)
    for doc, mentions in docs:
        for relation in doc._.relations:
            a, b, direction = oriented(relation["head"], relation["tail"], mentions)
            direction = FORWARD if relation["label"] in symmetric else direction
            left, right = (a, b) if mentions.rank[a] < mentions.rank[b] else (b, a)
            gap = max(0, int(mentions.start[right] - mentions.end[left]))
            distances[int(mentions.label[a]), int(mentions.label[b]), relation["label"], direction].append(gap)
    classes = tuple(sorted({(label, direction) for _, _, label, direction in distances}))
    code = {pair: i for i, pair in enumerate(classes)}
    allowed = [
        (a, b, code[label, direction], _reach(gaps)) for (a, b, label, direction), gaps in sorted(distances.items())
    ]
    return Answers(tuple(entities), classes, tuple(allowed), symmetric)


def _reach(gaps: list[int]) -> int:
    """Return how far apart related mentions of this kind may stand: nearly all that were seen, with some room."""
    if len(gaps) < _FEW:
        return max(_SHORT, *gaps)
    return max(_SHORT, int(np.quantile(gaps, _QUANTILE)) + 1)
