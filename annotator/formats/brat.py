"""brat standoff: a folder of `.txt` and `.ann` pairs. What we do not show (events, attributes) is kept and given back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document
from annotator.formats.base import FormatError, Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.brat_lines import Lines, knowledge_base_id, line_key, note_text, parse
from annotator.formats.brat_writer import BratWriter
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.encoding import read_text
from annotator.formats.files import files_in
from annotator.formats.report import Kind, Problem
from annotator.formats.sidefile import SideFile, read_side_file
from annotator.messages import AnnotatorError, Message, msg


class BratFormat:
    """brat; a folder inside the folder is taken as an annotator's name."""

    name: ClassVar[str] = "brat"
    suffixes: ClassVar[tuple[str, ...]] = (".ann",)
    folder: ClassVar[bool] = True
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(bare_notes=False, fragments=True, notes=True, kb_ids=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take `.ann` files and folders that hold some."""
        if head or not path.is_dir():
            return path.suffix.lower() == ".ann"
        return next(path.rglob("*.ann"), None) is not None

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield a document for each `.ann` file with its `.txt`, and a bare article for each `.txt` alone."""
        sides: dict[Path, SideFile] = {}
        whole = path.is_dir()
        for pair in _pairs(path):
            if pair.folder not in sides:
                sides[pair.folder] = read_side_file(pair.folder)
            annotator = pair.folder.name if whole and pair.folder != path else ""
            try:
                yield _read_pair(pair, annotator, sides[pair.folder], options)
            except AnnotatorError as error:
                problem = Problem.of(error, pair.stated)
                options.report.add(Problem(problem.file, problem.line, problem.message, Kind.REFUSED, documents=1))

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:  # noqa: ARG002
        """Write a pair of files per document, and an `annotation.conf` that lists the labels."""
        writer = BratWriter(out, self.name)
        for document in documents:
            writer.add(document)
        return writer.finish()


@dataclass(frozen=True, slots=True)
class _Pair:
    """The files of one document, None for one that is not there."""

    folder: Path
    stem: str
    annotations: Path | None
    text: Path | None

    @property
    def stated(self) -> Path:
        """The file that messages name."""
        return self.annotations or self.folder / f"{self.stem}.ann"


def _pairs(path: Path) -> list[_Pair]:
    """Return the pairs of files by name, found in one look at each folder."""
    if path.is_file() and path.suffix.lower() not in {".ann", ".txt"}:
        raise FormatError(msg("give an .ann file or a folder", "укажите файл .ann или папку"), file=path)
    found = files_in(path, (".ann", ".txt"))
    if found == [path]:
        found += [
            other for ending in (".ann", ".txt") if (other := path.with_suffix(ending)) != path and other.is_file()
        ]
    kinds: dict[str, dict[str, Path]] = {}
    for file in found:
        whole = str(file)
        kinds.setdefault(whole[:-4], {}).setdefault(whole[-4:].lower(), file)
    pairs = ((next(iter(files.values())), files) for files in kinds.values())
    return [_Pair(one.parent, one.name[:-4], files.get(".ann"), files.get(".txt")) for one, files in pairs]


def _read_pair(pair: _Pair, annotator: str, side: SideFile, options: ReadOptions) -> Imported:
    if pair.text is None:
        missing = f"{pair.stem}.txt"
        raise FormatError(
            msg("has no {name} beside it: left out", "рядом нет {name}: пропущен", name=missing), file=pair.stated
        )
    text = read_text(pair.text, options).text
    if not text.strip():
        raise FormatError(msg("holds no text: left out", "нет текста: пропущен"), file=pair.text)
    draft = Draft("brat", side.id_of(pair.stem), text, options.report, str(pair.stated), counting=None)
    if pair.annotations is None:
        return draft.build(annotated=False, annotator=annotator)
    lines = parse(read_text(pair.annotations, options).text)
    _add_entities(draft, lines, side.labels)
    _add_relations(draft, lines, side.labels)
    _keep_rest(draft, lines)
    notes = _relation_notes(lines)
    if note := side.documents.get(pair.stem, {}).get("note"):
        notes[""] = note
    return draft.build(annotator=annotator, notes=notes)


def _add_entities(draft: Draft, lines: Lines, labels: Mapping[str, str]) -> None:
    for number, line, raw in lines.entities:
        kept: dict[str, Any] = {}
        note = kb_id = ""
        if attached := lines.attached.get(line.key):
            kept["lines"] = attached
            kb_id = knowledge_base_id(attached)
            note = "\n".join([text for text in map(note_text, attached) if text is not None])
        if line.text() != raw or (len(line.spans) > 1 and list(line.spans) != sorted(set(line.spans))):
            kept["line"] = raw
        label = labels.get(line.label, line.label)
        draft.entities.append(RawEntity(line.key, line.spans, label, line.quoted, kb_id, number, kept, note))


def _add_relations(draft: Draft, lines: Lines, labels: Mapping[str, str]) -> None:
    for number, line, raw in lines.relations:
        if line.head[0] == "E" or line.tail[0] == "E":
            lines.others.append(raw)  # a relation of events, which we keep and do not show
            continue
        kept: dict[str, Any] = {"line": raw} if line.text() != raw else {}
        if line.roles != ("Arg1", "Arg2"):
            kept["roles"] = list(line.roles)
        if attached := lines.attached.get(line.key):
            kept["lines"] = attached
        label = labels.get(line.label, line.label)
        draft.relations.append(RawRelation(line.key, line.head, line.tail, label, number, kept))


def _relation_notes(lines: Lines) -> dict[str, str]:
    notes: dict[str, str] = {}
    for _, line, _ in lines.relations:
        texts = [text for text in map(note_text, lines.attached.get(line.key, [])) if text is not None]
        if texts:
            notes[line.key] = "\n".join(texts)
    return notes


def _keep_rest(draft: Draft, lines: Lines) -> None:
    """Keep the lines that no entity or relation owns, and the order of all lines where it is not the plain one."""
    owners = {line.key for _, line, _ in lines.entities} | {line.key for _, line, _ in lines.relations}
    others = lines.others + [a for key, found in lines.attached.items() if key not in owners for a in found]
    owned = [line for key in owners for line in lines.attached.get(key, ()) if line[0] in "AM"]
    if owned:
        draft.problem(Kind.KEPT, _attributes(owned))
    if others:
        draft.kept["lines"] = others
        kinds = ", ".join(sorted({line_key(line)[0] for line in others}))
        draft.problem(
            Kind.KEPT,
            msg(
                "{count} lines kept for an export to brat, not shown (kinds {kinds})",
                "строк, сохранённых для выгрузки в brat, но не показываемых: {count} (виды {kinds})",
                count=len(others),
                kinds=kinds,
            ),
        )
    for number, line in lines.unknown:
        draft.problem(
            Kind.KEPT,
            msg(
                "no annotation: “{line}”{hint}; kept as it is for an export to brat",
                "это не разметка: «{line}»{hint}; сохранено как есть для выгрузки в brat",
                line=line[:60],
                hint=_hint(line),
            ),
            number,
        )
    if lines.unknown:
        draft.kept["unknown"] = [line for _, line in lines.unknown]
    keys = list(map(plain_order, lines.order))
    if keys != sorted(keys):
        draft.kept["order"] = " ".join(lines.order) if not any(" " in key for key in lines.order) else lines.order


def _attributes(lines: list[str]) -> Message:
    names = sorted({line.split("\t")[1].split(" ")[0] for line in lines})
    return msg(
        "{count} attributes of entities and relations kept for an export to brat, not shown ({names})",
        "атрибутов сущностей и отношений, сохранённых для выгрузки в brat, но не показываемых: {count} ({names})",
        count=len(lines),
        names=", ".join(names[:5]),
    )


def _hint(line: str) -> Message | str:
    """Say what is missing where a line nearly is an annotation."""
    if not _NEARLY.match(line):
        return ""
    return msg(
        " (columns are separated by tabs: T1⇥LABEL 0 5⇥text)", " (столбцы разделяются табуляцией: T1⇥МЕТКА 0 5⇥текст)"
    )


_NEARLY = re.compile(r"[TRENAM#]\d+\s")


@lru_cache(maxsize=1 << 14)
def plain_order(key: str) -> tuple[int, int]:
    """Sort key of line ids in the order in which we write them: T, R, then the rest; by number."""
    digits = key[1:]
    return "TRENAM#*?".find(key[0]), int(digits) if digits.isdigit() and len(digits) < 10 else 0
