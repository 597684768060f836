"""`annotator export`: a workspace's annotations in another format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from annotator.cli.common import (
    Exit,
    UsageError,
    finish,
    folder_of,
    open_place,
    plain_errors,
    print_json,
    require_status,
    say,
    track,
)
from annotator.cli.options import ReportAsJson
from annotator.cli.transfer import Told, label_map, show, status_of
from annotator.messages import msg

if TYPE_CHECKING:
    from annotator.formats.base import Format

app = typer.Typer(add_completion=False)


PROJECT = "spacy-project"
ShardSize = Annotated[
    int,
    typer.Option(
        "--shard-size",
        min=0,
        metavar="N",
        help=str(
            msg(
                "documents in a file: OUT is a folder of numbered files, which spacy train reads as one corpus",
                "документов в файле: OUT — папка пронумерованных файлов, spacy train читает её как один корпус",
            )
        ),
    ),
]


@app.command(
    help=str(
        msg(
            "Write annotations in another format; says what that format cannot hold.\n\n"
            "Example: annotator export my-dataset corpus --format spacy --split 80/10/10 --seed 1\n\n"
            "annotator export my-dataset shards --format spacy --shard-size 10000\n\n"
            "--format spacy-project writes data, config and project.yml for spaCy's own commands.",
            "Выгрузить разметку в другом формате; сообщает, чего этот формат не вмещает.\n\n"
            "Пример: annotator export мой-проект корпус --format spacy --split 80/10/10 --seed 1\n\n"
            "annotator export мой-проект части --format spacy --shard-size 10000\n\n"
            "--format spacy-project записывает данные, конфиг и project.yml для команд самой spaCy.",
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
            help="jsonl, spacy, spacy-project, brat, prodigy, doccano, labelstudio, conll, hf, gliner, cas, cas-json, "
            "webanno, text",
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
    shard_size: ShardSize = 0,
    strict: Annotated[
        bool,
        typer.Option("--strict", help=str(msg("write nothing if anything is lost", "не писать ничего при потерях"))),
    ] = False,
    as_json: ReportAsJson = False,
) -> None:
    """Parse the words, export, report; exit status 1 if anything was left out."""
    from annotator.formats import registry
    from annotator.formats.exporting import ExportOptions
    from annotator.formats.exporting import export as export_to
    from annotator.formats.split import parse_ratios

    if format_name == PROJECT:
        _project(workspace, out, annotator or "", status, split, seed, label_map_file=labels, as_json=as_json)
    with plain_errors(as_json=as_json and str(out) != "-"):
        options = ExportOptions(
            annotator=annotator,
            status=require_status(status),
            ratios=parse_ratios(split) if split is not None else None,
            seed=seed,
            label_map=label_map(labels),
            strict=strict,
        )
        target = _target(registry.get(format_name), shard_size, out)
        title = msg("exporting", "выгрузка")
        told = Told(as_json=as_json and str(out) != "-")
        report = export_to(open_place(workspace), out, target, options, lambda found: track(found, title), told)
    show(report, as_json=as_json, on_stdout=str(out) != "-", told=told)
    finish(status_of(report))


def _target(target: Format, shard_size: int, out: Path) -> Format:
    """Return the format to write in: one file, or a folder of files that holds none of an earlier export."""
    from annotator.formats.sharded import require_room, sharded

    if shard_size:
        target = sharded(target, shard_size)
        require_room(target, out)
    return target


def _project(
    workspace: Path, out: Path, annotator: str, status: str, shares: str | None, seed: int, *,
    label_map_file: Path | None, as_json: bool,
) -> NoReturn:  # fmt: skip
    """Write a spaCy project and end the command."""
    from annotator.formats.split import parse_ratios
    from annotator.formats.targets import keep_workspace
    from annotator.training.project import export_project
    from annotator.training.source import load_source
    from annotator.training.stored import kept
    from annotator.training.train import TrainOptions
    from annotator.workspace.layout import Layout

    with plain_errors(as_json=as_json):
        require_status(status)
        keep_workspace(Layout(workspace), out, folder=True)
        if str(out) == "-":
            raise UsageError(msg("a spaCy project is a folder: name one", "проект spaCy — это папка: укажите её"))
        source = load_source(folder_of(workspace), annotator=annotator, status=status)
        mapping = label_map(label_map_file)
        source = replace(source, documents=kept(mapping.apply(d, d.id)[0] for d in source.documents))
        ratios = parse_ratios(shares) if shares is not None else ()
        files = export_project(source, out, TrainOptions(seed=seed), shares=ratios)
        for problem in source.problems:
            say(str(problem))
        if as_json:
            print_json({
                "documents": len(source.documents), "files": [str(file) for file in files],
                "problems": [problem.to_json() for problem in source.problems],
            })  # fmt: skip
        else:
            go = f"cd {out} && python -m weasel run all"
            say(
                msg(
                    "{n:document|documents}; to train: {go}",
                    "{n:документ|документа|документов}; чтобы обучить: {go}",
                    n=len(source.documents),
                    go=go,
                )
            )
    finish(Exit.DATA if source.problems else Exit.FINE)
