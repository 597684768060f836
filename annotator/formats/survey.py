"""A first look at the files of an import: whose annotations they hold, and which labels have no place in the scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.domain import LabelScheme
from annotator.formats.base import REFUSED, WRONG_USAGE, Format, FormatError, Imported, ReadOptions
from annotator.formats.labelmap import LabelMap
from annotator.formats.report import Kind, Problem
from annotator.messages import AnnotatorError, msg
from annotator.workspace.names import annotator_name_problem


class NoAnnotatorError(FormatError):
    """Nothing says whose annotations these are, or the name asked for cannot be one; exit status 2."""

    exit_status = WRONG_USAGE


@dataclass(slots=True)
class Survey:
    """What was seen. `annotator`: the one asked for, whatever the files say; `scheme` None takes any label."""

    annotator: str | None
    label_map: LabelMap
    scheme: LabelScheme | None
    annotators: dict[str, None] = field(default_factory=dict)
    entities: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    file: str = ""

    def __post_init__(self) -> None:
        if self.annotator is not None and (problem := annotator_name_problem(self.annotator)):
            raise NoAnnotatorError(problem)

    def add(self, imported: Imported) -> None:
        """Look at one document.

        Raises:
            NoAnnotatorError: it is annotated, and nothing says by whom.
        """
        if not imported.annotated:
            if self.annotator is not None:
                self.annotators[self.annotator] = None
            return
        name = self.annotator if self.annotator is not None else annotator_of(imported)
        if annotator_name_problem(name):
            return  # refused by its line when its turn comes
        self.annotators[name] = None
        if self.scheme is None:
            return
        document, _ = self.label_map.apply(imported.document, imported.file)
        self.entities.update(e.label for e in document.entities if self.scheme.entity_label(e.label) is None)
        self.relations.update(r.label for r in document.relations if self.scheme.relation_label(r.label) is None)
        if not self.file and (self.entities or self.relations):
            self.file = imported.file

    def problems(self) -> Iterator[Problem]:
        """Yield one line for all labels without a place, with how often each stands in the files."""
        unplaced = self.entities + self.relations
        if unplaced:
            counted = ", ".join(f"{label} × {count}" for label, count in unplaced.most_common())
            message = msg(
                "labels that the scheme lacks, left out: {labels} (--label-map renames, --extend-scheme adds them)",
                "меток нет в схеме, будут пропущены: {labels} (--label-map переименует, --extend-scheme добавит их)",
                labels=counted,
            )
            yield Problem(self.file, None, message)


def readable(source: Format, path: Path, reading: ReadOptions) -> Iterator[Imported]:
    """Yield the documents of a file up to where it cannot be read any further, which is reported."""
    try:
        yield from source.read(path, reading)
    except FormatError as error:
        if error.exit_status != REFUSED:
            raise
        reading.report.add(_unread(error, path))
    except AnnotatorError as error:
        reading.report.add(_unread(error, path))


def _unread(error: AnnotatorError, path: Path) -> Problem:
    return Problem(error.file or str(path), error.line, error.message, Kind.REFUSED, documents=1)


def annotator_of(imported: Imported) -> str:
    """Return the annotator that the file names; raises NoAnnotatorError if it names none."""
    name = imported.document.annotator
    if not name:
        raise NoAnnotatorError(
            msg(
                "nothing says whose annotations these are: name the annotator (--annotator NAME)",
                "не сказано, чья это разметка: укажите разметчика (--annotator ИМЯ)",
            ),
            file=imported.file,
            line=imported.line,
        )
    return name
