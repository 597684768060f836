"""What is selected, aimed at or pointed out: the part of the picture that changes without the document changing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

Range = tuple[int, int]


@dataclass(slots=True)
class Look:
    """The state that painting reads besides the page. Offsets are code points; empty strings mean nothing."""

    caret: int = 0
    caret_shown: bool = False
    selection: Range | None = None
    entity: str = ""
    """Id of the selected mark; a suggestion's starts with a question mark."""
    relation: str = ""
    lifted: frozenset[str] = frozenset()
    """Relations drawn strongly; all others step back while there are any."""
    targets: frozenset[str] | None = None
    """While a relation is being made: the entities that may be its other end; None otherwise."""
    aim: str = ""
    """The target that Enter would take."""
    highlights: tuple[Range, ...] = field(default=())
    arcs_all: bool = True
    """Whether arcs that are not lifted are drawn at all."""

    def dims_span(self, identifier: str) -> bool:
        """Tell whether a span steps back because it cannot be the target."""
        return self.targets is not None and identifier != self.entity and identifier not in self.targets


def highlights_in(highlights: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    """Return the highlights that touch `[start, end)`; they come in order and do not overlap."""
    first = bisect_right(highlights, start, key=_end)
    return highlights[first : bisect_left(highlights, end, lo=first, key=_start)]


def _start(span: Range) -> int:
    return span[0]


def _end(span: Range) -> int:
    return span[1]
