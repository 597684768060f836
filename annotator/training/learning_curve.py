"""A learning curve: the same development part, growing shares of the training part, one model each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.domain import Document
from annotator.messages import Message, msg
from annotator.training.config import resolve_vectors
from annotator.training.errors import TrainingError
from annotator.training.figures import curve
from annotator.training.progress import Listener
from annotator.training.source import Source, load_source
from annotator.training.train import TrainOptions, divide, train_documents

SHARES = (0.25, 0.5, 0.75, 1.0)


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
        return {
            "dev": self.dev,
            "points": [
                {"documents": p.documents, "entities_f1": p.score("ents_f"), "relations_f1": p.score("rel_micro_f")}
                for p in self.points
            ],
            "advice": str(self.advice()),
        }

    def advice(self) -> Message:
        """Return what the last step of the curve says about annotating more."""
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


def learning_curve(
    source_path: Path,
    options: TrainOptions,
    *,
    shares: Sequence[float] = SHARES,
    listener: Listener | None = None,
    say: Callable[[Message], None] = lambda _: None,
) -> Curve:
    """Train on growing shares of the same training part and score each on the same development part.

    Raises:
        TrainingError: there are too few documents for a curve.
    """
    source = load_source(source_path, annotator=options.annotator, status=options.status, language=options.language)
    vectors = resolve_vectors(options.vectors, source.language)
    documents, dev, on_train = divide(source, options)
    counts = sorted({max(1, round(share * len(documents))) for share in shares})
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
