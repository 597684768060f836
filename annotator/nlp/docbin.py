"""spaCy's own training files (DocBin, `.spacy`): what `spacy train` reads, relations as user data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from annotator.domain import Document, Tokens
from annotator.formats.base import FormatError, Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.encoding import read_bytes
from annotator.formats.files import files_in
from annotator.formats.native import read_line
from annotator.formats.tokens import with_tokens
from annotator.messages import msg
from annotator.workspace.jsonl import dump, parse_object

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

RECORD_KEY = "annotator"
"""Key of `Doc.user_data` under which the native record travels as JSON, without its text, tokens and ents."""
RELATIONS_KEY: Any = ("._.", "relations", None, None)
"""Where spaCy looks for `doc._.relations` once that extension is registered."""

_ATTRIBUTES = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID")
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
        from spacy.tokens import DocBin

        for file in files_in(path, self.suffixes):
            data = read_bytes(file)
            try:
                docs = DocBin().from_bytes(data).get_docs(_vocab(options.language))
                for number, doc in enumerate(docs, 1):
                    if doc.text.strip() and (imported := from_doc(doc, file, number, options)):
                        yield imported
            except Exception as error:
                if isinstance(error, FormatError):
                    raise
                reason = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise FormatError(  # whatever zlib, msgpack and spaCy raise for bytes that are none of theirs
                    msg("is no DocBin file of spaCy ({reason})", "это не файл DocBin ({reason})", reason=reason),
                    file=file,
                ) from error

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one DocBin; the documents keep their own tokens, split where an entity cuts one."""
        from spacy.tokens import DocBin

        box = DocBin(attrs=_ATTRIBUTES, store_user_data=True)
        result = WriteReport(files=[out])
        vocab = _vocab(options.language)
        for document in documents:
            box.add(to_doc(with_tokens(document, options.language), vocab))
            result.written.add_document(document)
        out.write_bytes(box.to_bytes())
        return result


def _vocab(language: str) -> Vocab:
    from annotator.nlp.tokenizer import blank

    return blank(language).vocab


def to_doc(document: Document, vocab: Vocab) -> Doc:
    """Return the document, which must have tokens, as a spaCy `Doc`."""
    from spacy.tokens import Doc, Span

    record = document.to_record()
    text, tokens = document.text, record["tokens"]
    edges = [token["start"] for token in tokens[1:]] + [len(text)]
    spaces = [edge > token["end"] for token, edge in zip(tokens, edges, strict=True)]
    doc = Doc(vocab, words=[text[token["start"] : token["end"]] for token in tokens], spaces=spaces)
    first = {token["start"]: token["id"] for token in tokens}
    last = {token["end"]: token["id"] + 1 for token in tokens}
    doc.spans["sc"] = [
        Span(doc, first[e["start"]], last[e["end"]], e["label"], kb_id=e["kb_id"]) for e in record["spans"]["sc"]
    ]
    links = {(e["start"], e["end"], e["label"]): e["kb_id"] for e in reversed(record["spans"]["sc"])}
    doc.set_ents(
        [
            Span(doc, first[a], last[b], label, kb_id=links[a, b, label])
            for a, b, label in ((e["start"], e["end"], e["label"]) for e in record["ents"])
        ],
        default="outside",
    )
    doc.user_data[RELATIONS_KEY] = [
        {"head": item["head"], "tail": item["tail"], "label": item["label"]} for item in record["relations"]
    ]
    rest = {key: value for key, value in record.items() if key not in _IN_DOC}
    rest["cut"] = [token["id"] for token in tokens if "cut" in token]
    rest["annotated"] = document.status != "not_started"
    doc.user_data[RECORD_KEY] = dump(rest).decode()
    return doc


def from_doc(doc: Doc, file: Path, number: int, options: ReadOptions) -> Imported | None:
    """Return what a `Doc` holds: the record we wrote with it if its spans are still those, else what spaCy shows."""
    record = _record(doc)
    if record is not None and _unchanged(doc, record):
        return _from_record(doc, record, file, number, options)
    draft = Draft("spacy", f"{file.stem}-{number}", doc.text, options.report, str(file), number)
    group = list(doc.spans.get("sc", doc.ents))
    keys = [f"T{i + 1}" for i in range(len(group))]
    for key, span in zip(keys, group, strict=True):
        kb_id = span.kb_id_ if isinstance(span.kb_id_, str) else ""
        draft.entities.append(RawEntity(key, [(span.start_char, span.end_char)], span.label_, kb_id=kb_id))
    _add_relations(draft, keys, doc.user_data.get(RELATIONS_KEY))
    annotated = "sc" in doc.spans or doc.has_annotation("ENT_IOB")
    return draft.build(tokens=_tokens(doc), annotated=annotated, id_given=False)


def _tokens(doc: Doc) -> Tokens:
    """Return `[start, end)` of every token, without making a Python object of each."""
    lengths, spaces = doc.to_array(["LENGTH", "SPACY"]).T.tolist() if len(doc) else ([], [])
    ends = list(accumulate(length + space for length, space in zip(lengths, spaces, strict=True)))
    return tuple((end - length - space, end - space) for length, space, end in zip(lengths, spaces, ends, strict=True))


def _record(doc: Doc) -> dict[str, Any] | None:
    """Return the record written with the `Doc`: JSON, since msgpack would turn its lists into tuples."""
    text = doc.user_data.get(RECORD_KEY)
    return parse_object(text.encode()) if isinstance(text, str) else None


def _unchanged(doc: Doc, record: Mapping[str, Any]) -> bool:
    group = doc.spans.get("sc", ())
    there = [(span.start_char, span.end_char, span.label_) for span in group]
    return there == [(e["start"], e["end"], e["label"]) for e in record.get("spans", {}).get("sc", [])]


def _from_record(doc: Doc, record: dict[str, Any], file: Path, number: int, options: ReadOptions) -> Imported | None:
    cut = set(record.pop("cut", []))
    annotated = record.pop("annotated", True)
    record["text"] = doc.text
    record["tokens"] = [
        {"start": start, "end": end, "cut": 1} if i in cut else {"start": start, "end": end}
        for i, (start, end) in enumerate(_tokens(doc))
    ]
    if not annotated:
        for key in ("spans", "relations", "status", "annotator"):
            record.pop(key, None)
    return read_line(record, file, number, options.report)


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
