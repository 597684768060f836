"""Writing a workspace's annotations in another format, whole or split into parts for training."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from annotator.domain import Document
from annotator.domain.tokens import cuts_token
from annotator.formats.base import WRONG_USAGE, Described, Format, FormatError, WriteOptions
from annotator.formats.checked import STDOUT, Announce, no_one, write_checked
from annotator.formats.copying import write_copied
from annotator.formats.labelmap import LabelMap
from annotator.formats.leftovers import refuse_other_parts, refuse_shards, refuse_strangers
from annotator.formats.loss import loss_report
from annotator.formats.native import NativeFormat
from annotator.formats.report import Kind, Problem, Report
from annotator.formats.split import PARTS, Profile, split
from annotator.formats.targets import TargetError, keep_workspace, keep_workspaces
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.names import GOLD
from annotator.workspace.reader import AnnotationReader
from annotator.workspace.store import Reader, Store
from annotator.workspace.verbatim import SavedLine, saved_lines

StatusChoice = Literal["done", "any"]
Watch = Callable[[Iterable[Any]], Iterable[Any]]
"""Passes what is written on and shows how far it is."""


class WhichAnnotatorError(FormatError):
    """Several people annotated and none was named, or the one named has nothing; exit status 2."""

    exit_status = WRONG_USAGE


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Whose annotations, which of them, and how. `ratios` None means one part; see `split.parse_ratios`."""

    annotator: str | None = None
    status: StatusChoice = "done"
    ratios: tuple[float, ...] | None = None
    seed: int = 0
    label_map: LabelMap = field(default_factory=LabelMap)
    strict: bool = False


def chosen_annotations(workspace: Store, name: str | None) -> Reader:
    """Return the annotations asked for; by default gold if it has a record, else the only annotator's.

    Raises:
        WhichAnnotatorError: there are none, or several; the message lists the names.
    """
    if name is not None and name in {GOLD, *workspace.annotators}:
        reader = workspace.read(name)  # nobody else's file is looked at: it may be damaged
        if reader.document_ids:
            return reader
    with_records = [person for person in workspace.annotators if _has_records(workspace, person)]
    everybody = [*([GOLD] if workspace.has_gold else []), *with_records]
    if name is not None:
        raise WhichAnnotatorError(_no_such(name, everybody), file=workspace.place)
    if not everybody:
        raise WhichAnnotatorError(
            msg("nobody has annotated anything yet", "разметки ещё ни у кого нет"), file=workspace.place
        )
    if everybody[0] != GOLD and len(everybody) > 1:
        raise WhichAnnotatorError(
            msg(
                "several people annotated: choose one with --annotator: {names}",
                "разметчиков несколько: выберите одного через --annotator: {names}",
                names=", ".join(everybody),
            ),
            file=workspace.place,
        )
    return workspace.read(everybody[0])


def _has_records(workspace: Store, name: str) -> bool:
    """Tell whether somebody has annotated; a file that cannot be read may hold anything, so that nobody is chosen."""
    try:
        return bool(workspace.read(name).document_ids)
    except AnnotatorError:
        return True


def _no_such(name: str, everybody: list[str]) -> Message:
    return msg(
        "{name} has no annotations here; there are: {names}",
        "у {name} здесь нет разметки; есть: {names}",
        name=name,
        names=", ".join(everybody) or "—",
    )


def export(
    workspace: Store,
    out: Path,
    target: Format,
    options: ExportOptions,
    watch: Watch = iter,
    announce: Announce = no_one,
) -> Report:
    """Write the chosen annotations to a file, a folder or standard output; with ratios to one of them per part.

    `announce` hears of losses before a file takes its place.

    Raises:
        WhichAnnotatorError: see `chosen_annotations`.
        TargetError: files of an earlier export would mix with the new ones (see `leftovers`).
        FormatError: nothing was written, the message says why.
    """
    source = _Source(chosen_annotations(workspace, options.annotator), options, Report())
    writing = WriteOptions(workspace.language)
    if options.ratios is None:
        file = _file_in(out, workspace, target)
        if file != STDOUT:
            _keep(workspace, file, target)
        _write_whole(source, watch, file, target, writing, announce)
    else:
        _write_parts(source, watch, out, target, writing, announce, workspace)
    source.finish()
    return source.report


