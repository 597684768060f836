"""What import, export and convert share: label maps, the report for people, exit statuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.common import Exit, print_json, require_there, say
from annotator.formats.labelmap import LabelMap
from annotator.formats.report import Kind, Problem, Report, Tally
from annotator.messages import Message, msg

if TYPE_CHECKING:
    from annotator.training.source import Source

_SHOWN = 50  # problems printed for people; --json has all


def label_map(path: Path | None) -> LabelMap:
    """Return the label map of a file, or an empty one; raises UsageError if there is no such file."""
    require_there(path)
    return LabelMap.load(path) if path is not None else LabelMap()


class Told(list[Problem]):
    """Says problems as they come, and remembers which; nothing is said where a JSON report holds them."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._silent = as_json

    def __call__(self, problem: Problem) -> None:
        """Say a problem."""
        if not self._silent:
            say(str(problem))
            self.append(problem)


def status_of(report: Report) -> Exit:
    """Return the exit status: fine if all that was read was written."""
    return Exit.FINE if report.lossless else Exit.DATA


def show(report: Report, *, as_json: bool, on_stdout: bool = True, told: Sequence[Problem] = ()) -> None:
    """Print the report: as JSON, or the problems and a summary for people on stderr.

    `on_stdout` is False where the documents themselves went to standard output. `told` was said before.
    """
    if as_json and on_stdout:
        print_json(report.to_json())
        return
    _list([problem for problem in report.problems if problem not in told], say)
    if report.read == report.written == Tally() and len(report.problems) == 1:
        return  # the one line has said it all
    for line in _summary(report):
        say(line)


def tell_reading(source: Source, say: Callable[[str], None]) -> None:
    """Say what was wrong with a source that a model learnt from or was scored on, and count what was left out."""
    _list(source.problems, say)
    if source.report is not None:
        say(str(_counted(msg("read", "прочитано"), source.report.read)))
        for line in _left_out(source.report):
            say(str(line))


def _list(problems: Sequence[object], say: Callable[[str], None]) -> None:
    for problem in problems[:_SHOWN]:
        say(str(problem))
    if len(problems) > _SHOWN:
        more = msg(
            "… and {count} more lines (--json lists all)",
            "… и ещё строк: {count} (--json перечислит все)",
            count=len(problems) - _SHOWN,
        )
        say(str(more))


def _summary(report: Report) -> list[Message]:
    lines = [_counted(msg("read", "прочитано"), report.read), _counted(msg("written", "записано"), report.written)]
    return lines + _left_out(report)


def _left_out(report: Report) -> list[Message]:
    lines: list[Message] = []
    for kind, name in _NAMES.items():
        tally = report.tallies[kind]
        if tally != Tally():
            lines.append(_counted(name, tally))
    return lines


_NAMES = {
    Kind.REFUSED: msg("refused", "отклонено"),
    Kind.DROPPED: msg("dropped, the format cannot hold them", "не записано, формат не вмещает"),
    Kind.UNMAPPED: msg("dropped by the label map", "отброшено картой меток"),
    Kind.TRIMMED: msg("blanks cut at the ends", "обрезаны пробелы по краям"),
    Kind.COLLAPSED: msg("repeated, one kept of each", "повторы, оставлено по одному"),
}


def _counted(name: Message, tally: Tally) -> Message:
    return msg(
        "{name}: {documents:document|documents}, {entities:entity|entities}, {relations:relation|relations}",
        "{name}: {documents:документ|документа|документов}, {entities:сущность|сущности|сущностей}, "
        "{relations:отношение|отношения|отношений}",
        name=name,
        documents=tally.documents,
        entities=tally.entities,
        relations=tally.relations,
    )
