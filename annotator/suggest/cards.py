"""Entity cards: mentions of one person or company in all their case forms, under the fullest name that is given.

What annotators say about cards is in `annotator.domain.cards`; here the names are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain import Document, Entity
from annotator.domain.cards import Members, gather
from annotator.suggest.mentions import Mention, MentionIndex
from annotator.suggest.morphology import all_readings, fold, is_cyrillic
from annotator.suggest.names import kind_of_label
from annotator.suggest.words import QUOTES, Words


@dataclass(frozen=True, slots=True)
class Card:
    """One person, company or thing of a document. `key` is the id of its first entity; `name` its fullest mention."""

    document: str
    key: str
    name: str
    label: str
    kb_id: str
    entities: Members


def document_cards(document: Document) -> list[Card]:
    """Return a document's cards by their first mention."""
    return [_card(document, members) for members in gather(document, same_names(document))]


def same_names(document: Document) -> dict[str, str]:
    """Map the id of each entity to the id of the one that gave its card the name, by label and case forms.

    The fullest names are searched first; only certain mentions count («Сулеймана» where one Сулейман is named).
    """
    index = MentionIndex([(document.id, document.text, document.tokens)])
    chosen: dict[str, str] = {}
    by_label: dict[str, list[Entity]] = defaultdict(list)
    for entity in document.entities:
        by_label[entity.label].append(entity)
    for label, entities in by_label.items():
        by_words: dict[str, list[Entity]] = defaultdict(list)
        for entity in entities:
            by_words[fold(document.surface(entity))].append(entity)
        for words in sorted(by_words, key=lambda w: (-len(w.split()), -len(w))):
            first = by_words[words][0]
            if first.id in chosen:
                continue
            chosen |= {entity.id: first.id for entity in by_words[words]}
            for _, mentions in index.search(document.surface(first), kind=kind_of_label(label)):
                chosen = _mentioned(entities, mentions, first.id) | chosen
    return chosen


def _mentioned(entities: Iterable[Entity], mentions: Iterable[Mention], name: str) -> dict[str, str]:
    certain = [mention for mention in mentions if mention.certain]
    return {e.id: name for e in entities if any(_is_same(e, mention) for mention in certain)}


def _is_same(entity: Entity, mention: Mention) -> bool:
    """Tell whether entity and mention are one place, give or take quotation marks or a legal form."""
    shared = min(entity.end, mention.end) - max(entity.start, mention.start)
    longest = max(entity.end, mention.end) - min(entity.start, mention.start)
    return 2 * shared >= longest


def _card(document: Document, members: Members) -> Card:
    label = Counter(e.label for e in members).most_common(1)[0][0]
    kb_ids = Counter(e.kb_id for e in members if e.kb_id).most_common(1)
    name = canonical([document.surface(e) for e in members])
    return Card(document.id, members[0].id, name, label, kb_ids[0][0] if kb_ids else "", members)


def canonical(surfaces: Sequence[str]) -> str:
    """Return the surface that names best: most words, then the nominative, then the commonest, then the first.

    What others are longer forms of («Яндекс» of «Яндексом») is taken for the nominative where no dictionary knows it.
    """
    counts = Counter(" ".join(surface.split()) for surface in surfaces)
    bare = {surface: fold(surface).strip(QUOTES) for surface in counts}

    def worth(surface: str) -> tuple[int, bool, bool, int]:
        stem = any(b.startswith(bare[surface]) and b != bare[surface] for b in bare.values())
        return len(surface.split()), _is_nominative(surface), stem, counts[surface]

    return max(counts, key=worth, default="")


def _is_nominative(surface: str) -> bool:
    words = Words(surface)
    readings = [all_readings(words.surface(i)) for i in range(len(words)) if is_cyrillic(words.surface(i))]
    return all(any(r.case == "nomn" and not r.plural for r in word) for word in readings)


# -- over the corpus -----------------------------------------------------------------------------------------------------


def join_cards(cards: Iterable[Card]) -> list[list[Card]]:
    """Gather the cards of many documents, the ones with most mentions first.

    Cards with the same Wikidata id belong together, and so do those of one label whose names are case forms of each
    other with equally many words: a bare surname may be somebody else's in another article. Cards with different
    Wikidata ids never belong together.
    """
    groups: dict[object, list[Card]] = defaultdict(list)
    unnamed: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in cards:
        if card.kb_id:
            groups[card.kb_id].append(card)
        else:
            unnamed[card.label, card.name].append(card)
    known = {(c.label, c.name): kb_id for kb_id, group in groups.items() for c in group}
    for label, names in _names_by_label([*unnamed, *known]).items():
        heads = dict(_same_names(names, label))
        homes: dict[str, object] = {}
        for name in sorted(names, key=lambda n: (label, n) not in known):
            homes.setdefault(heads[name], known.get((label, name), (label, heads[name])))
        for name in names:
            groups[known.get((label, name), homes[heads[name]])] += unnamed.pop((label, name), [])
    return sorted(groups.values(), key=lambda group: -sum(len(card.entities) for card in group))


def _names_by_label(names: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    by_label: dict[str, list[str]] = defaultdict(list)
    for label, name in dict.fromkeys(names):
        by_label[label].append(name)
    return by_label


def _same_names(names: Sequence[str], label: str) -> Iterator[tuple[str, str]]:
    """Yield (name, the name that it is a form of): each name is looked for in all others as in tiny articles."""
    index = MentionIndex((name, name, ()) for name in names)
    seen: set[str] = set()
    for name in sorted(names, key=lambda n: (not _is_nominative(n), n)):
        if name in seen:
            continue
        seen.add(name)
        yield name, name
        for other, mentions in index.search(name, kind=kind_of_label(label)):
            whole = any((m.start, m.end) == (0, len(other)) for m in mentions)
            if whole and other not in seen and len(other.split()) == len(name.split()):
                seen.add(other)
                yield other, name
