"""Annotations in any format that can be imported, as a source for training and evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.domain import Document, Status
from annotator.formats import registry
from annotator.formats.archive import unzipped
from annotator.formats.base import Format, ReadOptions
from annotator.formats.convert import fewer_collections, settled
from annotator.formats.labelmap import LabelMap
from annotator.formats.registry import UnknownFormatError
from annotator.formats.report import Report
from annotator.messages import msg
from annotator.training.errors import UsageProblem
from annotator.training.stored import kept

NATIVE = "jsonl"


def format_of(path: Path) -> Format:
    """Return the format of a file, a folder or an archive.

    Raises:
        UsageProblem: nothing tells which it is.
    """
    try:
        return registry.detect(path)
    except UnknownFormatError as error:
        raise UsageProblem(
            msg(
                "is neither a workspace nor annotations in a known format: annotator convert --from … makes them readable",
                "это не проект и не разметка в известном формате: прочитать поможет annotator convert --from …",
            ),
            file=path,
        ) from error


def read_foreign(path: Path, reader: Format, *, annotator: str, language: str) -> tuple[Sequence[Document], Report]:
    """Return the documents of one annotator, bare articles too, and the account of what was read and left out.

    `annotator` "" takes everybody's, as long as no document is annotated by several.

    Raises:
        UsageProblem: some document is annotated by several people, and nobody was named.
        AnnotatorError: nothing can be read at all.
    """
    report = Report()
    with unzipped(path, report) as place, fewer_collections():
        found = settled(reader.read(place, ReadOptions(report, language=language)), LabelMap(), report)
        documents = kept(d for d in found if not annotator or d.annotator in {"", annotator})
    report.refuse_kept()
    _require_one_annotator(path, documents)
    for document in documents:
        report.written.add_document(document)
    return documents, report


def _require_one_annotator(path: Path, documents: Iterable[Document]) -> None:
    by_id: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        if document.status is not Status.NOT_STARTED:
            by_id[document.id].add(document.annotator)
    several = sorted({name for names in by_id.values() if len(names) > 1 for name in names if name})
    if several:
        raise UsageProblem(
            msg(
                "several annotators of the same articles: choose one with --annotator {names}",
                "одни и те же статьи разметили несколько человек: выберите одного через --annotator {names}",
                names="|".join(several),
            ),
            file=path,
        )
