"""A learning curve: the same development part, growing shares of the training part, one model each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from annotator.domain import Document
from annotator.messages import Message, msg
from annotator.training.config import resolve_vectors
from annotator.training.errors import TrainingError
from annotator.training.figures import curve
from annotator.training.progress import Listener
from annotator.training.source import Source, load_source
from annotator.training.train import TrainOptions, divide, read_dev, train_documents

_USUAL = (10, 25, 50)  # documents; then 100 doubled again and again
_NEXT = 100  # documents that the forecast adds
_FIT_POINTS = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One training of the curve: how many documents, and what it scored on the development part."""

    documents: int
    scores: dict[str, float]

    def score(self, key: str) -> float | None:
        """Return one score, as spaCy names it, or None where it is undefined."""
        return self.scores.get(key)


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of a learning curve, fewest documents first."""

    points: tuple[Point, ...]
    dev: int

    def to_json(self) -> dict[str, Any]:
        """Return the object that `annotator learning-curve --json` prints."""
        forecast = self.forecast()
        return {
            "dev": self.dev,
            "points": [
                {"documents": p.documents, "entities_f1": p.score("ents_f"), "relations_f1": p.score("rel_micro_f")}
                for p in self.points
            ],
            "forecast": None if forecast is None else {"documents": forecast[0], "entities_f1": forecast[1]},
            "advice": str(self.advice()),
        }

    def forecast(self) -> tuple[int, float] | None:
        """Return a number of documents, a hundred more than there are, and the entities' F1 expected with them.

        Errors fall about as a power of the amount of data: log(1 - F1) is fitted to log(documents) by least squares.
        None for fewer than three points with a score between 0 and 1, and where the errors do not fall.
        """
        known = [(p.documents, p.score("ents_f") or 0.0) for p in self.points]
        inside = [(n, score) for n, score in known if 0 < score < 1]
        if len(inside) < _FIT_POINTS:
            return None
        sizes, errors = np.log([n for n, _ in inside]), np.log([1 - score for _, score in inside])
        slope, level = np.polyfit(sizes, errors, 1)
        if slope >= 0:
            return None
        wanted = self.points[-1].documents + _NEXT
        return wanted, float(1 - np.exp(level + slope * np.log(wanted)))

    def advice(self) -> Message:
        """Return what the last step of the curve says about annotating more, and the forecast where there is one."""
        found = self.forecast()
        if found is None:
            return self._last_step()
        return msg(
            "{step}; with {n} documents F1 may reach {score} (a power law through these points)",
            "{step}; с документами ({n}) F1 может достичь {score} (степенной закон по этим точкам)",
            step=self._last_step(),
            n=found[0],
            score=f"{100 * found[1]:.1f}",
        )

    def _last_step(self) -> Message:
        if len(self.points) < 2:
            return msg("one point is no curve", "одна точка — ещё не кривая")
        (before, after) = (p.score("ents_f") or 0.0 for p in self.points[-2:])
        gain, added = 100 * (after - before), self.points[-1].documents - self.points[-2].documents
        values = {"added": added, "gain": f"{gain:+.1f}"}
        if gain >= 1.0:
            return msg(
                "the last {added} documents changed F1 by {gain}: more annotation should help",
                "последние документы ({added}) изменили F1 на {gain}: дальнейшая разметка должна помочь",
                **values,
            )
        return msg(
            "the last {added} documents changed F1 by {gain}: look at the errors before annotating more of the same",
            "последние документы ({added}) изменили F1 на {gain}: прежде чем размечать ещё, посмотрите на ошибки",
            **values,
        )

    def svg(self) -> str:
        """Return the curve as an SVG image."""
        lines = [(str(msg("entities", "сущности")), [(p.documents, p.score("ents_f")) for p in self.points])]
        if any(p.score("rel_micro_f") is not None for p in self.points):
            lines.append(
                (str(msg("relations", "отношения")), [(p.documents, p.score("rel_micro_f")) for p in self.points])
            )
        title = msg("F1 on {n} development documents", "F1 на проверочных документах ({n})", n=self.dev)
        return curve(lines, str(title), str(msg("training documents", "обучающих документов")))


def usual_sizes(documents: int) -> list[int]:
    """Return 10, 25, 50, 100, 200, 400 and so on below `documents`, and `documents` itself; half of it if there is no less."""
    sizes = [n for n in _USUAL if n < documents]
    size = 100
    while size < documents:
        sizes.append(size)
        size *= 2
    return [*(sizes or [max(1, documents // 2)]), documents]


def learning_curve(
    source_path: Path,
    options: TrainOptions,
    *,
    shares: Sequence[float] = (),
    listener: Listener | None = None,
    say: Callable[[Message], None] = lambda _: None,
    on_read: Callable[[Source], None] = lambda _: None,
) -> Curve:
    """Train on growing parts of the same training part and score each on the same development part.

    `shares` are parts of 1; without them the usual numbers of documents are taken. `on_read` is told what was read,
    before the first training.

    Raises:
        TrainingError: there are too few documents for a curve.
    """
    source = load_source(source_path, annotator=options.annotator, status=options.status, language=options.language)
    on_read(source)
    vectors = resolve_vectors(options.vectors, source.language)
    dev_source = read_dev(source, options, on_read)
    documents, dev, on_train = divide(source, options, dev_source)
    sizes = [max(1, round(share * len(documents))) for share in shares] or usual_sizes(len(documents))
    counts = sorted(set(sizes))
    if on_train or len(counts) < 2:
        raise TrainingError(
            msg("too few documents for a curve: {n}", "слишком мало документов для кривой: {n}", n=len(documents)),
            file=source_path,
        )
    points = []
    for count in counts:
        say(msg("training on {n:document|documents}", "обучение на документах: {n}", n=count))
        points.append(_point(source, documents[:count], dev, vectors, options, listener))
    return Curve(tuple(points), len(dev))


def _point(
    source: Source,
    documents: Sequence[Document],
    dev: Sequence[Document],
    vectors: str,
    options: TrainOptions,
    listener: Listener | None,
) -> Point:
    with tempfile.TemporaryDirectory() as folder:
        outcome, _ = train_documents(
            replace(source, documents=tuple(documents)), documents, dev, vectors, options, Path(folder), listener
        )
    return Point(len(documents), outcome.scores)
