"""What a format cannot hold: said before an export, counted in its report, and the measure of the check after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from annotator.domain import Document, Entity, Status
from annotator.formats.base import Format, Holds
from annotator.formats.collapsing import collapse
from annotator.formats.report import Kind, Problem
from annotator.messages import Message, msg, plural


class Loss(StrEnum):
    """One sort of thing that a format may not hold, in the order in which people care."""

    ENTITIES = "entities"
    OVERLAPPING = "overlapping"
    RELATIONS = "relations"
    FRAGMENTS = "fragments"
    MERGED = "merged"
    NOTES = "notes"
    KB_IDS = "kb_ids"
    SPACING = "spacing"
    ANNOTATOR = "annotator"
    STATUS = "status"


KINDS: dict[Loss, Kind] = {
    Loss.ENTITIES: Kind.DROPPED,
    Loss.OVERLAPPING: Kind.DROPPED,
    Loss.RELATIONS: Kind.DROPPED,
    Loss.FRAGMENTS: Kind.CHANGED,
    Loss.MERGED: Kind.DROPPED,
    Loss.NOTES: Kind.CHANGED,
}
"""Losses of annotations; the others are only noted, since no entity or relation suffers."""


@dataclass(slots=True)
class LossReport:
    """How many documents are written, and how many things of each sort will be lost."""

    format: str
    documents: int = 0
    losses: dict[Loss, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.losses)

    def add(self, losses: dict[Loss, int]) -> None:
        """Count one more document's losses."""
        self.documents += 1
        for loss, count in losses.items():
            self.losses[loss] = self.losses.get(loss, 0) + count

    def lines(self) -> list[Message]:
        """Return one sentence per sort of loss, for a dialog or the command line."""
        return [describe(loss, self.losses[loss], self.format) for loss in Loss if loss in self.losses]

    def problems(self, file: str) -> list[Problem]:
        """Return the losses as problems of the file that is written."""
        return [self._problem(loss, file) for loss in Loss if loss in self.losses]

    def _problem(self, loss: Loss, file: str) -> Problem:
        count = self.losses[loss]
        entities = count if loss in {Loss.ENTITIES, Loss.OVERLAPPING, Loss.MERGED} else 0
        relations = count if loss is Loss.RELATIONS else 0
        message = describe(loss, count, self.format)
        return Problem(file, None, message, KINDS.get(loss, Kind.NOTE), entities=entities, relations=relations)


def loss_report(documents: Iterable[Document], target: Format) -> LossReport:
    """Return what would be lost by writing the documents in the format; nothing is written."""
    report = LossReport(target.name)
    for document in documents:
        report.add(project(document, target.holds)[1])
    return report


def project(document: Document, holds: Holds) -> tuple[Document, dict[Loss, int]]:
    """Return the document as the format can hold it, and the count of each loss.

    Of overlapping entities the longer ones stay, then the earlier ones, as spaCy's `filter_spans` does; relations of an
    entity that goes are lost with it.
    """
    losses: dict[Loss, int] = {}
    for needed, step in _STEPS:
        if not needed(holds):
            document = step(document, losses)
    if not holds.text and not document.text.isspace() and _has_other_spacing(document.text):
        losses[Loss.SPACING] = 1
    return document, losses


def _lose(losses: dict[Loss, int], loss: Loss, count: int) -> None:
    if count:
        losses[loss] = losses.get(loss, 0) + count


def _without_entities(document: Document, losses: dict[Loss, int]) -> Document:
    _lose(losses, Loss.ENTITIES, len(document.entities))
    _lose(losses, Loss.RELATIONS, len(document.relations))
    return document.replacing(entities=(), relations=())


def _flat(document: Document, losses: dict[Loss, int]) -> Document:
    kept = longest_first(document.entities)
    if len(kept) == len(document.entities):
        return document
    _lose(losses, Loss.OVERLAPPING, len(document.entities) - len(kept))
    ids = {entity.id for entity in kept}
    relations = tuple(r for r in document.relations if r.head in ids and r.tail in ids)
    _lose(losses, Loss.RELATIONS, len(document.relations) - len(relations))
    return document.replacing(entities=tuple(kept), relations=relations)


