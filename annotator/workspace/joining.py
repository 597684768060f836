"""Joining workspaces, folders of annotation files and conflict copies into one workspace, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.article import Article, read_article
from annotator.workspace.assignments import check_assignments
from annotator.workspace.check import lines_of
from annotator.workspace.conflicts import copies_of, machine_copies, original_name, rescued_files, set_aside
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import dump
from annotator.workspace.layout import SUFFIX, Layout
from annotator.workspace.merge import MergeReport, merge_documents, newest_in
from annotator.workspace.names import annotator_name_problem, is_conflict_copy
from annotator.workspace.problem import Problem
from annotator.workspace.scheme_file import read_scheme
from annotator.workspace.workspace import Workspace

Preference = Literal["newer", "here", "there"]


@dataclass(slots=True)
class FileReport:
    """What one file brought: numbers of documents `taken`, the `same` already, in `conflict`; where the others are."""

    source: Path
    target: Path
    taken: int = 0
    same: int = 0
    conflicts: list[str] = field(default_factory=list)
    kept: Path | None = None
    moved: Path | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the object that `merge --json` prints for a file."""
        return {
            "source": str(self.source),
            "target": str(self.target),
            "taken": self.taken,
            "same": self.same,
            "conflicts": self.conflicts,
            "kept": str(self.kept) if self.kept else None,
            "moved": str(self.moved) if self.moved else None,
        }


