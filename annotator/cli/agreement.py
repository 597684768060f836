"""`annotator agreement`: score the agreement between annotators, of a workspace or of one native file each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from annotator.cli.common import (
    Exit,
    UsageError,
    finish,
    folder_of,
    print_json,
    require_status,
    require_there,
    say,
    track,
)
from annotator.messages import msg

if TYPE_CHECKING:
    from annotator.agreement.reading import Reading, Wanted
    from annotator.agreement.report import AgreementReport
    from annotator.agreement.scoring import Scored
    from annotator.workspace.jsonl import RawLine

app = typer.Typer(add_completion=False)
_WIDTH = 140  # of tables that go into a file or another program
_HELP = msg(
    "Score the agreement between annotators on entities and relations.\n\n"
    "Give a workspace, or one native file per annotator: the file's name is the annotator's.\n\n"
    "Example: annotator agreement my-dataset --html report.html\n\n"
    "Example: annotator agreement anna.jsonl boris.jsonl --symmetric SPOUSE --json",
    "Оценить согласие разметчиков в сущностях и отношениях.\n\n"
    "Укажите проект или по одному файлу на разметчика: имя файла — имя разметчика.\n\n"
    "Пример: annotator agreement мой-проект --html отчёт.html\n\n"
    "Пример: annotator agreement anna.jsonl boris.jsonl --symmetric SPOUSE --json",
)


@app.command(help=str(_HELP))
def agreement(
    paths: list[Path] = typer.Argument(
        ...,
        metavar="WORKSPACE | FILE FILE…",
        help=str(msg("a workspace, or native files", "проект или файлы разметки")),
    ),
    annotators: str = typer.Option("", help=str(msg("names, separated by commas", "имена через запятую"))),
    symmetric: str = typer.Option(
        "",
        help=str(msg("relation labels without direction, by commas", "метки отношений без направления, через запятую")),
    ),
    replicates: int = typer.Option(
        1000, min=0, help=str(msg("bootstrap draws for the intervals", "число повторов бутстрепа для интервалов"))
    ),
    seed: int = typer.Option(20240607, min=0, help=str(msg("seed of the draws", "начальное число генератора"))),
    status: str = typer.Option(
        "done", help=str(msg("done, or any: also in progress", "done или any: и то, что в работе"))
    ),
    by_hand: bool = typer.Option(
        False, "--by-hand", help=str(msg("leave out accepted suggestions", "не учитывать принятые подсказки"))
    ),
    as_json: bool = typer.Option(False, "--json", help=str(msg("print one JSON object", "вывести один объект JSON"))),
    html: Path | None = typer.Option(
        None, help=str(msg("write the report as one page", "записать отчёт одной страницей"))
    ),
    csv: Path | None = typer.Option(None, help=str(msg("write tables into a folder", "записать таблицы в папку"))),
) -> None:
    """Parse the words, load, score, show."""
    require_status(status)
    _keep_read(paths, html, csv)
    options = Options(_names(annotators), _names(symmetric), unfinished=status == "any", by_hand=by_hand)
    scored = score_annotations(paths, options, replicates, seed)
    report = scored.report
    for problem in scored.problems:
        say(str(problem))
    if as_json:
        print_json(report.to_json() | {"problems": [problem.to_json() for problem in scored.problems]})
    else:
        print_report(report)
    _write_files(report, html, csv)
    finish(Exit.DATA if scored.problems else Exit.FINE)


def _keep_read(paths: Sequence[Path], html: Path | None, csv: Path | None) -> None:
    from annotator.formats.targets import keep_read

    keep_read(html, paths)
    keep_read(csv, paths, folder=True)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


@dataclass(frozen=True, slots=True)
class Options:
    """Whose annotations count, and which of them; `symmetric` are further relation labels without direction."""

    annotators: tuple[str, ...] = ()
    symmetric: tuple[str, ...] = ()
    unfinished: bool = False
    by_hand: bool = False


def score_annotations(paths: Sequence[Path], options: Options, replicates: int, seed: int) -> Scored:
    """Read and score a workspace or files, in memory that hardly grows with them.

    Raises:
        UsageError: fewer than two annotators, a name that is not there, or a mixture of workspaces and files.
        AnnotatorError: a file cannot be read, or two texts of one document differ.
    """
    from annotator.agreement.scoring import score

    return score(
        _reading(paths, options),
        replicates,
        seed,
        follow=lambda ids, most: track(ids, msg("documents", "документы"), most),
        follow_draws=lambda draws: track(draws, msg("intervals", "интервалы")),
    )


def _reading(paths: Sequence[Path], options: Options) -> Reading:
    from annotator.agreement.reading import Reading, Wanted
    from annotator.domain import Status

    statuses = (Status.DONE, Status.IN_PROGRESS) if options.unfinished else (Status.DONE,)
    wanted = Wanted(frozenset(statuses), frozenset(options.symmetric), only_by_hand=options.by_hand)
    paths = [folder_of(path) for path in paths]
    if len(paths) == 1 and paths[0].is_dir():
        return _workspace_reading(paths[0], options, wanted)
    require_there(*paths)
    files: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            raise UsageError(
                msg("give one workspace, or files only", "укажите один проект или только файлы"), file=str(path)
            )
        if path.stem in files:
            raise UsageError(
                msg(
                    "two files are named {name}: the file's name is the annotator's, rename one",
                    "два файла с именем {name}: имя файла — имя разметчика, переименуйте один",
                    name=path.stem,
                )
            )
        files[path.stem] = path
    return Reading(_chosen(files, options.annotators), wanted, follow=_followed)


def _followed(lines: Iterable[RawLine]) -> Iterator[RawLine]:
    return track(lines, msg("records", "записи"))


def _workspace_reading(path: Path, options: Options, wanted: Wanted) -> Reading:
    from dataclasses import replace

    from annotator.agreement.reading import Reading, WorkspaceArticles
    from annotator.workspace import Workspace

    workspace, annotators = Workspace.open(path), options.annotators
    names = [*workspace.annotators, *(("gold",) if "gold" in annotators else ())]
    files = {name: workspace.layout.annotations(name) for name in names}
    present = {name: file for name, file in files.items() if name in annotators or _has_lines(file)}
    symmetric = wanted.symmetric | set(workspace.scheme.symmetric_labels)
    wanted = replace(wanted, symmetric=symmetric, language=workspace.language, tolerate_tail=True)
    return Reading(_chosen(present, annotators), wanted, WorkspaceArticles(workspace), _followed)


def _has_lines(file: Path) -> bool:
    """Whether an annotator has begun: an empty file is one that a window made and nobody saved in."""
    return file.exists() and file.stat().st_size > 0


def _chosen(files: dict[str, Path], annotators: Sequence[str]) -> dict[str, Path]:
    unknown = [name for name in annotators if name not in files]
    if unknown:
        raise UsageError(
            msg(
                "there is no annotator {name}; there are: {names}",
                "нет разметчика {name}; есть: {names}",
                name=unknown[0],
                names=", ".join(files) or "–",
            )
        )
    chosen = {name: files[name] for name in annotators} if annotators else files
    if len(chosen) < 2:
        from annotator.agreement import TooFewAnnotatorsError

        raise UsageError(TooFewAnnotatorsError(tuple(chosen)).message)
    return chosen


def print_report(report: AgreementReport) -> None:
    """Print the tables, what was left out and how to read the figures."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable

    from annotator.agreement.tables import tables
    from annotator.agreement.wording import HELP, coverage_lines, disputed_lines, undefined_lines

    fixed = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDTH
    console = Console(highlight=False, width=fixed)
    for line in [*coverage_lines(report), *disputed_lines(report)]:
        console.print(_plain(line))
    for table in tables(report):
        console.print(_plain(table.title, "bold"))
        shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
        for number, head in enumerate(table.heads):
            shown.add_column(head, justify="left" if number == 0 else "right", overflow="fold")
        for row in table.rows:
            shown.add_row(*(_plain(cell) for cell in row))
        console.print(shown)
    for line in [*undefined_lines(report), *map(str, HELP)]:
        console.print(_plain(f"· {line}"))


def _plain(text: str, style: str = "") -> Any:
    from rich.text import Text

    return Text(text, style=style)  # names may hold what rich takes for markup or for the name of a picture


def _write_files(report: AgreementReport, html: Path | None, csv: Path | None) -> None:
    if html is not None:
        from annotator.agreement.report_html import write_html

        write_html(report, html)
        say(msg("written: {path}", "записано: {path}", path=html))
    if csv is not None:
        from annotator.agreement.report_csv import write_csv

        for path in write_csv(report, csv):
            say(msg("written: {path}", "записано: {path}", path=path))
