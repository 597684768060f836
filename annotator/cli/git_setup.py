"""`annotator git-setup`: make a workspace ready for git."""

from __future__ import annotations

import typer

from annotator.cli.common import require_there, say
from annotator.cli.options import WorkspaceFolder
from annotator.messages import msg
from annotator.workspace import Workspace
from annotator.workspace.git_setup import set_up_git

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Write .gitattributes and .gitignore, and tell git to merge the workspace's files by document. Run it once in "
            "every clone.\n\nExample: annotator git-setup my-dataset",
            "Записать .gitattributes и .gitignore и поручить git объединять файлы проекта по документам. Выполните один "
            "раз в каждом клоне.\n\nПример: annotator git-setup my-dataset",
        )
    )
)
def git_setup(
    path: WorkspaceFolder,
) -> None:
    """Set up and say what was written."""
    require_there(path)
    Workspace.open(path)
    for written in set_up_git(path):
        say(msg("{file}: written", "{file}: записан", file=written))
    say(
        msg(
            "{path}: git merges by document here; commit the two files, and run this once in every clone",
            "{path}: git объединяет по документам; сохраните оба файла в git и выполните это в каждом клоне",
            path=path,
        )
    )
