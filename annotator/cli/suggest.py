"""`annotator suggest`: suggestions for all articles of a workspace, from a model, patterns or what was tagged already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Annotated

import typer

from annotator.cli.common import UsageError, finish, open_place, print_json, require_name, say, track
from annotator.cli.options import AsJson, WorkspaceFolder
from annotator.domain import Document, Status
from annotator.messages import msg
from annotator.suggest.bulk import RunReport, suggest_all
from annotator.suggest.gazetteer import tagged_names
from annotator.suggest.parts import Part, read_part
from annotator.suggest.registry import SuggesterSpec, spec_for
from annotator.team.store import TeamStore
from annotator.workspace import Workspace
from annotator.workspace.names import GOLD
from annotator.workspace.store import Store

app = typer.Typer(add_completion=False)
PartOption = Annotated[
    str,
    typer.Option(
        "--part",
        metavar="I/N",
        help=str(
            msg(
                "on a shared folder: only the I-th of N parts; other machines make the others at the same time",
                "в общей папке: только часть I из N; остальные одновременно делают другие машины",
            )
        ),
    ),
]


@app.command(
    help=str(
        msg(
            "Make suggestions and keep them in suggestions/; they become annotations only when an annotator accepts them. "
            "A run that was stopped goes on where it was.\n\n"
            "Examples: annotator suggest my-dataset --with slovnet\n\n"
            "annotator suggest my-dataset --with models/news\n\n"
            "annotator suggest my-dataset --with brands.jsonl\n\n"
            "annotator suggest my-dataset --with mentions   (all case forms of the names tagged so far)\n\n"
            "annotator suggest shared/news --with slovnet --part 1/2   (and --part 2/2 on another machine)\n\n"
            "annotator suggest postgresql://server/news --with slovnet   (on as many machines as there are)",
            "Сделать подсказки и сохранить их в suggestions/; разметкой они станут, только когда их примет разметчик. "
            "Прерванный запуск продолжается с места остановки.\n\n"
            "Примеры: annotator suggest my-dataset --with slovnet\n\n"
            "annotator suggest my-dataset --with models/news\n\n"
            "annotator suggest my-dataset --with brands.jsonl\n\n"
            "annotator suggest my-dataset --with mentions   (все падежные формы уже отмеченных имён)\n\n"
            "annotator suggest shared/news --with slovnet --part 1/2   (и --part 2/2 на другой машине)\n\n"
            "annotator suggest postgresql://server/news --with slovnet   (на любом числе машин)",
        )
    )
)
def suggest(
    path: WorkspaceFolder,
    given: Annotated[
        str,
        typer.Option(
            "--with",
            metavar="slovnet|mentions|MODEL|PATTERNS.jsonl",
            help=str(msg("what makes the suggestions", "чем делать подсказки")),
        ),
    ],
    annotator: Annotated[
        str,
        typer.Option(
            help=str(
                msg(
                    "only articles that this annotator has still to do; with mentions, only this annotator's names",
                    "только статьи, которые этому разметчику ещё предстоят; с mentions — только его имена",
                )
            )
        ),
    ] = "",
    processes: Annotated[
        int,
        typer.Option(
            "--processes",
            "--n-process",
            min=0,
            help=str(msg("processes; 0 chooses", "число процессов; 0 — выбрать самой")),
        ),
    ] = 0,
    again: Annotated[
        bool, typer.Option("--again", help=str(msg("also where suggestions are up to date", "заново для всех статей")))
    ] = False,
    part: PartOption = "",
    report_progress: Annotated[bool, typer.Option("--report-progress", hidden=True)] = False,
    as_json: AsJson = False,
) -> None:
    """Make the suggestions and say how many there are."""
    require_name(annotator)
    workspace = open_place(path)
    spec = with_names(spec_for(given, workspace.scheme, workspace.language), workspace, annotator)
    documents = open_documents(workspace, annotator) if annotator else None
    progress = _lines if report_progress else _progress
    chosen = _part(part, workspace)
    report = _run(workspace, spec, documents, processes=processes or None, again=again, part=chosen, progress=progress)
    if as_json:
        print_json(report.to_json())
    else:
        typer.echo(summary(report))
    if report.dropped:
        say(dropped_line(report))


def _part(text: str, workspace: Store) -> Part | None:
    if not text:
        return None
    if not isinstance(workspace, Workspace):
        raise UsageError(
            msg(
                "machines that use a server share the work by themselves: give the same command on each, without --part",
                "на сервере машины делят работу сами: дайте на каждой одну и ту же команду без --part",
            )
        )
    return read_part(text)


def _run(
    workspace: Store,
    spec: SuggesterSpec,
    documents: list[str] | None,
    *,
    processes: int | None,
    again: bool,
    part: Part | None,
    progress: Callable[[], AbstractContextManager[Callable[[int, int], None]]],
) -> RunReport:
    try:
        with progress() as on_progress:
            if not isinstance(workspace, Workspace):
                from annotator.suggest.shared import suggest_shared

                assert isinstance(workspace, TeamStore)
                return suggest_shared(
                    workspace, spec, documents=documents, processes=processes, again=again, on_progress=on_progress,
                    say=say,
                )  # fmt: skip
            return suggest_all(
                workspace, spec, documents=documents, processes=processes, again=again, part=part,
                on_progress=on_progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        say(
            msg(
                "stopped; what is done is kept: give the same command again to go on",
                "остановлено; готовое сохранено: чтобы продолжить, повторите команду",
            )
        )
        finish(130)


def with_names(spec: SuggesterSpec, workspace: Store, annotator: str = "") -> SuggesterSpec:
    """Give the suggester of tagged names the names: one annotator's, or everybody's and the gold set's."""
    if spec.kind != "mentions":
        return spec
    sources = [annotator] if annotator else [*workspace.annotators, GOLD]
    return replace(spec, names=tagged_names(_documents(workspace, sources)))


