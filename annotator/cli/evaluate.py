"""`annotator evaluate`: a model against annotations."""

from __future__ import annotations

from typing import Any

import typer

from annotator.cli.common import Exit, finish, folder_of, plain_errors, print_json, require_status, say, track
from annotator.cli.drawing import require_drawing, write_drawing
from annotator.cli.training_options import (
    Against,
    Annotator,
    AsJson,
    Errors,
    EvaluateModel,
    EvaluateSeed,
    EvaluateSource,
    Html,
    NProcess,
    Plot,
    Replicates,
    Status,
)
from annotator.cli.transfer import tell_reading
from annotator.messages import msg

app = typer.Typer(add_completion=False)
_HELP = msg(
    "Score a model: entities, relations between the data's entities, and relations end to end.\n\nExample: annotator evaluate models/news held-out.jsonl --json",
    "Оценить модель: сущности, отношения между размеченными сущностями и отношения целиком.\n\nПример: annotator evaluate models/news held-out.jsonl --json",
)


@app.command(help=str(_HELP))
def evaluate(
    model: EvaluateModel,
    source: EvaluateSource,
    annotator: Annotator = "",
    status: Status = "done",
    against: Against = None,
    html: Html = None,
    errors: Errors = None,
    plot: Plot = None,
    seed: EvaluateSeed = 0,
    replicates: Replicates = 1000,
    n_process: NProcess = 1,
    as_json: AsJson = False,
) -> None:
    """Score a model: entities, relations between the data's entities, and relations end to end."""
    with plain_errors(as_json=as_json):
        require_status(status)
        require_drawing(plot)
        from annotator.formats.targets import keep_read
        from annotator.training.evaluate import compare
        from annotator.training.evaluate import evaluate as run

        def shown(items: Any, total: int) -> Any:
            return track(items, msg("evaluating", "оценка"), total)

        for out in (html, errors, plot):
            keep_read(out, [source, model, against])
        source = folder_of(source)
        evaluation = run(model, source, annotator=annotator, status=status, track=shown, n_process=n_process)
        report = evaluation.to_json(seed=seed, replicates=replicates)
        if against is not None:
            other = run(against, source, annotator=annotator, status=status, track=shown, n_process=n_process)
            report["against"] = {"model": str(against)} | compare(evaluation, other, seed=seed)
        if html is not None:
            from annotator.training.error_report import write_error_report

            write_error_report(evaluation, html, report)
        if errors is not None:
            from annotator.training.error_lines import write_error_lines

            write_error_lines(evaluation, errors)
        if plot is not None:
            from annotator.training.bars import label_bars

            write_drawing(label_bars(report), plot)
        tell_reading(evaluation.source, say)
        if as_json:
            print_json(report)
        else:
            _print(report)
    finish(Exit.FINE if evaluation.source.complete else Exit.DATA)


def _print(report: dict[str, Any]) -> None:
    from annotator.cli.evaluate_table import table

    typer.echo(table(report))
