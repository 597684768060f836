"""Turning relations into arcs: which line an end stands on, and how the two ends are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.domain import LabelScheme
from annotator.gui.canvas.arcs import Arc, ArcKind, Foot
from annotator.gui.canvas.marks import Link, Mark, Marks, SuggestedRelation, mark_id
from annotator.gui.canvas.stacking import Fragment
from annotator.messages import Language
from annotator.text.display import one_line

Address = tuple[int, int]
"""Piece and line in it; addresses compare in reading order."""

_SURFACE = 26


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the arc maker needs to know about the page: addresses of offsets near a piece, and line counts."""

    address: Callable[[int], Address]
    is_last_line: Callable[[Address], bool]


class ArcMaker:
    """Makes the arcs of a piece from the relations of the entities that it shows."""

    def __init__(
        self,
        scheme: LabelScheme,
        text: str,
        width_of_caption: Callable[[str], float],
        language: Language,
        margin: float,
    ) -> None:
        self._scheme, self._text, self._language, self._margin = scheme, text, language, margin
        self._width = width_of_caption

    def name(self, relation: Link) -> str:
        """Return the words on the arc, with the score where it is a suggestion that has one."""
        kind = self._scheme.relation_label(relation.label)
        name = kind.name(self._language) if kind is not None else relation.label
        score = relation.score if isinstance(relation, SuggestedRelation) else None
        return name if score is None else f"{name} {score * 100:.0f} %"

    def arcs(self, piece: int, fragments: list[list[Fragment]], marks: Marks, around: Surroundings) -> list[list[Arc]]:
        """Return the arcs of each line, not yet placed."""
        lines: list[list[Arc]] = [[] for _ in fragments]
        by_place = {(number, f.id): f for number, line in enumerate(fragments) for f in line}
        relations = {r.id: r for _, identifier in by_place for r in marks.links_of(identifier)}
        for relation in relations.values():
            ends = marks.ends_of(relation)
            for (at, line), arc in self._joined(relation, *ends, by_place, piece, around) if ends else ():
                if at == piece:
                    arc.suggested = isinstance(relation, SuggestedRelation)
                    lines[line].append(arc)
        return lines

    def _joined(
        self,
        relation: Link,
        head: Mark,
        tail: Mark,
        places: dict[tuple[int, str], Fragment],
        piece: int,
        around: Surroundings,
    ) -> list[tuple[Address, Arc]]:
        spans = [(around.address(e.start), around.address(e.end - 1)) for e in (head, tail)]
        common = max(spans[0][0], spans[1][0])
        if common <= min(spans[0][1], spans[1][1]):
            return self._bracket(relation, common, places, piece)
        head_first = spans[0][1] < spans[1][0]
        upper, lower = (head, tail) if head_first else (tail, head)
        above, below = (spans[0][1], spans[1][0]) if head_first else (spans[1][1], spans[0][0])
        if below == (above[0], above[1] + 1) or (below == (above[0] + 1, 0) and around.is_last_line(above)):
            ends = [(above, upper, ArcKind.OUT), (below, lower, ArcKind.IN)]
            made = [self._half(relation, at, e, kind, places, piece, outgoing=head_first) for at, e, kind in ends]
        else:
            made = [
                self._stub(relation, spans[n][0], own, other, places, piece)
                for n, (own, other) in enumerate(((head, tail), (tail, head)))
            ]
        return [joined for joined in made if joined is not None]

    def _bracket(
        self, relation: Link, at: Address, places: dict[tuple[int, str], Fragment], piece: int
    ) -> list[tuple[Address, Arc]]:
        ends = [places.get((at[1], identifier)) for identifier in (relation.head, relation.tail)]
        if at[0] != piece or ends[0] is None or ends[1] is None:
            return []
        first, second = ends[0].zone, ends[1].zone
        feet = (
            Foot(first, sum(second) / 2, False),
            Foot(second, sum(first) / 2, not self._is_symmetric(relation)),
        )
        caption = self.name(relation)
        return [(at, Arc(relation.id, ArcKind.BRACKET, feet, caption, self._width(caption), margin=self._margin))]

    def _half(
        self,
        relation: Link,
        at: Address,
        entity: Mark,
        kind: ArcKind,
        places: dict[tuple[int, str], Fragment],
        piece: int,
        *,
        outgoing: bool,
    ) -> tuple[Address, Arc] | None:
        fragment = places.get((at[1], mark_id(entity)))
        if at[0] != piece or fragment is None:
            return None
        arrow = mark_id(entity) == relation.tail and not self._is_symmetric(relation)
        toward = float("inf") if kind is ArcKind.OUT else float("-inf")
        caption = self.name(relation)
        foot = Foot(fragment.zone, toward, arrow)
        return at, Arc(
            relation.id,
            kind,
            (foot,),
            caption,
            self._width(caption),
            outgoing=outgoing,
            margin=self._margin,
            directed=not self._is_symmetric(relation),
        )

    def _stub(
        self,
        relation: Link,
        at: Address,
        own: Mark,
        other: Mark,
        places: dict[tuple[int, str], Fragment],
        piece: int,
    ) -> tuple[Address, Arc] | None:
        fragment = places.get((at[1], mark_id(own)))
        if at[0] != piece or fragment is None:
            return None
        symmetric = self._is_symmetric(relation)
        sign = "—" if symmetric else "→" if mark_id(own) == relation.head else "←"
        caption = f"{self.name(relation)} {sign} {self._shortened(other)}"
        foot = Foot(fragment.zone, fragment.x1 + 1, mark_id(own) == relation.tail and not symmetric)
        return at, Arc(relation.id, ArcKind.STUB, (foot,), caption, self._width(caption), margin=self._margin)

    def _shortened(self, entity: Mark) -> str:
        surface = one_line(self._text[entity.start : entity.end])
        return surface if len(surface) <= _SURFACE else surface[: _SURFACE - 1].rstrip() + "…"

    def _is_symmetric(self, relation: Link) -> bool:
        kind = self._scheme.relation_label(relation.label)
        return kind is not None and kind.symmetric
