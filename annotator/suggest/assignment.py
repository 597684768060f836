"""Dealing documents out to annotators: every document to the same number of them, everybody about the same work."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from annotator.messages import AnnotatorError, msg


class AssignmentError(AnnotatorError):
    """The documents cannot be dealt out so."""

    exit_status = 2


def assign(
    documents: Sequence[str],
    annotators: Sequence[str],
    overlap: int,
    seed: int,
    existing: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Deal documents out; each goes to `overlap` annotators, and the pairs that share documents are balanced too.

    Deterministic: the same arguments give the same result. Documents in `existing` keep their annotators, whose work
    counts. Each document goes to those with the least work so far; of those, to the ones who share the least.

    Returns:
        Annotators by document, in the order of `documents` and of `annotators`.

    Raises:
        AssignmentError: there are fewer annotators than `overlap`, one is named twice, or `overlap` is below 1.
    """
    _check(annotators, overlap)
    kept = {document: tuple(names) for document, names in (existing or {}).items()}
    load: Counter[str] = Counter(name for names in kept.values() for name in names)
    shared: Counter[frozenset[str]] = Counter(frozenset(p) for names in kept.values() for p in combinations(names, 2))
    chance = random.Random(seed)  # noqa: S311 - who reads what is no secret
    order = [document for document in documents if document not in kept]
    chance.shuffle(order)
    dealt: dict[str, tuple[str, ...]] = {}
    for document in order:
        rank = {name: chance.random() for name in annotators}
        chosen = _choose(annotators, overlap, load, shared, rank)
        load.update(chosen)
        shared.update(frozenset(pair) for pair in combinations(chosen, 2))
        dealt[document] = tuple(name for name in annotators if name in chosen)
    return {document: kept.get(document) or dealt[document] for document in documents}


def _choose(
    annotators: Sequence[str],
    overlap: int,
    load: Mapping[str, int],
    shared: Mapping[frozenset[str], int],
    rank: Mapping[str, float],
) -> list[str]:
    chosen: list[str] = []
    while len(chosen) < overlap:
        free = (name for name in annotators if name not in chosen)
        best = min(free, key=lambda n: (load[n], sum(shared[frozenset((n, other))] for other in chosen), rank[n]))
        chosen.append(best)
    return chosen


def _check(annotators: Sequence[str], overlap: int) -> None:
    if repeated := [name for name, count in Counter(annotators).items() if count > 1]:
        raise AssignmentError(msg("{name} is named twice", "{name} указан дважды", name=", ".join(repeated)))
    if not 1 <= overlap <= len(annotators):
        raise AssignmentError(
            msg(
                "--overlap should be from 1 to the number of annotators, {number}",
                "--overlap должен быть от 1 до числа разметчиков, {number}",
                number=len(annotators),
            )
        )
