"""UIMA CAS (XMI and JSON) as INCEpTION exchanges it, through dkpro-cassis, which also converts the UTF-16 offsets."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document
from annotator.formats.articles import require
from annotator.formats.base import FormatError, Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.encoding import read_bytes
from annotator.formats.files import files_in, free_path, safe_name
from annotator.formats.layers import (
    ENTITY_LAYER,
    LINGUISTIC,
    RELATION_LAYER,
    features_left_out,
    identifier_of,
    kb_id_of,
    label_of,
    unread_features,
)
from annotator.formats.report import Kind, Problem
from annotator.messages import AnnotatorError, msg
from annotator.workspace.names import name_of_file

TYPE_SYSTEM = "TypeSystem.xml"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_SILENT = ("uima.", _METADATA, "de.tudarmstadt.ukp.dkpro.core.api.segmentation.")
"""Layers that say nothing which a text and its tokens do not say."""
_DANGEROUS = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRUCTURES = b'"%FEATURE_STRUCTURES"'
_SKIPPED_FILES = frozenset({"INITIAL_CAS"})


class CasFormat:
    """CAS: a folder of `.xmi` files beside their `TypeSystem.xml`.

    In a folder of folders, as INCEpTION exports a project, the folder is the document and the file its annotator.
    """

    name: ClassVar[str] = "cas"
    suffixes: ClassVar[tuple[str, ...]] = (".xmi",)
    folder: ClassVar[bool] = True
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(kb_ids=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take XMI files, and folders of them."""
        if not head:
            return path.is_dir() and next(path.rglob("*.xmi"), None) is not None
        return path.suffix.lower() == ".xmi"

    def _save(self, cas: Any, target: Path) -> None:
        cas.to_xmi(target)

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per file."""
        cassis = require("cassis", "cas", path)
        for file in files_in(path, self.suffixes):
            if file.stem in _SKIPPED_FILES:
                options.report.add(Problem(str(file), None, msg("holds no annotator's work", "не работа разметчика")))
                continue
            nested = path.is_dir() and file.parent != path
            try:
                yield _read(cassis, file, options, nested=nested)
            except AnnotatorError as error:
                options.report.add(Problem(str(file), None, error.message, Kind.REFUSED, documents=1))

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write one XMI file per document, and the type system that INCEpTION asks for."""
        cassis = require("cassis", "cas", out)
        types = type_system(cassis)
        out.mkdir(parents=True, exist_ok=True)
        result = WriteReport(files=[out / TYPE_SYSTEM])
        types.to_xml(out / TYPE_SYSTEM)
        for document in documents:
            _require_xml(document, out)
            target = free_path(out, safe_name(document.id), self.suffixes[0])
            self._save(_cas(cassis, types, document, options.language), target)
            result.files.append(target)
            result.written.add_document(document)
        return result


class CasJsonFormat(CasFormat):
    """UIMA CAS JSON (0.4.0), a file a document; each brings its types along."""

    name: ClassVar[str] = "cas-json"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take JSON with UIMA's feature structures; a folder is known by its files."""
        return path.suffix.lower() == ".json" and _STRUCTURES in head

    def _save(self, cas: Any, target: Path) -> None:
        cas.to_json(target, ensure_ascii=False)


def type_system(cassis: Any) -> Any:
    """Return the types we write: named entities, relations between them, the document's id."""
    types = cassis.TypeSystem()
    entity = types.create_type(ENTITY_LAYER)
    types.create_feature(entity, "value", "uima.cas.String")
    types.create_feature(entity, "identifier", "uima.cas.String")
    relation = types.create_type(RELATION_LAYER)
    types.create_feature(relation, "Governor", entity)
    types.create_feature(relation, "Dependent", entity)
    types.create_feature(relation, "value", "uima.cas.String")
    metadata = types.create_type(_METADATA, "uima.tcas.DocumentAnnotation")
    types.create_feature(metadata, "documentId", "uima.cas.String")
    types.create_feature(metadata, "documentTitle", "uima.cas.String")
    return types


# -- reading ----------------------------------------------------------------------------------------------------------


def _read(cassis: Any, file: Path, options: ReadOptions, *, nested: bool) -> Imported:
    cas = _load(cassis, file)
    text = cas.sofa_string
    if not isinstance(text, str) or not text.strip():
        raise FormatError(msg("holds no text: left out", "нет текста: пропущен"), file=file)
    identifier = _document_id(cas) or name_of_file(file.parent.name if nested else file.stem)
    draft = Draft("cas", identifier, text, options.report, str(file))
    spans, links, left_out = _sorted_out(cas)
    keys = _add_spans(draft, spans)
    for link in links:
        head, tail = (keys.get(id(end), "") for end in (link.Governor, link.Dependent))
        label = label_of(_strings(link), link.type.name)
        draft.relations.append(RawRelation(f"#{len(draft.relations)}", head, tail, label))
    for host in spans:
        for role, target in _slots(host):
            head, tail = keys[id(host)], keys.get(id(target), "")
            draft.relations.append(RawRelation(f"#{len(draft.relations)}", head, tail, role))
    for name in sorted(left_out):
        draft.problem(Kind.NOTE, msg("layer {name} is not taken over", "слой {name} не загружается", name=name))
    unread = Counter(name for item in (*spans, *links) for name in _unread(item))
    if unread:
        draft.problem(Kind.REFUSED, features_left_out(unread))
    return draft.build(annotator=file.stem if nested else "")


