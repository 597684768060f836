"""`annotator merge-driver`: what git runs to merge a file of a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import Exit, finish, say
from annotator.messages import msg
from annotator.workspace.merge_driver import merge_files

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Merge by document; git calls this after “annotator git-setup”. Exit status 1 if both sides changed the same "
            "place: this branch's version stays, the other one is kept in a conflict copy.\n\n"
            "Example: git config merge.annotator.driver 'annotator merge-driver %O %A %B %P'",
            "Объединить по документам; git вызывает это после «annotator git-setup». Код 1, если обе стороны изменили "
            "одно место: остаётся версия этой ветки, другая сохраняется в конфликтной копии.\n\n"
            "Пример: git config merge.annotator.driver 'annotator merge-driver %O %A %B %P'",
        )
    )
)
def merge_driver(
    base: Annotated[Path, typer.Argument(metavar="BASE", help=str(msg("common ancestor (%O)", "общий предок (%O)")))],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help=str(msg("this branch (%A)", "эта ветка (%A)")))],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help=str(msg("the other (%B)", "другая (%B)")))],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=str(msg("path in the repository (%P)", "путь в репозитории (%P)")))
    ],
) -> None:
    """Merge into OURS; say what was left for a person."""
    report = merge_files(base, ours, theirs, name)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        finish(Exit.DATA)
