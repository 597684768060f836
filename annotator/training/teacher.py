"""A teacher for small data: slovnet's tagger labels texts that nobody has annotated yet.

The model learns from those first, from people last. The teacher's types are matched to the scheme's labels by what people have annotated: a type counts as the label with
which it coincides most often, if often enough. Paragraphs in which the teacher hesitates are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

from annotator.domain import Document, Entity, RecordError, Status
from annotator.messages import msg
from annotator.nlp.tokenizer import blank
from annotator.training.errors import UsageProblem
from annotator.training.news_encoder import NAVEC_WIDTH, news_features
from annotator.training.news_weights import load_transitions
from annotator.workspace.jsonl import JsonLineError, objects

SOURCE = "slovnet"
TAGS = ("<pad>", "O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
_UNITS = 64  # of the encoder's last layer, before the tag probabilities
_SURE = 0.6  # probability of the best type that every token of a paragraph must reach
_COINCIDE = 0.25  # share of a type's entities that must be exactly an entity of the label
_PURE = 0.7  # share of the label among all entities with which the type coincides
_SUPPORT = 5
_FEWEST_TEXTS, _MOST_DOCUMENTS = 10, 200  # below so many texts, above so many annotated documents: no teacher
MOST_TEXTS = 400
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the teacher prepared: documents with its labels, and which of its types became which label."""

    documents: tuple[Document, ...]
    labels: dict[str, str]


def worthwhile(human: Sequence[Document], texts: Sequence[str], *, more: bool = False) -> bool:
    """Tell whether a teacher is likely to help: little annotated, enough raw text; `more` says that there is other text."""
    return len(human) <= _MOST_DOCUMENTS and (more or len(texts) >= _FEWEST_TEXTS)


def prepare_lesson(human: Sequence[Document], texts: Sequence[str], language: str) -> Lesson:
    """Label the texts; empty if no type of the teacher's coincides with a label of the annotated documents."""
    model = news_features()
    model.initialize()
    nlp = blank(language)
    labels = match_labels(human, [tag(model, nlp.make_doc(d.text)) for d in human])
    documents = []
    for number, text in enumerate(texts[:MOST_TEXTS] if labels else ()):
        document = _labelled(model, nlp.make_doc(text), f"silver-{number}", labels)
        if document is not None:
            documents.append(document)
    return Lesson(tuple(documents), labels)


def match_labels(human: Sequence[Document], tagged: Sequence[Tagged]) -> dict[str, str]:
    """Return the label for each of the teacher's types, where the two coincide in people's own documents."""
    together: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for document, found in zip(human, tagged, strict=True):
        by_span: dict[tuple[int, int], str] = {e.span: e.label for e in document.entities}
        for start, end, kind in found.entities:
            total[kind] += 1
            if (start, end) in by_span:
                together[kind][by_span[start, end]] += 1
    labels: dict[str, str] = {}
    for kind, counts in together.items():
        label, count = max(counts.items(), key=lambda item: (item[1], item[0]))
        if count >= _SUPPORT and count >= _COINCIDE * total[kind] and count >= _PURE * counts.total():
            labels[kind] = label
    return labels


@dataclass(frozen=True, slots=True)
class Tagged:
    """The teacher's view of one document: entities (start, end, type) in code points, and how sure each token is."""

    entities: tuple[tuple[int, int, str], ...]
    tokens: tuple[tuple[int, int], ...]
    sure: NDArray[np.float32]


def tag(model: Model[Any, Any], doc: Doc) -> Tagged:
    """Return what the teacher sees in a document."""
    ops: Any = model.ops
    probabilities = ops.to_numpy(model.predict([doc])[0])[:, NAVEC_WIDTH + _UNITS :]
    tokens = tuple((token.idx, token.idx + len(token)) for token in doc)
    best = _decode(np.log(probabilities + 1e-12), load_transitions())
    entities: list[tuple[int, int, str]] = []
    previous = "O"
    for (start, end), number in zip(tokens, best, strict=True):
        prefix, _, kind = TAGS[number].partition("-")
        if not kind:
            previous = "O"
            continue
        if prefix == "I" and previous == kind and entities:
            entities[-1] = (entities[-1][0], end, kind)
        else:
            entities.append((start, end, kind))
        previous = kind
    # A token is sure of its type: B and I of one type are the same answer here.
    types = np.stack([probabilities[:, :2].sum(axis=1), *(probabilities[:, i : i + 2].sum(axis=1) for i in (2, 4, 6))])
    return Tagged(tuple(entities), tokens, types.max(axis=0))


def _decode(scores: NDArray[np.float32], transitions: NDArray[np.float32]) -> list[int]:
    """Return the best sequence of tags (Viterbi): the sum of scores and of transitions is the greatest."""
    if not len(scores):
        return []
    total, back = scores[0], []
    for row in scores[1:]:
        options = total[:, None] + transitions
        back.append(options.argmax(axis=0))
        total = options.max(axis=0) + row
    path = [int(total.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _labelled(model: Model[Any, Any], doc: Doc, identifier: str, labels: dict[str, str]) -> Document | None:
    """Return the sure paragraphs of a text as a document, or None if there are none."""
    tagged = tag(model, doc)
    kept, entities, length = [], [], 0
    for paragraph in _PARAGRAPH.finditer(doc.text):
        low, high = paragraph.span()
        inside = [i for i, (start, _) in enumerate(tagged.tokens) if low <= start < high]
        if not inside or tagged.sure[inside].min() < _SURE:
            continue
        for start, end, kind in tagged.entities:
            surface = doc.text[start:end]
            if low <= start and end <= high and kind in labels and surface == surface.strip():
                entities.append((start - low + length, end - low + length, labels[kind]))
        kept.append(paragraph.group())
        length += len(paragraph.group()) + 1
    if not entities:
        return None
    found = tuple(Entity(f"T{i}", *entity, source=SOURCE) for i, entity in enumerate(entities, start=1))
    return Document(identifier, "\n".join(kept), entities=found, annotator=SOURCE, status=Status.DONE)


def read_texts(paths: Iterable[Path]) -> list[str]:
    """Return the texts in .txt files, in .jsonl files (key "text"), and in folders of such files.

    Raises:
        UsageProblem: a path is not there.
        AnnotatorError: a file cannot be read.
    """
    texts: list[str] = []
    for path in paths:
        if not path.exists():
            raise UsageProblem(msg("there is no such file or folder", "нет такого файла или папки"), file=path)
        files = sorted(f for f in path.rglob("*") if f.suffix in {".txt", ".jsonl"}) if path.is_dir() else [path]
        for file in files:
            texts += _texts_of(file)
    return [text for text in texts if text.strip()]


def _texts_of(file: Path) -> list[str]:
    if file.suffix != ".jsonl":
        try:
            return [file.read_text(encoding="utf-8-sig")]
        except UnicodeDecodeError as error:
            raise RecordError(
                msg("is not UTF-8: save it as UTF-8", "не UTF-8: сохраните в UTF-8"), file=file
            ) from error
    texts = []
    for _, record in objects(file):
        if isinstance(record, JsonLineError):
            raise record
        texts.append(str(record.get("text", "")))
    return texts
