"""What is wrong with a file is told in one line: the file, the line, what is wrong, and what was or should be done."""

import json
import re

import pytest

from annotator.formats import registry
from annotator.formats.base import FormatError
from annotator.formats.convert import ConvertOptions, convert
from annotator.messages import AnnotatorError

TEXT = "Анна Ким в Туле."
SPAN = {"start": 0, "end": 8, "label": "P"}


def rows(*items):
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in items)


def studio(*results):
    return rows([{"id": 1, "data": {"text": TEXT}, "annotations": [{"id": 1, "result": list(results)}]}])


def region(start, end, labels=("P",), **more):
    value = {"start": start, "end": end, "labels": list(labels), **more}
    return {"id": "r", "type": "labels", "from_name": "l", "to_name": "t", "value": value}


TABLE = "#FORMAT=WebAnno TSV 3.3\n#T_SP=NamedEntity|value\n\n"
ENTITY = {"id": 1, "label": "P", "start_offset": 0, "end_offset": 8}
BAD = [
    ("jsonl", "a.jsonl", '{"id": "a", "text": "x"', r":1: no valid JSON at column 24: correct or delete the line"),
    ("jsonl", "a.jsonl", rows({"id": "a", "text": TEXT, "ents": [{**SPAN, "end": 99}]}), r':1: "ents\[0\]" is .* ≤ 16'),
    (
        "jsonl",
        "a.jsonl",
        rows({"id": "a", "text": TEXT, "ents": [SPAN], "relations": [{"head": 0, "tail": 5, "label": "R"}]}),
        r':1: "relations\[0\]\.tail" is 5, but should be the position of an entity, 0–0',
    ),
    ("jsonl", "a.jsonl", "[1, 2]", r":1: should be a JSON object \{…\}: put one on each line"),
    ("jsonl", "a.jsonl", rows({"id": "a", "text": ""}), r':1: "text" is "", but should be a non-empty string'),
    ("jsonl", "a.jsonl", '{"id": "a", "text": "x", "text": "y"}', r':1: key "text" stands twice: keep one'),
    ("jsonl", "a.jsonl", TEXT.encode("cp1251"), r":1: byte 0xc0 at position 1 is not UTF-8: save the file as UTF-8"),
    ("jsonl", "a.jsonl", r'{"id": "a", "text": "\ud800 x"}', r":1: holds a lone surrogate"),
    ("jsonl", "a.jsonl", '{"id": "a", "text": "x", "m": NaN}', r":1: NaN is no JSON: write a number or null"),
    (
        "jsonl",
        "a.jsonl",
        rows({"id": "a", "text": TEXT, "tokens": [{"start": 0, "end": 3}]}),
        r":1: a: tokens leave out parts of the text, .* tokenized again",
    ),
    ("prodigy", "a.jsonl", rows({"text": TEXT, "spans": [{"start": 0, "end": 8}]}), r":1: entity T1: it has no label"),
    (
        "prodigy",
        "a.jsonl",
        rows({"text": TEXT, "spans": [{**SPAN, "start": "0"}]}),
        r":1: entity T1 \(P\): start and end should be whole numbers from 0: left out",
    ),
    ("prodigy", "a.jsonl", rows({"text": TEXT, "spans": "x"}), r":1: “spans” is no list: left out"),
    ("prodigy", "a.jsonl", rows({"text": TEXT, "spans": [SPAN, 7]}), r":1: item 2 of “spans” is no object"),
    ("prodigy", "a.jsonl", rows({"html": "x", "answer": "accept"}), r":1: the task has no text: left out"),
    (
        "prodigy",
        "a.jsonl",
        rows({"text": TEXT, "spans": [SPAN], "relations": [{"head": 3, "child": 9, "label": "R"}]}),
        r":1: relation 1 \(R\) links a token that is no span: left out",
    ),
    (
        "doccano",
        "a.jsonl",
        rows({"id": 1, "text": TEXT, "label": [[0, 8]]}),
        r":1: label 1 is no \[start, end, label\]",
    ),
    (
        "doccano",
        "a.jsonl",
        rows({"id": 1, "text": TEXT, "label": [[0, 99, "P"]]}),
        r":1: entity 1 \(P\): 0–99 lies outs",
    ),
    ("doccano", "a.jsonl", rows({"id": 1, "text": TEXT, "entities": {}}), r":1: “entities” is no list: left out"),
    ("doccano", "a.jsonl", rows({"id": 1, "label": []}), r":1: the example has no text: left out"),
    (
        "doccano",
        "a.jsonl",
        rows({"id": 1, "text": TEXT, "entities": [ENTITY], "relations": [{"from_id": 1, "to_id": 7, "type": "R"}]}),
        r":1: relation 1 \(R\): its end 7 is not there: left out",
    ),
    ("labelstudio", "a.json", '[{"id": 1, "data": {"text": "x"},\n', r":2: no valid JSON from here on: correct"),
    ("labelstudio", "a.json", rows([{"id": 1, "data": {"image": 3}, "annotations": []}]), r":1: none of the values in"),
    (
        "labelstudio",
        "a.json",
        studio(region(0, 4, text="Пётр")),
        r":1: entity r \(P\): the file says it covers “Пётр”, b",
    ),
    ("labelstudio", "a.json", studio(region(0, 4, labels=())), r":1: entity r: it has no label: left out"),
    ("labelstudio", "a.json", studio({"type": "relation", "from_id": "a", "to_id": "b", "labels": ["R"]}), r"end a is"),
    (
        "labelstudio",
        "a.json",
        rows([{"id": 1, "data": {"text": TEXT}, "annotations": {}}]),
        r":1: “annotations” is no list: left out",
    ),
    ("conll", "a.conll", "Анна\tB-PER\nКим\n\n", r":2: “Ким” has not as many columns as the first line"),
    ("conll", "a.conll", "", r": holds nothing to read as conll"),
    ("hf", "a.jsonl", rows({"tokens": ["a", "b"], "ner_tags": [0]}), r":1: 2 tokens but 1 tags: left out"),
    ("hf", "a.jsonl", rows({"tokens": ["a"], "ner_tags": [0]}), r":1: numbered tags without names: put README\.md"),
    ("hf", "a.jsonl", rows({"tokens": "a", "ner_tags": ["O"]}), r":1: “tokens” is no list of words: left out"),
    ("hf", "a.parquet", b"PAR1xxxx", r": is no parquet file, or a damaged one: write it again"),
    (
        "gliner",
        "a.json",
        rows([{"tokenized_text": ["a"], "ner": [[0, 5, "P"]]}]),
        r":1: entity 1, \[0, 5, 'P'\], should",
    ),
    ("gliner", "a.json", rows([{"tokenized_text": ["a"], "ner": {}}]), r":1: “ner” is no list: left out"),
    ("gliner", "a.json", rows([{"tokenized_text": "a b", "ner": []}]), r":1: “tokenized_text” is no list of words"),
    (
        "webanno",
        "a.tsv",
        TABLE + "#Text=Анна\n1-1\t0-9\tАнна\tP\t\n",
        r":5: the token does not stand where its offsets",
    ),
    ("webanno", "a.tsv", "hello", r": does not begin with #FORMAT=WebAnno TSV 3"),
    ("webanno", "a.tsv", TABLE + "1-1\t0-4\tАнна\t_\t\n", r":4: a row before any #Text=: export the table again"),
    ("cas", "a.xmi", "<xmi", r": is no CAS file, or a damaged one .*: export it again"),
    ("cas", "a.xmi", '<!DOCTYPE x [<!ENTITY a "b">]><x/>', r": has a DTD, .*: refused, take it out"),
    ("spacy", "a.spacy", b"no DocBin", r": is no DocBin file of spaCy, or a damaged one .*: save it again with spaCy"),
    ("spacy", "a.spacy", b"", r": is no DocBin file of spaCy, or a damaged one .*: save it again with spaCy"),
    (
        "spacy-json",
        "a.json",
        rows([["text", {"entities": [[0]]}]]),
        r":1: entity 1 is no \[start, end, label\]: left out",
    ),
    ("text", "a.txt", "", r": holds no text: left out"),
    ("text", "a.docx", b"PK nonsense", r": is no Word document \(\.docx\): save it again from Word"),
    ("text", "a.pdf", b"%PDF-1.4 nonsense", r": is no readable PDF: save it again, or its text as \.txt"),
    ("brat", "a.ann", "T1\tP 0 99\tАнна\n", r"a\.ann:1: entity T1 \(P\): 0–99 lies outside the text of 16 characters"),
    ("brat", "a.ann", "T1\tP 0 4\tПётр\n", r"a\.ann:1: entity T1 \(P\): the file says it covers “Пётр”, but .* “Анна”"),
    ("brat", "a.ann", "T1\tP 0 4\tАнна\nR1\tX Arg1:T1 Arg2:T9\t\n", r":2: relation R1 \(X\): its end T9 is not there"),
    ("brat", "a.ann", "T1 P 0 4 Анна\n", r":1: no annotation: “T1 P 0 4 Анна” \(columns are separated by tabs"),
]


@pytest.mark.parametrize(("name", "file", "data", "told"), BAD, ids=[f"{case[0]}-{i}" for i, case in enumerate(BAD)])
def test_what_is_wrong_is_told_in_one_line(tmp_path, name, file, data, told):
    """The place and the reason are in one line, and the source is left as it was."""
    source = tmp_path / file
    source.write_bytes(data if isinstance(data, bytes) else data.encode())
    if name == "brat":
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    before = source.read_bytes()
    try:
        report = convert(source, tmp_path / "out.jsonl", registry.get(name), registry.get("jsonl"), ConvertOptions())
        lines = [str(problem) for problem in report.problems]
    except AnnotatorError as error:
        lines = [str(error)]
    assert any(re.search(told, line) for line in lines), lines
    assert all(line.startswith(str(source)) and "\n" not in line for line in lines)
    assert source.read_bytes() == before


def test_a_table_without_text_is_told(tmp_path, read):
    """A WebAnno file of its header alone holds nothing to annotate: one line that says so."""
    (tmp_path / "a.tsv").write_text("#FORMAT=WebAnno TSV 3.3\n\n\n", encoding="utf-8")
    with pytest.raises(FormatError, match="no text"):
        read("webanno", tmp_path / "a.tsv")
