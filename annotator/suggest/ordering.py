"""In which order to annotate: where machine help is least sure first, by date, by chance, or where a label is missing."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_DATE_KEYS = ("date", "published", "published_at", "pubdate", "created", "time")


def low_mean(given: Iterable[float]) -> float | None:
    """Return the mean of the lowest quarter of the scores, None where there are none.

    So one doubtful name in a long article does not outweigh a wholly doubtful article.
    """
    scores = sorted(given)
    lowest = scores[: max(1, len(scores) // 4)]
    return sum(lowest) / len(lowest) if lowest else None


def doubt_of(lowest: Sequence[float], spans: Sequence[frozenset[Any]]) -> float:
    """Return how doubtful one document's suggestions are, from 0 (sure and agreed on, or none at all) to 1.

    `lowest` and `spans` hold for each suggester its `low_mean` and what it found. The doubt is the greater of what the
    lowest score lacks and the share of spans that not all suggesters found.
    """
    return max(1 - min(lowest, default=1.0), _disagreement(spans))


def _disagreement(found: Sequence[frozenset[Any]]) -> float:
    if len(found) < 2:
        return 0.0
    union = frozenset.union(*found)
    return 1 - len(frozenset.intersection(*found)) / len(union) if union else 0.0


def by_date(metas: Mapping[str, Mapping[str, Any]], *, newest_first: bool = False) -> list[str]:
    """Order documents by the date in their metadata (ISO 8601, as a string); undated ones come last."""
    dated = {identifier: _date(meta) for identifier, meta in metas.items()}
    with_date = sorted((i for i in dated if dated[i]), key=lambda i: dated[i], reverse=newest_first)
    return with_date + [identifier for identifier in metas if not dated[identifier]]


def _date(meta: Mapping[str, Any]) -> str:
    lowered = {str(key).lower(): value for key, value in meta.items()}
    return next((str(lowered[key]) for key in _DATE_KEYS if lowered.get(key)), "")


def at_random(ids: Sequence[str], seed: int) -> list[str]:
    """Order documents by chance, the same for the same seed and the same set of ids, however they are ordered now."""
    shuffled = sorted(ids)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - the order of work is no secret
    return shuffled


def by_missing_labels(
    ids: Sequence[str], suggested: Mapping[str, Iterable[str]], counts: Mapping[str, int]
) -> list[str]:
    """Order documents by how much they promise of the labels that are rarest so far, the most first.

    `suggested` are the labels that are suggested for a document, each once; `counts` tells how often each label was tagged. A suggestion of a label that was tagged n times counts 1 / (1 + n);
    documents that promise equally keep their order.
    """
    worth = {
        identifier: sum(1 / (1 + counts.get(label, 0)) for label in suggested.get(identifier, ())) for identifier in ids
    }
    return sorted(ids, key=lambda identifier: -worth[identifier])
