"""From one format to another without a workspace: documents stream through, nothing is kept."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from annotator.domain import Document
from annotator.formats import registry
from annotator.formats.archive import unzipped
from annotator.formats.base import Described, Format, Imported, ReadOptions, WriteOptions
from annotator.formats.checked import STDOUT, Announce, no_one, write_checked
from annotator.formats.ids import Ids
from annotator.formats.labelmap import LabelMap
from annotator.formats.report import Kind, Problem, Report
from annotator.formats.targets import keep_source, keep_workspaces, require_no_workspace
from annotator.messages import Message, msg

Watch = Callable[[Iterable[Imported]], Iterable[Imported]]


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """How to convert; see `ReadOptions` for encoding, language and graphemes. `strict`: all or nothing."""

    label_map: LabelMap = field(default_factory=LabelMap)
    strict: bool = False
    encoding: str | None = None
    language: str = "ru"
    graphemes: bool = False


def convert(
    source: Path,
    out: Path,
    reader: Format,
    writer: Format,
    options: ConvertOptions,
    watch: Watch = iter,
    announce: Announce = no_one,
) -> Report:
    """Convert a file, a folder or a zip archive; `watch` sees the documents pass (for a progress bar).

    `announce` hears of losses before the target takes its place.

    Raises:
        TargetError: the source is a workspace, or the target would take the place of what must stay.
        AnnotatorError: the source cannot be read at all, or the target not written.
    """
    require_no_workspace(source, out)
    report = Report()
    reading = ReadOptions(report, options.encoding, options.language, options.graphemes)
    writing = WriteOptions(options.language, options.graphemes)
    target = target_path(source, out, writer)
    if target != STDOUT:
        keep_source(source, target, reader, writer)
        keep_workspaces(target, folder=writer.folder)
    with unzipped(source, report) as place, fewer_collections():
        documents = settled(watch(reader.read(place, reading)), options.label_map, report)
        write_checked(documents, writer, target, writing, report, strict=options.strict, announce=announce)
    if not report.read.documents and not report.problems:
        report.add(Problem(str(source), None, _nothing(reader)))
    if writer.name not in {reader.name, "jsonl"}:
        report.refuse_kept()
    return report


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let the collector of cyclic garbage look less often: documents have no cycles, and it costs 6 % of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settled(found: Iterable[Imported], label_map: LabelMap, report: Report) -> Iterator[Document]:
    """Yield what a reader found, each under an id of its own; everything that is left out is in the report."""
    ids = Ids()
    for each in found:
        report.read.add(each.read.documents, each.read.entities, each.read.relations)
        imported = ids.settle(each, report)
        if imported is None:
            continue
        for suggestion in imported.suggestions:
            report.add(_suggestion(imported, suggestion))
        document, problems = label_map.apply(imported.document, imported.file, imported.line)
        report.extend(problems)
        yield document


def _nothing(reader: Format) -> Message:
    return msg(
        "holds nothing to read as {name}: if there should be something, name another format (--from)",
        "здесь нечего читать как {name}: если должно быть, укажите другой формат (--from)",
        name=reader.name,
    )


def _suggestion(imported: Imported, suggestion: Document) -> Problem:
    message = msg(
        "{id}: predictions of {source} are no annotations: kept aside, import them to see them as suggestions",
        "{id}: предсказания {source} — не разметка: отложены, при импорте в проект станут подсказками",
        id=imported.document.id,
        source=suggestion.annotator,
    )
    return Problem(imported.file, imported.line, message, Kind.NOTE)


def target_path(source: Path, out: Path, writer: Format) -> Path:
    """Return the file to write: inside `out` if that is a folder and the format writes one file."""
    if out == STDOUT or writer.folder or not out.is_dir() or isinstance(writer, Described):
        return out
    return out / f"{source.stem}{writer.suffixes[0]}"


def formats_of(source: Path, from_name: str | None, to_name: str) -> tuple[Format, Format]:
    """Return reader and writer; the reader is detected where it is not named.

    Raises:
        UnknownFormatError: one of them does not exist or cannot be told.
    """
    writer = registry.get(to_name)
    return (registry.get(from_name) if from_name else registry.detect(source)), writer
