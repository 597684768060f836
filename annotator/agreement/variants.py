"""What two or more annotators say about one article, grouped into what they agree on and what is open.

A variant is one thing that somebody marked, with the names of all who marked just that. Variants that stand for each
other in the alignment of any two annotators form one item to be decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from annotator.agreement.alignment import EntityKey, align, entity_key
from annotator.domain import Document

RelationKey = tuple[EntityKey, EntityKey, str]


@dataclass(frozen=True, slots=True)
class EntityVariant:
    """An entity as `annotators` marked it; offsets in code points."""

    start: int
    end: int
    label: str
    annotators: tuple[str, ...]

    @property
    def key(self) -> EntityKey:
        """Span and label."""
        return self.start, self.end, self.label


@dataclass(frozen=True, slots=True)
class RelationVariant:
    """A relation as `annotators` marked it, between two items or agreed entities, named by their keys."""

    head: str
    tail: str
    label: str
    annotators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityItem:
    """Entities of one place about which the annotators differ. `silent` are those who marked nothing there."""

    key: str
    variants: tuple[EntityVariant, ...]
    silent: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where the item begins, code points."""
        return min(v.start for v in self.variants)

    @property
    def end(self) -> int:
        """Where the item ends, code points."""
        return max(v.end for v in self.variants)

    @property
    def majority(self) -> EntityVariant | None:
        """The variant that more than half of all annotators marked, if there is one."""
        everybody = len({name for v in self.variants for name in v.annotators} | set(self.silent))
        return next((v for v in self.variants if 2 * len(v.annotators) > everybody), None)


@dataclass(frozen=True, slots=True)
class RelationItem:
    """Relations between one pair of places about which the annotators differ; `ends` are the places' keys."""

    key: str
    ends: tuple[str, str]
    variants: tuple[RelationVariant, ...]
    silent: tuple[str, ...]

    @property
    def majority(self) -> RelationVariant | None:
        """The variant that more than half of all annotators marked, if there is one."""
        everybody = len({name for v in self.variants for name in v.annotators} | set(self.silent))
        return next((v for v in self.variants if 2 * len(v.annotators) > everybody), None)


Item = EntityItem | RelationItem


@dataclass(frozen=True, slots=True)
class Views:
    """All that the annotators say: agreed entities and relations, and the items that are open.

    `place_of` gives, for every entity that anybody marked, the key of its item, or its own key where all agree.
    """

    annotators: tuple[str, ...]
    agreed: tuple[EntityKey, ...]
    agreed_relations: tuple[RelationKey, ...]
    entities: tuple[EntityItem, ...]
    relations: tuple[RelationItem, ...]
    place_of: Mapping[EntityKey, str]


def place_key(keys: Iterable[EntityKey]) -> str:
    """Return the name of a place: stable as long as nobody changes what was marked there."""
    return "entity:" + ";".join(f"{start}-{end}-{label}" for start, end, label in sorted(keys))


def compare(documents: Mapping[str, Document], symmetric: Iterable[str] = ()) -> Views:
    """Group what the annotators of one article say.

    Raises:
        TextMismatchError: the documents have different texts.
    """
    names, flat = tuple(documents), frozenset(symmetric)
    said: dict[EntityKey, list[str]] = defaultdict(list)
    for name, document in documents.items():
        for key in dict.fromkeys(map(entity_key, document.entities)):
            said[key].append(name)
    agreed = tuple(sorted(key for key, who in said.items() if len(who) == len(names)))
    groups = _groups(documents, [key for key in said if len(said[key]) < len(names)])
    place_of = {key: place_key([key]) for key in agreed}
    place_of |= {key: place_key(group) for group in groups for key in group}
    relations: dict[RelationKey, list[str]] = defaultdict(list)
    for name, document in documents.items():
        for relation in dict.fromkeys(_relations(document, flat)):
            relations[relation].append(name)
    full = {key for key, who in relations.items() if len(who) == len(names) and {key[0], key[1]} <= set(agreed)}
    return Views(
        names,
        agreed,
        tuple(sorted(full)),
        tuple(sorted((_entity_item(group, said, names) for group in groups), key=lambda i: (i.start, i.end, i.key))),
        tuple(_relation_items({k: who for k, who in relations.items() if k not in full}, place_of, names, flat)),
        place_of,
    )


def _groups(documents: Mapping[str, Document], open_keys: list[EntityKey]) -> list[list[EntityKey]]:
    """Join the entities that are aligned with each other between any two annotators."""
    root = {key: key for key in open_keys}

    def find(key: EntityKey) -> EntityKey:
        while root[key] != key:
            key = root[key]
        return key

    for first, second in combinations(documents, 2):
        for pair in align(documents[first], documents[second]).entities:
            if pair.a is not None and pair.b is not None:
                a, b = entity_key(pair.a), entity_key(pair.b)
                if a in root and b in root:
                    root[find(a)] = find(b)
    groups: dict[EntityKey, list[EntityKey]] = defaultdict(list)
    for key in open_keys:
        groups[find(key)].append(key)
    return list(groups.values())


def _entity_item(group: list[EntityKey], said: Mapping[EntityKey, list[str]], names: tuple[str, ...]) -> EntityItem:
    variants = [EntityVariant(*key, tuple(said[key])) for key in group]
    variants.sort(key=lambda v: (-len(v.annotators), v.key))
    speaking = {name for v in variants for name in v.annotators}
    return EntityItem(place_key(group), tuple(variants), tuple(n for n in names if n not in speaking))


def _relations(document: Document, symmetric: frozenset[str]) -> Iterator[RelationKey]:
    keys = {entity.id: entity_key(entity) for entity in document.entities}
    for relation in document.relations:
        head, tail = keys[relation.head], keys[relation.tail]
        if relation.label in symmetric and tail < head:
            head, tail = tail, head
        if head != tail:
            yield head, tail, relation.label


def _relation_items(
    relations: Mapping[RelationKey, list[str]],
    place_of: Mapping[EntityKey, str],
    names: tuple[str, ...],
    symmetric: frozenset[str],
) -> Iterator[RelationItem]:
    """Yield the open relations by the pair of places that they link."""
    pairs: dict[tuple[str, str], dict[tuple[str, str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for (head, tail, label), who in relations.items():
        ends = place_of[head], place_of[tail]
        if label in symmetric:
            ends = min(ends), max(ends)
        pairs[min(ends), max(ends)][*ends, label].extend(who)
    for ends, found in sorted(pairs.items()):
        variants = [RelationVariant(*key, tuple(n for n in names if n in who)) for key, who in sorted(found.items())]
        variants.sort(key=lambda v: -len(v.annotators))
        speaking = {name for v in variants for name in v.annotators}
        silent = tuple(n for n in names if n not in speaking)
        marks = ";".join(
            f"{'>' if v.head == ends[0] else '<'}{v.label}" for v in sorted(variants, key=lambda v: v.label)
        )
        yield RelationItem(f"relation:{ends[0]}|{ends[1]}|{marks}", ends, tuple(variants), silent)
