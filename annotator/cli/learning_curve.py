"""`annotator learning-curve`: what more annotation would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from annotator.cli.common import (
    Exit,
    UsageError,
    finish,
    folder_of,
    plain_errors,
    print_json,
    require_status,
    say,
)
from annotator.cli.drawing import require_drawing, write_drawing
from annotator.cli.training_options import (
    Annotator,
    Dev,
    LearningCurveAsJson,
    LearningCurvePlot,
    LearningCurveSeed,
    MaxSteps,
    Relations,
    Shares,
    Source,
    Status,
    Vectors,
)
from annotator.cli.transfer import tell_reading
from annotator.messages import msg

if TYPE_CHECKING:
    from annotator.training.learning_curve import Curve
    from annotator.training.source import Source as Read

app = typer.Typer(add_completion=False)
_HELP = msg(
    "Train on growing parts of the data and show how the scores grow.\n\nExample: annotator learning-curve my-dataset --plot curve.svg",
    "Обучить на растущих частях данных и показать, как растут оценки.\n\nПример: annotator learning-curve my-dataset --plot curve.svg",
)


@app.command(help=str(_HELP))
def learning_curve(
    source: Source,
    shares: Shares = "",
    dev: Dev = None,
    vectors: Vectors = "auto",
    relations: Relations = None,
    seed: LearningCurveSeed = 0,
    annotator: Annotator = "",
    status: Status = "done",
    max_steps: MaxSteps = 0,
    plot: LearningCurvePlot = None,
    as_json: LearningCurveAsJson = False,
) -> None:
    """Train on growing parts of the data and show how the scores grow."""
    with plain_errors(as_json=as_json):
        wanted = _shares(shares) if shares else ()
        require_status(status)
        require_drawing(plot)
        from annotator.cli.train_progress import watch
        from annotator.formats.targets import keep_read
        from annotator.training.learning_curve import learning_curve as run
        from annotator.training.train import TrainOptions

        options = TrainOptions(
            dev=dev, vectors=vectors, relations=relations, seed=seed, annotator=annotator, status=status,
            max_steps=max_steps,
        )  # fmt: skip
        keep_read(plot, [source, dev])
        sources: list[Read] = []

        def on_read(found: Read) -> None:
            sources.append(found)
            tell_reading(found, say)

        with watch() as listener:
            curve = run(folder_of(source), options, shares=wanted, listener=listener, say=say, on_read=on_read)
        if plot is not None:
            write_drawing(curve.svg(), plot)
        if as_json:
            print_json(curve.to_json())
        else:
            _print(curve)
    finish(Exit.FINE if all(each.complete for each in sources) else Exit.DATA)


def _print(curve: Curve) -> None:
    titles = (msg("documents", "документов"), msg("entities F1", "сущности F1"), msg("relations F1", "отношения F1"))
    widths = [len(str(title)) for title in titles]
    typer.echo("  ".join(map(str, titles)))
    for point in curve.points:
        scores = [point.score("ents_f"), point.score("rel_micro_f")]
        cells = [str(point.documents), *("–" if score is None else f"{100 * score:.1f}" for score in scores)]
        typer.echo("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))
    typer.echo(str(curve.advice()))


def _shares(text: str) -> list[float]:
    try:
        values = [float(part) / 100 for part in text.split(",")]
    except ValueError:
        values = []
    if not values or not all(0 < value <= 1 for value in values):
        raise UsageError(
            msg("--shares takes percents, such as 25,50,100", "--shares принимает проценты, например 25,50,100")
        )
    return values
