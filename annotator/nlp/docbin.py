"""spaCy's own training files (DocBin, `.spacy`): what `spacy train` reads, relations as user data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import orjson

from annotator.domain import Document, Status, Tokens
from annotator.domain.record import assemble_record, text_hash
from annotator.domain.tokens import flat_on_edges, rejoined, split_edges
from annotator.formats.base import FormatError, Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.files import files_in
from annotator.formats.fingerprint import record_fingerprint
from annotator.formats.native import read_line
from annotator.formats.report import Kind, Problem
from annotator.formats.tokens import with_tokens
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.jsonl import dump, parse_object

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

    from annotator.nlp.docbin_reader import DocBinReader, RawDoc
    from annotator.nlp.docbin_writer import DocBinWriter

RECORD_KEY = "annotator"
"""Key of `Doc.user_data` under which the native record travels as JSON, without its text, tokens and ents."""
RELATIONS_KEY: Any = ("._.", "relations", None, None)
"""Where spaCy looks for `doc._.relations` once that extension is registered."""

_ANNOTATION_KEYS = ("spans", "relations", "status", "annotator")
_IN_DOC = {"text", "tokens", "ents"}


class DocBinFormat:
    """DocBin: `ents` hold the flat projection, `spans["sc"]` all entities, user data the relations and the rest."""

    name: ClassVar[str] = "spacy"
    suffixes: ClassVar[tuple[str, ...]] = (".spacy",)
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(fragments=True, notes=True, kb_ids=True, annotator=True, status=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take files by their ending, and folders of such files."""
        if head:
            return path.suffix.lower() == ".spacy"
        return path.is_dir() and any(path.glob("*.spacy"))

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield the documents of a file, or of a folder of files as `spacy train` takes it."""
        for file in files_in(path, self.suffixes):
            try:
                yield from _documents(file, options)
            except Exception as error:
                if isinstance(error, AnnotatorError):
                    raise
                reason = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise FormatError(  # whatever zlib, msgpack and spaCy raise for bytes that are none of theirs
                    msg(
                        "is no DocBin file of spaCy, or a damaged one ({reason}): save it again with spaCy",
                        "это не файл DocBin или он повреждён ({reason}): сохраните его в spaCy заново",
                        reason=reason,
                    ),
                    file=file,
                ) from error

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one DocBin; the documents keep their own tokens, split where an entity cuts one."""
        from annotator.nlp.docbin_writer import DocBinWriter

        result = WriteReport(files=[out])
        with DocBinWriter() as writer:
            for document in documents:
                add_document(writer, with_tokens(document, options.language))
                result.written.add_document(document)
            writer.save(out)
        return result

    def fingerprints(self, path: Path) -> Iterator[bytes]:
        """Yield the fingerprint of each article, whose words must spell the text and whose spans must be the record's."""
        from annotator.nlp.docbin_reader import DocBinReader, unpacked

        with unpacked(path) as data:
            reader = DocBinReader(data)
            for raw in reader.docs():
                try:
                    yield _fingerprint(reader, raw)
                except (LookupError, TypeError, ValueError):
                    yield b""


def _fingerprint(reader: DocBinReader, raw: RawDoc) -> bytes:
    """Return the fingerprint of an article as we wrote it, no bytes for any other.

    The text is what the words spell, so they cover it; each span of the group must stand on the tokens that it names.
    """
    record = orjson.loads(reader.user_data(raw)[RECORD_KEY])  # unguarded: a loss on the way shows in the fingerprint
    spans = reader.spans(raw, "sc")
    text, ends = reader.text(raw)
    blanks = raw.spaces.tolist()
    for span in spans:
        before = ends[span.first - 1] if span.first else 0
        if span.start != before or span.end != ends[span.last - 1] - blanks[span.last - 1]:
            return b""
    entities = record["spans"]["sc"]
    if [(s.start, s.end, s.label, s.kb_id) for s in spans] != [_plain(e) for e in entities]:
        return b""
    if record["annotated"] is False:
        record = {key: value for key, value in record.items() if key not in _ANNOTATION_KEYS}
    return record_fingerprint(record, text)


