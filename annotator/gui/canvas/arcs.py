"""Where relations go above a line: feet on the spans, tracks above them, captions where nothing crosses. Pure Python.

The shorter an arc, the lower its track. Beyond MAX_TRACKS arcs are folded into a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

MAX_TRACKS = 6
PORT_GAP = 9.0
FOOT_GAP = 6.0
_ROUNDS = 12  # of lifting arcs out of the way of captions, at most
_APART = 6.0  # pixels between two arcs on one track
_CLEAR = 3.0  # pixels between a caption and a foot beside it
_BESIDE = 5.0  # pixels between an arc's end and a caption that stands beside it


class ArcKind(Enum):
    """BRACKET: both ends on the line. OUT, IN: to and from the neighbouring line by way of the margin. STUB: far."""

    BRACKET = "bracket"
    OUT = "out"
    IN = "in"
    STUB = "stub"


@dataclass(slots=True)
class Foot:
    """Where an arc stands on a span: `toward` is where it leads, `zone` where it may stand, `x` where it does."""

    zone: tuple[float, float]
    toward: float
    arrow: bool
    x: float = 0.0
    rank: int = 0
    """Tells arcs with the same ends apart, so that they nest instead of crossing."""


@dataclass(slots=True)
class Arc:
    """One relation on one line. `lo` to `hi` is the horizontal stroke, `caption_x` the caption's left end."""

    relation: str
    kind: ArcKind
    feet: tuple[Foot, ...]
    caption: str
    caption_width: float
    outgoing: bool = True
    """For OUT and IN: whether the arrow runs with the reading direction."""
    margin: float = 0.0
    room: float = float("inf")
    """Right edge of the page beside the text column; `-margin` is its left edge."""
    lo: float = 0.0
    hi: float = 0.0
    track: int = 0
    caption_x: float = 0.0
    caption_room: float = 0.0
    """Pixels that the caption may take; less than `caption_width` where it has to be shortened."""
    least_track: int = 0
    directed: bool = True
    above: bool = False
    """The caption is wider than the arc and stands on it instead of in it."""
    suggested: bool = False
    """Drawn dashed: nobody has accepted it yet."""
    turn: int = 0
    """Which way the caption of a short arc or a stub hangs: 0 as usual, 1 and 2 where that was crossed."""

    @property
    def beside(self) -> bool:
        """The caption stands right (turn 1) or left (turn 2) of a short arc."""
        return self.turn > 0 and self.kind is ArcKind.BRACKET


@dataclass(slots=True)
class ArcPlan:
    """The arcs of one line, lowest first, and those that were folded away."""

    arcs: list[Arc] = field(default_factory=list)
    folded: list[Arc] = field(default_factory=list)
    tracks: int = 0


def plan(arcs: Sequence[Arc], width: float, *, folding: bool = True) -> ArcPlan:
    """Place the arcs of a line whose text column is `width` pixels wide."""
    if not arcs:
        return ArcPlan()
    for rank, arc in enumerate(arcs):
        arc.room = width + arc.margin
        for foot in arc.feet:
            foot.rank = rank
        if arc.kind is ArcKind.STUB:
            _aim_stub(arc)
    place_feet([foot for arc in arcs for foot in arc.feet])
    for arc in arcs:
        _span(arc, width)
    ordered = sorted(arcs, key=lambda a: (a.hi - a.lo, a.lo, a.relation))
    for _ in range(_ROUNDS):
        _assign_tracks(ordered)
        if not _place_captions(ordered):
            break
    _close_gaps(ordered)
    limit = MAX_TRACKS if folding else len(ordered) + _ROUNDS
    kept = [a for a in ordered if a.track < limit]
    folded = [a for a in ordered if a.track >= limit]
    if folded:
        _place_captions(kept)
    return ArcPlan(sorted(kept, key=lambda a: a.track), folded, 1 + max((a.track for a in kept), default=-1))


def _aim_stub(arc: Arc) -> None:
    """Let a stub's foot know which way and how far its caption goes, so that stubs of one span nest."""
    (foot,) = arc.feet
    reach = _reach(arc)
    foot.toward = foot.zone[1] + reach if foot.zone[1] + reach <= arc.room else foot.zone[0] - reach


def _reach(arc: Arc) -> float:
    return arc.caption_width + 18


def place_feet(feet: Sequence[Foot]) -> None:
    """Spread the feet that share a zone, at most PORT_GAP apart; those that lead left stand on the left."""
    zones: dict[tuple[float, float], list[Foot]] = {}
    for foot in feet:
        zones.setdefault(foot.zone, []).append(foot)
    for (left, right), group in zones.items():
        middle = (left + right) / 2
        group.sort(key=lambda f: _port_order(f, middle))
        gap = min(PORT_GAP, max(2.0, (right - left - 2) / max(1, len(group) - 1)))
        for index, foot in enumerate(group):
            foot.x = middle + (index - (len(group) - 1) / 2) * gap
    _part([group[0] for group in zones.values() if len(group) == 1], feet)


def _port_order(foot: Foot, middle: float) -> tuple[bool, float, int]:
    """Left-going before right-going; of each side the arcs that reach farther stand nearer to the middle."""
    to_right = foot.toward >= middle
    return to_right, -foot.toward, foot.rank if to_right else -foot.rank


def _part(single: Sequence[Foot], feet: Sequence[Foot]) -> None:
    """Move a foot that is alone on its span off the feet of other spans."""
    for foot in single:
        others = [f.x for f in feet if f is not foot and abs(f.x - foot.x) < FOOT_GAP]
        if others:
            left, right = min(others) - FOOT_GAP, max(others) + FOOT_GAP
            places = [x for x in (left, right) if foot.zone[0] + 1 <= x <= foot.zone[1] - 1]
            foot.x = min(places, key=lambda x: abs(x - foot.x), default=foot.x)


