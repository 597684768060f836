"""`annotator repair`: mend a damaged workspace, never without a copy."""

from __future__ import annotations

import typer

from annotator.cli.common import Exit, finish, print_json, require_there, say
from annotator.cli.options import AsJson, WorkspaceFolder
from annotator.messages import msg
from annotator.workspace.repair import RepairReport, repair_workspace

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Mend damaged files of a workspace: torn and bad lines move to files beside, conflict copies are merged, lost "
            "articles come back from the records. All files are copied first.\n\nExample: annotator repair my-dataset",
            "Починить файлы проекта: оборванные и плохие строки переносятся в файлы рядом, конфликтные копии "
            "объединяются, утраченные статьи возвращаются из записей. Сначала всё копируется.\n\n"
            "Пример: annotator repair my-dataset",
        )
    )
)
def repair(
    path: WorkspaceFolder,
    as_json: AsJson = False,
) -> None:
    """Mend and tell; exit status 1 if something is left for a person."""
    require_there(path)
    report = repair_workspace(path)
    if as_json:
        print_json(report.to_json())
    else:
        for problem in report.problems:
            say(str(problem))
        typer.echo("\n".join(report_lines(report)))
    if report.problems:
        finish(Exit.DATA)


def report_lines(report: RepairReport) -> list[str]:
    """Return the plain report: one line for each thing done, and where the originals are."""
    if not report.done:
        return [str(msg("nothing to mend", "чинить нечего"))]
    head = msg("the originals are in {copy}", "исходные файлы — в {copy}", copy=report.copy)
    return [*(str(item) for item in report.done), str(head)]