def longest_first(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities that stay where none may share a character: the longest, then the earliest, then the first."""
    in_order = sorted(entities, key=lambda e: e.start)
    if all(left.end <= right.start for left, right in pairwise(in_order)):
        return in_order
    kept: list[Entity] = []
    taken: set[int] = set()
    for entity in sorted(entities, key=lambda e: (e.start - e.end, e.start)):
        if not taken.intersection((entity.start, entity.end - 1)):
            taken.update(range(entity.start, entity.end))
            kept.append(entity)
    return kept


def _without_relations(document: Document, losses: dict[Loss, int]) -> Document:
    _lose(losses, Loss.RELATIONS, len(document.relations))
    return document.replacing(relations=())


def _as_hulls(document: Document, losses: dict[Loss, int]) -> Document:
    broken = [entity for entity in document.entities if entity.fragments]
    if not broken:
        return document
    _lose(losses, Loss.FRAGMENTS, len(broken))
    whole = (Entity(e.id, e.start, e.end, e.label, e.kb_id, e.source, (), e.extra) for e in document.entities)
    document, entities, relations = collapse(document.replacing(entities=tuple(whole)))
    _lose(losses, Loss.MERGED, entities)
    _lose(losses, Loss.RELATIONS, relations)
    return document


def _without_notes(document: Document, losses: dict[Loss, int]) -> Document:
    _lose(losses, Loss.NOTES, len(document.notes))
    return document.replacing(notes={})


def _with_document_note(document: Document, losses: dict[Loss, int]) -> Document:
    kept = {key: note for key, note in document.notes.items() if not key}
    _lose(losses, Loss.NOTES, len(document.notes) - len(kept))
    return document.replacing(notes=kept)


def _without_bare_notes(document: Document, losses: dict[Loss, int]) -> Document:
    return _without_notes(document, losses) if document.status is Status.NOT_STARTED else document


def _without_kb_ids(document: Document, losses: dict[Loss, int]) -> Document:
    linked = sum(bool(entity.kb_id) for entity in document.entities)
    if not linked:
        return document
    _lose(losses, Loss.KB_IDS, linked)
    bare = (Entity(e.id, e.start, e.end, e.label, "", e.source, e.fragments, e.extra) for e in document.entities)
    return document.replacing(entities=tuple(bare))


def _without_annotator(document: Document, losses: dict[Loss, int]) -> Document:
    _lose(losses, Loss.ANNOTATOR, int(bool(document.annotator)))
    return document


def _without_status(document: Document, losses: dict[Loss, int]) -> Document:
    _lose(losses, Loss.STATUS, int(document.status is not Status.DONE))
    return document


_Step = Callable[[Document, dict[Loss, int]], Document]
_STEPS: tuple[tuple[Callable[[Holds], bool], _Step], ...] = (
    (lambda holds: holds.entities, _without_entities),
    (lambda holds: holds.relations, _without_relations),
    (lambda holds: holds.fragments, _as_hulls),
    (lambda holds: holds.overlap, _flat),
    (lambda holds: holds.notes or holds.document_note, _without_notes),
    (lambda holds: holds.notes or not holds.document_note, _with_document_note),
    (lambda holds: holds.bare_notes, _without_bare_notes),
    (lambda holds: holds.kb_ids, _without_kb_ids),
    (lambda holds: holds.annotator, _without_annotator),
    (lambda holds: holds.status, _without_status),
)


def _has_other_spacing(text: str) -> bool:
    """Tell whether the text has blanks that do not come back when tokens are joined by single spaces.

    True of nearly every text: punctuation stands without a blank before it.
    """
    return " ".join(text.split()) != text or any(not c.isalnum() and not c.isspace() for c in text)


def describe(loss: Loss, count: int, format_name: str) -> Message:
    """Return the sentence that tells the user what is lost."""
    en, ru = _SENTENCES[loss]
    forms = _NOUNS[loss]
    noun_en = forms[0] if count == 1 else forms[1]
    values = {"count": count, "noun": msg(noun_en, plural(count, *forms[2:])), "format": format_name}
    return msg(en, ru, **values)


_LEFT_OUT = (
    "{format} cannot hold {count} {noun}: left out",
    "{format} не может хранить {count} {noun}: не записано",
)
_SENTENCES: dict[Loss, tuple[str, str]] = {
    Loss.ENTITIES: _LEFT_OUT,
    Loss.OVERLAPPING: _LEFT_OUT,
    Loss.RELATIONS: _LEFT_OUT,
    Loss.NOTES: _LEFT_OUT,
    Loss.KB_IDS: _LEFT_OUT,
    Loss.FRAGMENTS: (
        "{format} cannot hold the gaps of {count} {noun}: written from first to last character",
        "{format} не может хранить разрывы: {count} {noun} записано от первого до последнего символа",
    ),
    Loss.MERGED: (
        "without the gaps {count} {noun} cannot be told from others: left out",
        "без разрывов {count} {noun} не отличить от других: не записано",
    ),
    Loss.SPACING: (
        "{format} keeps tokens only: the exact blanks of {count} {noun} are lost",
        "{format} хранит только токены: теряются точные пробелы, {count} {noun}",
    ),
    Loss.ANNOTATOR: (
        "{format} has no place for the annotator's name ({count} {noun})",
        "в {format} нет места для имени разметчика ({count} {noun})",
    ),
    Loss.STATUS: (
        "{format} cannot tell unfinished work from finished ({count} {noun})",
        "{format} не отличает незаконченную разметку от законченной ({count} {noun})",
    ),
}
_DOCUMENTS = ("document", "documents", "документ", "документа", "документов")
_NOUNS: dict[Loss, tuple[str, str, str, str, str]] = {
    Loss.ENTITIES: ("entity", "entities", "сущность", "сущности", "сущностей"),
    Loss.OVERLAPPING: (
        "overlapping entity",
        "overlapping entities",
        "пересекающуюся сущность",
        "пересекающиеся сущности",
        "пересекающихся сущностей",
    ),
    Loss.RELATIONS: ("relation", "relations", "отношение", "отношения", "отношений"),
    Loss.FRAGMENTS: (
        "discontinuous entity",
        "discontinuous entities",
        "разрывная сущность",
        "разрывные сущности",
        "разрывных сущностей",
    ),
    Loss.MERGED: ("entity", "entities", "сущность", "сущности", "сущностей"),
    Loss.NOTES: ("note", "notes", "заметку", "заметки", "заметок"),
    Loss.KB_IDS: (
        "knowledge base link",
        "knowledge base links",
        "ссылку на базу знаний",
        "ссылки на базу знаний",
        "ссылок на базу знаний",
    ),
    Loss.SPACING: _DOCUMENTS,
    Loss.ANNOTATOR: _DOCUMENTS,
    Loss.STATUS: _DOCUMENTS,
}