def _documents(workspace: Store, sources: list[str]) -> Iterator[Document]:
    for name in sources:
        yield from workspace.read(name).documents("any")


def open_documents(workspace: Store, annotator: str) -> list[str]:
    """Return the articles that an annotator has still to do, in corpus order: assigned, and neither done nor skipped."""
    assignments = workspace.assignments()
    statuses = workspace.read(annotator).statuses()
    closed = {identifier for identifier, status in statuses.items() if status in {Status.DONE, Status.SKIPPED}}
    return [
        identifier
        for identifier in workspace.document_ids
        if identifier not in closed and (not assignments or annotator in assignments.get(identifier, ()))
    ]


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Give a function that moves a progress bar on a terminal and does nothing elsewhere."""
    ticks: list[Iterator[int]] = []

    def on_progress(_done: int, total: int) -> None:
        if not ticks:
            ticks.append(track(range(total), msg("suggestions", "подсказки"), total))
        next(ticks[0], None)

    try:
        yield on_progress
    finally:
        for bar in ticks:
            getattr(bar, "close", lambda: None)()


@contextmanager
def _lines() -> Iterator[Callable[[int, int], None]]:
    """Give a function that prints the progress as lines, for a window that reads them."""
    yield lambda done, total: print(f"progress {done}/{total}", flush=True)  # noqa: T201 - read by another program


def summary(report: RunReport) -> str:
    """Return the result for people."""
    lines = [
        str(
            msg(
                "{documents:article|articles} done, {skipped:was|were} up to date: {path}",
                "обработано статей: {documents}, без изменений: {skipped}: {path}",
                documents=report.documents,
                skipped=report.skipped,
                path=report.path,
            )
        )
    ]
    lines += [f"  {label:<20}{number:>8}" for label, number in report.entities.most_common()]
    lines += [f"  {label:<20}{number:>8}" for label, number in report.relations.most_common()]
    return "\n".join(lines)


def dropped_line(report: RunReport) -> str:
    """Return what was left out because the scheme has no label for it."""
    counted = ", ".join(f"{label} {number}" for label, number in report.dropped.most_common())
    return str(
        msg(
            "left out, the scheme has no such label: {counted}",
            "пропущено, в схеме нет такой метки: {counted}",
            counted=counted,
        )
    )
