"""`annotator convert`: from one format to another without a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import finish, plain_errors, require_there, track
from annotator.cli.options import ReportAsJson
from annotator.cli.transfer import Told, label_map, show, status_of
from annotator.messages import msg

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Convert annotations; says what the target format cannot hold, and reads back what it wrote.\n\n"
            "Example: annotator convert nerel/train nerel.jsonl --from brat --to jsonl",
            "Преобразовать разметку; сообщает, чего новый формат не вмещает, и перечитывает записанное.\n\n"
            "Пример: annotator convert nerel/train nerel.jsonl --from brat --to jsonl",
        )
    )
)
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help=str(msg("file or folder to read", "файл или папка")))],
    out: Annotated[Path, typer.Argument(help=str(msg("file or folder to write, or -", "файл или папка, или -")))],
    to_name: Annotated[
        str,
        typer.Option(
            "--to",
            help="jsonl, spacy, brat, prodigy, doccano, labelstudio, conll, hf, gliner, cas, cas-json, webanno, text",
        ),
    ],
    from_name: Annotated[
        str | None,
        typer.Option("--from", help=str(msg("found out if not given", "без указания определяется сам"))),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option("--label-map", help=str(msg("JSON file, see import", "файл JSON, см. import")))
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help=str(msg("write nothing if anything is wrong", "не писать ничего при потерях"))),
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help=str(msg("of text files: utf-8, cp1251 …", "кодировка текста: utf-8, cp1251 …")))
    ] = None,
    language: Annotated[str, typer.Option(help=str(msg("for tokens: ru, en …", "для токенов: ru, en …")))] = "ru",
    graphemes: Annotated[
        bool,
        typer.Option(
            "--graphemes",
            help=str(msg("doccano project that counts grapheme clusters", "проект doccano с подсчётом графем")),
        ),
    ] = False,
    as_json: ReportAsJson = False,
) -> None:
    """Parse the words, convert, report; exit status 1 if anything was left out."""
    from annotator.formats.convert import ConvertOptions, formats_of
    from annotator.formats.convert import convert as convert_to

    with plain_errors(as_json=as_json and str(out) != "-"):
        require_there(source)
        reader, writer = formats_of(source, from_name, to_name)
        options = ConvertOptions(
            label_map=label_map(labels), strict=strict, encoding=encoding, language=language, graphemes=graphemes
        )
        title = msg("converting", "преобразование")
        told = Told(as_json=as_json and str(out) != "-")
        report = convert_to(source, out, reader, writer, options, lambda found: track(found, title), told)
    show(report, as_json=as_json, on_stdout=str(out) != "-", told=told)
    finish(status_of(report))
