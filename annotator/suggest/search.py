"""Search in one document or in all: by text, pattern, lemma, label, relation, note or status; and bulk edits of hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex

from annotator.domain import Document, LabelScheme
from annotator.domain.edits import AddEntity, DeleteEntity, DeleteRelation, Edit, RelabelEntity, Several, several
from annotator.messages import AnnotatorError, msg
from annotator.suggest.morphology import fold, word_forms
from annotator.suggest.words import Words

_CONTEXT = 120  # code points shown on either side of a hit
TIME_LIMIT = 2.0  # seconds that a pattern may take in one document


class SearchBy(StrEnum):
    """What a query is compared with."""

    TEXT = "text"
    REGEX = "regex"
    LEMMA = "lemma"
    LABEL = "label"
    RELATION = "relation"
    NOTE = "note"
    STATUS = "status"


class SearchError(AnnotatorError):
    """The pattern is none, or takes too long."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that fits a query, `[start, end)` in code points, with the text around it on one line.

    `entity` or `relation` is the id of what was found, where an annotation was. A hit on the whole document (its status
    or its note) has an empty range.
    """

    document: str
    start: int
    end: int
    before: str
    surface: str
    after: str
    entity: str = ""
    relation: str = ""


def search(documents: Iterable[Document], query: str, by: SearchBy, *, match_case: bool = False) -> Iterator[Hit]:
    """Yield the hits of a query in each document, in reading order.

    For LABEL and RELATION the query is a label, or empty for any; for NOTE a part of the note, or empty for any.

    Raises:
        SearchError: the regular expression is wrong, or took over two seconds in one document.
    """
    find = _finder(query, by, match_case=match_case)
    for document in documents:
        yield from find(document)


def _finder(query: str, by: SearchBy, *, match_case: bool) -> Callable[[Document], Iterator[Hit]]:
    if by is SearchBy.LABEL:
        return lambda document: _by_label(document, query)
    if by is SearchBy.RELATION:
        return lambda document: _by_relation(document, query)
    if by is SearchBy.NOTE:
        return lambda document: _by_note(document, query)
    if by is SearchBy.STATUS:
        return lambda document: iter([_hit(document, 0, 0)] if document.status == query else [])
    if not query.strip():
        return lambda _document: iter(())
    if by is SearchBy.LEMMA:
        return lambda document: _by_lemma(document, query)
    pattern = _compile(query if by is SearchBy.REGEX else regex.escape(query), match_case=match_case)
    return lambda document: _by_pattern(document, pattern)


def _hit(document: Document, start: int, end: int, *, entity: str = "", relation: str = "") -> Hit:
    text = document.text
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    around = [re.sub(r"\s+", " ", part) for part in (before, text[start:end], after)]
    return Hit(document.id, start, end, around[0], around[1], around[2], entity, relation)


def _compile(pattern: str, *, match_case: bool) -> regex.Pattern[str]:
    flags = regex.MULTILINE | (0 if match_case else regex.IGNORECASE | regex.FULLCASE)
    try:
        return regex.compile(pattern, flags)
    except regex.error as error:
        raise SearchError(
            msg("wrong regular expression: {reason}", "ошибка в регулярном выражении: {reason}", reason=str(error))
        ) from error


def _by_pattern(document: Document, pattern: regex.Pattern[str]) -> Iterator[Hit]:
    try:
        for match in pattern.finditer(document.text, timeout=TIME_LIMIT):
            if match.end() > match.start():
                yield _hit(document, match.start(), match.end())
    except TimeoutError as error:
        raise SearchError(
            msg(
                "the regular expression takes too long in {document}: make it simpler",
                "регулярное выражение работает слишком долго в {document}: упростите его",
                document=document.id,
            )
        ) from error


def _by_lemma(document: Document, query: str) -> Iterator[Hit]:
    """Find the query's words one after another, each in any of its forms."""
    wanted = _forms_of(query)
    if not _may_hold(document.text, wanted):
        return
    words = Words(document.text)
    for first in range(len(words) - len(wanted) + 1 if wanted else 0):
        if all(words.keys[first + k] in forms for k, forms in enumerate(wanted)):
            yield _hit(document, words.starts[first], words.ends[first + len(wanted) - 1])


def _may_hold(text: str, wanted: Iterable[frozenset[str]]) -> bool:
    """Tell quickly that an article cannot hold all the words: most of a corpus is passed over like this."""
    folded = fold(text)
    return all(any(form in folded for form in forms) for forms in wanted)


@lru_cache(maxsize=64)
def _forms_of(query: str) -> tuple[frozenset[str], ...]:
    words = Words(query)
    return tuple(_all_forms(words, i) for i in range(len(words)))


def _all_forms(words: Words, index: int) -> frozenset[str]:
    surface = words.surface(index)
    return frozenset(word_forms(surface, person=False)) | frozenset(word_forms(surface, person=True)) | {fold(surface)}


def _by_label(document: Document, label: str) -> Iterator[Hit]:
    for entity in document.entities:
        if label in {"", entity.label}:
            yield _hit(document, entity.start, entity.end, entity=entity.id)


def _by_relation(document: Document, label: str) -> Iterator[Hit]:
    for relation in document.relations:
        head, tail = document.entity(relation.head), document.entity(relation.tail)
        if head and tail and label in {"", relation.label}:
            start, end = min(head.start, tail.start), max(head.end, tail.end)
            yield _hit(document, start, end, relation=relation.id)


def _by_note(document: Document, query: str) -> Iterator[Hit]:
    for identifier, note in document.notes.items():
        if query.casefold() not in note.casefold():
            continue
        entity, relation = document.entity(identifier), document.relation(identifier)
        if relation is not None and entity is None:
            entity = document.entity(relation.head)
        start, end = entity.span if entity else (0, 0)
        of_entity = identifier if relation is None and entity else ""
        yield _hit(document, start, end, entity=of_entity, relation=identifier if relation else "")


# -- bulk edits: one undoable step for one document ---------------------------------------------------------------------


def tag_hits(document: Document, scheme: LabelScheme, hits: Iterable[Hit], label: str) -> Several:
    """Build the step that tags the hits of this document; those that the scheme refuses are left out."""
    scheme_knows = scheme.open or scheme.entity_label(label) is not None
    ranges = dict.fromkeys((h.start, h.end) for h in hits if h.document == document.id and h.end > h.start)
    edits = [AddEntity(start, end, label) for start, end in ranges if scheme_knows]
    return several(edits, msg("tag hits as {label}", "найденное — {label}", label=label), skip_refused=True)


def relabel_hits(document: Document, hits: Iterable[Hit], label: str) -> Several:
    """Build the step that gives the found entities of this document another label, where the scheme allows it."""
    ids = dict.fromkeys(h.entity for h in hits if h.document == document.id and h.entity)
    edits = [RelabelEntity(identifier, label) for identifier in ids]
    return several(edits, msg("relabel hits as {label}", "новая метка {label}", label=label), skip_refused=True)


def delete_hits(document: Document, hits: Iterable[Hit]) -> Several:
    """Build the step that deletes the found relations and entities of this document."""
    own = [hit for hit in hits if hit.document == document.id]
    relations: list[Edit] = [DeleteRelation(i) for i in dict.fromkeys(h.relation for h in own if h.relation)]
    entities: list[Edit] = [DeleteEntity(i) for i in dict.fromkeys(h.entity for h in own if h.entity)]
    return several([*relations, *entities], msg("delete hits", "удаление найденного"), skip_refused=True)
