"""Made-up annotations of any size: one careful truth, several annotators who err in every way that is scored."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from annotator.domain import Document, Entity, Relation, Status

LABELS = ("PERSON", "ORG", "PRODUCT", "LOC", "EVENT", "MONEY")
RELATIONS = ("WORKPLACE", "OWNS", "FOUNDED", "LOCATED", "MEETS")
SYMMETRIC = ("MEETS",)
WORDS = ("банк", "Москва", "завод", "министр", "говорит", "компания", "Иванов", "и", "новый", "рынок", "с", "подписал")


def truth(rng: random.Random, number: int, tokens: int, entities: int, relations: int) -> Document:
    """Return one article with flat entities of one to three tokens and relations between them."""
    words = rng.choices(WORDS, k=tokens)
    places, at = [], 0
    for word in words:
        places.append((at, at + len(word)))
        at += len(word) + 1
    step = tokens / entities
    spans = []
    for i in range(entities):
        first = int(i * step)
        last = min(first + rng.choice((0, 0, 0, 1, 2)), int((i + 1) * step) - 1)
        spans.append(Entity(f"T{i + 1}", places[first][0], places[max(first, last)][1], rng.choice(LABELS)))
    links: dict[tuple[int, int], Relation] = {}
    while len(links) < relations:
        head, tail = rng.sample(range(entities), 2)
        links[head, tail] = Relation(f"R{len(links) + 1}", f"T{head + 1}", f"T{tail + 1}", rng.choice(RELATIONS))
    return Document(f"doc-{number:06d}", " ".join(words), tuple(places), tuple(spans), tuple(links.values()))


def reading(rng: random.Random, document: Document, name: str, error: float) -> Document:
    """Return the article as an annotator reads it who errs with the given probability per entity or relation."""
    kept: dict[str, Entity] = {}
    for entity in document.entities:
        if rng.random() >= error:
            kept[entity.id] = entity
            continue
        kind = rng.randrange(4)
        if kind == 0:
            continue
        if kind == 1:
            kept[entity.id] = replace(entity, label=rng.choice(LABELS))
        else:
            end = entity.end + 1 + rng.randrange(8)
            text = document.text[entity.start : end].rstrip()
            kept[entity.id] = replace(entity, end=entity.start + len(text))
    links = []
    for relation in document.relations:
        if relation.head not in kept or relation.tail not in kept:
            continue
        roll = rng.random() / max(error, 1e-9)
        if roll < 0.25:
            continue
        if roll < 0.5:
            links.append(replace(relation, label=rng.choice(RELATIONS)))
        elif roll < 0.75:
            links.append(replace(relation, head=relation.tail, tail=relation.head))
        else:
            links.append(relation)
    return document.replacing(entities=tuple(kept.values()), relations=tuple(links), annotator=name, status=Status.DONE)


def corpus(
    documents: int,
    names: tuple[str, ...],
    *,
    tokens: int = 400,
    entities: int = 60,
    relations: int = 20,
    error: float = 0.15,
    seed: int = 1,
) -> Iterator[list[Document]]:
    """Yield each article as all annotators read it."""
    rng = random.Random(seed)
    for number in range(documents):
        article = truth(rng, number, tokens, entities, relations)
        yield [reading(rng, article, name, error) for name in names]
