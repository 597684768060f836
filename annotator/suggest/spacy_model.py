"""Suggestions of a trained spaCy pipeline: entities, span groups and relations."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.domain import LabelScheme
from annotator.messages import AnnotatorError, msg
from annotator.nlp.vocabulary import BoundedVocabulary
from annotator.suggest.confidence import batches, entity_scores
from annotator.suggest.labels import LabelMap
from annotator.suggest.suggestion import ArticleLike, RelationSuggestion, Suggested, Suggestion

Key = tuple[int, int, str]
_KEY = "sc"  # the span group that nested entities and relations live in


class SpacyModelSuggester:
    """Suggests what a pipeline finds. Relations are read from `doc._.relations`, indices into `doc.spans["sc"]`."""

    def __init__(self, scheme: LabelScheme, path: Path) -> None:
        self._labels = LabelMap(scheme)
        self._nlp = load_model(path)
        self._vocabulary = BoundedVocabulary(self._nlp)
        self.source = f"model:{path.resolve().name}"
        self.fingerprint = model_fingerprint(path)

    def suggest(self, articles: Iterable[ArticleLike]) -> Iterator[Suggested]:
        """Yield one result for each article, in the same order."""
        for batch in batches(articles):
            with self._vocabulary.batch():
                docs = list(self._nlp.pipe([article.text for article in batch], batch_size=16))
                made = [
                    self._suggested(article.id, doc, scores)
                    for article, doc, scores in zip(batch, docs, entity_scores(self._nlp, docs), strict=True)
                ]
            yield from made

    def _suggested(self, document: str, doc: Any, scores: Mapping[Key, float]) -> Suggested:
        dropped: Counter[str] = Counter()
        group = doc.spans.get(_KEY, ())
        own = dict(enumerate(getattr(group, "attrs", {}).get("scores", ())))
        spans = [
            self._entity(document, span, own.get(i, scores.get(_key(span))), dropped) for i, span in enumerate(group)
        ]
        listed = {_key(span) for span in group}
        flat = [
            self._entity(document, span, scores.get(_key(span)), dropped)
            for span in doc.ents
            if _key(span) not in listed
        ]
        entities = {(s.start, s.end, s.label): s for s in reversed([*spans, *flat]) if s}
        relations = tuple(self._relations(document, doc, spans, dropped))
        ordered = tuple(sorted(entities.values(), key=lambda s: (s.start, -s.end, s.label)))
        return Suggested(document, ordered, relations, dict(dropped))

    def _entity(self, document: str, span: Any, score: float | None, dropped: Counter[str]) -> Suggestion | None:
        label = self._labels.entity(span.label_)
        text = span.text
        if label is None or not text.strip():
            dropped[span.label_] += 1
            return None
        start = span.start_char + len(text) - len(text.lstrip())
        return Suggestion(
            document, start, start + len(text.strip()), label, self.source, None if score is None else float(score)
        )

    def _relations(
        self, document: str, doc: Any, spans: list[Suggestion | None], dropped: Counter[str]
    ) -> Iterator[RelationSuggestion]:
        for item in doc._.relations if doc.has_extension("relations") else ():
            head, tail = spans[item["head"]], spans[item["tail"]]
            label = self._labels.relation(item["label"])
            if head is None or tail is None or label is None:
                dropped[item["label"]] += 1
                continue
            yield RelationSuggestion(document, head, tail, label, self.source, item.get("score"))


def _key(span: Any) -> Key:
    return span.start, span.end, span.label_


def load_model(path: Path) -> Any:
    """Load a pipeline from a folder.

    Raises:
        AnnotatorError: the folder holds none, or spaCy cannot load it; one line with the reason.
    """
    if not (path / "config.cfg").is_file():
        raise AnnotatorError(
            msg(
                "is no spaCy model (it has no config.cfg): give the folder that annotator train wrote",
                "это не модель spaCy (нет config.cfg): укажите папку, записанную командой annotator train",
            ),
            file=path,
        )
    import spacy

    try:
        return spacy.load(path)
    except (OSError, ValueError, ImportError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise AnnotatorError(
            msg("cannot be loaded: {reason}", "не загружается: {reason}", reason=reason), file=path
        ) from error


def model_fingerprint(path: Path) -> str:
    """Return a hash of the model's files' names, sizes and times, which changes whenever it is trained anew."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            status = file.stat()
            digest.update(f"{file.relative_to(path).as_posix()}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
