"""Hugging Face token classification: `tokens` and `ner_tags`, as JSON lines or parquet, with a dataset card."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from annotator.domain import Document
from annotator.domain.record_fields import is_int
from annotator.formats.articles import require
from annotator.formats.base import FormatError, Holds, Imported, ReadOptions, WriteOptions, WriteReport
from annotator.formats.datasetcard import CARD, PartCounts, tag_names, write_card
from annotator.formats.files import files_in
from annotator.formats.jsonfiles import first_object, items
from annotator.formats.report import Kind, Problem
from annotator.formats.tagging import TaggedSentence, build_document, sentences_of
from annotator.formats.values import key_of, text_of
from annotator.messages import AnnotatorError, msg
from annotator.workspace.jsonl import JsonLineError, dump, objects, read_json
from annotator.workspace.names import name_of_file

_DATA = "train.jsonl"
_CARD_NAME = re.compile(r"^\s+['\"]?(\d+)['\"]?:\s*(\S.*?)\s*$", re.MULTILINE)
_TAG_KEYS = ("ner_tags", "tags", "labels", "ner")
_WORD_KEYS = ("tokens", "words")
_TABLES = (".parquet", ".arrow")
_INFO = "dataset_info.json"
_NO_DATA = frozenset({_INFO, "state.json", "dataset_dict.json", "dataset_infos.json"})
_BATCH = 500


class HuggingFaceFormat:
    """A folder with `train.jsonl` and a card, a single `.jsonl` (tags by name), or a single `.parquet`; reads `.arrow` too."""

    name: ClassVar[str] = "hf"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".parquet")
    folder: ClassVar[bool] = False
    writes: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(overlap=False, relations=False, text=False)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take parquet files, JSON whose first row has tokens and tags, and folders of either with a card."""
        if not head:
            if any(path.glob("*.arrow")) or any(path.glob("*/*.arrow")):
                return True
            data = any(path.glob("*.parquet")) or any(path.glob("*.jsonl"))
            return path.is_dir() and ((path / CARD).is_file() or (path / _INFO).is_file()) and data
        if path.suffix.lower() in _TABLES:
            return head.startswith(b"PAR1") or path.suffix.lower() == ".arrow"
        first = first_object(head) if path.suffix.lower() in {".jsonl", ".json"} else None
        return first is not None and any(key in first for key in _WORD_KEYS) and any(key in first for key in _TAG_KEYS)

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document per row; numbered tags take their names from the file, else from the card beside it."""
        found = [f for f in files_in(path, (".jsonl", ".json", *_TABLES)) if f == path or f.name not in _NO_DATA]
        for file in found:
            part = _part_of(file) if len(found) > 1 else ""
            names = _card_names(file.parent / CARD) or _info_names(file.parent / _INFO)
            rows = _table_rows(file) if file.suffix.lower() in _TABLES else _json_rows(file)
            for line, row, own_names in rows:
                if isinstance(row, JsonLineError):
                    options.report.add(Problem(str(file), line, row.message, Kind.REFUSED, documents=1))
                elif imported := _read_row(row, own_names or names, file, line, options, part):
                    yield imported

    def write(self, documents: Iterable[Document], out: Path, options: WriteOptions) -> WriteReport:
        """Write a file if `out` has an ending, else a folder with JSON lines and a dataset card."""
        result = WriteReport()
        if out.suffix.lower() == ".jsonl":
            _spool(documents, out, options, result)
            result.files = [out]
            return result
        with tempfile.TemporaryDirectory() as folder:
            spool = Path(folder) / "rows.jsonl"
            counts = _spool(documents, spool, options, result)
            names = tag_names([counts])
            rows = _numbered(spool, names)
            if out.suffix.lower() == ".parquet":
                _write_parquet(rows, names, out)
                result.files = [out]
            else:
                out.mkdir(parents=True, exist_ok=True)
                _write_rows(rows, out / _DATA)
                described = write_card(out, {"train": counts}, {"train": _DATA}, options.language)
                result.files = [out / _DATA, described]
        return result

    def describe(self, folder: Path, parts: Mapping[str, Path], language: str) -> Path:
        """Write one card beside the files of a split, with the tags of all of them."""
        counted = {part: PartCounts() for part in parts}
        for part, file in parts.items():
            for _, row in objects(file):
                if not isinstance(row, JsonLineError):
                    counted[part].add(row["ner_tags"])
        return write_card(folder, counted, {part: file.name for part, file in parts.items()}, language)


# -- reading ----------------------------------------------------------------------------------------------------------

_Row = tuple[int, Any, list[str]]


def _json_rows(file: Path) -> Iterator[_Row]:
    for line, row in items(file):
        yield line, row, []


def _table_rows(file: Path) -> Iterator[_Row]:
    """Yield the rows of a parquet or Arrow file with the tag names of its schema, a few hundred in memory at a time."""
    arrow = require("pyarrow", "hf", file)
    try:
        with open_table(file) as (schema, batches):
            names = _schema_names(schema.metadata or {})
            number = 0
            for batch in batches:
                for row in batch.to_pylist():
                    number += 1
                    yield number, row, names
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise FormatError(
            msg(
                "is no {kind} file, or a damaged one: write it again",
                "это не файл {kind} или он повреждён: запишите его заново",
                kind=file.suffix[1:].lower(),
            ),
            file=file,
        ) from error


@contextmanager
def open_table(file: Path) -> Iterator[tuple[Any, Iterator[Any]]]:
    """Yield the schema and the batches of a parquet file, or of an Arrow file as `save_to_disk` and the cache write it."""
    if file.suffix.lower() == ".parquet":
        parquet = require("pyarrow.parquet", "hf", file)
        with parquet.ParquetFile(file) as table:
            yield table.schema_arrow, table.iter_batches(batch_size=_BATCH)
        return
    arrow, ipc = require("pyarrow", "hf", file), require("pyarrow.ipc", "hf", file)
    with arrow.memory_map(str(file)) as source:
        try:
            reader = ipc.open_stream(source)
            batches = iter(reader)
        except arrow.ArrowInvalid:
            reader = ipc.open_file(source)
            batches = map(reader.get_batch, range(reader.num_record_batches))
        yield reader.schema, (part for batch in batches for part in _slices(batch))


def _slices(batch: Any) -> Iterator[Any]:
    return (batch.slice(start, _BATCH) for start in range(0, batch.num_rows, _BATCH))


def _schema_names(metadata: Mapping[bytes, bytes]) -> list[str]:
    """Return the tag names that the datasets library keeps in a parquet file's schema."""
    try:
        return _feature_names(json.loads(metadata.get(b"huggingface", b"{}")).get("info", {}).get("features", {}))
    except (ValueError, AttributeError):
        return []


