"""Tokens as stock spaCy needs them in a record: entities never cut one, so cut tokens are written in pieces."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.domain.document import Tokens
from annotator.domain.entity import Entity


@dataclass(frozen=True, slots=True)
class Piece:
    """A token of a record: `cut` marks every later piece of a token that an entity boundary splits."""

    start: int
    end: int
    cut: bool = False


def split_tokens(tokens: Tokens, entities: Collection[Entity]) -> list[Piece]:
    """Return the record's tokens: the tokenizer's, split wherever an entity begins or ends inside one."""
    boundaries = _cuts(tokens, entities)
    if not boundaries:
        return [Piece(start, end) for start, end in tokens]
    pieces: list[Piece] = []
    for start, end in tokens:
        first, last = bisect_right(boundaries, start), bisect_left(boundaries, end)
        if first == last:
            pieces.append(Piece(start, end))
            continue
        edges = [start, *boundaries[first:last], end]
        pieces.extend(Piece(a, b, cut=a != start) for a, b in pairwise(edges))
    return pieces


def split_edges(tokens: Tokens, entities: Collection[Entity]) -> tuple[list[int], list[int], frozenset[int]]:
    """Return where the record's tokens start, where they end, and which starts are cuts inside a token.

    These are the pieces of `split_tokens` without an object for each: a corpus has millions.
    """
    cuts = _cuts(tokens, entities)
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    if cuts:
        starts, ends = sorted([*starts, *cuts]), sorted([*ends, *cuts])
    return starts, ends, frozenset(cuts)


def _cuts(tokens: Tokens, entities: Collection[Entity]) -> list[int]:
    """Return the offsets, in order, at which an entity begins or ends and no token does."""
    offsets = {entity.start for entity in entities} | {entity.end for entity in entities}
    return sorted(offsets.difference(*zip(*tokens, strict=True)))


def rejoined(tokens: Tokens, cut: Iterable[int]) -> Tokens:
    """Return the tokenizer's own tokens, the pieces of split ones put together; `cut` are the later pieces' positions."""
    joined: list[tuple[int, int]] = []
    done = 0
    for i in cut:
        joined += tokens[done:i]
        if joined and joined[-1][1] == tokens[i][0]:
            joined[-1] = (joined[-1][0], tokens[i][1])
        else:
            joined.append(tokens[i])
        done = i + 1
    return (*joined, *tokens[done:])


def covers_text(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the tokens leave out nothing but single spaces between them, as spaCy demands."""
    if not tokens:
        return not text
    starts, ends = map(list, zip(*tokens, strict=True))
    starts.append(len(text))
    if starts.pop(0) != 0:
        return False
    gaps = [(end, start) for end, start in zip(ends, starts, strict=True) if end != start]
    return all([start == end + 1 and text[end] == " " for end, start in gaps])  # noqa: C419 - a generator takes twice as long


def cuts_token(tokens: Tokens, entity: Entity) -> bool:
    """Tell whether the entity begins or ends inside one of the tokenizer's tokens."""
    return any(_inside(tokens, offset) for offset in entity.span)


def _inside(tokens: Tokens, offset: int) -> bool:
    index = bisect_right(tokens, (offset, -1)) - 1
    return index >= 0 and tokens[index][0] < offset < tokens[index][1]


def flat_projection(entities: Sequence[Entity], pieces: Sequence[Piece]) -> list[Entity]:
    """Return the entities that `spacy.util.filter_spans` keeps: longest in tokens, then earliest, then first given.

    `entities` come in the order of spans.sc. Works in token indices, as spaCy does: on identical spans the first wins.
    """
    return flat_on_edges(entities, [p.start for p in pieces], [p.end for p in pieces])


def flat_on_edges(entities: Sequence[Entity], starts: Sequence[int], ends: Sequence[int]) -> list[Entity]:
    """Return the flat projection on tokens that are given by where they start and end; see `flat_projection`."""
    ranges = [(bisect_left(starts, e.start), bisect_left(ends, e.end) + 1) for e in entities]
    order = sorted(range(len(entities)), key=lambda i: (ranges[i][1] - ranges[i][0], -ranges[i][0]), reverse=True)
    taken: set[int] = set()
    kept: list[int] = []
    for i in order:
        first, last = ranges[i]
        if first not in taken and last - 1 not in taken:
            kept.append(i)
            taken.update(range(first, last))
    return [entities[i] for i in sorted(kept, key=lambda i: ranges[i][0])]
