"""Articles without annotations: plain text and Markdown, web pages, Word and PDF files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document
from annotator.formats.base import FormatError, Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.encoding import read_text
from annotator.formats.files import files_in, free_path, safe_name
from annotator.formats.report import Kind, Problem, Tally
from annotator.formats.sidefile import SideFile, read_side_file
from annotator.messages import AnnotatorError, msg

Article = tuple[str, dict[str, Any]]
"""The text of an article and its meta."""


def _plain(path: Path, options: ReadOptions) -> Article:
    return read_text(path, options).text, {}


def _html(path: Path, options: ReadOptions) -> Article:
    from annotator.formats.articles import read_html

    return read_html(path, options)


def _docx(path: Path, _options: ReadOptions) -> Article:
    from annotator.formats.articles import read_docx

    return read_docx(path)


def _pdf(path: Path, _options: ReadOptions) -> Article:
    from annotator.formats.articles import read_pdf

    return read_pdf(path)


_READERS: dict[str, Callable[[Path, ReadOptions], Article]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}


class TextFormat:
    """One article a file; the id is the file's name without the ending."""

    name: ClassVar[str] = "text"
    suffixes: ClassVar[tuple[str, ...]] = tuple(_READERS)
    folder: ClassVar[bool] = True
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(overlap=False, relations=False, entities=False)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files by their ending, and folders that hold such files."""
        if head or not path.is_dir():
            return path.suffix.lower() in _READERS
        return any(child.suffix.lower() in _READERS for child in path.iterdir())

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield the articles of a file or of a folder with all that is in it."""
        found = files_in(path, self.suffixes)
        for file in found:
            try:
                text, meta = _READERS.get(file.suffix.lower(), _plain)(file, options)
                _require_text(text, file)
            except AnnotatorError as error:
                if found == [path]:
                    raise
                options.report.add(Problem(str(file), error.line, error.message, Kind.REFUSED, documents=1))
                continue
            document = Document(read_side_file(file.parent).id_of(file.stem), text, meta=meta)
            yield Imported(document, str(file), annotated=False, id_given=False, read=Tally(1))

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:  # noqa: ARG002
        """Write each article's text to a file of its own, in UTF-8."""
        result, side = WriteReport(), SideFile()
        for document in documents:
            target = free_path(out, safe_name(document.id), ".txt")
            target.write_bytes(document.text.encode("utf-8"))
            result.written.add(1)
            result.files.append(target)
            side.remember(target.stem, document.id)
        result.files += side.write(out)
        return result


def _require_text(text: str, file: Path) -> None:
    if not text.strip():
        raise FormatError(msg("holds no text: left out", "нет текста: пропущен"), file=file)
