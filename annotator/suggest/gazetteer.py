"""Suggestions from what was tagged already: every tagged name, in all its case forms, in the other articles."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from annotator.domain import Document, LabelScheme
from annotator.domain.usual import usual_labels
from annotator.suggest.labels import LabelMap
from annotator.suggest.mentions import SOURCE, MentionIndex, kind_of_label
from annotator.suggest.morphology import fold
from annotator.suggest.suggestion import ArticleLike, Suggested, Suggestion
from annotator.text.display import one_line

_BATCH = 500  # articles indexed together


def tagged_names(documents: Iterable[Document]) -> dict[str, str]:
    """Return the names that were tagged and the label each was given most often; ties go to the first label by name.

    Different spellings of one name's case forms stay apart here; they find the same mentions.
    """
    written: dict[str, str] = {}
    tagged: list[tuple[str, str]] = []
    for document in documents:
        for entity in document.entities:
            if not entity.fragments:
                surface = one_line(document.surface(entity))
                written.setdefault(fold(surface), surface)
                tagged.append((fold(surface), entity.label))
    return {written[key]: label for key, label in usual_labels(tagged).items()}


class GazetteerSuggester:
    """Suggests the certain mentions of tagged names. The score is the share of its spans that names agree on."""

    source = SOURCE

    def __init__(self, scheme: LabelScheme, names: dict[str, str]) -> None:
        self._labels = LabelMap(scheme)
        self._names = names
        listed = "\n".join(f"{name}\t{label}" for name, label in sorted(names.items()))
        self.fingerprint = hashlib.sha256(listed.encode()).hexdigest()[:16]

    def suggest(self, articles: Iterable[ArticleLike]) -> Iterator[Suggested]:
        """Yield one result for each article, in the same order."""
        batch: list[ArticleLike] = []
        for article in articles:
            batch.append(article)
            if len(batch) == _BATCH:
                yield from self._batch(batch)
                batch = []
        yield from self._batch(batch)

    def _batch(self, articles: list[ArticleLike]) -> Iterator[Suggested]:
        index = MentionIndex((article.id, article.text, article.tokens) for article in articles)
        found: dict[str, dict[tuple[int, int], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        dropped: Counter[str] = Counter()
        for name, tagged in self._names.items():
            if (label := self._labels.entity(tagged)) is None:
                dropped[tagged] += 1
                continue
            for document, mentions in index.search(name, kind=kind_of_label(label)):
                for mention in mentions:
                    if mention.certain:
                        found[document][mention.start, mention.end][label] += 1
        for article in articles:
            yield Suggested(article.id, tuple(self._suggestions(article.id, found[article.id])))

    def _suggestions(self, document: str, found: dict[tuple[int, int], Counter[str]]) -> Iterator[Suggestion]:
        """Keep the longest of overlapping mentions; a label that other names contradict gets the share it has."""
        end = -1
        for start, stop in sorted(found, key=lambda span: (span[0], -span[1])):
            if start < end:
                continue
            end = stop
            labels = found[start, stop]
            label, count = min(labels.items(), key=lambda pair: (-pair[1], pair[0]))
            yield Suggestion(document, start, stop, label, self.source, round(count / labels.total(), 4))
