"""Bringing records that were saved elsewhere into an annotator's file: conflict copies, emergency copies, rescued work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain import Document, Status
from annotator.domain.patch_json import document_state
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError
from annotator.workspace.appendlog import keep_beside
from annotator.workspace.errors import save_error
from annotator.workspace.jsonl import JsonLineError, dump, objects
from annotator.workspace.problem import Problem

if TYPE_CHECKING:
    from annotator.workspace.annotations import Annotations


@dataclass(slots=True)
class MergeReport:
    """What became of each document: `taken` in, `same` already, or in `conflict` with a newer one here.

    Of a conflict the older version is kept in `kept`, a file beside. `problems` lists what could not be taken in.
    """

    taken: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    kept: Path | None = None
    problems: list[Problem] = field(default_factory=list)


def newest_in(source: Path) -> tuple[list[Document], list[Problem]]:
    """Return the newest record of each document in a file, and what in it cannot be read.

    Raises:
        AnnotatorError: the file cannot be read at all.
    """
    newest: dict[str, Document] = {}
    bad: list[Problem] = []
    for number, item in objects(source):
        try:
            if isinstance(item, JsonLineError):
                raise item
            document = read_record(item).document
            newest[document.id] = document
        except AnnotatorError as error:
            bad.append(Problem.of(error, source, number))
    return list(newest.values()), bad


def merge_file(annotations: Annotations, source: Path) -> MergeReport:
    """Merge the newest record of each document in a file.

    Raises:
        AnnotatorError: the file cannot be read.
    """
    newest, bad = newest_in(source)
    report = merge_documents(annotations, newest, source)
    report.problems[:0] = bad
    return report


def merge_documents(
    annotations: Annotations,
    documents: Iterable[Document],
    source: Path,
    *,
    given_win: bool = False,
    here_win: bool = False,
) -> MergeReport:
    """Merge documents: the newer version wins, by revision and then by time; the older one is kept in a file beside.

    With `given_win` the given version wins whatever its revision, with `here_win` the one that stands here.
    """
    report = MergeReport()
    older: list[Document] = []
    for document in documents:
        try:
            wins = True if given_win else False if here_win else None
            _merge_one(annotations, document, report, older, given_wins=wins)
        except AnnotatorError as error:
            report.problems.append(Problem.of(error, source))
    if older:
        try:
            report.kept = keep_beside(
                annotations.path, "conflict", (dump(document.to_record()) + b"\n" for document in older)
            )
        except OSError as error:
            report.problems.append(Problem.of(save_error(error, annotations.path), source))
    return report


def _merge_one(
    annotations: Annotations, document: Document, report: MergeReport, older: list[Document], *, given_wins: bool | None
) -> None:
    here = annotations.load(document.id)
    if given_wins is None:
        given_wins = (document.rev, document.saved_at) > (here.rev, here.saved_at)
    if here.status is Status.NOT_STARTED:
        annotations.save(document)
        report.taken.append(document.id)
    elif same_state(here, document):
        report.same.append(document.id)
    elif given_wins:
        annotations.save(document)
        older.append(here)
        report.taken.append(document.id)
        report.conflicts.append(document.id)
    else:
        older.append(document.replacing(tokens=here.tokens))
        report.conflicts.append(document.id)


def same_state(first: Document, second: Document) -> bool:
    """Tell whether two versions of a document say the same; revision and time do not count."""
    return document_state(first) == document_state(second)
