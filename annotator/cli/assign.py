"""`annotator assign`: deal documents out to annotators."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer

from annotator.cli.common import open_place, print_json, require_name
from annotator.cli.options import AsJson, WorkspaceFolder
from annotator.messages import msg
from annotator.suggest.assignment import assign as deal

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Deal documents out: each to OVERLAP annotators, everybody about the same work. Documents that are dealt out "
            "already keep their annotators, so that new articles can be added to a running project.\n\n"
            "Example: annotator assign my-dataset --annotators anna,boris,vera --overlap 2 --seed 1",
            "Распределить документы: каждый — OVERLAP разметчикам, работы у всех поровну. Уже распределённые документы "
            "остаются за своими разметчиками, так что в проект можно добавлять статьи.\n\n"
            "Пример: annotator assign my-dataset --annotators anna,boris,vera --overlap 2 --seed 1",
        )
    )
)
def assign(
    path: WorkspaceFolder,
    annotators: Annotated[
        str, typer.Option(metavar="A,B,…", help=str(msg("names, separated by commas", "имена через запятую")))
    ],
    overlap: Annotated[
        int, typer.Option(help=str(msg("annotators of each document", "сколько разметчиков у документа")))
    ] = 1,
    seed: Annotated[
        int, typer.Option(help=str(msg("the same seed deals the same way", "одно число — одно и то же распределение")))
    ] = 0,
    again: Annotated[
        bool,
        typer.Option("--again", help=str(msg("deal out all documents anew", "распределить все документы заново"))),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write assignments.jsonl and say how much everybody got."""
    names = [name.strip() for name in annotators.split(",")]
    for name in names:
        require_name(name, given=True)
    workspace = open_place(path)
    existing = {} if again else workspace.assignments()
    dealt = deal(workspace.document_ids, names, overlap, seed, existing)
    workspace.write_assignments(dealt | {i: e for i, e in existing.items() if i not in dealt})
    report = summarize(dealt, new=sum(document not in existing for document in dealt))
    if as_json:
        print_json(report)
    else:
        typer.echo(table(report))


def summarize(dealt: dict[str, tuple[str, ...]], new: int) -> dict[str, Any]:
    """Return {documents, new, annotators: {NAME: number of documents}}."""
    counts = Counter(name for names in dealt.values() for name in names)
    return {"documents": len(dealt), "new": new, "annotators": dict(sorted(counts.items()))}


def table(report: dict[str, Any]) -> str:
    """Return the numbers as lines for people."""
    head = msg(
        "{documents:document|documents}, {new} of them newly dealt out",
        "документов: {documents}, из них распределено сейчас: {new}",
        documents=report["documents"],
        new=report["new"],
    )
    return "\n".join([str(head), *(f"  {name:<20}{number:>8}" for name, number in report["annotators"].items())])
