"""`annotator evaluate`: a model against annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.common import Exit, UsageError, finish, plain_errors, print_json, say, track
from annotator.messages import msg

app = typer.Typer(add_completion=False)
_EXAMPLE = "Example: annotator evaluate models/news held-out.jsonl --json"


@app.command(epilog=_EXAMPLE)
def evaluate(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="folder of a trained spaCy model")],
    source: Annotated[Path, typer.Argument(metavar="WORKSPACE|FILE.jsonl", help="annotations to score against")],
    annotator: Annotated[str, typer.Option(help="whose annotations; default gold, else the only annotator")] = "",
    status: Annotated[str, typer.Option(help="done, or any for documents in progress too")] = "done",
    against: Annotated[Path | None, typer.Option(help="a second model, compared by a paired test")] = None,
    html: Annotated[Path | None, typer.Option(help="write a report with every error in its sentence")] = None,
    seed: Annotated[int, typer.Option(help="of the bootstrap and the paired test")] = 0,
    replicates: Annotated[int, typer.Option(min=10, help="bootstrap replicates")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="print the report as one JSON object")] = False,
) -> None:
    """Score a model: entities, relations between the data's entities, and relations end to end."""
    with plain_errors(as_json=as_json):
        if status not in {"done", "any"}:
            raise UsageError(msg("--status takes done or any", "--status принимает done или any"))
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
