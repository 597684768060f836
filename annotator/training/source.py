"""Where annotations come from: a workspace, a file of native records, or any format that can be imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from annotator.domain import Document, LabelScheme, Status, scheme_from_json
from annotator.formats.report import Problem as Reported
from annotator.formats.report import Report
from annotator.messages import AnnotatorError, msg
from annotator.nlp.corpus import read_lines, wanted_statuses
from annotator.training.errors import UsageProblem
from annotator.training.foreign import NATIVE, format_of, read_foreign
from annotator.training.stored import is_held, kept, picked
from annotator.workspace.jsonl import read_json
from annotator.workspace.problem import Problem

if TYPE_CHECKING:
    from annotator.workspace import Workspace

GOLD = "gold"
_MARKER = "annotator.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """Documents to learn from or to score against.

    `scheme` is None for a file outside a workspace. `raw` are texts of the workspace that this annotator has not
    worked on, or a file's articles without annotations: a teacher may label them. `left_out` counts documents of
    another status. `report` is the account of reading a format other than native records; its problems are in
    `problems` too.
    """

    path: Path
    documents: Sequence[Document]
    language: str = "ru"
    annotator: str = ""
    scheme: LabelScheme | None = None
    left_out: int = 0
    problems: tuple[Problem, ...] = ()
    raw: Sequence[str] = field(default=(), repr=False)
    report: Report | None = field(default=None, repr=False)

    @property
    def complete(self) -> bool:
        """Whether nothing was lost in reading: trimmed blanks, repeats and notes are no loss."""
        plain = any(not isinstance(problem, Reported) for problem in self.problems)
        return not plain and (self.report is None or self.report.lossless)

    def reading_json(self) -> dict[str, Any] | None:
        """Return what was read, refused, trimmed and collapsed, each by kind; None for native records."""
        if self.report is None:
            return None
        details: dict[str, Any] = self.report.to_json()["details"]
        return {("used" if name == "written" else name): tally for name, tally in details.items()}

    @property
    def symmetric(self) -> frozenset[str]:
        """Labels of relations without a direction, as the scheme says; none without a scheme."""
        return self.scheme.symmetric_labels if self.scheme is not None else frozenset()


@dataclass(frozen=True, slots=True)
class _Texts(Sequence[str]):
    """The texts of a workspace's articles, each read when it is asked for."""

    workspace: Workspace
    identifiers: list[str]

    def __len__(self) -> int:
        return len(self.identifiers)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Return a text, or a view of some."""
        found = self.identifiers[index]
        return _Texts(self.workspace, found) if isinstance(found, list) else self.workspace.article(found).text


def load_source(path: Path, *, annotator: str = "", status: str = "done", language: str = "ru") -> Source:
    """Read a workspace folder, a file of native records, or a file, folder or archive in any format that is read.

    `language` is that of data outside a workspace. On a workspace `annotator` chooses whose annotations; by default
    gold if there are any, else the only annotator.

    Raises:
        UsageProblem: nothing is there, nothing tells its format, or the annotator has to be named.
        AnnotatorError: it cannot be read.
    """
    if not path.exists():
        raise UsageProblem(msg("there is no such workspace or file", "нет такого проекта или файла"), file=path)
    if (path / _MARKER).is_file():
        return _from_workspace(path, annotator, status)
    if (path.resolve().parent.parent / _MARKER).is_file() and path.suffix == ".jsonl":
        return _from_file(path, annotator, status, language)
    reader = format_of(path)
    if reader.name == NATIVE and path.is_file():
        return _from_file(path, annotator, status, language)
    wanted = wanted_statuses(status)
    documents, report = read_foreign(path, reader, annotator=annotator, language=language)
    statuses = [document.status for document in documents]
    used = picked(documents, [i for i, found in enumerate(statuses) if found in wanted])
    bare = tuple(documents[i].text for i, found in enumerate(statuses) if found is Status.NOT_STARTED)
    return Source(
        path, used if not is_held(used) else tuple(used), language, annotator,
        left_out=len(statuses) - len(used) - len(bare), problems=tuple(report.problems), raw=bare, report=report,
    )  # fmt: skip


def _from_file(path: Path, annotator: str, status: str, language: str) -> Source:
    documents, left_out, problems = _native(path, annotator, status)
    home = path.resolve().parent.parent
    if not (home / _MARKER).is_file():
        return Source(
            path,
            documents,
            language=language,
            annotator=annotator,
            left_out=left_out,
            problems=problems,
        )
    return Source(
        path,
        documents,
        language=_language(home / _MARKER),
        annotator=annotator or path.stem,
        scheme=scheme_from_json(read_json(home / "scheme.json")),
        left_out=left_out,
        problems=problems,
    )


def _native(path: Path, annotator: str, status: str) -> tuple[Sequence[Document], int, tuple[Problem, ...]]:
    """Return the documents of a native file, how many were left out for their status, and lines that cannot be read."""
    wanted, problems = wanted_statuses(status), list[Problem]()
    latest: dict[str, int] = {}  # the last line of a document wins, the first one's place is kept
    about: list[tuple[Status, bool]] = []

    def lines() -> Iterator[Document]:
        for document in read_lines(path, problems):
            latest[document.id] = len(about)
            about.append((document.status, not annotator or document.annotator in {"", annotator}))
            yield document

    documents = kept(lines())
    chosen = [i for i in latest.values() if about[i][0] in wanted]
    mine = picked(documents, [i for i in chosen if about[i][1]])
    return tuple(mine) if is_held(mine) else mine, len(latest) - len(chosen), tuple(problems)


def _language(marker: Path) -> str:
    import tomllib

    try:
        value = tomllib.loads(marker.read_text(encoding="utf-8")).get("language", "ru")
    except (OSError, ValueError):
        return "ru"
    return value if isinstance(value, str) else "ru"


def _from_workspace(path: Path, annotator: str, status: str) -> Source:
    from annotator.workspace import Workspace

    wanted = wanted_statuses(status)
    workspace = Workspace.open(path)
    begun = [] if annotator else [n for n in workspace.annotators if _has_begun(workspace, n)]
    name = annotator or _default_annotator(path, begun, has_gold=workspace.has_gold)
    if name != GOLD and name not in workspace.annotators:
        raise UsageProblem(
            msg(
                "there is no annotator {name}; there are: {names}",
                "нет разметчика {name}; есть: {names}",
                name=name,
                names=", ".join(_names(workspace.annotators, has_gold=workspace.has_gold)) or "—",
            ),
            file=path,
        )
    reader = workspace.read(name)
    documents = kept(reader.documents("any" if status == "any" else "done"))
    taken = set(reader.document_ids)
    left_out = sum(found not in wanted for found in reader.statuses().values())
    return Source(
        path,
        documents,
        language=workspace.language,
        annotator=name,
        scheme=workspace.scheme,
        left_out=left_out,
        problems=tuple(reader.problems),
        raw=_Texts(workspace, [identifier for identifier in workspace.document_ids if identifier not in taken]),
    )


def _has_begun(workspace: Workspace, name: str) -> bool:
    """Tell whether somebody has annotated; a file that cannot be read may hold anything, so that nobody is chosen."""
    try:
        return bool(workspace.read(name).document_ids)
    except AnnotatorError:
        return True


def _default_annotator(path: Path, annotators: Sequence[str], *, has_gold: bool) -> str:
    if has_gold:
        return GOLD
    if len(annotators) == 1:
        return annotators[0]
    if not annotators:
        raise UsageProblem(
            msg("nobody has annotated anything here yet", "здесь ещё никто ничего не разметил"), file=path
        )
    raise UsageProblem(
        msg(
            "several annotators and no gold: choose one with --annotator {names}",
            "несколько разметчиков и нет gold: выберите одного через --annotator {names}",
            names="|".join(annotators),
        ),
        file=path,
    )


def _names(annotators: Sequence[str], *, has_gold: bool) -> list[str]:
    return [*([GOLD] if has_gold else []), *annotators]
