"""The article inside a web page, a Word document or a PDF file, by libraries that are loaded only here."""

from __future__ import annotations

import importlib
import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.base import FormatError, ReadOptions
from annotator.formats.encoding import read_bytes
from annotator.messages import msg

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def require(module: str, extra: str, path: Path) -> Any:
    """Import an optional library.

    Raises:
        FormatError: it is not installed; the message names the extra that brings it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise FormatError(
            msg(
                "reading this needs {module}: pip install 'annotator[{extra}]'",
                "для чтения нужен {module}: pip install 'annotator[{extra}]'",
                module=module,
                extra=extra,
            ),
            file=path,
        ) from error


def read_html(path: Path, options: ReadOptions) -> tuple[str, dict[str, Any]]:
    """Return the article of a web page without menus, footers and scripts, and its title, date and address."""
    trafilatura = require("trafilatura", "import", path)
    data: bytes | str = read_bytes(path)
    if options.encoding is not None and isinstance(data, bytes):
        from annotator.formats.encoding import decode

        data = decode(data, options.encoding, path).text
    found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    if found is None or not (found.text or "").strip():
        raise FormatError(
            msg("no article found in this page: left out", "на странице не найдена статья: пропущена"), file=path
        )
    wanted = {"title": found.title, "date": found.date, "author": found.author, "url": found.url}
    return found.text, {key: value for key, value in wanted.items() if isinstance(value, str) and value}


def read_docx(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the text of a Word document: paragraphs and table cells in the order of the page, one a line."""
    docx = require("docx", "import", path)
    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise FormatError(msg("unpacks to more than 512 MB", "распаковывается более чем в 512 МБ"), file=path)
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FormatError(
            msg(
                "is no Word document (.docx): save it again from Word", "не документ Word (.docx): сохраните его заново"
            ),
            file=path,
        ) from error
    title = document.core_properties.title
    return "\n".join(_paragraphs(document.element.body)), {"title": title} if title else {}


def _paragraphs(body: Any) -> Iterator[str]:
    for paragraph in body.iter(f"{_WORD}p"):
        yield "".join(_runs(paragraph))


def _runs(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}noBreakHyphen"):
        if next(node.iterancestors(f"{_WORD}p")) is not paragraph:
            continue  # a text box inside the paragraph has paragraphs of its own
        name = node.tag.removeprefix(_WORD)
        in_style = next(node.iterancestors(f"{_WORD}pPr"), None) is not None
        yield node.text or "" if name == "t" else "" if in_style else {"tab": "\t", "br": "\n"}.get(name, "\u2011")


def read_pdf(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the text layer of a PDF file, pages separated by an empty line.

    Raises:
        FormatError: it is encrypted, damaged, or a scan without a text layer.
    """
    pypdf = require("pypdf", "import", path)
    data = read_bytes(path)
    try:
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs what we say in one line of our own
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError(
                msg("is encrypted: save it without a password", "зашифрован: сохраните без пароля"), file=path
            )
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except (pypdf.errors.PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise FormatError(
            msg(
                "is no readable PDF: save it again, or its text as .txt",
                "не читается как PDF: сохраните его заново или его текст в .txt",
            ),
            file=path,
        ) from error
    if not text.strip():
        raise FormatError(
            msg(
                "has no text layer (a scan): recognise the text first",
                "нет текстового слоя (скан): сначала распознайте текст",
            ),
            file=path,
        )
    clean = text.encode("utf-8", "replace").decode("utf-8")  # fonts without a table yield lone surrogates
    return clean, {"title": str(title)} if title else {}
