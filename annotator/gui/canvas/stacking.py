"""Where the labels of spans go on a line: nesting goes down, one level per span that is in the way. Pure Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Interval = tuple[float, float]


@dataclass(slots=True)
class Fragment:
    """The part of a mark that lies on one line, in pixels from the left of the text column.

    `parts` are the stretches that are tinted (several in mixed Hebrew and Russian, or for a discontinuous entity);
    `level` counts from 0 right under the words; `depth` is how many fragments on the line lie inside this one;
    `zone` is where relations may be anchored.
    """

    id: str
    label: str
    caption: str
    parts: tuple[Interval, ...]
    caption_width: float
    begins: bool = True
    ends: bool = True
    suggested: bool = False
    level: int = 0
    depth: int = 0
    zone: Interval = field(default=(0.0, 0.0))

    @property
    def x0(self) -> float:
        """Left end."""
        return self.parts[0][0]

    @property
    def x1(self) -> float:
        """Right end."""
        return self.parts[-1][1]

    @property
    def width(self) -> float:
        """From the left end to the right end."""
        return self.x1 - self.x0


def stack(fragments: Sequence[Fragment], gap: float = 3.0) -> int:
    """Set level, depth and zone of the fragments of one line; return the number of levels.

    Shorter fragments come first, nearest to the words. Two fragments share a level only if neither their lines nor
    their captions touch.
    """
    placed: list[tuple[int, float, float]] = []
    for fragment in sorted(fragments, key=lambda f: (f.width, f.x0)):
        left, right = fragment.x0, max(fragment.x1, fragment.x0 + fragment.caption_width + gap)
        under = [level for level, a, b in placed if a < right - 0.5 and left < b - 0.5]
        fragment.level = 1 + max(under, default=-1)
        placed.append((fragment.level, left, right))
    for fragment in fragments:
        inner = [f for f in fragments if f is not fragment and _inside(f, fragment)]
        fragment.depth = _depth(inner)
        fragment.zone = _free_zone(fragment, inner)
    return 1 + max((f.level for f in fragments), default=-1)


def _inside(inner: Fragment, outer: Fragment) -> bool:
    same = abs(inner.x0 - outer.x0) < 0.5 and abs(inner.x1 - outer.x1) < 0.5
    return inner.x0 >= outer.x0 - 0.5 and inner.x1 <= outer.x1 + 0.5 and (not same or inner.level < outer.level)


def _depth(inner: Sequence[Fragment]) -> int:
    if not inner:
        return 0
    deeper = ([g for g in inner if g is not f and _inside(g, f)] for f in inner)
    return 1 + max(_depth(list(d)) for d in deeper)


def _free_zone(fragment: Fragment, inner: Sequence[Fragment], least: float = 8.0) -> Interval:
    """Return the first stretch of the fragment that no inner fragment covers, so that arcs tell the two apart."""
    position = fragment.x0
    for a, b in sorted((f.x0, f.x1) for f in inner):
        if a - position >= least:
            return position, a
        position = max(position, b)
    return (position, fragment.x1) if fragment.x1 - position >= least else (fragment.x0, fragment.x1)