def _info_names(file: Path) -> list[str]:
    """Return the tag names that `dataset_info.json` holds, which the datasets library writes beside the files."""
    try:
        return _feature_names(read_json(file).get("features", {})) if file.is_file() else []
    except (AnnotatorError, AttributeError):
        return []


def _feature_names(features: Mapping[str, Any]) -> list[str]:
    for key in _TAG_KEYS:
        feature = features.get(key, {})
        names = (feature.get("feature") or feature).get("names") if isinstance(feature, dict) else None
        if isinstance(names, list):
            return [str(name) for name in names]
    return []


def _card_names(card: Path) -> list[str]:
    """Return the class_label names of a dataset card, in the order of their numbers."""
    if not card.is_file():
        return []
    text = card.read_text(encoding="utf-8", errors="replace")
    block = text.partition("class_label:")[2].partition("names:")[2].partition("splits:")[0].partition("\n---")[0]
    found: list[str] = []
    for line in block.split("\n")[1:]:
        match = _CARD_NAME.match(line)
        if match is None or int(match[1]) != len(found):
            break
        name = match[2]
        found.append(json.loads(name) if name.startswith('"') else name.strip("'"))
    return found


def _part_of(file: Path) -> str:
    """Return the part of a dataset that a file holds: its folder's name for `save_to_disk`, else its own."""
    return name_of_file(file.parent.name if file.suffix.lower() == ".arrow" else file.stem)


