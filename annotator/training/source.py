"""Where annotations come from: a workspace, a file of native records, or any format that can be imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain import Document, LabelScheme, Status, scheme_from_json
from annotator.formats.report import Problem as Reported
from annotator.formats.report import Report
from annotator.messages import msg
from annotator.nlp.corpus import read_jsonl, wanted_statuses
from annotator.training.errors import UsageProblem
from annotator.training.foreign import NATIVE, format_of, read_foreign
from annotator.workspace.jsonl import read_json
from annotator.workspace.problem import Problem

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
    documents: tuple[Document, ...]
    language: str = "ru"
    annotator: str = ""
    scheme: LabelScheme | None = None
    left_out: int = 0
    problems: tuple[Problem, ...] = ()
    raw: tuple[str, ...] = field(default=(), repr=False)
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
    begun = [document for document in documents if document.status is not Status.NOT_STARTED]
    used = tuple(document for document in begun if document.status in wanted)
    bare = tuple(document.text for document in documents if document.status is Status.NOT_STARTED)
    return Source(
        path, used, language, annotator, left_out=len(begun) - len(used), problems=tuple(report.problems), raw=bare,
        report=report,
    )  # fmt: skip


def _from_file(path: Path, annotator: str, status: str, language: str) -> Source:
    corpus = read_jsonl(path, status)
    documents = [d for d in corpus.documents if not annotator or d.annotator in {"", annotator}]
    home = path.resolve().parent.parent
    if not (home / _MARKER).is_file():
        return Source(
            path,
            tuple(documents),
            language=language,
            annotator=annotator,
            left_out=corpus.left_out,
            problems=tuple(corpus.problems),
        )
    return Source(
        path,
        tuple(documents),
        language=_language(home / _MARKER),
        annotator=annotator or path.stem,
        scheme=scheme_from_json(read_json(home / "scheme.json")),
        left_out=corpus.left_out,
        problems=tuple(corpus.problems),
    )


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
    begun = [] if annotator else [n for n in workspace.annotators if workspace.read(n).document_ids]
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
    documents = tuple(reader.documents("any" if status == "any" else "done"))
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
        raw=tuple(article.text for article in workspace.articles() if article.id not in taken),
    )


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
