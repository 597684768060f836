"""Changing the scheme without losing annotations: listing what no longer fits, renaming a label everywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

from annotator.domain import Document, Entity, LabelScheme, Relation
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.names import GOLD
from annotator.workspace.problem import Problem
from annotator.workspace.workspace import Workspace

Kind = Literal["entity", "relation"]
Rename = tuple[Kind, str, str]  # which labels, the old name, the new one


@dataclass(frozen=True, slots=True)
class Unfitting:
    """An entity or relation that a scheme does not allow. `item_id` is its id, `surface` the entity's text or ""."""

    annotator: str
    document_id: str
    item_id: str
    label: str
    surface: str
    reason: Message


def unfitting(
    workspace: Workspace, scheme: LabelScheme | None = None, progress: Callable[[str], None] | None = None
) -> Iterator[Unfitting]:
    """Yield all that does not fit the scheme (the workspace's, or one that is only planned); nothing is changed."""
    wanted = scheme or workspace.scheme
    for name in everybody(workspace):
        reader = workspace.read(name)
        for document in reader.documents("all"):
            for item_id, reason in wanted.problems(document):
                yield _unfitting(name, document, item_id, reason)
            if progress is not None:
                progress(document.id)
        reader.close()


def _unfitting(name: str, document: Document, item_id: str, reason: Message) -> Unfitting:
    entity = document.entity(item_id)
    relation = document.relation(item_id)
    label = entity.label if entity else relation.label if relation else ""
    return Unfitting(name, document.id, item_id, label, document.surface(entity) if entity else "", reason)


def everybody(workspace: Workspace) -> list[str]:
    """Return all annotators, and gold if there is any."""
    return [*workspace.annotators, *([GOLD] if workspace.has_gold else [])]


@dataclass(slots=True)
class RenameReport:
    """What a rename did: documents saved per annotator, items renamed, and items that became one with another."""

    documents: dict[str, int] = field(default_factory=dict)
    renamed: int = 0
    joined: int = 0
    problems: list[Problem] = field(default_factory=list)


def rename_label(
    workspace: Workspace, kind: Kind, old: str, new: str, *, without: Collection[str] = ()
) -> RenameReport:
    """Rename a label in the scheme and in everybody's annotations; each document is one saved step in its history.

    The annotators in `without` are left to the caller, who has their files open.
    An entity that has the new label on the same span already stays, takes over the relations, and the renamed one goes.

    Raises:
        WorkspaceLocked: somebody has a file open; nothing has been renamed.
        WorkspaceError: the new name is empty.
    """
    if not new.strip() or new == old:
        raise WorkspaceError(msg("give the label another name", "укажите другое имя метки"))
    report = RenameReport()
    opened = []
    try:
        for name in everybody(workspace):
            if name in without:
                continue
            opened.append(workspace.annotations(name))
        workspace.set_scheme(renamed_scheme(workspace.scheme, kind, old, new))
        for annotations in opened:
            for document in annotations.documents("all"):
                changed, joined = renamed_document(document, kind, old, new)
                if changed is document:
                    continue
                try:
                    annotations.save(changed, balance=-joined)
                except AnnotatorError as error:
                    report.problems.append(Problem.of(error, annotations.path))
                    continue
                report.documents[annotations.name] = report.documents.get(annotations.name, 0) + 1
                report.renamed += _count(document, kind, old)
                report.joined += joined
            report.problems.extend(annotations.problems)
    finally:
        for annotations in opened:
            annotations.close()
    return report


def _count(document: Document, kind: Kind, label: str) -> int:
    items: tuple[Entity | Relation, ...] = document.entities if kind == "entity" else document.relations
    return sum(item.label == label for item in items)


