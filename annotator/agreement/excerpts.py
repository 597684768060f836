"""A disagreement shown in its sentence, as pieces of HTML: the text around it with one annotator's marks."""

from __future__ import annotations

from bisect import bisect_right
from html import escape
from itertools import pairwise

from annotator.agreement.drilldown import Disagreement, Marked, MarkedRelation, MarkedSpan
from annotator.text.sentences import sentence_ranges

_LONGEST = 300  # code points of context; beyond, a relation shows only the sentences of its ends


class Excerpts:
    """Cuts sentences out of one article, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences = sentence_ranges(text)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the sentences that hold `[start, end)`, or that range itself between sentences."""
        starts = [a for a, _ in self._sentences]
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)) - 1
        low = min(start, self._sentences[first][0]) if first >= 0 else start
        high = max(end, self._sentences[last][1]) if last >= 0 else end
        return low, high

    def html(self, row: Disagreement, mark: Marked | None) -> str:
        """Return the disagreement's sentences with what one annotator marked, or without a mark."""
        spans = _spans(mark)
        ends = _spans(row.a) + _spans(row.b)
        if self._length(row.start, row.end) <= _LONGEST:
            return self._marked(*self.around(row.start, row.end), spans)
        places = sorted({self.around(s.start, s.end) for s in ends})  # ends far apart: only their own sentences
        return " … ".join(self._marked(low, high, spans) for low, high in places)

    def _length(self, start: int, end: int) -> int:
        low, high = self.around(start, end)
        return high - low

    def _marked(self, low: int, high: int, spans: list[MarkedSpan]) -> str:
        """Return the text with every span in a `mark`, outer ones first; crossing spans are cut at the crossing."""
        bounds = sorted({low, high, *(b for s in spans for b in (s.start, s.end) if low <= b <= high)})
        pieces = []
        for start, end in pairwise(bounds):
            covering = [s for s in spans if s.start <= start and end <= s.end]
            text = escape(self.text[start:end])
            ends = "".join(f"<sub>{escape(s.label)}</sub>" for s in covering if s.end == end)
            pieces.append(f"<mark>{text}{ends}</mark>" if covering else text)
        return "".join(pieces)


def _spans(mark: Marked | None) -> list[MarkedSpan]:
    if mark is None:
        return []
    return [mark.head, mark.tail] if isinstance(mark, MarkedRelation) else [mark]


def caption(mark: Marked | None) -> str:
    """Return what an annotator marked in a few words."""
    if isinstance(mark, MarkedRelation):
        arrow = "–" if mark.symmetric else "→"
        return f"{mark.head.text} {arrow} {mark.tail.text}: {mark.label}"
    return f"{mark.text}: {mark.label}" if mark is not None else "–"