def _plain(entity: Mapping[str, Any]) -> tuple[int, int, str, str]:
    return entity["start"], entity["end"], entity["label"], entity["kb_id"]


def _documents(file: Path, options: ReadOptions) -> Iterator[Imported]:
    from annotator.nlp.docbin_reader import DocBinReader, unpacked

    with unpacked(file) as data:
        reader = DocBinReader(data)
        stock: _Stock | None = None
        for number, raw in enumerate(reader.docs(), 1):
            found = _own_record(reader, raw)
            if found is None:
                stock = stock or _Stock(reader, options.language)
                imported = from_doc(stock.doc(raw), file, number, options)
            else:
                imported = _from_record(*found, file, number, options)
            if imported is not None:
                yield imported


def _vocab(language: str) -> Vocab:
    from annotator.nlp.tokenizer import blank

    return blank(language).vocab


def add_document(writer: DocBinWriter, document: Document) -> None:
    """Add a document, which must have tokens, with its record as user data."""
    from annotator.nlp.docbin_writer import SpanRow

    text = document.text
    starts, ends, cuts = split_edges(document.tokens, document.entities)
    spaces = [edge > end for end, edge in zip(ends, [*starts[1:], len(text)], strict=True)]
    first = {start: i for i, start in enumerate(starts)}
    last = {end: i for i, end in enumerate(ends, 1)}
    rows = {e.id: SpanRow(first[e.start], last[e.end], e.start, e.end, e.label, e.kb_id) for e in document.entities}
    flat = flat_on_edges(document.entities, starts, ends)
    record = assemble_record(document, None, flat, text_hash(text))
    user_data = {
        RELATIONS_KEY: [{"head": r["head"], "tail": r["tail"], "label": r["label"]} for r in record["relations"]],
        RECORD_KEY: _rest(document, record, [i for i, start in enumerate(starts) if start in cuts] if cuts else []),
    }
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    writer.add(words, spaces, [rows[e.id] for e in flat], list(rows.values()), user_data)


def _rest(document: Document, record: Mapping[str, Any], cut: list[int]) -> str:
    rest = {key: value for key, value in record.items() if key not in _IN_DOC}
    rest |= {"cut": cut, "annotated": document.status is not Status.NOT_STARTED}
    return dump(rest).decode()


@dataclass(slots=True)
class _Stock:
    """Makes spaCy's own `Doc` of articles that others wrote."""

    reader: DocBinReader
    language: str
    vocab: Vocab = field(init=False)

    def __post_init__(self) -> None:
        self.vocab = _vocab(self.language)
        for string in self.reader.names.values():
            self.vocab[string]  # a `Doc` of numbers needs their strings there

    def doc(self, raw: RawDoc) -> Doc:
        """Return the article as spaCy would."""
        from spacy.tokens import DocBin

        box = DocBin()
        box.attrs[:] = self.reader.attrs  # type: ignore[assignment]
        box.tokens, box.spaces = [raw.table], [raw.spaces]
        box.cats, box.flags = [raw.cats], [raw.flags]
        box.span_groups, box.user_data = [raw.span_groups], [raw.user_data]
        return next(iter(box.get_docs(self.vocab)))


