"""What a suggester proposes: entities and relations with a source and, where the suggester has one, a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from annotator.domain import Tokens


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed entity, `[start, end)` in code points. `score` is a probability in [0, 1], or None if there is none."""

    document: str
    start: int
    end: int
    label: str
    source: str
    score: float | None = None

    @property
    def key(self) -> str:
        """A name for the suggestion inside its document, the same at every run."""
        return f"{self.source}:{self.start}-{self.end}:{self.label}"

    @property
    def span(self) -> tuple[int, int]:
        """The half-open range in code points."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class RelationSuggestion:
    """A proposed relation between two proposed entities of one document."""

    document: str
    head: Suggestion
    tail: Suggestion
    label: str
    source: str
    score: float | None = None

    @property
    def key(self) -> str:
        """A name for the suggestion inside its document, the same at every run."""
        return f"{self.source}:{self.head.start}-{self.head.end}>{self.tail.start}-{self.tail.end}:{self.label}"


@dataclass(frozen=True, slots=True)
class Suggested:
    """All that one suggester proposes for one document; `dropped` counts by label what the scheme has no label for."""

    document: str
    entities: tuple[Suggestion, ...] = ()
    relations: tuple[RelationSuggestion, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict, hash=False)


class ArticleLike(Protocol):
    """What a suggester needs of an article."""

    @property
    def id(self) -> str:
        """The document's id."""

    @property
    def text(self) -> str:
        """The text, which spans are ranges of."""

    @property
    def tokens(self) -> Tokens:
        """The tokenizer's boundaries, or an empty tuple."""


class Suggester(Protocol):
    """Something that proposes entities and relations, in the scheme's labels. Made once, used on many articles."""

    source: str
    fingerprint: str  # changes with the model or the patterns, so that old suggestions are known to be stale

    def suggest(self, articles: Iterable[ArticleLike]) -> Iterator[Suggested]:
        """Yield one result for each article, in the same order."""