@dataclass(slots=True)
class JoinReport:
    """Every file that was read, in order, and what was refused."""

    files: list[FileReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `merge --json` prints."""
        return {
            "files": [item.to_json() for item in self.files],
            "taken": sum(item.taken for item in self.files),
            "same": sum(item.same for item in self.files),
            "conflicts": sum(len(item.conflicts) for item in self.files),
            "problems": [problem.to_json() for problem in self.problems],
        }


class Joining:
    """Takes sources into a workspace. Sources are never changed; conflict copies inside it are moved when taken in."""

    def __init__(self, workspace: Workspace, prefer: Preference = "newer") -> None:
        self._workspace = workspace
        self._prefer = prefer
        self.report = JoinReport()

    def take(self, source: Path) -> None:
        """Take in a workspace, a folder of annotation files, or one annotation file.

        Raises:
            WorkspaceError: there is nothing there, or it is the workspace itself.
            WorkspaceLocked: an annotator's file is open elsewhere; nothing of it was taken.
        """
        layout = Layout(source)
        if source.resolve() == self._workspace.path.resolve():
            raise WorkspaceError(msg("is the workspace itself", "это сам проект"), file=source)
        if source.is_file():
            self._annotation_file(source)
        elif layout.settings.is_file():
            self._other_workspace(layout)
        elif files := sorted(path for path in source.glob(f"*{SUFFIX}") if path.is_file()):
            for path in files:
                self._annotation_file(path)
        else:
            raise WorkspaceError(
                msg("holds neither a workspace nor .jsonl files", "здесь нет ни проекта, ни файлов .jsonl"), file=source
            )

    def take_conflict_copies(self) -> None:
        """Take in what sync programs and git left inside the workspace, and move each file aside."""
        layout = self._workspace.layout
        for copy in layout.conflict_copies():
            if copy.parent == layout.root and original_name(copy.name) == layout.corpus.name:
                if self._articles(copy):
                    self.report.files[-1].moved = set_aside(layout, copy)
            elif copy.parent != layout.annotations_folder:
                self._refuse(copy, _unmerged_kind())
        machines = machine_copies(layout)
        for name in layout.annotation_names():
            copies = [*copies_of(layout, name), *rescued_files(layout, name)]
            copies += [copy for copy, owner in machines.items() if owner == name]
            for copy in copies:
                if self._annotations(copy, name):
                    self.report.files[-1].moved = set_aside(layout, copy)

    # -- whole workspaces ---------------------------------------------------------------------------------------------

    def _other_workspace(self, other: Layout) -> None:
        self._scheme(other)
        if other.corpus.is_file():
            self._articles(other.corpus)
        for path in other.annotation_files():
            self._annotation_file(path)
        self._assignments(other)
        self._plain_file(other.guidelines, self._workspace.layout.guidelines)

    def _scheme(self, other: Layout) -> None:
        try:
            theirs = read_scheme(other.scheme)
        except AnnotatorError as error:
            self.report.problems.append(Problem.of(error, other.scheme))
            return
        ours = self._workspace.scheme
        missing = [
            kind.label
            for own, others in ((ours.entities, theirs.entities), (ours.relations, theirs.relations))
            for kind in others
            if kind.label not in {known.label for known in own}
        ]
        if missing:
            reason = msg(
                "schemes are not merged: this one has labels that are missing here: {labels}; what carries them is "
                "taken in and “annotator validate” lists it",
                "схемы не объединяются: здесь нет меток {labels}; разметка с ними взята, её покажет «annotator validate»",
                labels=", ".join(missing),
            )
            self._refuse(other.scheme, reason)

    def _plain_file(self, source: Path, target: Path) -> None:
        if not source.is_file():
            return
        theirs = source.read_bytes()
        if not target.exists():
            replace_file(target, [theirs])
            self.report.files.append(FileReport(source, target, taken=1))
        elif target.read_bytes() != theirs:
            self._refuse(source, msg("differs from {file}: not merged", "отличается от {file}: не взят", file=target))

    def _assignments(self, other: Layout) -> None:
        theirs, problems = check_assignments(other.assignments)
        self.report.problems.extend(problems)
        if not theirs:
            return
        ours, target = self._workspace.assignments(), self._workspace.layout.assignments
        joined = {key: tuple(dict.fromkeys([*ours.get(key, ()), *names])) for key, names in theirs.items()}
        changed = sum(ours.get(key) != names for key, names in joined.items())
        if changed:
            lines = (
                dump({"document": key, "annotators": list(names)}) + b"\n" for key, names in (ours | joined).items()
            )
            replace_file(target, lines)
        self.report.files.append(FileReport(other.assignments, target, changed, len(joined) - changed))

    # -- articles -----------------------------------------------------------------------------------------------------

    def _articles(self, source: Path) -> bool:
        """Add the articles of another corpus; return whether all of them are here now."""
        before = len(self.report.problems)
        added = self._workspace.add_articles(self._read_articles(source))
        self.report.problems.extend(Problem(str(source), p.line, p.message) for p in added.problems)
        target = self._workspace.layout.corpus
        self.report.files.append(FileReport(source, target, len(added.added), len(added.known)))
        return len(self.report.problems) == before

    def _read_articles(self, source: Path) -> Iterator[Article]:
        for number, data in lines_of(source, self.report.problems):
            try:
                yield read_article(data)
            except AnnotatorError as error:
                self.report.problems.append(Problem.of(error, source, number))

    # -- annotations --------------------------------------------------------------------------------------------------

    def _annotation_file(self, path: Path) -> None:
        name = Path(original_name(path.name)).stem if is_conflict_copy(path.name) else path.stem
        if problem := annotator_name_problem(name):
            self._refuse(path, problem)
        else:
            self._annotations(path, name)

    def _annotations(self, source: Path, name: str) -> bool:
        """Merge one file into an annotator's; return whether all of it is here now."""
        documents, bad = newest_in(source)
        self.report.problems.extend(bad)
        with self._workspace.annotations(name) as annotations:
            unknown = [document for document in documents if document.id not in self._workspace]
            for document in unknown:
                reason = msg("the corpus has no article “{id}”", "в корпусе нет статьи «{id}»", id=document.id)
                self._refuse(source, reason)
            merged = merge_documents(
                annotations,
                [document for document in documents if document.id in self._workspace],
                source,
                given_win=self._prefer == "there",
                here_win=self._prefer == "here",
            )
        self.report.files.append(_file_report(source, annotations.path, merged))
        self.report.problems.extend(merged.problems)
        return not (bad or unknown or merged.problems)

    def _refuse(self, source: Path, reason: Message) -> None:
        self.report.problems.append(Problem(str(source), None, reason))


def _file_report(source: Path, target: Path, merged: MergeReport) -> FileReport:
    return FileReport(source, target, len(merged.taken), len(merged.same), merged.conflicts, merged.kept)


def _unmerged_kind() -> Message:
    return msg(
        "is a copy of a file that is not merged by itself: settle on one of the two and delete the other",
        "копия файла, который сам не объединяется: выберите один из двух и удалите другой",
    )
