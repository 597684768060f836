"""Encoding a document as its line, fast enough that a save costs what the disk costs.

Most of a record is its tokens, which do not change while an article is annotated: their JSON is made once per article
and put into each record as it stands. The result is byte for byte the JSON of `write_record`, which a test proves.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from itertools import pairwise

import orjson

from annotator.domain import Document, Entity, Tokens
from annotator.domain.record import assemble_record, text_hash, write_record
from annotator.domain.tokens import Piece, flat_projection
from annotator.workspace.jsonl import dump

_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What stays the same for an article: its token objects, the JSON of its tokens, their boundaries, its hash.

    Boundaries next to a blank inside the token are left out: entities that lie on the others need no check of theirs.
    """

    tokens: Tokens
    pieces: list[Piece]
    json: bytes
    starts: frozenset[int]
    ends: frozenset[int]
    text: str
    hash: str


class RecordEncoder:
    """Encodes documents; keeps what is the same for every save of the articles used last."""

    def __init__(self) -> None:
        self._recent: OrderedDict[str, _Prepared] = OrderedDict()

    def prepare(self, document: Document) -> _Prepared:
        """Return what stays the same for the document's article, made at its first use."""
        known = self._recent.get(document.id)
        if known is not None and known.tokens == document.tokens and known.text == document.text:
            return known
        made = _prepared(document)
        self._recent[document.id] = made
        self._recent.move_to_end(document.id)
        if len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        return made

    def encode(self, document: Document) -> bytes:
        """Return the record's line without its line end.

        Raises:
            RecordError: the document has no tokens, or an entity does not cover text without blanks at its ends.
            ValueError: a value of another program cannot be written as JSON.
        """
        if not document.tokens:
            return dump(write_record(document))
        prepared = self.prepare(document)
        starts, ends = prepared.starts, prepared.ends
        if not all(e.start in starts and e.end in ends and e.start < e.end for e in document.entities):
            return dump(write_record(document))
        tokens = orjson.Fragment(prepared.json)
        record = assemble_record(document, tokens, _flat(document, prepared), prepared.hash, checked=True)
        try:
            data = orjson.dumps(record)
        except TypeError:  # integers beyond 64 bits and the like: the slow way writes them, or says what is wrong
            return dump(write_record(document))
        return dump(write_record(document)) if b"null" in data else data


def _prepared(document: Document) -> _Prepared:
    tokens, text = document.tokens, document.text
    return _Prepared(
        tokens,
        [Piece(start, end) for start, end in tokens],
        orjson.dumps([{"id": i, "start": start, "end": end} for i, (start, end) in enumerate(tokens)]),
        frozenset(start for start, _ in tokens if not text[start].isspace()),
        frozenset(end for _, end in tokens if not text[end - 1].isspace()),
        text,
        text_hash(text),
    )


def _flat(document: Document, prepared: _Prepared) -> list[Entity]:
    """Return the flat projection; entities that do not even touch need no choice between them."""
    entities = list(document.entities)
    if all(first.end <= second.start for first, second in pairwise(entities)):
        return entities
    return flat_projection(entities, prepared.pieces)
