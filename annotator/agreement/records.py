"""One native record as columns, without building a document: most of the time of reading large files is saved.

A record in plain shape is read directly; anything unusual (split tokens apart from ours, parts of entities, blanks at
an entity's ends, repeats, a wrong value) takes the way through the domain, which mends it or says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import ge
from typing import Any

import numpy as np

from annotator.agreement.columns import Ints
from annotator.domain import Document, Status, Tokens
from annotator.domain.record import read_record

_STATUSES = {str(status): status for status in (Status.IN_PROGRESS, Status.DONE, Status.SKIPPED)}
_NO_TOKENS = np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """A record's entities and relations; `heads` and `tails` are positions among the entities."""

    id: str
    text: str
    status: Status
    tokens: Tokens | Ints
    starts: Sequence[int]
    ends: Sequence[int]
    labels: Sequence[str]
    heads: Sequence[int]
    tails: Sequence[int]
    relation_labels: Sequence[str]


def columns_of(record: Mapping[str, Any], *, with_tokens: bool = True) -> RecordColumns:
    """Return what a native record says.

    Raises:
        RecordError: the object is no record; the message names the key.
    """
    plain = plain_columns(record, with_tokens=with_tokens)
    return plain or document_columns(read_record(record, compare_ents=False).document)


def plain_columns(record: Mapping[str, Any], *, with_tokens: bool = True) -> RecordColumns | None:
    """Return what a native record says if it has the plain shape, else None."""
    try:
        return _plain(record, with_tokens=with_tokens)
    except (AttributeError, KeyError, TypeError, IndexError, OverflowError, ValueError):
        return None


def document_columns(document: Document) -> RecordColumns:
    """Return the same of a document."""
    row_of = {entity.id: row for row, entity in enumerate(document.entities)}
    return RecordColumns(
        document.id,
        document.text,
        document.status,
        document.tokens,
        [e.start for e in document.entities],
        [e.end for e in document.entities],
        [e.label for e in document.entities],
        [row_of[r.head] for r in document.relations],
        [row_of[r.tail] for r in document.relations],
        [r.label for r in document.relations],
    )


def _plain(record: Mapping[str, Any], *, with_tokens: bool) -> RecordColumns | None:
    """Return the columns of a record in plain shape, or None (or any lookup error) where it is not."""
    identifier, text, status = record["id"], record["text"], _STATUSES[record.get("status", "done")]
    items, links = record["spans"]["sc"], record.get("relations", [])
    if type(identifier) is not str or type(text) is not str or not identifier.strip() or record.get("fragments"):
        return None
    starts, ends, labels = [e["start"] for e in items], [e["end"] for e in items], [e["label"] for e in items]
    heads, tails = [r["head"] for r in links], [r["tail"] for r in links]
    relation_labels = [r["label"] for r in links]
    sound = (
        text
        and _all_of(int, starts, ends, heads, tails)
        and _all_of(str, labels, relation_labels)
        and all(labels)
        and all(relation_labels)
        and _spans_fit(text, starts, ends, labels)
        and _links_fit(heads, tails, len(starts))
    )
    if not sound:
        return None
    tokens = _plain_tokens(record.get("tokens"), len(text)) if with_tokens else _NO_TOKENS
    if tokens is None:
        return None
    return RecordColumns(identifier, text, status, tokens, starts, ends, labels, heads, tails, relation_labels)


def _all_of(kind: type, *columns: Sequence[object]) -> bool:
    return set(map(type, chain(*columns))) <= {kind}


def _spans_fit(text: str, starts: list[int], ends: list[int], labels: list[str]) -> bool:
    """Whether all spans lie inside the text, without blanks at their ends, each once."""
    if not starts:
        return True
    if min(starts) < 0 or max(ends) > len(text) or any(map(ge, starts, ends)):
        return False
    edges = "".join([text[s] for s in starts] + [text[e - 1] for e in ends])
    if edges.split() != [edges]:  # one of them is white space
        return False
    return len(set(zip(starts, ends, labels, strict=True))) == len(starts)


def _links_fit(heads: list[int], tails: list[int], size: int) -> bool:
    if not heads:
        return True
    inside = min(*heads, *tails) >= 0 and max(*heads, *tails) < size
    return inside and not any(h == t for h, t in zip(heads, tails, strict=True))


def _plain_tokens(items: Any, length: int) -> Ints | None:
    """Return the tokenizer's tokens, pieces of split ones joined; None where they are not in order."""
    if not items:
        return _NO_TOKENS
    starts, ends = [t["start"] for t in items], [t["end"] for t in items]
    if not _all_of(int, starts, ends):
        return None
    rows = np.asarray([starts, ends], dtype=np.int64).T
    if rows[0, 0] < 0 or rows[-1, 1] > length or (rows[:, 0] >= rows[:, 1]).any() or (rows[1:, 0] < rows[:-1, 1]).any():
        return None
    later = np.asarray(["cut" in t for t in items])
    if not later.any():
        return rows
    if not all(items[row]["cut"] for row in np.flatnonzero(later)):
        return None
    later[0] = False
    later[1:] &= rows[1:, 0] == rows[:-1, 1]
    first = np.flatnonzero(~later)
    return np.stack([rows[first, 0], rows[np.append(first[1:], len(rows)) - 1, 1]], axis=1)
