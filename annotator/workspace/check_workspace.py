"""Checking a whole workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.domain import LabelScheme
from annotator.messages import AnnotatorError, msg
from annotator.workspace.assignments import check_assignments
from annotator.workspace.check import CheckReport, RecordCheck, Watch, check_articles, lines_of, unwatched
from annotator.workspace.index import LEADING_ID
from annotator.workspace.layout import Layout
from annotator.workspace.names import annotator_name_problem, is_conflict_copy, same_file_name
from annotator.workspace.problem import Problem
from annotator.workspace.verbatim import saved_record
from annotator.workspace.workspace import Workspace


def check_workspace(path: Path, report: CheckReport, watch: Watch = unwatched) -> None:
    """Check settings, scheme, articles, assignments, every annotator's records, suggestions and stray files."""
    try:
        workspace = Workspace.open(path)
    except AnnotatorError as error:
        report.problems.append(Problem.of(error, path))
        return
    layout = workspace.layout
    known = check_articles(layout.corpus, report, watch)
    report.documents += len(known)
    _check_assignments(layout, known, report)
    _check_names(workspace, report)
    for file in layout.annotation_files():
        _check_annotations(workspace, file, report, watch)
    _check_suggestions(workspace, report)
    for copy in layout.conflict_copies():
        report.problems.append(
            Problem(
                str(copy),
                None,
                msg(
                    "a sync program left this copy of a file that changed in two places: “annotator repair” merges it",
                    "копия от программы синхронизации: файл изменился в двух местах; «annotator repair» объединит их",
                ),
            )
        )


def _check_assignments(layout: Layout, known: set[str], report: CheckReport) -> None:
    report.problems.extend(check_assignments(layout.assignments)[1])
    if not layout.assignments.exists():
        return
    for number, data in lines_of(layout.assignments, []):
        document = data.get("document")
        if isinstance(document, str) and document not in known:
            message = msg('the corpus has no article "{id}"', "в корпусе нет статьи «{id}»", id=document)
            report.problems.append(Problem(str(layout.assignments), number, message))


def _check_names(workspace: Workspace, report: CheckReport) -> None:
    """Tell of two annotators whose files would be one on Windows or macOS."""
    first: dict[str, str] = {}
    for name in workspace.annotators:
        other = first.setdefault(same_file_name(name), name)
        if other != name:
            message = msg(
                "“{one}” and “{other}” differ only in case, and are one file on Windows and macOS: rename one",
                "«{one}» и «{other}» различаются только регистром, в Windows и macOS это один файл: переименуйте",
                one=other,
                other=name,
            )
            report.problems.append(Problem(str(workspace.layout.annotations(name)), None, message))


def _check_annotations(workspace: Workspace, file: Path, report: CheckReport, watch: Watch) -> None:
    if is_conflict_copy(file.name):
        return
    if problem := annotator_name_problem(file.stem):
        report.problems.append(Problem(str(file), None, problem))
        return
    record_check(workspace, file, report, scheme=workspace.scheme, annotator=file.stem).run(watch)


def record_check(
    workspace: Workspace, file: Path, report: CheckReport, *, scheme: LabelScheme | None, annotator: str | None
) -> RecordCheck:
    """Return the check of a file of records of this workspace, not run yet."""

    def text_of(identifier: str) -> str | None:
        if identifier not in workspace:
            return None
        try:
            return workspace.article(identifier).text
        except AnnotatorError:
            return None  # a damaged article is told once, where it stands

    def tokens_of(identifier: str) -> tuple[tuple[int, int], ...]:
        return workspace.article(identifier).tokens if text_of(identifier) is not None else ()

    def saved(line: bytes) -> dict[str, Any] | None:
        begun = LEADING_ID.match(line)
        identifier = begun[1].decode(errors="replace") if begun is not None else ""
        if annotator is None or identifier not in workspace:
            return None
        found = saved_record(line, workspace.corpus.sound_line(identifier), annotator)
        return found[0] if found is not None else None

    return RecordCheck(file, report, scheme, text_of, tokens_of, annotator, saved)


def _check_suggestions(workspace: Workspace, report: CheckReport) -> None:
    for file in workspace.layout.suggestion_files():
        apart = CheckReport()  # suggestions are no annotations: they are checked, not counted
        record_check(workspace, file, apart, scheme=None, annotator=None).run()
        report.problems.extend(apart.problems)
