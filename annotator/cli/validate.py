"""`annotator validate`: check workspaces, record files and schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import Exit, finish, folder_of, print_json, require_there, say, track
from annotator.cli.consistency import sweep
from annotator.cli.options import AsJson
from annotator.messages import msg
from annotator.workspace.check import CheckReport, Lines, check_file
from annotator.workspace.check_workspace import check_workspace
from annotator.workspace.layout import SETTINGS

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Check workspaces, record files (.jsonl) or label schemes (.json); nothing is written.\n\n"
            "Example: annotator validate my-dataset",
            "Проверить проекты, файлы разметки (.jsonl) или схемы меток (.json); ничего не меняется.\n\n"
            "Пример: annotator validate my-dataset",
        )
    )
)
def validate(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help=str(msg("workspaces or files", "проекты или файлы")))
    ],
    as_json: AsJson = False,
    consistency: Annotated[
        bool,
        typer.Option(
            "--consistency",
            help=str(
                msg(
                    "also list what may be a slip: names with two labels, untagged mentions, cut words",
                    "показать и возможные огрехи: имена с двумя метками, пропущенные упоминания, разрезанные слова",
                )
            ),
        ),
    ] = False,
) -> None:
    """Check and report; exit status 1 if there is any problem. Findings on consistency are no problems."""
    paths = [folder_of(path) for path in paths]
    report = check_paths(paths)
    places = list(sweep(paths)) if consistency else []
    if as_json:
        print_json(report.to_json() | ({"consistency": [place.to_json() for place in places]} if consistency else {}))
    else:
        for problem in report.problems:
            say(str(problem))
        for place in places:
            typer.echo(str(place))
        typer.echo(summary(report))
        if consistency:
            typer.echo(str(msg("worth a second look: {count}", "стоит взглянуть ещё раз: {count}", count=len(places))))
    if not report.ok:
        finish(Exit.DATA)


def check_paths(paths: list[Path]) -> CheckReport:
    """Check each path and return one report.

    Raises:
        UsageError: there is nothing at a path.
    """
    require_there(*paths)
    report = CheckReport()
    for path in paths:
        if path.is_dir():
            check_workspace(path, report, _watch)
        elif path.name == SETTINGS:
            check_workspace(path.parent, report, _watch)
        else:
            check_file(path, report, _watch)
    return report


def _watch(lines: Lines, path: Path) -> Lines:
    return track(lines, msg("{name}", "{name}", name=path.name))


def summary(report: CheckReport) -> str:
    """Return the one line that people read at the end."""
    counts = msg(
        "{documents:document|documents}, {records:record|records}, {entities:entity|entities} ({cut:cuts|cut} a token), "
        "{relations:relation|relations}",
        "{documents:документ|документа|документов}, {records:запись|записи|записей}, "
        "{entities:сущность|сущности|сущностей} (режут токен: {cut}), {relations:отношение|отношения|отношений}",
        documents=report.documents,
        records=report.records,
        entities=report.entities,
        cut=report.cut_tokens,
        relations=report.relations,
    )
    verdict = (
        msg("no problems", "проблем нет")
        if report.ok
        else msg("problems: {count}", "проблем: {count}", count=len(report.problems))
    )
    return f"{counts}; {verdict}"
