"""`annotator evaluate`: a model against annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.common import Exit, UsageError, finish, plain_errors, print_json, say, track
from annotator.cli.drawing import require_drawing, write_drawing
from annotator.messages import msg

app = typer.Typer(add_completion=False)
_HELP = msg(
    "Score a model: entities, relations between the data's entities, and relations end to end.\n\nExample: annotator evaluate models/news held-out.jsonl --json",
    "Оценить модель: сущности, отношения между размеченными сущностями и отношения целиком.\n\nПример: annotator evaluate models/news held-out.jsonl --json",
)


@app.command(help=str(_HELP))
def evaluate(
    model: Annotated[
        Path,
        typer.Argument(
            metavar="MODEL", help=str(msg("folder of a trained spaCy model", "папка обученной модели spaCy"))
        ),
    ],
    source: Annotated[
        Path,
        typer.Argument(
            metavar="WORKSPACE|FILE.jsonl",
            help=str(msg("annotations to score against", "разметка, с которой сравнить")),
        ),
    ],
    annotator: Annotated[
        str,
        typer.Option(
            help=str(
                msg(
                    "whose annotations; default gold, else the only annotator",
                    "чья разметка; по умолчанию gold, иначе единственного разметчика",
                )
            )
        ),
    ] = "",
    status: Annotated[
        str,
        typer.Option(
            help=str(msg("done, or any for documents in progress too", "done или any — вместе с начатыми документами"))
        ),
    ] = "done",
    against: Annotated[
        Path | None,
        typer.Option(
            help=str(msg("a second model, compared by a paired test", "вторая модель: сравнить парным тестом"))
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            help=str(
                msg(
                    "write a report with every error in its sentence",
                    "записать отчёт, где каждая ошибка стоит в своём предложении",
                )
            )
        ),
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(
            help=str(msg("draw the F1 of every label into an .svg or .png file", "нарисовать F1 меток в .svg или .png"))
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help=str(msg("of the bootstrap and the paired test", "для бутстрепа и парного теста")))
    ] = 0,
    replicates: Annotated[
        int, typer.Option(min=10, help=str(msg("bootstrap replicates", "число повторов бутстрепа")))
    ] = 1000,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help=str(msg("print the report as one JSON object", "вывести отчёт одним объектом JSON"))
        ),
    ] = False,
) -> None:
    """Score a model: entities, relations between the data's entities, and relations end to end."""
    with plain_errors(as_json=as_json):
        if status not in {"done", "any"}:
            raise UsageError(msg("--status takes done or any", "--status принимает done или any"))
        require_drawing(plot)
        from annotator.training.evaluate import compare
        from annotator.training.evaluate import evaluate as run

        def shown(items: Any, total: int) -> Any:
            return track(items, msg("evaluating", "оценка"), total)

        evaluation = run(model, source, annotator=annotator, status=status, track=shown)
        report = evaluation.to_json(seed=seed, replicates=replicates)
        if against is not None:
            other = run(against, source, annotator=annotator, status=status, track=shown)
            report["against"] = {"model": str(against)} | compare(evaluation, other, seed=seed)
        if html is not None:
            from annotator.training.error_report import write_error_report

            write_error_report(evaluation, html, report)
        if plot is not None:
            from annotator.training.bars import label_bars

            write_drawing(label_bars(report), plot)
        for problem in evaluation.source.problems:
            say(str(problem))
        if as_json:
            print_json(report)
        else:
            _print(report)
    finish(Exit.DATA if evaluation.source.problems else Exit.FINE)


def _print(report: dict[str, Any]) -> None:
    from annotator.cli.evaluate_table import table

    typer.echo(table(report))
