"""Native export that copies: a line which is what would be written anyway goes over as it stands, checked and read back."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from annotator.domain import Document
from annotator.formats.base import WriteOptions, WriteReport
from annotator.formats.checked import differs, put, require_target, workplace
from annotator.formats.fingerprint import fingerprint
from annotator.formats.native import NativeFormat, line_fingerprint, native_line
from annotator.formats.report import Report
from annotator.workspace.jsonl import open_regular, raw_lines
from annotator.workspace.verbatim import SavedLine


@dataclass(slots=True)
class _Written:
    """What went to the file, line by line: a number of 64 bits each, of the line itself or of what the document says."""

    ids: list[str] = field(default_factory=list)
    digests: array[int] = field(default_factory=lambda: array("q"))
    made: array[int] = field(default_factory=lambda: array("q"))
    """Numbers of the lines that were made of documents; the others were copied."""

    def write(
        self, items: Iterable[SavedLine | Document], target: NativeFormat, part: Path, language: str
    ) -> WriteReport:
        result = WriteReport(files=[part])
        with part.open("wb") as file:
            for item in items:
                if isinstance(item, SavedLine):
                    file.write(item.line + b"\n")
                    self._remember(item.document_id, item.line)
                    result.written.add(1, item.entities, item.relations)
                else:
                    file.write(native_line(item, language) + b"\n")
                    self.made.append(len(self.ids))
                    self._remember(item.id, fingerprint(item, target.holds))
                    result.written.add_document(item)
        return result

    def _remember(self, identifier: str, value: bytes) -> None:
        self.ids.append(identifier)
        self.digests.append(hash(value))

    def compare(self, part: Path, out: Path) -> None:
        """Read the file back.

        Raises:
            FormatError: a line is not what went in.
        """
        made, number = set(self.made), -1
        wrong: list[str] = []
        with open_regular(part) as file:
            for number, line in enumerate(raw_lines(file)):
                data = line.data or b""
                found = hash(line_fingerprint(data) if number in made else data)
                if number >= len(self.ids) or found != self.digests[number]:
                    wrong.append(self.ids[number] if number < len(self.ids) else "?")
        wrong += self.ids[number + 1 :]
        if wrong:
            raise differs(wrong, out)


def write_copied(
    items: Iterable[SavedLine | Document], target: NativeFormat, out: Path, options: WriteOptions, report: Report
) -> None:
    """Write native records to a file or standard output, all or nothing, as `write_checked` does.

    Nothing can be lost in this format, so that there is nothing to announce, and strict or not is the same.

    Raises:
        FormatError: what was read back is not what was meant; nothing was written.
    """
    require_target(target, out)
    written = _Written()
    with workplace(out, target.suffixes[0]) as part:
        result = written.write(items, target, part, options.language)
        written.compare(part, out)
        result.files = put(part, out, result)
    report.written.add(result.written.documents, result.written.entities, result.written.relations)
