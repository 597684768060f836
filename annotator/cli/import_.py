"""`annotator import`: articles and annotations into a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import finish, open_place, plain_errors, track
from annotator.cli.transfer import label_map, show, status_of
from annotator.messages import msg

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Bring articles (.txt .md .html .docx .pdf) or annotations into a workspace.\n\n"
            "Example: annotator import my-dataset articles/ && annotator import my-dataset nerel/train --annotator gold",
            "Загрузить в проект статьи (.txt .md .html .docx .pdf) или разметку.\n\n"
            "Пример: annotator import мой-проект статьи/ && annotator import мой-проект nerel/train --annotator gold",
        )
    )
)
def import_(
    workspace: Annotated[Path, typer.Argument(help=str(msg("the workspace's folder", "папка проекта")))],
    files: Annotated[list[Path], typer.Argument(help=str(msg("files and folders to import", "файлы и папки")))],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", help=str(msg("their format; found out if not given", "формат; без указания определяется сам"))
        ),
    ] = None,
    annotator: Annotated[
        str | None, typer.Option(help=str(msg("whose annotations they are", "чья это разметка")))
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(help=str(msg("of text files: utf-8, cp1251, koi8-r …", "кодировка текста: utf-8, cp1251 …"))),
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            "--label-map",
            help=str(msg('JSON: {{"OLD": "NEW", "DATE": null, "*": null}}', 'JSON: {{"СТАРАЯ": "НОВАЯ", "*": null}}')),
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=str(msg("replace records that differ", "заменять отличающиеся записи")))
    ] = False,
    extend_scheme: Annotated[
        bool,
        typer.Option(
            "--extend-scheme", help=str(msg("add labels that the scheme lacks", "добавить в схему новые метки"))
        ),
    ] = False,
    graphemes: Annotated[
        bool,
        typer.Option(
            "--graphemes",
            help=str(msg("doccano project that counts grapheme clusters", "проект doccano с подсчётом графем")),
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=str(msg("print the report as JSON", "отчёт в JSON")))] = False,
) -> None:
    """Parse the words, import, report; exit status 1 if anything was left out."""
    from annotator.formats.importing import ImportOptions, import_files

    with plain_errors(as_json=as_json):
        options = ImportOptions(
            format=format_name,
            annotator=annotator,
            encoding=encoding,
            label_map=label_map(labels),
            replace=replace,
            extend_scheme=extend_scheme,
            graphemes=graphemes,
        )
        title = msg("importing", "загрузка")
        report = import_files(open_place(workspace), files, options, lambda found: track(found, title))
    show(report, as_json=as_json)
    finish(status_of(report))
