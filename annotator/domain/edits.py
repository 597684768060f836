"""Edits: what an annotator wants to do. Each is resolved against a document and a scheme into an exact patch.

An edit is checked before anything changes: `resolve` raises EditRefusedError with the reason and leaves the document
alone. The patch that it returns cannot fail, knows its inverse and tells what has to be repainted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from annotator.domain.document import Document, Status
from annotator.domain.entity import MANUAL, Entity, Relation
from annotator.domain.errors import EditRefusedError
from annotator.domain.patch import Patch
from annotator.domain.scheme import LabelScheme
from annotator.messages import Message, msg


class Edit(Protocol):
    """Something that an annotator wants to change."""

    @property
    def name(self) -> Message:
        """What the edit does, as the undo menu shows it."""

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the exact change, or raise EditRefusedError with the reason."""


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without blanks at its ends; raise EditRefusedError if nothing is left."""
    surface = text[max(0, start) : min(end, len(text))]
    start = max(0, start)
    if not surface.strip():
        raise EditRefusedError(msg("select some text first", "сначала выделите текст"))
    left = len(surface) - len(surface.lstrip())
    return start + left, start + len(surface.rstrip())


def _need_entity(document: Document, entity_id: str) -> Entity:
    if (entity := document.entity(entity_id)) is None:
        raise EditRefusedError(msg("this entity is gone", "этой сущности больше нет"))
    return entity


def _need_relation(document: Document, relation_id: str) -> Relation:
    if (relation := document.relation(relation_id)) is None:
        raise EditRefusedError(msg("this relation is gone", "этого отношения больше нет"))
    return relation


def _started(document: Document) -> tuple[Status, Status] | None:
    """A document is in progress from the first change on."""
    return (Status.NOT_STARTED, Status.IN_PROGRESS) if document.status is Status.NOT_STARTED else None


@dataclass(frozen=True, slots=True)
class AddEntity:
    """Tag `[start, end)` with a label; blanks at the ends are trimmed."""

    start: int
    end: int
    label: str
    source: str = MANUAL
    kb_id: str = ""
    score: float | None = None

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("tag {label}", "метка {label}", label=self.label)

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that adds the entity under a new id."""
        start, end = trim_span(document.text, self.start, self.end)
        entity = Entity(document.next_entity_id(), start, end, self.label, kb_id=self.kb_id, source=self.source)
        scheme.require_entity(document, entity)
        scores = {} if self.score is None else {entity.id: (None, self.score)}
        return Patch(entities=((None, entity),), status=_started(document), scores=scores)


@dataclass(frozen=True, slots=True)
class DeleteEntity:
    """Delete an entity together with its relations and notes."""

    entity_id: str

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("delete entity", "удаление сущности")

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that removes the entity and all that hangs on it."""
        entity = _need_entity(document, self.entity_id)
        relations = document.relations_of(entity.id)
        gone = [entity.id, *(r.id for r in relations)]
        return Patch(
            entities=((entity, None),),
            relations=tuple((r, None) for r in relations),
            status=_started(document),
            notes={key: (document.notes[key], "") for key in gone if key in document.notes},
            scores={key: (document.scores[key], None) for key in gone if key in document.scores},
        )


@dataclass(frozen=True, slots=True)
class RelabelEntity:
    """Give an entity another label; its relations must stay legal, or are dropped where `drop_relations` says so."""

    entity_id: str
    label: str
    drop_relations: bool = False

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("relabel as {label}", "новая метка {label}", label=self.label)

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that changes the label."""
        entity = _need_entity(document, self.entity_id)
        changed = replace(entity, label=self.label)
        if changed == entity:
            return Patch()
        scheme.require_entity(document, changed)
        patch = Patch(entities=((entity, changed),), status=_started(document))
        broken = _broken_relations(patch.apply(document), entity.id, scheme)
        if broken and not self.drop_relations:
            raise EditRefusedError(
                msg(
                    "as {label} it could not keep its relation {relation}: {reason}",
                    "с меткой {label} нельзя сохранить отношение {relation}: {reason}",
                    label=self.label,
                    relation=broken[0][0].label,
                    reason=broken[0][1],
                )
            )
        return patch.then(Patch(relations=tuple((relation, None) for relation, _ in broken)))


def _broken_relations(document: Document, entity_id: str, scheme: LabelScheme) -> list[tuple[Relation, Message]]:
    checked = (
        (r, scheme.relation_problem(document, r.head, r.tail, r.label, r.id)) for r in document.relations_of(entity_id)
    )
    return [(relation, problem) for relation, problem in checked if problem]


