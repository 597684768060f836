"""`annotator import`: articles and annotations into a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import finish, open_place, plain_errors, require_name, require_there, say, track
from annotator.cli.options import ReportAsJson
from annotator.cli.transfer import label_map, show, status_of
from annotator.messages import msg

app = typer.Typer(add_completion=False)
_Graphemes = Annotated[
    bool,
    typer.Option(
        "--graphemes",
        help=str(msg("doccano project that counts grapheme clusters", "проект doccano с подсчётом графем")),
    ),
]
_Strict = Annotated[
    bool,
    typer.Option("--strict", help=str(msg("write nothing if anything is wrong", "не писать ничего при потерях"))),
]


@app.command(
    help=str(
        msg(
            "Bring articles (.txt .md .html .docx .pdf) or annotations into a workspace: files, folders, .zip archives.\n\n"
            "Example: annotator import my-dataset articles/ && annotator import my-dataset nerel/train --annotator gold",
            "Загрузить в проект статьи (.txt .md .html .docx .pdf) или разметку: файлы, папки, архивы .zip.\n\n"
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
    graphemes: _Graphemes = False,
    strict: _Strict = False,
    as_json: ReportAsJson = False,
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
            strict=strict,
        )
        require_name(annotator)
        require_there(*files)
        title = msg("importing", "загрузка")
        target = open_place(workspace)
        report = import_files(target, files, options, lambda found: track(found, title), lambda told: say(str(told)))
    show(report, as_json=as_json)
    finish(status_of(report))
