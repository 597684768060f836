"""Suggestions of hand-written patterns: spaCy's EntityRuler, one pattern a line of a JSONL file."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.domain import LabelScheme
from annotator.messages import AnnotatorError, msg
from annotator.nlp.vocabulary import BoundedVocabulary
from annotator.suggest.labels import LabelMap
from annotator.suggest.suggestion import ArticleLike, Suggested, Suggestion

_NEEDS_TAGGER = frozenset({"POS", "TAG", "DEP", "MORPH", "_"})
_BATCH = 32  # articles worked on together


class PatternSuggester:
    """Suggests what the patterns match: {"label": "ORG", "pattern": "Яндекс"}, or a list of token descriptions.

    Descriptions by LEMMA find all case forms in Russian and Ukrainian texts: [{"LEMMA": "яндекс"}].
    """

    source = "patterns"

    def __init__(self, scheme: LabelScheme, path: Path, language: str) -> None:
        import spacy

        self._labels = LabelMap(scheme)
        patterns = read_patterns(path)
        self.fingerprint = patterns_fingerprint(path)
        self._nlp = spacy.blank(language)
        ruler: Any = self._nlp.add_pipe("entity_ruler", config={"validate": True})
        for line, item in patterns:
            try:
                ruler.add_patterns([item])
            except (ValueError, KeyError, TypeError, re.error) as error:
                reason = " ".join(str(error).split())
                raise AnnotatorError(
                    msg("is no pattern: {reason}", "это не шаблон: {reason}", reason=reason), file=path, line=line
                ) from error
        if any("LEMMA" in _keys(item["pattern"]) for _, item in patterns):
            self._add_lemmatizer(path)
        self._vocabulary = BoundedVocabulary(self._nlp)

    def _add_lemmatizer(self, path: Path) -> None:
        try:
            self._nlp.add_pipe("lemmatizer", config={"mode": "pymorphy3_lookup"}, before="entity_ruler")
        except (ValueError, ImportError) as error:
            raise AnnotatorError(
                msg(
                    'there are no lemmas for the language "{language}": describe tokens by LOWER instead of LEMMA',
                    "для языка «{language}» нет лемм: описывайте токены через LOWER вместо LEMMA",
                    language=self._nlp.lang,
                ),
                file=path,
            ) from error

    def suggest(self, articles: Iterable[ArticleLike]) -> Iterator[Suggested]:
        """Yield one result for each article, in the same order."""
        source = iter(articles)
        while batch := list(islice(source, _BATCH)):
            with self._vocabulary.batch():
                docs = self._nlp.pipe([article.text for article in batch])
                made = [self._suggested(article.id, doc) for article, doc in zip(batch, docs, strict=True)]
            yield from made

    def _suggested(self, document: str, doc: Any) -> Suggested:
        found: list[Suggestion] = []
        dropped: Counter[str] = Counter()
        for span in doc.ents:
            label = self._labels.entity(span.label_)
            if label is None or not span.text.strip():
                dropped[span.label_] += 1
            else:
                start = span.start_char + len(span.text) - len(span.text.lstrip())
                found.append(Suggestion(document, start, start + len(span.text.strip()), label, self.source))
        return Suggested(document, tuple(found), dropped=dict(dropped))


def read_patterns(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the patterns of a file with their line numbers; empty lines are skipped.

    Raises:
        AnnotatorError: a line is no pattern; file and line are named.
    """
    patterns = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise AnnotatorError(msg("is not UTF-8 text", "это не текст в UTF-8"), file=path) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            patterns.append((number, _pattern(line, path, number)))
    if not patterns:
        raise AnnotatorError(
            msg(
                'holds no pattern: write lines such as {{"label": "ORG", "pattern": "Яндекс"}}',
                'нет ни одного шаблона: нужны строки вида {{"label": "ORG", "pattern": "Яндекс"}}',
            ),
            file=path,
        )
    return patterns


def _pattern(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError:
        item = None
    pattern = item.get("pattern") if isinstance(item, dict) else None
    usable = isinstance(pattern, str) or (isinstance(pattern, list) and all(isinstance(t, dict) for t in pattern))
    label = item.get("label") if isinstance(item, dict) else None
    if not pattern or not usable or not isinstance(item, dict) or not isinstance(label, str) or not label.strip():
        raise AnnotatorError(
            msg(
                'should be {{"label": "ORG", "pattern": text or list of tokens}}',
                'должно быть {{"label": "ORG", "pattern": текст или список токенов}}',
            ),
            file=path,
            line=number,
        )
    if unknown := _keys(pattern) & _NEEDS_TAGGER:
        raise AnnotatorError(
            msg(
                "{keys} needs a trained pipeline: use TEXT, LOWER, LEMMA, SHAPE or REGEX",
                "для {keys} нужна обученная модель: используйте TEXT, LOWER, LEMMA, SHAPE или REGEX",
                keys=", ".join(sorted(unknown)),
            ),
            file=path,
            line=number,
        )
    return item


def _keys(pattern: Any) -> set[str]:
    return {str(key).upper() for token in pattern if isinstance(token, dict) for key in token}


def patterns_fingerprint(path: Path) -> str:
    """Return a hash of the file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
