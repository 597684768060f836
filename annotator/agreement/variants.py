"""What two or more annotators say about one article, grouped into what they agree on and what is open.

A variant is one thing that somebody marked, with the names of all who marked just that. Variants that stand for each
other in the alignment of any two annotators form one item to be decided.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
    """A relation as `annotators` marked it, between two places, which are items or agreed entities, by their keys.

    `ends` are the entities, head and tail, that they meant; one place may hold several.
    """

    head: str
    tail: str
    label: str
    annotators: tuple[str, ...]
    ends: tuple[tuple[EntityKey, EntityKey], ...] = ()


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
    open_relations = {key: who for key, who in relations.items() if key not in full}
    crowded = _crowded(documents, place_of)
    return Views(
        names,
        agreed,
        tuple(sorted(full)),
        tuple(sorted((_entity_item(group, said, names) for group in groups), key=lambda i: (i.start, i.end, i.key))),
        tuple(_relation_items(open_relations, place_of, crowded, names, flat)),
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


_Said = tuple[str, str, str, tuple[EntityKey, EntityKey] | None]  # head and tail places, label, the very entities


def _relation_items(
    relations: Mapping[RelationKey, list[str]],
    place_of: Mapping[EntityKey, str],
    crowded: set[str],
    names: tuple[str, ...],
    symmetric: frozenset[str],
) -> Iterator[RelationItem]:
    """Yield the open relations by the pair of places that they link.

    Relations between the same places count as one where a place stands for one entity of each annotator; at a `crowded`
    place, or within one place, only those between the very same entities do.
    """
    pairs: dict[tuple[str, str], dict[_Said, list[RelationKey]]] = defaultdict(lambda: defaultdict(list))
    for head_key, tail_key, label in relations:
        one, two = head_key, tail_key
        if label in symmetric and place_of[one] > place_of[two]:
            one, two = two, one
        head, tail = place_of[one], place_of[two]
        exact = (one, two) if head == tail or {head, tail} & crowded else None
        pairs[min(head, tail), max(head, tail)][head, tail, label, exact].append((head_key, tail_key, label))
    for ends, found in sorted(pairs.items()):
        variants = [_relation_variant(said, keys, relations, place_of, names) for said, keys in found.items()]
        variants.sort(key=lambda v: (-len(v.annotators), v.label, v.head, v.ends))
        speaking = {name for v in variants for name in v.annotators}
        marks = sorted(f"{'>' if v.head == ends[0] else '<'}{v.label}{_exact_mark(v, crowded)}" for v in variants)
        key = f"relation:{ends[0]}|{ends[1]}|{';'.join(marks)}"
        yield RelationItem(key, ends, tuple(variants), tuple(n for n in names if n not in speaking))


def _relation_variant(
    said: _Said,
    keys: list[RelationKey],
    relations: Mapping[RelationKey, list[str]],
    place_of: Mapping[EntityKey, str],
    names: tuple[str, ...],
) -> RelationVariant:
    head, tail, label, exact = said
    who = {name for key in keys for name in relations[key]}
    meant = [exact] if exact else [(k[0], k[1]) if place_of[k[0]] == head else (k[1], k[0]) for k in keys]
    return RelationVariant(head, tail, label, tuple(n for n in names if n in who), tuple(meant))


def _exact_mark(variant: RelationVariant, crowded: set[str]) -> str:
    exact = variant.head == variant.tail or {variant.head, variant.tail} & crowded
    return ",".join(place_key(pair) for pair in variant.ends) if exact else ""


def _crowded(documents: Mapping[str, Document], place_of: Mapping[EntityKey, str]) -> set[str]:
    """Return the places at which some annotator has several entities."""
    found = set()
    for document in documents.values():
        counts = Counter(place_of[key] for key in set(map(entity_key, document.entities)))
        found |= {place for place, count in counts.items() if count > 1}
    return found