def _read_row(
    row: Mapping[str, Any], names: Sequence[str], file: Path, line: int, options: ReadOptions, part: str = ""
) -> Imported | None:
    """Return the document of a row. Each part of a dataset numbers its rows from 0, so that `part` tells them apart."""
    tokens = next((row[key] for key in _WORD_KEYS if isinstance(row.get(key), list)), row.get("tokens"))
    tags = next((row[key] for key in _TAG_KEYS if isinstance(row.get(key), list)), None)
    problem = _row_problem(tokens, tags, names)
    if problem is not None or not isinstance(tokens, list) or tags is None:
        message = problem or msg("no tags: left out", "нет тегов: пропущено")
        options.report.add(Problem(str(file), line, message, Kind.REFUSED, documents=1))
        return None
    named = [names[tag] if is_int(tag) else tag for tag in tags]
    given = text_of(row.get("id"))
    if part and (key_of(row.get("id")) or "").isdecimal():
        row, given = {**row, "id": f"{part}-{row['id']}"}, None
    identifier = given or key_of(row.get("id")) or f"{part or name_of_file(file.stem)}-{line}"
    sentence = TaggedSentence(tokens, named)
    return build_document("hf", identifier, [sentence], options, str(file), line, id_given=given is not None)


def _row_problem(tokens: Any, tags: list[Any] | None, names: Sequence[str]) -> Any:
    if not isinstance(tokens, list) or not tokens or not all(isinstance(t, str) and t.strip() for t in tokens):
        return msg("“tokens” is no list of words: left out", "«tokens» — не список слов: пропущено")
    if tags is None or not all(isinstance(tag, str) or is_int(tag) for tag in tags):
        return msg("“ner_tags” is no list of tags: left out", "«ner_tags» — не список тегов: пропущено")
    if len(tags) != len(tokens):
        return msg(
            "{tokens} tokens but {tags} tags: left out",
            "токенов {tokens}, а тегов {tags}: пропущено",
            tokens=len(tokens),
            tags=len(tags),
        )
    if any(is_int(tag) and not 0 <= tag < len(names) for tag in tags):
        return msg(
            "numbered tags without names: put README.md or dataset_info.json with the names beside the file",
            "теги — номера без названий: положите рядом README.md или dataset_info.json с названиями",
        )
    return None


# -- writing ----------------------------------------------------------------------------------------------------------


def _spool(documents: Iterable[Document], file: Path, options: WriteOptions, result: WriteReport) -> PartCounts:
    """Write rows with named tags, and count them."""
    counts = PartCounts()
    with file.open("wb") as stream:
        for document in documents:
            sentences = list(sentences_of(document, options.language))
            tokens = [token for sentence in sentences for token in sentence.tokens]
            tags = [tag for sentence in sentences for tag in sentence.tags]
            counts.add(tags)
            stream.write(dump({"id": document.id, "tokens": tokens, "ner_tags": tags}) + b"\n")
            result.written.add_document(document)
    return counts


def _numbered(spool: Path, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    numbers = {name: i for i, name in enumerate(names)}
    for _, row in objects(spool):
        if not isinstance(row, JsonLineError):
            yield row | {"ner_tags": [numbers[tag] for tag in row["ner_tags"]]}


def _write_rows(rows: Iterable[dict[str, Any]], file: Path) -> None:
    with file.open("wb") as stream:
        for row in rows:
            stream.write(dump(row) + b"\n")


def _write_parquet(rows: Iterable[dict[str, Any]], names: Sequence[str], out: Path) -> None:
    arrow = require("pyarrow", "hf", out)
    parquet = require("pyarrow.parquet", "hf", out)
    tag = {"feature": {"names": list(names), "_type": "ClassLabel"}, "_type": "Sequence"}
    word = {"dtype": "string", "_type": "Value"}
    features = {"id": word, "tokens": {"feature": word, "_type": "Sequence"}, "ner_tags": tag}
    metadata = {"huggingface": json.dumps({"info": {"features": features}})}
    fields = [("id", arrow.string()), ("tokens", arrow.list_(arrow.string())), ("ner_tags", arrow.list_(arrow.int64()))]
    schema = arrow.schema(fields, metadata=metadata)
    with parquet.ParquetWriter(out, schema) as writer:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
                batch = []
        writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
