"""Features of entity pairs: templates over the columns of mentions and pairs, hashed into rows of one table.

A template names the columns that it combines; `type` stands for the labels of both mentions. Words between the two are
bags: each word is a feature of its own. All of it is integer arithmetic on whole documents at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.training.parameters import word_hash
from annotator.training.relations.mentions import Hashes, Ints, Mentions
from annotator.training.relations.pairs import Pairs

MENTION_TEMPLATES: tuple[tuple[str, ...], ...] = (
    ("whole",),
    ("last_stem",),
    ("first",),
    ("last",),
    ("before1",),
    ("before2",),
    ("before3",),
    ("after1",),
    ("after2",),
    ("after3",),
    ("before1", "before2"),
    ("after1", "after2"),
)
PAIR_TEMPLATES: tuple[tuple[str, ...], ...] = (
    ("type",),
    ("type", "order", "distance"),
    ("type", "order", "sentences"),
    ("type", "lines", "title"),
    ("type", "order", "between"),
    ("type", "likeness"),
    ("type", "likeness", "distance"),
    ("type", "likeness", "left_again", "right_again", "right_before"),
    ("type", "likeness", "left_occurrence", "right_occurrence", "title"),
    ("type", "likeness", "left_length", "right_length"),
    ("type", "likeness", "right_before", "left_again"),
    ("type", "left_occurrence", "right_occurrence"),
    ("type", "order", "left_type_between", "right_type_between"),
    ("type", "order", "sentences", "left_type_between", "right_type_between"),
    ("type", "order", "after_left", "before_right", "between"),
    ("type", "left_nested", "right_nested", "order"),
    ("type", "left_quoted", "right_quoted", "order"),
    ("type", "nearest", "earliest", "meetings"),
    ("type", "nearest", "nearest_distance"),
    ("type", "nearest", "sentences", "order"),
    ("type", "same_cluster", "nearest", "earliest"),
    ("type", "order", "first_word", "last_word"),
    ("type", "order", "first_word"),
    ("type", "order", "last_word"),
    ("type", "order", "all_words"),
    ("a_last", "b_last"),
    ("type", "order", "left_before1"),
    ("type", "order", "right_after1"),
    ("type", "a_last_stem"),
    ("type", "b_last_stem"),
)
_WORDS_BETWEEN = 12  # longer stretches say little and cost much
_PRIME = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Features:
    """Rows of the table by mention in role A, by mention in role B, and by pair; `pair_starts` begins each pair's rows.

    `mention_rows` has the shape 2 × mentions × templates.
    """

    mention_rows: NDArray[np.int32]
    pair_rows: NDArray[np.int32]
    pair_starts: Ints


def read_features(mentions: Mentions, pairs: Pairs, label_keys: Hashes, label_count: int, bits: int) -> Features:
    """Return the features of a document's pairs in a table of `2 ** bits` rows.

    `label_keys` are hashes of the labels by code, so that a feature means the same whatever codes a model gave them.
    """
    first, second = np.divmod(pairs.type, label_count)
    kind = _mix(label_keys[first], label_keys[second])
    fixed = _pair_table(mentions, pairs, kind)
    bag, owner = _between_words(mentions, pairs, kind)
    rows = np.concatenate([fixed.reshape(-1), bag])
    owners = np.concatenate([np.repeat(np.arange(len(pairs)), fixed.shape[1]), owner])
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(len(pairs)))
    return Features(_mention_table(mentions, label_keys, bits), _rows(rows[order], bits), starts.astype(np.int64))


def _mix(first: Hashes, second: Hashes | np.uint64) -> Hashes:
    with np.errstate(over="ignore"):
        value = (first ^ (first >> np.uint64(29))) * _PRIME + second
        return (value ^ (value >> np.uint64(32))) * _PRIME


def _rows(hashes: Hashes, bits: int) -> NDArray[np.int32]:
    return (hashes >> np.uint64(64 - bits)).astype(np.int32)


def _name(template: tuple[str, ...]) -> np.uint64:
    return np.uint64(word_hash("|".join(template)))


def _mention_table(m: Mentions, label_keys: Hashes, bits: int) -> NDArray[np.int32]:
    roles = []
    for role in ("A", "B"):
        columns = []
        for template in MENTION_TEMPLATES:
            value = _mix(label_keys[m.label], _name((role, *template)))
            for column in template:
                value = _mix(value, m.words[column])
            columns.append(_rows(value, bits))
        roles.append(np.stack(columns, axis=1))
    return np.stack(roles)


def _pair_table(m: Mentions, pairs: Pairs, kind: Hashes) -> Hashes:
    values = {name: column.astype(np.uint64) for name, column in pairs.columns.items()}
    values |= {"type": kind} | _end_words(m, pairs)
    table = []
    for template in PAIR_TEMPLATES:
        value = np.full(len(pairs), _name(template), dtype=np.uint64)
        for column in template:
            value = _mix(value, values[column])
        table.append(value)
    return np.stack(table, axis=1)


def _end_words(m: Mentions, pairs: Pairs) -> dict[str, Hashes]:
    """Words at the ends of the stretch between the mentions, the whole stretch where it is short, and around."""
    stems = np.concatenate([m.rough, np.zeros(1, dtype=np.uint64)])
    inside = pairs.right_start > pairs.left_end
    first = np.where(inside, stems[pairs.left_end], np.uint64(1))
    last = np.where(inside, stems[pairs.right_start - 1], np.uint64(1))
    whole = np.full(len(pairs), 7, dtype=np.uint64)
    for step in range(4):
        at = pairs.left_end + step
        whole = np.where(at < pairs.right_start, _mix(whole, stems[np.minimum(at, len(stems) - 1)]), whole)
    whole = np.where(pairs.gap <= 4, whole, np.uint64(3))
    a_left = m.rank[pairs.a] < m.rank[pairs.b]
    left, right = np.where(a_left, pairs.a, pairs.b), np.where(a_left, pairs.b, pairs.a)
    return {
        "first_word": first,
        "last_word": last,
        "all_words": whole,
        "a_last": m.words["last"][pairs.a],
        "b_last": m.words["last"][pairs.b],
        "a_last_stem": m.words["last_stem"][pairs.a],
        "b_last_stem": m.words["last_stem"][pairs.b],
        "left_before1": m.words["before1"][left],
        "right_after1": m.words["after1"][right],
    }


def _between_words(m: Mentions, pairs: Pairs, kind: Hashes) -> tuple[Hashes, Ints]:
    """Return the bag of words between the mentions, with and without the labels, and whose pair each is."""
    length = np.where(pairs.gap <= _WORDS_BETWEEN, pairs.right_start - pairs.left_end, 0)
    length = np.maximum(length, 0)
    owner = np.repeat(np.arange(len(pairs)), length)
    offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    words = m.rough[np.repeat(pairs.left_end, length) + offset]
    plain = _mix(words, _name(("bag",)))
    typed = _mix(_mix(kind[owner], _name(("bag", "type"))), words)
    following = np.minimum(np.repeat(pairs.left_end, length) + offset + 1, len(m.rough) - 1) if len(m.rough) else owner
    twice = _mix(_mix(words, m.rough[following]), _name(("bag", "two")))
    return np.concatenate([plain, typed, twice]), np.concatenate([owner, owner, owner])
