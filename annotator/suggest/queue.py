"""The order in which one annotator takes the documents of a workspace, worked out from what lies on disk."""

from __future__ import annotations

import zlib
from collections import Counter
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any

from annotator.suggest.ordering import at_random, by_date, by_missing_labels, doubt_of
from annotator.suggest.suggestion_file import Outline, outlines
from annotator.workspace import Workspace
from annotator.workspace.jsonl import objects


class Order(StrEnum):
    """CORPUS as the articles came; DOUBT where machine help is least sure; MISSING where rare labels are promised."""

    CORPUS = "corpus"
    DOUBT = "doubt"
    OLDEST = "oldest"
    NEWEST = "newest"
    RANDOM = "random"
    MISSING = "missing"


def ordered(workspace: Workspace, annotator: str, order: Order) -> list[str]:
    """Return the ids of all documents in an order.

    RANDOM is another order for every annotator, and the same one each time, so that several people who begin at the
    top of the same corpus do not all annotate the same articles first. MISSING counts what this annotator has tagged.
    """
    ids = list(workspace.document_ids)
    if order is Order.RANDOM:
        return at_random(ids, zlib.crc32(annotator.encode()))
    if order in {Order.OLDEST, Order.NEWEST}:
        metas = {article.id: article.meta for article in workspace.articles()}
        return by_date(metas, newest_first=order is Order.NEWEST)
    if order is Order.DOUBT:
        doubts = {identifier: _doubt(found) for identifier, found in outlines(workspace).items()}
        return sorted(ids, key=lambda identifier: -doubts.get(identifier, 0.0))
    if order is Order.MISSING:
        labels = {i: frozenset().union(*(o.labels for o in found)) for i, found in outlines(workspace).items()}
        return by_missing_labels(ids, labels, label_counts(workspace, annotator))
    return ids


def _doubt(found: list[Outline]) -> float:
    return doubt_of([o.lowest for o in found if o.lowest is not None], [o.spans for o in found])


def label_counts(workspace: Workspace, annotator: str) -> Counter[str]:
    """Count the entities of an annotator by label, in all records; nothing but the labels is read."""
    path: Path = workspace.layout.annotations(annotator)
    latest: dict[str, list[str]] = {}
    if path.exists():
        for _, record in objects(path):
            if isinstance(record, dict):
                latest[str(record.get("id"))] = _labels(record)
    return Counter(chain.from_iterable(latest.values()))


def _labels(record: dict[str, Any]) -> list[str]:
    spans = (record.get("spans") or {}).get("sc") or record.get("ents") or []
    return [str(span.get("label", "")) for span in spans if isinstance(span, dict)]
