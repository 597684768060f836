"""What to know about the data before a training: each finding is one sentence and none stops the training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from annotator.domain import Document
from annotator.domain.tokens import cuts_token, flat_projection, split_tokens
from annotator.messages import Message, msg
from annotator.nlp.spans import tokens_of
from annotator.training.errors import TrainingError
from annotator.training.split import leaks

_FEW = 20  # mentions of a label under which a model rarely learns it
_NAMED = 5  # examples listed in a finding


@dataclass(frozen=True, slots=True)
class DataReport:
    """Counts of the training and development data, and the findings in both languages."""

    train: int
    dev: int
    entities: dict[str, int]
    relations: dict[str, int]
    cut_tokens: int
    nested: int
    findings: tuple[Message, ...]


def check(train: Sequence[Document], dev: Sequence[Document], *, language: str, on_train: bool = False) -> DataReport:
    """Count and examine the data; `on_train` says that there is no development part of its own.

    Raises:
        TrainingError: there is nothing to learn from.
    """
    entities, relations, in_dev = Counter[str](), Counter[str](), set[str]()
    cut = nested = 0
    for number, document in enumerate(chain(train, dev)):  # once: a large corpus is read from disk
        if number < len(train):
            entities.update(e.label for e in document.entities)
            relations.update(r.label for r in document.relations)
        else:
            in_dev.update(e.label for e in document.entities)
        tokens = tokens_of(document, language)
        cut += sum(cuts_token(tokens, entity) for entity in document.entities)
        nested += len(document.entities) - len(
            flat_projection(document.entities, split_tokens(tokens, document.entities))
        )
    if not entities:
        raise TrainingError(
            msg(
                "no entities in {n:document|documents}: annotate first, or choose others with --status any or --annotator",
                "ни одной сущности (документов: {n}): сначала разметьте или выберите другие: --status any, --annotator",
                n=len(train),
            )
        )
    if not dev:
        raise TrainingError(
            msg(
                "no usable document in the development data (--dev): choose other data, or --status any",
                "в проверочных данных (--dev) нет годных документов: выберите другие или --status any",
            )
        )
    findings = [
        *_rare(entities),
        *_unseen(entities, in_dev),
        *_on_train(on_train),
        *_leaks(train, () if on_train else dev),
    ]
    findings += _cut(cut) + _nested(nested)
    return DataReport(len(train), len(dev), dict(entities), dict(relations), cut, nested, tuple(findings))


def _rare(entities: Counter[str]) -> list[Message]:
    rare = sorted((n, label) for label, n in entities.items() if n < _FEW)
    if not rare:
        return []
    shown = ", ".join(f"{label} ({n})" for n, label in rare[:_NAMED])
    return [
        msg(
            "few examples, hardly learnable: {shown}; aim at {few} and more",
            "мало примеров, модель вряд ли научится: {shown}; нужно от {few}",
            shown=shown,
            few=_FEW,
        )
    ]


def _unseen(entities: Counter[str], in_dev: set[str]) -> list[Message]:
    unseen = sorted(in_dev - set(entities))
    if not unseen:
        return []
    return [
        msg(
            "only in the development part, so never learnt: {labels}",
            "есть только в проверочной части, модель их не узнает: {labels}",
            labels=", ".join(unseen[:_NAMED]),
        )
    ]


def _on_train(on_train: bool) -> list[Message]:
    if not on_train:
        return []
    return [
        msg(
            "one document cannot be split: the scores below are on the training data itself",
            "один документ не разделить: оценки ниже — на самих обучающих данных",
        )
    ]


def _leaks(train: Sequence[Document], dev: Sequence[Document]) -> list[Message]:
    found = leaks(train, dev)
    if not found:
        return []
    return [
        msg(
            "{n} development texts repeat training texts, the scores flatter: {shown}",
            "проверочных текстов, повторяющих обучающие: {n}, оценки завышены: {shown}",
            n=len({dev_id for _, dev_id in found}),
            shown=", ".join(f"{a} = {b}" for a, b in found[:_NAMED]),
        )
    ]


def _cut(cut: int) -> list[Message]:
    if not cut:
        return []
    return [
        msg(
            "{n:entity begins or ends|entities begin or end} inside a token; they are scored, but a model cannot find them exactly",
            "сущностей, которые начинаются или кончаются внутри токена: {n}; точно найти их модель не сможет",
            n=cut,
        )
    ]


def _nested(nested: int) -> list[Message]:
    if not nested:
        return []
    return [
        msg(
            "{n} nested entities are left out of the flat layer that is learnt",
            "вложенных сущностей вне плоского слоя, который изучает модель: {n}",
            n=nested,
        )
    ]
