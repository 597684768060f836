"""WebAnno TSV 3.3, INCEpTION's table form: a row per token, a column per feature, offsets in UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import ClassVar

from annotator.domain import Document, Relation
from annotator.formats.base import FormatError, Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.counting import Span
from annotator.formats.encoding import read_text
from annotator.formats.files import files_in, free_path, safe_name
from annotator.formats.layers import ENTITY_LAYER, RELATION_LAYER, identifier_of
from annotator.formats.report import Kind, Problem
from annotator.formats.sidefile import SideFile, read_side_file
from annotator.formats.tagging import token_sentences
from annotator.formats.tokens import with_tokens
from annotator.formats.webanno_rows import HEADER, escape_text, escape_value, read_table
from annotator.messages import AnnotatorError, msg
from annotator.text.offsets import Utf16Map


class WebAnnoFormat:
    """A folder of `.tsv` files; a folder inside the folder is the document, its files are annotators."""

    name: ClassVar[str] = "webanno"
    suffixes: ClassVar[tuple[str, ...]] = (".tsv",)
    folder: ClassVar[bool] = True
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(kb_ids=True, text=False)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files that begin with the format's name, and folders whose first table does."""
        if head or not path.is_dir():
            return head.removeprefix(b"\xef\xbb\xbf").startswith(HEADER.encode())
        first = next(iter(sorted(path.rglob("*.tsv"))), None)
        return first is not None and first.read_bytes()[:200].startswith(HEADER.encode())

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per file."""
        for file in files_in(path, self.suffixes):
            nested = path.is_dir() and file.parent != path
            try:
                text = read_text(file, options).text
                if not text.startswith(HEADER):
                    raise FormatError(
                        msg("does not begin with {header}", "не начинается с {header}", header=HEADER), file=file
                    )
                identifier = file.parent.name if nested else read_side_file(file.parent).id_of(file.stem)
                draft = read_table(text, identifier, str(file), options.report)
                if not draft.text.strip():
                    raise FormatError(msg("holds no text: left out", "нет текста: пропущен"), file=file)
                yield draft.build(annotator=file.stem if nested else "")
            except AnnotatorError as error:
                if path == file:
                    raise
                options.report.add(Problem(str(file), error.line, error.message, Kind.REFUSED, documents=1))

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one table per document."""
        result, side = WriteReport(), SideFile()
        out.mkdir(parents=True, exist_ok=True)
        for document in documents:
            target = free_path(out, safe_name(document.id), ".tsv")
            target.write_bytes(_Table(with_tokens(document, options.language)).text().encode("utf-8"))
            result.files.append(target)
            result.written.add_document(document)
            side.remember(target.stem, document.id)
        result.files += side.write(out)
        return result


class _Table:
    """One document on its way into a table."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.units = Utf16Map(document.text)
        self.sentences = token_sentences(document)
        self.names = {
            start: f"{s}-{t}" for s, tokens in enumerate(self.sentences, 1) for t, (start, _) in enumerate(tokens, 1)
        }
        self.at: dict[int, list[str]] = {}
        self.number: dict[str, int] = {}
        self.entities = {entity.id: entity for entity in document.entities}
        self.relations: dict[int, list[Relation]] = {}
        for relation in document.relations:
            self.relations.setdefault(self.entities[relation.tail].start, []).append(relation)
        self._place_entities()

    def _place_entities(self) -> None:
        """List the entities over each token, and number those that one row alone does not identify."""
        starts = list(self.names)
        covered = {
            e.id: starts[bisect_left(starts, e.start) : bisect_left(starts, e.end)] for e in self.document.entities
        }
        for identifier, tokens in covered.items():
            for start in tokens:
                self.at.setdefault(start, []).append(identifier)
        numbered = count(1)
        for identifier, tokens in covered.items():
            alone = len(tokens) == 1 and len(self.at[tokens[0]]) == 1
            self.number[identifier] = 0 if alone else next(numbered)

    def text(self) -> str:
        """Return the table."""
        lines = [
            f"{HEADER}.3",
            f"#T_SP={ENTITY_LAYER}|identifier|value",
            f"#T_RL={RELATION_LAYER}|value|BT_{ENTITY_LAYER}",
            "",
        ]
        for tokens in self.sentences:
            shown = self.document.text[tokens[0][0] : tokens[-1][1]]
            lines += ["", *(f"#Text={escape_text(line)}" for line in shown.split("\n"))]
            lines += self._rows(tokens)
        return "\n".join(lines) + "\n"

    def _rows(self, tokens: list[Span]) -> Iterator[str]:
        """Yield the rows of a sentence; most tokens have nothing said of them."""
        names, at, relations, text = self.names, self.at, self.relations, self.document.text
        units = tokens
        if self.units.units != self.units.length:
            units = [(self.units.to_utf16(start), self.units.to_utf16(end)) for start, end in tokens]
        for (start, end), (first, last) in zip(tokens, units, strict=True):
            word = escape_text(text[start:end])
            if start in at or start in relations:
                yield self._row(start, f"{first}-{last}", word)
            else:
                yield f"{names[start]}\t{first}-{last}\t{word}\t_\t_\t_\t_\t"

    def _row(self, start: int, span: str, word: str) -> str:
        here = [self.entities[identifier] for identifier in self.at.get(start, ())]
        marks = [f"[{self.number[e.id]}]" if self.number[e.id] else "" for e in here]
        links = [escape_value(identifier_of(e.kb_id)) if e.kb_id else "*" for e in here]
        columns = [
            self.names[start],
            span,
            word,
            "|".join(map("".join, zip(links, marks, strict=True))) or "_",
            "|".join(escape_value(e.label) + mark for e, mark in zip(here, marks, strict=True)) or "_",
            *self._relations(start),
        ]
        return "\t".join(columns) + "\t"

    def _relations(self, start: int) -> tuple[str, str]:
        """Return the columns of the relations whose tail begins here: labels, and where their heads are."""
        labels: list[str] = []
        heads: list[str] = []
        for relation in self.relations.get(start, ()):
            source, target = self.number[relation.head], self.number[relation.tail]
            labels.append(escape_value(relation.label))
            heads.append(
                self.names[self.entities[relation.head].start] + (f"[{source}_{target}]" if source or target else "")
            )
        return "|".join(labels) or "_", "|".join(heads) or "_"