def renamed_scheme(scheme: LabelScheme, kind: Kind, old: str, new: str) -> LabelScheme:
    """Return the scheme with the label renamed, or without the old one where the new one is there already."""
    if kind == "relation":
        if scheme.relation_label(new):
            return replace(scheme, relations=tuple(r for r in scheme.relations if r.label != old))
        return replace(
            scheme, relations=tuple(replace(r, label=new) if r.label == old else r for r in scheme.relations)
        )
    entities = tuple(e for e in scheme.entities if e.label != old or not scheme.entity_label(new))
    entities = tuple(replace(e, label=new) if e.label == old else e for e in entities)
    relations = tuple(
        replace(r, head=_renamed(r.head, old, new), tail=_renamed(r.tail, old, new)) for r in scheme.relations
    )
    return replace(scheme, entities=entities, relations=relations)


def _renamed(labels: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if label == old else label for label in labels))


def renamed_document(document: Document, kind: Kind, old: str, new: str) -> tuple[Document, int]:
    """Return the document with the label renamed (itself if it has none), and how many items became one with another."""
    if not _count(document, kind, old):
        return document, 0
    if kind == "relation":
        relations = tuple(replace(r, label=new) if r.label == old else r for r in document.relations)
        kept = _distinct(relations)
        return document.replacing(relations=kept), len(relations) - len(kept)
    stays = {e.identity: e.id for e in document.entities if e.label != old}
    entities: list[Entity] = []
    moved: dict[str, str] = {}
    for entity in document.entities:
        changed = replace(entity, label=new) if entity.label == old else entity
        twin = stays.get(changed.identity) if entity.label == old else None
        if twin is None:
            entities.append(changed)
        else:
            moved[entity.id] = twin
    relations = tuple(
        replace(r, head=moved.get(r.head, r.head), tail=moved.get(r.tail, r.tail)) for r in document.relations
    )
    kept = _distinct(r for r in relations if r.head != r.tail)
    return document.replacing(entities=tuple(entities), relations=kept), len(moved)


def one_by_one(renames: Iterable[Rename]) -> list[Rename]:
    """Return renames that do the same one after the other: labels that swap their names pass through names of their own."""
    wanted = list(renames)
    names = {(kind, name) for kind, old, new in wanted for name in (old, new)}
    old_names = {(kind, old) for kind, old, _ in wanted}
    first: list[Rename] = []
    last: list[Rename] = []
    for kind, old, new in wanted:
        if (kind, new) in old_names:
            between = next(name for n in count(1) if (kind, name := f"{new}_{n}") not in names)
            names.add((kind, between))
            first.append((kind, old, between))
            last.append((kind, between, new))
    return [*first, *(r for r in wanted if (r[0], r[2]) not in old_names), *last]


def renamed_by_all(document: Document, renames: Sequence[Rename]) -> tuple[Document, int, int]:
    """Return the document after all renames at once, how many items they meant, and how many became one with another."""
    changed, renamed, joined = document, sum(_count(document, kind, old) for kind, old, _ in renames), 0
    for kind, old, new in one_by_one(renames):
        changed, more = renamed_document(changed, kind, old, new)
        joined += more
    return changed, renamed, joined


def only_labels_differ(one: Document, other: Document) -> bool:
    """Tell whether two versions hold the very same spans and relations under other labels, as after a rename."""

    def shape(document: Document) -> tuple[object, ...]:
        entities = sorted((e.id, e.start, e.end) for e in document.entities)
        return entities, sorted((r.id, r.head, r.tail) for r in document.relations), document.status, document.notes

    def labels(document: Document) -> dict[str, str]:
        items: tuple[Entity | Relation, ...] = (*document.entities, *document.relations)
        return {item.id: item.label for item in items}

    return shape(one) == shape(other) and labels(one) != labels(other)


def _distinct(relations: Iterator[Relation] | tuple[Relation, ...]) -> tuple[Relation, ...]:
    first: dict[tuple[str, str, str], Relation] = {}
    for relation in relations:
        first.setdefault((relation.head, relation.tail, relation.label), relation)
    return tuple(first.values())
