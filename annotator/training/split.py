"""Cutting annotated documents into a training and a development part: whole documents, every label on both sides."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from annotator.domain import Document

_WORD = re.compile(r"\w+")
_SHINGLE = 5  # words that must be the same in a row
_ALIKE = 0.5  # share of common shingles, of the shorter text's, from which two texts count as one
_BOILERPLATE = 50  # texts: a run of words in more than these says nothing
_TRIES = 200


def split(documents: Sequence[Document], *, share: float | None = None, seed: int = 0) -> tuple[list[int], list[int]]:
    """Return the positions of the training and of the development documents, each in the given order.

    Near-duplicates stay on one side. Of many seeded shuffles the one is taken whose development part holds about the
    same share of every entity and relation label. A single document cannot be cut: the second list is then empty.
    """
    groups = near_duplicates([document.text for document in documents])
    if len(groups) < 2:
        return list(range(len(documents))), []
    wanted = development_size(len(documents)) if share is None else max(1, round(share * len(documents)))
    counts = _label_counts(documents, groups)
    sizes = np.array([len(group) for group in groups])
    generator = np.random.default_rng(seed)
    best: tuple[float, list[int]] = (np.inf, [])
    for _ in range(_TRIES):
        chosen = _pick(generator.permutation(len(groups)), sizes, wanted)
        cost = _imbalance(counts, sizes, chosen)
        if cost < best[0] - 1e-12:
            best = (cost, chosen)
    dev = {i for g in best[1] for i in groups[g]}
    return [i for i in range(len(documents)) if i not in dev], sorted(dev)


def development_size(documents: int) -> int:
    """Return how many documents are set aside: a fifth of few, an eighth of many, at most 200."""
    if documents <= 50:
        return max(1, round(documents / 5))
    return min(200, max(10, round(documents / 8)))


def _pick(order: NDArray[np.int64], sizes: NDArray[np.int64], wanted: int) -> list[int]:
    """Take groups in order until about `wanted` documents are chosen; one group at least stays behind."""
    chosen: list[int] = []
    total = 0
    for group in order[:-1]:
        if total >= wanted:
            break
        if not chosen or total + sizes[group] <= wanted + 1:
            chosen.append(int(group))
            total += int(sizes[group])
    return chosen


def _label_counts(documents: Sequence[Document], groups: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Return a table groups × labels; entity and relation labels side by side."""
    rows: list[Counter[tuple[str, str]]] = []
    for group in groups:
        row: Counter[tuple[str, str]] = Counter()
        for i in group:
            row.update(("entity", e.label) for e in documents[i].entities)
            row.update(("relation", r.label) for r in documents[i].relations)
        rows.append(row)
    labels = sorted({label for row in rows for label in row})
    return np.array([[row[label] for label in labels] for row in rows], dtype=np.float64).reshape(len(rows), -1)


def _imbalance(counts: NDArray[np.float64], sizes: NDArray[np.int64], chosen: list[int]) -> float:
    """Mean over labels of the distance between a label's share in the part and the part's share of documents."""
    share = sizes[chosen].sum() / sizes.sum()
    if not counts.shape[1]:
        return float(abs(share))
    totals = counts.sum(axis=0)
    shares = counts[chosen].sum(axis=0) / totals
    lost = (shares >= 1.0).mean()  # labels that would have no example left to learn from
    return float(np.abs(shares - share).mean() + lost)


def near_duplicates(texts: Sequence[str]) -> list[list[int]]:
    """Group the positions of texts that share most of their five-word runs; every text is in exactly one group."""
    parent = list(range(len(texts)))
    for first, second in _alike_pairs([_shingles(text) for text in texts]):
        parent[_root(parent, second)] = _root(parent, first)
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(texts)):
        groups[_root(parent, i)].append(i)
    return sorted(groups.values())


def leaks(train: Sequence[Document], dev: Sequence[Document]) -> list[tuple[str, str]]:
    """Return pairs of ids (training, development) whose texts are the same or nearly so."""
    shingles = [_shingles(document.text) for document in chain(train, dev)]
    border = len(train)
    pairs = sorted((min(p), max(p)) for p in _alike_pairs(shingles))
    return [(train[a].id, dev[b - border].id) for a, b in pairs if a < border <= b]


def _alike_pairs(shingles: Sequence[NDArray[np.uint32]]) -> list[tuple[int, int]]:
    """Return pairs of texts that share enough; arrays, since a large corpus has many million runs of words."""
    values = np.concatenate([np.zeros(0, dtype=np.uint32), *shingles])
    owners = np.repeat(np.arange(len(shingles), dtype=np.int32), [len(found) for found in shingles])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.append(True, values[1:] != values[:-1])) if len(values) else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.append(starts, len(values)))
    shared: Counter[tuple[int, int]] = Counter()
    for place in np.flatnonzero((lengths > 1) & (lengths <= _BOILERPLATE)):
        shared.update(combinations(owners[starts[place] : starts[place] + lengths[place]].tolist(), 2))
    return [(a, b) for (a, b), n in shared.items() if n >= _ALIKE * max(1, min(len(shingles[a]), len(shingles[b])))]


def _shingles(text: str) -> NDArray[np.uint32]:
    words = _WORD.findall(text.lower())
    last = max(1, len(words) - _SHINGLE + 1)
    runs = (crc32(" ".join(words[i : i + _SHINGLE]).encode()) for i in range(last))
    return np.unique(np.fromiter(runs, dtype=np.uint32, count=last))


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
