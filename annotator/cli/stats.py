"""`annotator stats`: how far everybody is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import Exit, finish, open_place, print_json, say, track
from annotator.cli.options import AsJson, WorkspaceFolder
from annotator.domain import Status
from annotator.formats.targets import keep_read
from annotator.messages import msg
from annotator.workspace.statistics import AnnotatorStatistics, Statistics, workspace_statistics
from annotator.workspace.store import Store

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Count documents by status, entities and relations by label, for each annotator.\n\n"
            "Example: annotator stats my-dataset --json",
            "Посчитать документы по статусу, сущности и отношения по меткам, для каждого разметчика.\n\n"
            "Пример: annotator stats my-dataset --json",
        )
    )
)
def stats(
    path: WorkspaceFolder,
    as_json: AsJson = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="REPORT", help=str(msg("write a page with charts", "записать страницу с графиками"))),
    ] = None,
) -> None:
    """Count and print; exit status 1 if lines had to be left out."""
    workspace = open_place(path)
    keep_read(html, [path])
    result = counted(workspace)
    for problem in result.problems:
        say(str(problem))
    if html is not None:
        from annotator.cli.stats_page import write_page

        write_page(result, workspace.name, html)
    if as_json:
        print_json(result.to_json())
    else:
        typer.echo(table(result))
    if result.problems:
        finish(Exit.DATA)


def counted(workspace: Store) -> Statistics:
    """Count a workspace under a progress bar."""
    return workspace_statistics(
        workspace, lambda documents, name, count: track(documents, msg("{name}", "{name}", name=name), count)
    )


def table(result: Statistics) -> str:
    """Return the counts as lines for people."""
    lines = [str(msg("{count:document|documents}", "{count:документ|документа|документов}", count=result.documents))]
    for name, counts in result.annotators.items():
        lines += ["", name, *_rows(counts)]
    return "\n".join(lines)


def _rows(counts: AnnotatorStatistics) -> list[str]:
    statuses = msg(
        "  done {done}, in progress {busy}, skipped {skipped}, not started {new}",
        "  готово {done}, в работе {busy}, пропущено {skipped}, не начато {new}",
        done=counts.statuses[Status.DONE],
        busy=counts.statuses[Status.IN_PROGRESS],
        skipped=counts.statuses[Status.SKIPPED],
        new=counts.statuses[Status.NOT_STARTED],
    )
    entities = msg("  entities {count}", "  сущностей {count}", count=counts.entities.total())
    relations = msg("  relations {count}", "  отношений {count}", count=counts.relations.total())
    return [
        str(statuses),
        str(entities),
        *(f"    {label:<20}{count:>8}" for label, count in counts.entities.most_common()),
        str(relations),
        *(f"    {label:<20}{count:>8}" for label, count in counts.relations.most_common()),
    ]