@dataclass(slots=True)
class _Source:
    reader: Reader
    options: ExportOptions
    report: Report
    cut: int = 0

    def documents(self) -> Iterator[Document]:
        """Yield the documents with mapped labels, counting them and reporting what the map drops."""
        for document in self.reader.documents(self.options.status):
            self.report.read.add_document(document)
            mapped, problems = self.options.label_map.apply(document, self.reader.place)
            self.report.extend(problems)
            self.cut += sum(cuts_token(mapped.tokens, entity) for entity in mapped.entities)
            yield mapped

    def lines(self, reader: AnnotationReader) -> Iterator[SavedLine | Document]:
        """Yield the same documents, most of them as the lines that they are; no label is mapped."""
        for item in saved_lines(reader, self.options.status):
            if isinstance(item, SavedLine):
                self.report.read.add(1, item.entities, item.relations)
            else:
                self.report.read.add_document(item)
                self.cut += sum(cuts_token(item.tokens, entity) for entity in item.entities)
            yield item

    def quietly(self) -> Iterator[Document]:
        """Yield the same documents for a first look."""
        for document in self.reader.documents(self.options.status):
            yield self.options.label_map.apply(document, "")[0]

    def finish(self) -> None:
        """Report bad lines of the annotations, cut tokens, and how many documents were left out as unfinished."""
        for problem in self.reader.problems:
            self.report.add(Problem(problem.file, problem.line, problem.message, Kind.REFUSED, documents=1))
        if self.cut:
            self.report.add(Problem(self.reader.place, None, _cut(self.cut)))
        left = len(self.reader.document_ids) - self.report.read.documents
        if left > 0:
            message = msg(
                "documents left out: {count}, not done yet or skipped (--status any takes those in progress)",
                "пропущено документов: {count}, не закончены или отложены (--status any возьмёт начатые)",
                count=left,
            )
            self.report.add(Problem(self.reader.place, None, message))


def _cut(count: int) -> Message:
    return msg(
        "entities that cut a token of the tokenizer: {count} (a model trained on whole tokens cannot learn them)",
        "сущностей, которые режут токен: {count} (модель, обученная на целых токенах, их не выучит)",
        count=count,
    )


def _file_in(out: Path, workspace: Store, target: Format) -> Path:
    if out == STDOUT or target.folder or not out.is_dir() or isinstance(target, Described):
        return out
    refuse_shards(out, target)
    return out / f"{workspace.layout.root.resolve().name}{target.suffixes[0]}"


def part_path(out: Path, part: str, target: Format) -> Path:
    """Return where a part goes: `OUT/train.jsonl`, or `name-train.jsonl` beside where OUT names a file."""
    if target.folder:
        return out / part
    if out.suffix.lower() in target.suffixes and not out.is_dir():
        return out.with_name(f"{out.stem}-{part}{out.suffix}")
    return out / f"{part}{target.suffixes[0]}"


def _keep(workspace: Store, file: Path, target: Format) -> None:
    """Let no file of this workspace be written over, nor of another one."""
    keep_workspace(workspace.layout, file, folder=target.folder)
    keep_workspaces(file, folder=target.folder)


def _write_whole(
    source: _Source, watch: Watch, file: Path, target: Format, writing: WriteOptions, announce: Announce
) -> None:
    reader, report, strict = source.reader, source.report, source.options.strict
    if isinstance(target, NativeFormat) and isinstance(reader, AnnotationReader) and not source.options.label_map:
        write_copied(watch(source.lines(reader)), target, file, writing, report)
    else:
        write_checked(watch(source.documents()), target, file, writing, report, strict=strict, announce=announce)


def _write_parts(
    source: _Source, watch: Watch, out: Path, target: Format, writing: WriteOptions, announce: Announce, home: Store
) -> None:
    if out == STDOUT:
        raise TargetError(msg("a split needs a folder, not -", "для --split нужна папка, а не -"))
    ratios = source.options.ratios or ()
    places = {part: part_path(out, part, target) for part in PARTS}
    files = {part: places.pop(part) for part in PARTS[: len(ratios)]}
    for file in files.values():
        _keep(home, file, target)
    refuse_other_parts(out, files.values(), places.values(), target)
    if source.options.strict and not _nothing_lost(source, out, target):
        return
    parts = split([Profile.of(document) for document in watch(source.documents())], ratios, source.options.seed)
    for part, file in files.items() if target.folder else ():
        refuse_strangers(file, [identifier for identifier, its in parts.items() if its == part], target)
    if not target.folder and out.suffix.lower() not in target.suffixes:
        out.mkdir(parents=True, exist_ok=True)
    for part, file in files.items():
        chosen = (document for document in source.quietly() if parts[document.id] == part)
        write_checked(chosen, target, file, writing, source.report, announce=announce)
    if isinstance(target, Described) and out.is_dir():
        target.describe(out, files, writing.language)


def _nothing_lost(source: _Source, out: Path, target: Format) -> bool:
    """Look for losses in all parts together: writing some parts and refusing others would be neither."""
    losses = loss_report(source.quietly(), target).problems(str(out))
    if Report(problems=losses).lossless:
        return True
    for document in source.documents():
        del document  # counted on the way
    source.report.extend(losses)
    return False
