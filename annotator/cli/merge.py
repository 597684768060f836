"""`annotator merge`: join workspaces, folders and conflict copies, nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import Exit, UsageError, finish, folder_of, print_json, require_there, say
from annotator.cli.options import AsJson, WorkspaceFolder
from annotator.messages import msg
from annotator.workspace import Workspace
from annotator.workspace.joining import FileReport, Joining, JoinReport, Preference

app = typer.Typer(add_completion=False)
_PREFER: dict[str, Preference] = {"newer": "newer", "here": "here", "there": "there"}


@app.command(
    help=str(
        msg(
            "Join other workspaces, folders of annotation files and conflict copies into a workspace. Without SOURCES the "
            "conflict copies inside it are taken in (Dropbox, Syncthing, Nextcloud, OneDrive, git). Of two versions of a "
            "document the newer one counts; the other is kept in a file beside.\n\n"
            "Example: annotator merge my-dataset /media/stick/my-dataset",
            "Объединить с проектом другие проекты, папки с разметкой и конфликтные копии. Без ИСТОЧНИКОВ берутся "
            "конфликтные копии внутри проекта (Dropbox, Syncthing, Nextcloud, OneDrive, git). Из двух версий документа "
            "действует более новая, другая сохраняется в файле рядом.\n\n"
            "Пример: annotator merge my-dataset /media/stick/my-dataset",
        )
    )
)
def merge(
    path: WorkspaceFolder,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SOURCE]...", help=str(msg("workspaces, folders or files", "проекты, папки или файлы"))
        ),
    ] = None,
    prefer: Annotated[
        str,
        typer.Option(
            metavar="newer|here|there",
            help=str(msg("which version counts in a conflict", "какая версия действует при расхождении")),
        ),
    ] = "newer",
    as_json: AsJson = False,
) -> None:
    """Join and tell what came from where; exit status 1 if something was refused or differs."""
    if prefer not in _PREFER:
        raise UsageError(msg("--prefer takes newer, here or there", "--prefer принимает newer, here или there"))
    sources = [folder_of(source) for source in sources or ()]
    require_there(path, *sources)
    joining = Joining(Workspace.open(path), _PREFER[prefer])
    for source in sources:
        joining.take(source)
    joining.take_conflict_copies()
    _tell(joining.report, as_json=as_json)
    if joining.report.problems:
        finish(Exit.DATA)


def _tell(report: JoinReport, *, as_json: bool) -> None:
    for problem in report.problems:
        say(str(problem))
    if as_json:
        print_json(report.to_json())
    elif report.files:
        typer.echo("\n".join(line for item in report.files for line in _lines(item)))
    elif not report.problems:
        typer.echo(str(msg("nothing to merge", "объединять нечего")))


def _lines(item: FileReport) -> list[str]:
    lines = [
        msg(
            "{source} → {target}: taken {taken}, the same already {same}, different {conflicts}",
            "{source} → {target}: взято {taken}, уже было {same}, различаются {conflicts}",
            source=item.source,
            target=item.target,
            taken=item.taken,
            same=item.same,
            conflicts=len(item.conflicts),
        )
    ]
    if item.kept:
        lines.append(
            msg(
                "  the other versions of {names} are in {file}",
                "  другие версии документов {names} — в {file}",
                names=", ".join(item.conflicts),
                file=item.kept,
            )
        )
    if item.moved:
        lines.append(msg("  the copy is in {file} now", "  копия теперь в {file}", file=item.moved))
    return [str(line) for line in lines]
