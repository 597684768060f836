"""A survey of a workspace: every document and how far everybody is with it, light enough for a hundred thousand."""

from __future__ import annotations

import contextlib
import json
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from annotator.domain import Status
from annotator.messages import AnnotatorError
from annotator.workspace.assignments import check_assignments
from annotator.workspace.marks import Mark, Marks, Packer
from annotator.workspace.names import GOLD
from annotator.workspace.reader import AnnotationReader
from annotator.workspace.statistics import AnnotatorStatistics, Statistics
from annotator.workspace.workspace import Workspace

_HEADING = 120
_TOLD_EVERY = 250  # documents between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list: its heading, its length in code points, its date as its metadata has it.

    `search` is id and heading in small letters, е for ё, for filters and for sorting.
    """

    id: str
    heading: str
    length: int
    date: str = ""
    search: str = ""


@dataclass(slots=True)
class Survey:
    """The figures of one look. `marks[annotator][document]`; `seconds` of work likewise, measured on this computer."""

    articles: list[ArticleRow] = field(default_factory=list)
    marks: dict[str, Marks] = field(default_factory=dict)
    assignments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def annotators(self) -> list[str]:
        """Everybody but gold."""
        return [name for name in self.marks if name != GOLD]

    def status(self, annotator: str, document_id: str) -> Status:
        """Return how far somebody is with a document."""
        marks = self.marks.get(annotator)
        return marks.status(document_id) if marks is not None else Status.NOT_STARTED

    def agreement(self, document_id: str) -> float | None:
        """Return the mean strict F1 of entities over all pairs who are done with a document, or None."""
        found = (self.marks[name].finished_spans(document_id) for name in self.annotators)
        done = [spans for spans in found if spans is not None]
        figures = [strict_f1(one, other) for one, other in combinations(done, 2)]
        return sum(figures) / len(figures) if figures else None

    def statistics(self) -> Statistics:
        """Return the counts that `annotator stats` prints."""
        return Statistics(len(self.articles), {name: self._counts(name) for name in self.marks}, [])

    def _counts(self, name: str) -> AnnotatorStatistics:
        counts = AnnotatorStatistics()
        for mark in self.marks[name].values():
            counts.statuses[mark.status] += 1
            counts.entities.update(mark.labels)
            counts.relations.update(mark.relations)
        counts.statuses[Status.NOT_STARTED] = len(self.articles) - counts.statuses.total()
        return counts


def strict_f1(one: array[int], other: array[int]) -> float:
    """Return 2·|A∩B| / (|A|+|B|) of two sets of spans; two empty ones agree."""
    total = len(one) + len(other)
    return 2 * len(set(one) & set(other)) / total if total else 1.0


class Surveyor:
    """Looks at a workspace again and again; only what changed since the last time is read."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._articles: dict[str, ArticleRow] = {}
        self._marks: dict[str, Marks] = {}
        self._packer = Packer()

    def look(
        self, progress: Callable[[int, int], None] = lambda _done, _of: None, stops: Callable[[], bool] = bool
    ) -> Survey:
        """Return the survey; `progress` gets how many lines are read and how many there are; stops early if asked.

        Raises:
            AnnotatorError: the workspace cannot be read.
        """
        workspace = self._workspace = Workspace.open(self._workspace.path)
        names = [*workspace.annotators, *([GOLD] if workspace.has_gold else [])]
        readers = {name: workspace.read(name) for name in names}
        total = len(workspace.document_ids) + sum(len(reader.lines.index.latest) for reader in readers.values())
        self._done, self._total, self._progress, self._stops = 0, total, progress, stops
        try:
            articles = self._read_articles(workspace)
            known = {row.id for row in articles}
            marks = {name: self._read_marks(name, reader, known) for name, reader in readers.items()}
        finally:
            for reader in readers.values():
                reader.close()
        seconds = {name: _seconds(workspace, name) for name in names}
        return Survey(articles, marks, check_assignments(workspace.layout.assignments)[0], seconds)

    def _step(self) -> bool:
        self._done += 1
        if self._done % _TOLD_EVERY == 0:
            self._progress(self._done, self._total)
            return self._stops()
        return False

    def _read_articles(self, workspace: Workspace) -> list[ArticleRow]:
        rows: list[ArticleRow] = []
        for identifier in workspace.document_ids:
            if self._step():
                break
            row = self._articles.get(identifier)
            if row is None:
                row = self._articles[identifier] = _article_row(workspace, identifier)
            rows.append(row)
        return rows

    def _read_marks(self, name: str, reader: AnnotationReader, known: set[str]) -> Marks:
        before, now = self._marks.get(name, Marks()), Marks()
        index = reader.lines.index
        for identifier, position in index.latest.items():
            if self._step():
                break
            if identifier not in known:
                continue
            place = index.offsets[position], index.lengths[position]
            if not now.take_over(identifier, place, before):
                with contextlib.suppress(AnnotatorError, TypeError, KeyError, ValueError, AttributeError):
                    now.add(identifier, self._packer.packed(reader.lines.light(position), place))
        self._marks[name] = now
        return now


def _article_row(workspace: Workspace, identifier: str) -> ArticleRow:
    try:
        data = workspace.raw_article(identifier)
    except AnnotatorError:
        return ArticleRow(identifier, identifier, 0)
    text, meta = str(data.get("text", "")), data.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    title = meta.get("title")
    line = title if isinstance(title, str) and title.strip() else text.lstrip().split("\n", 1)[0]
    heading = " ".join(line[: 4 * _HEADING].split())[:_HEADING]
    search = f"{heading} {identifier}".lower().replace("ё", "е")
    return ArticleRow(identifier, heading, len(text), str(meta.get("date", "")), search)


def _seconds(workspace: Workspace, name: str) -> dict[str, float]:
    try:
        data = json.loads((workspace.layout.own / "time" / f"{name}.json").read_text(encoding="utf-8"))
        return {str(key): float(value) for key, value in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


__all__ = ["ArticleRow", "Mark", "Marks", "Survey", "Surveyor", "strict_f1"]