@dataclass(frozen=True, slots=True)
class MoveBoundary:
    """Move an entity's start or end."""

    entity_id: str
    start: int
    end: int

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("move boundary", "сдвиг границы")

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that changes the span; a discontinuous entity becomes continuous."""
        entity = _need_entity(document, self.entity_id)
        start, end = trim_span(document.text, self.start, self.end)
        changed = replace(entity, start=start, end=end, fragments=())
        if changed.span == entity.span:
            return Patch()
        scheme.require_entity(document, changed)
        return Patch(entities=((entity, changed),), status=_started(document))


@dataclass(frozen=True, slots=True)
class SetKnowledgeBaseId:
    """Set or clear an entity's Wikidata id."""

    entity_id: str
    kb_id: str

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("set Wikidata id", "идентификатор Wikidata")

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that changes kb_id."""
        entity = _need_entity(document, self.entity_id)
        changed = replace(entity, kb_id=self.kb_id.strip())
        return Patch() if changed == entity else Patch(entities=((entity, changed),), status=_started(document))


@dataclass(frozen=True, slots=True)
class AddRelation:
    """Relate two entities."""

    head: str
    tail: str
    label: str
    source: str = MANUAL
    score: float | None = None

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("relation {label}", "отношение {label}", label=self.label)

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that adds the relation under a new id."""
        scheme.require_relation(document, self.head, self.tail, self.label)
        relation = Relation(document.next_relation_id(), self.head, self.tail, self.label, source=self.source)
        scores = {} if self.score is None else {relation.id: (None, self.score)}
        return Patch(relations=((None, relation),), status=_started(document), scores=scores)


@dataclass(frozen=True, slots=True)
class DeleteRelation:
    """Delete a relation and its note."""

    relation_id: str

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("delete relation", "удаление отношения")

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that removes the relation."""
        relation = _need_relation(document, self.relation_id)
        note, score = document.notes.get(relation.id), document.scores.get(relation.id)
        return Patch(
            relations=((relation, None),),
            status=_started(document),
            notes={relation.id: (note, "")} if note else {},
            scores={} if score is None else {relation.id: (score, None)},
        )


@dataclass(frozen=True, slots=True)
class ReverseRelation:
    """Swap head and tail."""

    relation_id: str

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("reverse relation", "разворот отношения")

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that swaps the ends."""
        relation = _need_relation(document, self.relation_id)
        changed = replace(relation, head=relation.tail, tail=relation.head)
        scheme.require_relation(document, changed.head, changed.tail, changed.label, relation.id)
        return Patch(relations=((relation, changed),), status=_started(document))


@dataclass(frozen=True, slots=True)
class RelabelRelation:
    """Give a relation another label."""

    relation_id: str
    label: str

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("relabel relation as {label}", "новая метка отношения {label}", label=self.label)

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that changes the label."""
        relation = _need_relation(document, self.relation_id)
        changed = replace(relation, label=self.label)
        if changed == relation:
            return Patch()
        scheme.require_relation(document, relation.head, relation.tail, self.label, relation.id)
        return Patch(relations=((relation, changed),), status=_started(document))


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Say how far the annotator is with the document."""

    status: Status

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        names = {Status.DONE: msg("done", "готово"), Status.SKIPPED: msg("skipped", "пропущено")}
        return names.get(self.status, msg("in progress", "в работе"))

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that changes the status."""
        if self.status is document.status:
            return Patch()
        return Patch(status=(document.status, self.status))


@dataclass(frozen=True, slots=True)
class SetNote:
    """Write a note on an entity, a relation, or (with an empty id) on the document; empty text removes it."""

    target_id: str
    text: str

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("note", "заметка")

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that changes the note."""
        known = not self.target_id or document.entity(self.target_id) or document.relation(self.target_id)
        if not known:
            raise EditRefusedError(msg("what the note is about is gone", "того, к чему заметка, больше нет"))
        before = document.notes.get(self.target_id, "")
        if before == self.text.strip():
            return Patch()
        return Patch(notes={self.target_id: (before, self.text.strip())}, status=_started(document))


@dataclass(frozen=True, slots=True)
class Reject:
    """Remember that a suggestion was rejected, so that it is not offered again."""

    suggestion: Mapping[str, Any]

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return msg("reject suggestion", "отклонение подсказки")

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return the patch that adds the suggestion to the rejected ones."""
        if any(dict(item) == dict(self.suggestion) for item in document.rejected):
            return Patch()
        after = (*document.rejected, dict(self.suggestion))
        return Patch(rejected=(document.rejected, after), status=_started(document))


@dataclass(frozen=True, slots=True)
class Several:
    """Edits done as one step. Each is resolved against the document that the ones before it leave.

    With `skip_refused`, edits that the scheme refuses are left out instead of refusing the whole step.
    """

    edits: tuple[Edit, ...]
    title: Message
    skip_refused: bool = False

    @property
    def name(self) -> Message:
        """What the undo menu shows."""
        return self.title

    def resolve(self, document: Document, scheme: LabelScheme) -> Patch:
        """Return one patch for all edits."""
        patch = Patch()
        for edit in self.edits:
            try:
                step = edit.resolve(document, scheme)
            except EditRefusedError:
                if not self.skip_refused:
                    raise
                continue
            document = step.apply(document)
            patch = patch.then(step)
        return patch


def several(edits: Iterable[Edit], title: Message, *, skip_refused: bool = False) -> Several:
    """Build one step from any number of edits."""
    return Several(tuple(edits), title, skip_refused)
