"""`annotator learning-curve`: what more annotation would bring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import UsageError, plain_errors, print_json, say
from annotator.messages import msg

app = typer.Typer(add_completion=False)
_EXAMPLE = "Example: annotator learning-curve my-dataset --shares 25,50,75,100 --plot curve.svg"


@app.command(epilog=_EXAMPLE)
def learning_curve(
    source: Annotated[Path, typer.Argument(metavar="WORKSPACE|FILE.jsonl", help="annotations to learn from")],
    shares: Annotated[str, typer.Option(help="percent of the training part, one model each")] = "25,50,75,100",
    dev: Annotated[Path | None, typer.Option(help="development data; without it a part is set aside")] = None,
    vectors: Annotated[str, typer.Option(help="auto, navec, none, or a spaCy model folder with vectors")] = "auto",
    relations: Annotated[
        bool | None, typer.Option("--relations/--no-relations", help="learn relations (default: if the data has any)")
    ] = None,
    seed: Annotated[int, typer.Option(help="of the split and the trainings")] = 0,
    annotator: Annotated[str, typer.Option(help="whose annotations; default gold, else the only annotator")] = "",
    status: Annotated[str, typer.Option(help="done, or any for documents in progress too")] = "done",
    plot: Annotated[Path | None, typer.Option(help="draw the curve into an SVG file")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the curve as one JSON object")] = False,
) -> None:
    """Train on growing parts of the data and show how the scores grow."""
    with plain_errors(as_json=as_json):
        wanted = _shares(shares)
        if plot is not None and plot.suffix.lower() != ".svg":
            raise UsageError(msg("--plot writes .svg files", "--plot пишет файлы .svg"), file=plot)
        from annotator.cli.train_progress import watch
        from annotator.training.learning_curve import learning_curve as run
        from annotator.training.train import TrainOptions

        options = TrainOptions(
            dev=dev, vectors=vectors, relations=relations, seed=seed, annotator=annotator, status=status
        )
        with watch() as listener:
            curve = run(source, options, shares=wanted, listener=listener, say=say)
        if plot is not None:
            plot.parent.mkdir(parents=True, exist_ok=True)
            plot.write_text(curve.svg(), encoding="utf-8")
        if as_json:
            print_json(curve.to_json())
            return
        for point in curve.points:
            scores = [point.score("ents_f"), point.score("rel_micro_f")]
            shown = "  ".join("–" if score is None else f"{100 * score:.1f}" for score in scores)
            typer.echo(f"{point.documents:>6}  {shown}")
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
