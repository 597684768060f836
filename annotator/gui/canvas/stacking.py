"""Where the labels of spans go on a line: nesting goes down, one level per span that is in the way. Pure Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Interval = tuple[float, float]

_LEAST_ZONE = 8.0  # pixels: what is narrower cannot be told apart as the place where a relation ends


@dataclass(slots=True)
class Fragment:
    """The part of a mark that lies on one line, in pixels from the left of the text column.

    `parts` are the stretches that are tinted (several in mixed Hebrew and Russian, or for a discontinuous entity);
    `x0` and `x1` are the left and the right end; `level` counts from 0 right under the words; `caption_x` is the caption's left end; `depth` is how many fragments on the line lie inside this one;
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
    caption_x: float = 0.0
    depth: int = 0
    zone: Interval = (0.0, 0.0)
    x0: float = field(init=False)
    x1: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0, self.x1 = self.parts[0][0], self.parts[-1][1]

    @property
    def width(self) -> float:
        """From the left end to the right end."""
        return self.x1 - self.x0


def stack(fragments: Sequence[Fragment], gap: float = 3.0) -> int:
    """Set level, caption, depth and zone of the fragments of one line; return the number of levels.

    Shorter fragments come first, nearest to the words. Lines of one level never overlap, nor do captions; a caption
    that is in the way of another moves right inside its span, and only where it cannot does the span go down a level.
    """
    lines: list[tuple[int, float, float]] = []
    captions: list[tuple[int, float, float]] = []
    for fragment in sorted(fragments, key=lambda f: (f.width, f.x0)):
        under = [level for level, a, b in lines if a < fragment.x1 - 0.5 and fragment.x0 < b - 0.5]
        level = 1 + max(under, default=-1)
        while (x := _caption_place(fragment, [(a, b) for at, a, b in captions if at == level], gap)) is None:
            level += 1
        fragment.level, fragment.caption_x = level, x
        lines.append((level, fragment.x0, fragment.x1))
        captions.append((level, x, x + fragment.caption_width))
    nested = any(level for level, _, _ in lines)
    for fragment in fragments:
        if not nested:
            fragment.depth, fragment.zone = 0, (fragment.x0, fragment.x1)
            continue
        inner = [f for f in fragments if f is not fragment and _inside(f, fragment)]
        fragment.depth = _depth(inner)
        fragment.zone = _free_zone(fragment, inner)
    return 1 + max((f.level for f in fragments), default=-1)


def _caption_place(fragment: Fragment, taken: Sequence[Interval], gap: float) -> float | None:
    """Return the leftmost free place of the caption that still begins under the span, or None."""
    x, last = fragment.x0, max(fragment.x0, fragment.x1 - fragment.caption_width * 0.6)
    for a, b in sorted(taken):
        if a < x + fragment.caption_width + gap and x < b + gap:
            x = b + gap
    return x if x <= last + 0.5 else None


def _inside(inner: Fragment, outer: Fragment) -> bool:
    same = abs(inner.x0 - outer.x0) < 0.5 and abs(inner.x1 - outer.x1) < 0.5
    return inner.x0 >= outer.x0 - 0.5 and inner.x1 <= outer.x1 + 0.5 and (not same or inner.level < outer.level)


def _depth(inner: Sequence[Fragment]) -> int:
    if not inner:
        return 0
    deeper = ([g for g in inner if g is not f and _inside(g, f)] for f in inner)
    return 1 + max(_depth(list(d)) for d in deeper)


def _free_zone(fragment: Fragment, inner: Sequence[Fragment]) -> Interval:
    """Return the first stretch of the fragment that no inner fragment covers, so that arcs tell the two apart."""
    position = fragment.x0
    for a, b in sorted((f.x0, f.x1) for f in inner):
        if a - position >= _LEAST_ZONE:
            return position, a
        position = max(position, b)
    return (position, fragment.x1) if fragment.x1 - position >= _LEAST_ZONE else (fragment.x0, fragment.x1)
