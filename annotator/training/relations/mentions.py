"""A document's entities as columns of numbers: everything about one mention that its relations may depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from annotator.training.parameters import word_hash
from annotator.training.relations.names import Likeness, form, likeness, rough, stem

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
_SENTENCE_END = {".", "!", "?", "…", "..."}
_PART_OF_NAME = {Likeness.SAME, Likeness.SHORTER, Likeness.LONGER}


@dataclass(frozen=True, slots=True)
class Mentions:
    """The entities of one document in the order given, one number a column each; words are 64-bit hashes.

    `start` and `end` count tokens. `label` are codes given by the caller. `form` numbers names that are the same but
    for case endings, `cluster` names that are parts of each other. `before` holds, for each form (rows), how many of
    its mentions stand before each position in reading order; `label_before` the same for labels.
    """

    start: Ints
    end: Ints
    label: Ints
    sentence: Ints
    line: Ints
    form: Ints
    cluster: Ints
    occurrence: Ints
    rank: Ints
    nested: Ints
    quoted: Ints
    length: Ints
    words: dict[str, Hashes]
    before: Ints
    label_before: Ints
    likeness: Ints
    rough: Hashes

    def __len__(self) -> int:
        return len(self.start)


def read_mentions(doc: Doc, spans: Sequence[Span], labels: Sequence[int], label_count: int) -> Mentions:
    """Return the columns of a document's entities."""
    start, end = _column([s.start for s in spans]), _column([s.end for s in spans])
    names = [doc[s.start : s.end].text for s in spans]
    unique = {name: i for i, name in enumerate(dict.fromkeys(names))}
    which = _column([unique[name] for name in names])
    forms = {f: i for i, f in enumerate(dict.fromkeys(form(name) for name in names))}
    form_ids = _column([forms[form(name)] for name in names])
    order = np.lexsort((-end, start))
    rank = np.empty(len(spans), dtype=np.int64)
    rank[order] = np.arange(len(spans))
    before = _prefix_counts(form_ids[order], len(forms))
    label_ids = _column(list(labels))
    table = _likeness_table(list(unique))
    sentence, line = _places(doc)
    stems = np.array([word_hash(rough(token.text)) for token in doc], dtype=np.uint64)
    return Mentions(
        start=start,
        end=end,
        label=label_ids,
        sentence=sentence[np.minimum(start, len(doc) - 1)] if len(doc) else start,
        line=line[np.minimum(start, len(doc) - 1)] if len(doc) else start,
        form=form_ids,
        cluster=_clusters(table, which, label_ids),
        occurrence=before[form_ids, rank],
        rank=rank,
        nested=_nested(start, end),
        quoted=_column([int(s.start > 0 and doc[s.start - 1].text in {"«", '"', "(", "“", "„"}) for s in spans]),
        length=end - start,
        words=_word_columns(doc, spans, names, stems),
        before=before,
        label_before=_prefix_counts(label_ids[order], label_count),
        likeness=table[which[:, None], which[None, :]] if len(spans) else np.zeros((0, 0), dtype=np.int64),
        rough=stems,
    )


def _column(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _prefix_counts(ids: Ints, count: int) -> Ints:
    """Return a table count × (n + 1): how many of the first k ids are each of the values."""
    table = np.zeros((count, len(ids) + 1), dtype=np.int64)
    table[ids, np.arange(1, len(ids) + 1)] = 1
    return table.cumsum(axis=1)


def _likeness_table(names: Sequence[str]) -> Ints:
    table = np.zeros((len(names), len(names)), dtype=np.int64)
    for i, left in enumerate(names):
        for j, right in enumerate(names):
            table[i, j] = likeness(left, right)
    return table


def _clusters(table: Ints, which: Ints, labels: Ints) -> Ints:
    """Number the mentions so that same-labelled names which are parts of each other share a number."""
    cluster: list[int] = []
    alike = np.isin(table, [int(kind) for kind in _PART_OF_NAME])
    for i in range(len(which)):
        same = [j for j in range(i) if labels[j] == labels[i] and alike[which[i], which[j]]]
        cluster.append(cluster[same[-1]] if same else i)
    return _column(cluster)


def _nested(start: Ints, end: Ints) -> Ints:
    """1 for an entity inside another one, 2 for one that holds another, 3 for both."""
    inside = (start[:, None] >= start[None, :]) & (end[:, None] <= end[None, :])
    np.fill_diagonal(inside, val=False)
    nested: Ints = np.asarray(inside.any(axis=1)).astype(np.int64)
    nested += 2 * np.asarray(inside.any(axis=0)).astype(np.int64)
    return nested


def _places(doc: Doc) -> tuple[Ints, Ints]:
    """Return each token's sentence and line; cheap rules are enough where only distance is asked for."""
    sentence, line = np.zeros(len(doc), dtype=np.int64), np.zeros(len(doc), dtype=np.int64)
    s = n = 0
    for i, token in enumerate(doc):
        sentence[i], line[i] = s, n
        if "\n" in token.text:
            s, n = s + 1, n + 1
        elif token.text in _SENTENCE_END and i + 1 < len(doc) and not doc[i + 1].text[0].islower():
            s += 1
    return sentence, line


def _word_columns(doc: Doc, spans: Sequence[Span], names: Sequence[str], stems: Hashes) -> dict[str, Hashes]:
    padded = np.concatenate([np.zeros(3, dtype=np.uint64), stems, np.zeros(3, dtype=np.uint64)])
    start = _column([s.start for s in spans]) + 3
    end = _column([s.end for s in spans]) + 3
    whole = [word_hash(" ".join(form(name))) for name in names]
    last = [word_hash(stem(doc[s.end - 1].text)) for s in spans]
    return {
        "whole": np.array(whole, dtype=np.uint64),
        "last_stem": np.array(last, dtype=np.uint64),
        "first": padded[start],
        "last": padded[end - 1],
        "before1": padded[start - 1],
        "before2": padded[start - 2],
        "before3": padded[start - 3],
        "after1": padded[end],
        "after2": padded[end + 1],
        "after3": padded[end + 2],
    }
