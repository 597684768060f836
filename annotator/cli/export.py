"""`annotator export`: a workspace's annotations in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import finish, open_place, plain_errors, track
from annotator.cli.transfer import Told, label_map, require_status, show, status_of
from annotator.messages import msg

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Write annotations in another format; says what that format cannot hold.\n\n"
            "Example: annotator export my-dataset corpus --format spacy --split 80/10/10 --seed 1",
            "Выгрузить разметку в другом формате; сообщает, чего этот формат не вмещает.\n\n"
            "Пример: annotator export мой-проект корпус --format spacy --split 80/10/10 --seed 1",
        )
    )
)
def export(
    workspace: Annotated[Path, typer.Argument(help=str(msg("the workspace's folder", "папка проекта")))],
    out: Annotated[Path, typer.Argument(help=str(msg("file or folder to write, or -", "файл или папка, или -")))],
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            help="jsonl, spacy, brat, prodigy, doccano, labelstudio, conll, hf, gliner, cas, cas-json, webanno, text",
        ),
    ],
    annotator: Annotated[
        str | None,
        typer.Option(
            help=str(msg("whose; by default gold, else the only one", "чью разметку; иначе gold или единственного"))
        ),
    ] = None,
    split: Annotated[
        str | None, typer.Option(help=str(msg("shares of train/dev/test: 80/10/10", "доли train/dev/test: 80/10/10")))
    ] = None,
    seed: Annotated[int, typer.Option(help=str(msg("of the split", "зерно разбиения")))] = 0,
    status: Annotated[
        str, typer.Option(help=str(msg("done, or any: unfinished ones too", "done или any: и незаконченные")))
    ] = "done",
    labels: Annotated[
        Path | None, typer.Option("--label-map", help=str(msg("JSON file, see import", "файл JSON, см. import")))
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help=str(msg("write nothing if anything is lost", "не писать ничего при потерях"))),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=str(msg("print the report as JSON", "отчёт в JSON")))] = False,
) -> None:
    """Parse the words, export, report; exit status 1 if anything was left out."""
    from annotator.formats import registry
    from annotator.formats.exporting import ExportOptions
    from annotator.formats.exporting import export as export_to
    from annotator.formats.split import parse_ratios

    with plain_errors(as_json=as_json and str(out) != "-"):
        options = ExportOptions(
            annotator=annotator,
            status=require_status(status),
            ratios=parse_ratios(split) if split is not None else None,
            seed=seed,
            label_map=label_map(labels),
            strict=strict,
        )
        target = registry.get(format_name)
        title = msg("exporting", "выгрузка")
        told = Told(as_json=as_json and str(out) != "-")
        report = export_to(open_place(workspace), out, target, options, lambda found: track(found, title), told)
    show(report, as_json=as_json, on_stdout=str(out) != "-", told=told)
    finish(status_of(report))