def _sorted_out(cas: Any) -> tuple[list[Any], list[Any], set[str]]:
    """Return the annotations of spans, those that link two of them, and the names of layers that are neither."""
    spans: list[Any] = []
    links: list[Any] = []
    left_out: set[str] = set()
    for item in sorted(cas.select_all_annotations(), key=lambda a: getattr(a, "xmiID", 0) or 0):
        name = item.type.name
        if name.startswith(LINGUISTIC) or not hasattr(item, "begin"):
            if not name.startswith(_SILENT):
                left_out.add(name)
        elif hasattr(item, "Governor") and hasattr(item, "Dependent"):
            links.append(item)
        else:
            spans.append(item)
    return spans, links, left_out


def _add_spans(draft: Draft, spans: list[Any]) -> dict[int, str]:
    """Add the entities; returns their keys by the annotations' identity."""
    keys: dict[int, str] = {}
    for item in spans:
        key = keys[id(item)] = f"#{len(draft.entities)}"
        values = _strings(item)
        kb_id = kb_id_of(values.get("identifier", ""))
        draft.entities.append(RawEntity(key, [(item.begin, item.end)], label_of(values, item.type.name), kb_id=kb_id))
    return keys


def _load(cassis: Any, file: Path) -> Any:
    data = read_bytes(file)
    text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    if file.suffix.lower() == ".xmi":
        _require_no_dtd(text, file)
    beside = file.parent / TYPE_SYSTEM
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            types = _types(cassis, beside, read_bytes(beside)) if beside.is_file() else None
            if file.suffix.lower() == ".json":
                return cassis.load_cas_from_json(text, typesystem=types)
            return cassis.load_cas_from_xmi(text, typesystem=types or _types(cassis, None, b""), lenient=True)
    except AnnotatorError:
        raise
    except Exception as error:  # lxml, json and cassis raise whatever comes to pass inside them
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise FormatError(
            msg(
                "is no CAS file, or a damaged one ({reason}): export it again",
                "не файл CAS или он повреждён ({reason}): выгрузите его заново",
                reason=reason,
            ),
            file=file,
        ) from error


def _require_no_dtd(text: str, file: Path) -> None:
    if _DANGEROUS.search(text):
        raise FormatError(
            msg(
                "has a DTD, which could read other files: refused, take it out",
                "содержит DTD, который может читать другие файлы: отклонён, уберите его",
            ),
            file=file,
        )


@lru_cache(maxsize=8)
def _types(cassis: Any, file: Path | None, data: bytes) -> Any:
    """Return the types of a file, ours where there is none; a folder has one file for hundreds of documents."""
    if file is None:
        return type_system(cassis)
    text = data.decode("utf-8")
    _require_no_dtd(text, file)
    return cassis.load_typesystem(text)


def _document_id(cas: Any) -> str:
    for item in cas.select_all_annotations():
        if item.type.name == _METADATA:
            return str(getattr(item, "documentId", "") or "")
    return ""


def _slots(item: Any) -> Iterator[tuple[str, Any]]:
    """Yield (role, annotation) of each link that an annotation holds in itself; without a role the feature's name."""
    for feature in item.type.all_features:
        value = getattr(item, feature.name, None)
        for link in getattr(value, "elements", value if isinstance(value, list) else None) or ():
            if (target := getattr(link, "target", None)) is not None:
                yield str(getattr(link, "role", "") or feature.name), target


def _unread(item: Any) -> list[str]:
    """Return the features with a value that an entity or relation has no place for."""
    values = ((feature.name, getattr(item, feature.name, None)) for feature in item.type.all_features)
    numbers = [name for name, value in values if isinstance(value, (int, float)) and name not in {"begin", "end"}]
    return unread_features(_strings(item)) + numbers


def _strings(item: Any) -> dict[str, str]:
    found = ((feature.name, getattr(item, feature.name, None)) for feature in item.type.all_features)
    return {name: value for name, value in found if isinstance(value, str) and value}


# -- writing ----------------------------------------------------------------------------------------------------------


def _require_xml(document: Document, out: Path) -> None:
    parts = [document.text, *(e.label for e in document.entities), *(r.label for r in document.relations)]
    if any(_NOT_XML.search(part) for part in parts):
        raise FormatError(
            msg(
                '"{id}" holds control characters, which XML cannot: use another format',
                "«{id}» содержит управляющие символы, XML их не допускает: выберите другой формат",
                id=document.id,
            ),
            file=out,
        )


def _cas(cassis: Any, types: Any, document: Document, language: str) -> Any:
    cas = cassis.Cas(typesystem=types, sofa_string=document.text, sofa_mime="text/plain", document_language=language)
    entity_type, relation_type = types.get_type(ENTITY_LAYER), types.get_type(RELATION_LAYER)
    metadata = types.get_type(_METADATA)
    title = {"documentId": document.id, "documentTitle": document.id}
    cas.add(metadata(begin=0, end=len(document.text), language=language, **title))
    made = {}
    for e in document.entities:
        identifier = identifier_of(e.kb_id) if e.kb_id else None
        made[e.id] = entity_type(begin=e.start, end=e.end, value=e.label, identifier=identifier)
        cas.add(made[e.id])
    for r in document.relations:
        head, tail = made[r.head], made[r.tail]
        cas.add(relation_type(begin=tail.begin, end=tail.end, Governor=head, Dependent=tail, value=r.label))
    return cas