def from_doc(doc: Doc, file: Path, number: int, options: ReadOptions) -> Imported | None:
    """Return what spaCy shows of a `Doc`; None, reported, if it has no text."""
    if not doc.text.strip():
        message = msg(
            "article {number} has no text: left out", "в статье {number} нет текста: пропущена", number=number
        )
        options.report.add(Problem(str(file), number, message, Kind.REFUSED, documents=1))
        return None
    draft = Draft("spacy", f"{file.stem}-{number}", doc.text, options.report, str(file), number)
    group = _layer(doc, draft)
    keys = [f"T{i + 1}" for i in range(len(group))]
    for key, span in zip(keys, group, strict=True):
        draft.entities.append(RawEntity(key, [(span.start_char, span.end_char)], span.label_, kb_id=span.kb_id_))
    _add_relations(draft, keys, doc.user_data.get(RELATIONS_KEY))
    annotated = bool(group) or "sc" in doc.spans or doc.has_annotation("ENT_IOB")
    tokens = tuple((token.idx, token.idx + len(token)) for token in doc)
    return draft.build(tokens=tokens, annotated=annotated, id_given=False)


def _layer(doc: Doc, draft: Draft) -> list[Span]:
    """Return the spans that are the annotation: the group `sc`, else `ents`, else the only group there is.

    Whatever another layer says beyond it is reported as left out, with its number.
    """
    groups = {name: list(group) for name, group in doc.spans.items()}
    others = [name for name, spans in groups.items() if spans and name != "sc"]
    taken = list(doc.ents)
    if "sc" in groups:
        taken = groups["sc"]
    elif not taken and len(others) == 1:
        taken = groups[others.pop()]
    there = {(span.start, span.end, span.label) for span in taken}
    for name, spans in (("ents", list(doc.ents)), *((f'spans["{name}"]', groups[name]) for name in others)):
        missing = {(span.start, span.end, span.label) for span in spans} - there
        draft.read.entities += len(missing)
        if missing:
            draft.problem(Kind.REFUSED, _left_out(name, len(missing)), entities=len(missing))
    return taken


def _left_out(layer: str, count: int) -> Message:
    return msg(
        '{layer} holds {count} spans that the layer taken over lacks: left out (put all of them into spans["sc"])',
        'в {layer} есть фрагменты, которых нет в загруженном слое: {count}, пропущены (сложите все в spans["sc"])',
        layer=layer,
        count=count,
    )


def _own_record(reader: DocBinReader, raw: RawDoc) -> tuple[dict[str, Any], str, Tokens] | None:
    """Return (record, text, tokens) of an article that we wrote, unless its spans have been changed since.

    The record travels as JSON, since msgpack would turn its lists into tuples.
    """
    said = reader.user_data(raw).get(RECORD_KEY)
    if not isinstance(said, str) or raw.flags.get("has_unknown_spaces"):
        return None
    record = parse_object(said.encode())
    spans = [(e["start"], e["end"], e["label"]) for e in record.get("spans", {}).get("sc", [])]
    if [(span.start, span.end, span.label) for span in reader.spans(raw, "sc")] != spans:
        return None
    text, ends = reader.text(raw)
    inner = [end - blank for end, blank in zip(ends, raw.spaces.tolist(), strict=True)]
    return record, text, tuple(zip([0, *ends[:-1]], inner, strict=True)) if ends else ()


def _from_record(
    record: dict[str, Any], text: str, tokens: Tokens, file: Path, number: int, options: ReadOptions
) -> Imported | None:
    if cut := record.pop("cut", []):
        tokens = rejoined(tokens, cut)
    annotated = record.pop("annotated", True)
    record["text"] = text
    if not annotated:
        for key in _ANNOTATION_KEYS:
            record.pop(key, None)
    return read_line(record, file, number, options.report, tokens)


def _add_relations(draft: Draft, keys: list[str], relations: Any) -> None:
    for i, item in enumerate(relations if isinstance(relations, (list, tuple)) else []):
        head, tail = item.get("head"), item.get("tail")
        if not all(isinstance(end, int) and 0 <= end < len(keys) for end in (head, tail)):
            draft.lose_relation(
                msg(
                    "relation {number} leads to no span: left out",
                    "отношение {number} ведёт в никуда: пропущено",
                    number=i + 1,
                )
            )
            continue
        draft.relations.append(RawRelation(f"R{i + 1}", keys[head], keys[tail], str(item.get("label", ""))))
