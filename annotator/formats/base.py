"""What a format is: a reader, a writer, and an honest statement of what its files can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from annotator.domain import Document
from annotator.formats.report import Report, Tally
from annotator.messages import AnnotatorError, msg

REFUSED, WRONG_USAGE = 1, 2  # exit statuses: something in the data is wrong, or in what was asked for


class FormatError(AnnotatorError):
    """A file cannot be read or written in this format; the message says where, why and what to do."""

    exit_status: ClassVar[int] = REFUSED


@dataclass(frozen=True, slots=True)
class Holds:
    """What files of a format can hold; everything else is listed as lost before an export.

    `text`: the article comes back character by character. `notes`: on entities, relations and the document;
    `document_note`: on the document alone. `bare_notes`: also where nobody has annotated the article yet. `ids`: document ids come back.
    """

    entities: bool = True
    overlap: bool = True
    fragments: bool = False
    relations: bool = True
    notes: bool = False
    document_note: bool = False
    bare_notes: bool = True
    kb_ids: bool = False
    annotator: bool = False
    status: bool = False
    text: bool = True
    ids: bool = True


@dataclass(slots=True)
class ReadOptions:
    """How to read. `report` collects everything that could not be taken as it stands, by file and line.

    `encoding`: of text files, None means to find out. `language`: spaCy's code, for tokens. `graphemes`: offsets count
    grapheme clusters, as doccano does on request and tells nowhere in the file.
    """

    report: Report = field(default_factory=Report)
    encoding: str | None = None
    language: str = "ru"
    graphemes: bool = False


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How to write. `language`: spaCy's code, for tokens of documents that have none yet."""

    language: str = "ru"
    graphemes: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """One document as a file gives it.

    `annotated` is False for a bare article. `id_given` is False where the id was made up from the file's name, since
    the format has none. `order` lists entity ids as they stand in the file, for rules that look at the later one.
    `read` counts what the file holds, before anything was left out. `suggestions` are predictions found beside the
    annotations; their `annotator` is the name of the source.
    """

    document: Document
    file: str
    line: int | None = None
    annotated: bool = True
    id_given: bool = True
    order: tuple[str, ...] = ()
    read: Tally = field(default_factory=Tally)
    suggestions: tuple[Document, ...] = ()


@dataclass(slots=True)
class WriteReport:
    """What a writer wrote: counts and files."""

    written: Tally = field(default_factory=Tally)
    files: list[Path] = field(default_factory=list)


@runtime_checkable
class Format(Protocol):
    """A file format. Instances have no state: one object serves all reads and writes.

    `folder`: one file or more per document, so the target is a folder. `writes` is False for formats that are only
    read. `suffixes` are the usual file name endings, the one that we write first.
    """

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    folder: ClassVar[bool]
    writes: ClassVar[bool]
    holds: ClassVar[Holds]

    def recognises(self, path: Path, head: bytes) -> bool:
        """Tell whether the file (its first kilobytes are `head`) or folder (`head` empty) looks like this format."""
        ...

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield the documents of a file or folder, lazily where the format allows it.

        Raises:
            FormatError: nothing of the file can be read at all.
        """
        ...

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write the documents to a file, or to files in the folder `out`; they hold only what the format can."""
        ...


@runtime_checkable
class Described(Protocol):
    """A format whose folders have a card that describes the files of all parts of a split together."""

    def describe(self, folder: Path, parts: Mapping[str, Path], language: str) -> Path:
        """Write the card of a folder and return its path; `parts` gives the file of each part that was written."""
        ...


@runtime_checkable
class Comparable(Protocol):
    """A format whose written files can be compared without reading them as an import would."""

    def fingerprints(self, path: Path) -> Iterator[bytes]:
        """Yield `fingerprint.fingerprint` of each document of a file; no bytes for one that is not as we write it."""
        ...


class ReadOnly:
    """What formats share that are only read."""

    name: ClassVar[str]
    writes: ClassVar[bool] = False

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:  # noqa: ARG002
        """Refuse.

        Raises:
            FormatError: always.
        """
        raise FormatError(msg("{name} can only be read", "{name} можно только читать", name=self.name), file=out)
