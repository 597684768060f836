"""Looking over one annotator's work for what is probably a slip: each finding with its place and a reason.

Nothing here is an error by itself: a town may be a place and a club. The list is for reading, place by place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain import Document, Entity, LabelScheme
from annotator.domain.tokens import cuts_token
from annotator.domain.usual import usual_labels
from annotator.messages import Message, msg

_WORD = re.compile(r"\w+")
_SHORTEST = 2  # letters of a name that is searched for untagged


class FindingKind(StrEnum):
    """What kind of slip it may be."""

    LABEL_VARIES = "label_varies"
    UNTAGGED = "untagged"
    SCHEME = "scheme"
    SPLITS_WORD = "splits_word"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place to look at: offsets in code points; `target_id` is an entity's or relation's id, empty where untagged."""

    kind: FindingKind
    document_id: str
    start: int
    end: int
    target_id: str
    surface: str
    message: Message


Search = Callable[[Sequence[Document]], Iterable["Finding"]]
"""Finds tagged names that stand untagged elsewhere; the layer of morphology has one that knows case forms."""


def findings(
    documents: Iterable[Document], scheme: LabelScheme | None = None, *, search: Search | None = None
) -> list[Finding]:
    """Return everything in one annotator's documents that is worth a second look, kind by kind, in document order.

    Without `search`, untagged names are found in their exact form only.
    """
    looked_at = list(documents)
    found = [*varying_labels(looked_at), *(search or untagged_mentions)(looked_at)]
    for document in looked_at:
        found += cut_tokens(document)
        if scheme is not None:
            found += against_scheme(document, scheme)
    return found


def varying_labels(documents: Iterable[Document]) -> Iterator[Finding]:
    """Yield the places where a string has another label than it has most often."""
    places: dict[str, list[tuple[Document, Entity]]] = defaultdict(list)
    for document in documents:
        for entity in document.entities:
            places[document.surface(entity)].append((document, entity))
    for surface, tagged in places.items():
        counts = Counter(entity.label for _, entity in tagged)
        if len(counts) < 2:
            continue
        usual, often = min(counts.items(), key=lambda item: (-item[1], item[0]))
        for document, entity in tagged:
            if entity.label != usual and not _also(document, entity, usual):
                message = msg(
                    "“{surface}” is {label} here, but {usual} in {often} other places",
                    "«{surface}» здесь {label}, а в других местах {usual} (раз: {often})",
                    surface=surface,
                    label=entity.label,
                    usual=usual,
                    often=often,
                )
                yield _at(FindingKind.LABEL_VARIES, document, entity, message)


def _also(document: Document, entity: Entity, label: str) -> bool:
    """Whether the same span has the label too: two labels on one span are meant."""
    return any(e.span == entity.span and e.label == label for e in document.entities_in(*entity.span))


def untagged_mentions(documents: Iterable[Document]) -> Iterator[Finding]:
    """Yield the whole-word occurrences of tagged names, in their exact form, that touch no entity."""
    looked_at = list(documents)
    names = usual_labels((document.surface(e), e.label) for document in looked_at for e in document.entities)
    by_first_word: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        first = _WORD.match(name)
        if first and sum(map(str.isalnum, name)) >= _SHORTEST and not name.isdigit():
            by_first_word[first.group()].append(name)
    for document in looked_at:
        for start, name in _untagged(document, by_first_word):
            message = msg(
                "“{surface}” is not tagged here, but is {label} elsewhere",
                "«{surface}» здесь без метки, а в другом месте — {label}",
                surface=name,
                label=names[name],
            )
            yield Finding(FindingKind.UNTAGGED, document.id, start, start + len(name), "", name, message)


def covered_characters(document: Document) -> bytearray:
    """Return a byte for each character of the text, 1 where an entity lies over it."""
    covered = bytearray(len(document.text))
    for entity in document.entities:
        covered[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
    return covered


def _untagged(document: Document, by_first_word: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
    text = document.text
    covered = covered_characters(document)
    reach = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < reach:
            continue
        for name in by_first_word.get(word.group(), ()):
            end = start + len(name)
            whole = end >= len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
            if text.startswith(name, start) and whole and not any(covered[start:end]):
                yield start, name
                reach = end
                break


def against_scheme(document: Document, scheme: LabelScheme) -> Iterator[Finding]:
    """Yield the entities and relations that the scheme does not allow."""
    for identifier, reason in scheme.problems(document):
        if entity := document.entity(identifier):
            yield _at(FindingKind.SCHEME, document, entity, reason)
        elif relation := document.relation(identifier):
            ends = [e for e in (document.entity(relation.head), document.entity(relation.tail)) if e is not None]
            start, end = min((e.start for e in ends), default=0), max((e.end for e in ends), default=0)
            yield Finding(FindingKind.SCHEME, document.id, start, end, relation.id, relation.label, reason)


def cut_tokens(document: Document) -> Iterator[Finding]:
    """Yield the entities that begin or end inside a token."""
    for entity in document.entities:
        if document.tokens and cuts_token(document.tokens, entity):
            message = msg(
                "“{surface}” begins or ends inside a word",
                "«{surface}» начинается или кончается внутри слова",
                surface=document.surface(entity),
            )
            yield _at(FindingKind.SPLITS_WORD, document, entity, message)


def _at(kind: FindingKind, document: Document, entity: Entity, message: Message) -> Finding:
    return Finding(kind, document.id, entity.start, entity.end, entity.id, document.surface(entity), message)
