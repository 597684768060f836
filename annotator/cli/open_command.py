"""`annotator open` with all that typer brings: help, and errors in what was typed."""

from __future__ import annotations

from pathlib import Path

import typer

from annotator.cli.common import UsageError, finish
from annotator.cli.open import open_window
from annotator.messages import chosen_language, msg
from annotator.team.address import is_address

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Open the window on a workspace, or on an article file, for which a workspace is offered. "
            "Without PATH the start page opens.\n\nExample: annotator open my-dataset --annotator anna",
            "Открыть окно с проектом или со статьёй, для которой будет предложен проект. "
            "Без PATH открывается начальная страница.\n\nПример: annotator open my-dataset --annotator anna",
        )
    )
)
def open_command(
    path: Path | None = typer.Argument(
        None, help=str(msg("a workspace folder or an article file", "папка проекта или файл статьи"))
    ),
    annotator: str = typer.Option("", "--annotator", help=str(msg("who annotates", "имя разметчика"))),
    sample: bool = typer.Option(
        False, "--sample", help=str(msg("open your copy of the sample workspace", "открыть вашу копию примера"))
    ),
) -> None:
    """Open the window and wait until it is closed."""
    if sample and path is not None:
        raise UsageError(msg("give either a path or --sample", "укажите либо путь, либо --sample"))
    if path is not None and not is_address(path) and not path.exists():
        raise UsageError(msg("there is no such file or folder", "нет такого файла или папки"), file=path)
    finish(open_window(path, annotator, chosen_language() or "", sample=sample))