def _span(arc: Arc, width: float) -> None:
    xs = [f.x for f in arc.feet]
    if arc.kind is ArcKind.BRACKET:
        arc.lo, arc.hi = min(xs), max(xs)
    elif arc.kind is ArcKind.OUT:
        arc.lo, arc.hi = xs[0], width + arc.margin
    elif arc.kind is ArcKind.IN:
        arc.lo, arc.hi = -arc.margin, xs[0]
    else:
        rightward = (arc.feet[0].toward > arc.feet[0].zone[0]) != (arc.turn == 1)
        arc.lo, arc.hi = (xs[0], xs[0] + _reach(arc)) if rightward else (xs[0] - _reach(arc), xs[0])
    narrow = arc.hi - arc.lo < arc.caption_width + 20
    arc.above = arc.kind is not ArcKind.STUB and narrow and not arc.turn


def _turn(arc: Arc) -> bool:
    """Hang the caption another way that stays on the page; False if there is none left."""
    ways = {ArcKind.BRACKET: 2 if arc.above or arc.turn else 0, ArcKind.STUB: 1}.get(arc.kind, 0)
    while arc.turn < ways:
        arc.turn += 1
        _span(arc, arc.room - arc.margin)
        left, right = _extent(arc)
        if left >= -arc.margin and right <= arc.room:
            return True
    arc.turn = 0
    _span(arc, arc.room - arc.margin)
    return False


def _extent(arc: Arc) -> tuple[float, float]:
    """Return what the arc takes on its track, with a caption wider than itself."""
    if arc.beside:
        beside = _BESIDE + arc.caption_width
        return (arc.lo, arc.hi + beside) if arc.turn == 1 else (arc.lo - beside, arc.hi)
    if not arc.above:
        return arc.lo, arc.hi
    half = max(arc.hi - arc.lo, arc.caption_width) / 2
    middle = min(max((arc.lo + arc.hi) / 2, half - arc.margin), max(arc.room - half, half - arc.margin))
    return middle - half, middle + half


def _assign_tracks(ordered: Iterable[Arc]) -> None:
    tracks: list[list[tuple[float, float]]] = []
    for arc in ordered:
        left, right = _extent(arc)
        index = arc.least_track
        while index < len(tracks) and any(a < right + _APART and left < b + _APART for a, b in tracks[index]):
            index += 1
        while len(tracks) <= index:
            tracks.append([])
        tracks[index].append((left, right))
        arc.track = index


def _close_gaps(arcs: Sequence[Arc]) -> None:
    """Number the tracks that are in use without gaps, which lifting arcs may have left."""
    rank = {track: index for index, track in enumerate(sorted({a.track for a in arcs}))}
    for arc in arcs:
        arc.track = rank[arc.track]


def _place_captions(arcs: Sequence[Arc]) -> bool:
    """Put every caption where no foot of a higher arc crosses it; return whether an arc was asked to go higher."""
    raised = False
    for arc in arcs:
        higher = [(f.x, other.track) for other in arcs if other.track > arc.track for f in other.feet]
        left, right = _extent(arc)
        crossing = sorted((x, track) for x, track in higher if left - 2 < x < right + 2)
        gap = _best_gap(arc, [x for x, _ in crossing])
        arc.caption_x, arc.caption_room = gap
        if arc.caption_room >= arc.caption_width or not crossing or arc.least_track >= MAX_TRACKS:
            continue
        if not arc.least_track and _turn(arc):
            raised = True
        else:
            target = max(track for _, track in crossing) + 1
            raised = raised or target > arc.least_track
            arc.least_track = max(arc.least_track, target)
    return raised


def _best_gap(arc: Arc, crossings: Sequence[float]) -> tuple[float, float]:
    """Return left end and room of the caption in the gap between crossings that is nearest to its wished place."""
    left, right = _caption_range(arc)
    edges = [left - _CLEAR, *(x for x in crossings if left - _CLEAR < x < right + _CLEAR), right + _CLEAR]
    gaps = [(a + _CLEAR, b - _CLEAR) for a, b in pairwise(edges) if b - a > 2 * _CLEAR]
    wish = _wished(arc)
    fitting = [g for g in gaps if g[1] - g[0] >= arc.caption_width - 0.01]
    if fitting:
        places = [min(max(wish, a), b - arc.caption_width) for a, b in fitting]
        return min(places, key=lambda x: abs(x - wish)), arc.caption_width
    widest = max(gaps, key=lambda g: g[1] - g[0], default=(left, left))
    return widest[0], max(0.0, widest[1] - widest[0])


def _caption_range(arc: Arc) -> tuple[float, float]:
    """Return between what the caption may stand."""
    left, right = _extent(arc)
    if arc.beside:
        return (arc.hi + _BESIDE, right) if arc.turn == 1 else (left, arc.lo - _BESIDE)
    inset = 0.0 if arc.above else 8.0
    return left + inset, right - inset


def _wished(arc: Arc) -> float:
    if arc.beside:
        return arc.hi + _BESIDE if arc.turn == 1 else arc.lo - _BESIDE - arc.caption_width
    if arc.kind is ArcKind.OUT:
        return arc.lo + 12
    if arc.kind is ArcKind.IN:
        return arc.hi - 12 - arc.caption_width
    return (arc.lo + arc.hi - arc.caption_width) / 2
