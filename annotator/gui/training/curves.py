"""The lines of a training's chart, computed without Qt: what is drawn, where, and how labels keep apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.gui.charts.data import ticks

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: `points` are (step, value); `main` ones are drawn strong and named first."""

    key: str
    points: tuple[Point, ...]
    main: bool = False

    @property
    def last(self) -> float:
        """The value at the last evaluation."""
        return self.points[-1][1]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that one chart shows. `best` is the step of the best score, -1 before the first evaluation."""

    scores: tuple[Curve, ...] = ()
    loss: Curve | None = None
    best: int = -1
    steps: int = 1
    evaluated: tuple[int, ...] = ()


ENTITIES, RELATIONS = "ents_f", "rel_micro_f"


def drawing(steps: Sequence[dict[str, Any]]) -> Drawing:
    """Return the chart of evaluations as `train --progress json` tells them; of two stages the latest is drawn."""
    stage = steps[-1].get("stage") if steps else ""
    known = [s for s in steps if s.get("stage") == stage and isinstance(s.get("score"), float | int)]
    if not known:
        return Drawing()
    labels = sorted({label for s in known for label in s.get("per_label") or {}})
    scores = [
        _curve(ENTITIES, known, lambda s: (s.get("scores") or {}).get("ents_f"), main=True),
        _curve(RELATIONS, known, lambda s: (s.get("scores") or {}).get("rel_micro_f"), main=True),
        *(_curve(label, known, _label(label)) for label in labels),
    ]
    best = max(known, key=lambda s: (s["score"], s["step"]))
    loss = _curve("loss", [s for s in known if s["step"]], lambda s: s.get("loss"))
    return Drawing(
        tuple(curve for curve in scores if curve.points),
        loss if loss.points else None,
        int(best["step"]),
        max(1, *(int(s["step"]) for s in known)),
        tuple(int(s["step"]) for s in known),
    )


def _label(label: str) -> Callable[[dict[str, Any]], Any]:
    return lambda step: (step.get("per_label") or {}).get(label)


def _curve(
    key: str, steps: Sequence[dict[str, Any]], value: Callable[[dict[str, Any]], Any], *, main: bool = False
) -> Curve:
    pairs = ((float(step["step"]), value(step)) for step in steps)
    return Curve(key, tuple((x, float(y)) for x, y in pairs if isinstance(y, float | int)), main)


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places near the wanted ones, in their order, at least `gap` apart and, where there is room, in [low, high]."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    places = [0.0] * len(wanted)
    floor = low
    for i in order:
        places[i] = max(wanted[i], floor)
        floor = places[i] + gap
    ceiling = high
    for i in reversed(order):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - gap
    return places


def step_marks(most: int) -> list[int]:
    """Return round numbers from 0 up to `most`, a handful of them."""
    return [int(mark) for mark in ticks(most) if mark <= most]
