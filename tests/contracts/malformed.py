"""Generated files that are wrong in one way each, with the line on which that has to be told."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

TEXT = "Мустафа Сулейман возглавил Microsoft AI"
GOOD = {"id": "good", "text": TEXT, "spans": {"sc": [{"start": 0, "end": 16, "label": "PERSON"}]}, "status": "done"}


@dataclass(frozen=True)
class Case:
    """`content` is the file; `line` the line to be named, or None where the file as a whole is wrong."""

    content: bytes
    line: int | None = 2


def line(value):
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def second(data):
    """Return a file whose second line is `data`, between two good ones."""
    return line(GOOD) + data + line(GOOD | {"id": "after"})


def record(**changes):
    return Case(second(line(GOOD | {"id": "bad"} | changes)))


def span(**changes):
    return record(spans={"sc": [{"start": 0, "end": 7, "label": "PERSON"} | changes]})


def relation(**changes):
    spans = [{"start": 0, "end": 7, "label": "PERSON"}, {"start": 8, "end": 16, "label": "PERSON"}]
    return record(spans={"sc": spans}, relations=[{"head": 0, "tail": 1, "label": "KNOWS"} | changes])


def raw(data):
    return Case(second(data + b"\n"))


def key(text):
    """Return a line with raw JSON text as an extra key's value."""
    return raw(b'{"id":"bad","text":"x","extra":' + text + b"}")


RECORDS = {
    # no JSON
    "truncated": Case(line(GOOD) + line(GOOD)[:40]),
    "truncated inside a character": Case(line(GOOD) + line(GOOD)[:29]),
    "truncated in the middle": raw(line(GOOD)[:60]),
    "NUL line": raw(b"\0" * 100),
    "NUL tail": Case(line(GOOD) + b"\0" * 4096),
    "NUL hole": raw(line(GOOD)[:30] + b"\0" * 30 + line(GOOD)[60:-1]),
    "garbage": raw(b"this is no JSON"),
    "two objects": raw(b'{"id":"a","text":"x"}{"id":"b","text":"x"}'),
    "single quotes": raw(b"{'id':'a','text':'x'}"),
    "trailing comma": raw(b'{"id":"a","text":"x",}'),
    "comment": raw(b'{"id":"a","text":"x"} // why'),
    "only a bracket": raw(b"{"),
    "control character": raw(b'{"id":"a","text":"x\x02"}'),
    "bad escape": raw(rb'{"id":"a","text":"\x41"}'),
    "binary": raw(bytes(range(128, 256))),
    "git conflict mark": raw(b"<<<<<<< HEAD"),
    "csv": raw(b"id;text;label"),
    # encodings
    "invalid UTF-8": raw(b'{"id":"a","text":"\xff\xfe"}'),
    "overlong UTF-8": raw(b'{"id":"a","text":"\xc0\xaf"}'),
    "cp1251": raw('{"id":"a","text":"Привет"}'.encode("cp1251")),
    "encoded surrogate": raw(b'{"id":"a","text":"\xed\xa0\x80"}'),
    "UTF-16": Case('{"id":"a","text":"x"}\n'.encode("utf-16"), 1),
    "BOM in the middle": raw(b'\xef\xbb\xbf{"id":"a","text":"x"}'),
    # values that JSON in a file cannot hold
    "NaN": key(b"NaN"),
    "infinity": key(b"-Infinity"),
    "float overflow": key(b"1e9999"),
    "huge integer": key(b"9" * 5000),
    "repeated key": raw(b'{"id":"a","id":"b","text":"x"}'),
    "repeated key inside": key(b'{"a":1,"a":1}'),
    "lone surrogate in the text": raw(rb'{"id":"a","text":"\ud83d"}'),
    "lone surrogate in a label": raw(rb'{"id":"a","text":"xy","ents":[{"start":0,"end":1,"label":"\udc00"}]}'),
    "lone surrogate elsewhere": key(rb'"\ud800"'),
    "deep lists": key(b"[" * 5000 + b"]" * 5000),
    "deep objects": key(b'{"a":' * 900 + b"1" + b"}" * 900),
    "unclosed lists": raw(b"[" * 200_000),
    # wrong types
    "a list": raw(b"[1,2]"),
    "a string": raw(b'"text"'),
    "a number": raw(b"17"),
    "null": raw(b"null"),
    "no id": Case(second(line({"text": "x"}))),
    "id is null": record(id=None),
    "id is empty": record(id=""),
    "id is a list": record(id=["a"]),
    "id is true": record(id=True),
    "no text": Case(second(line({"id": "bad"}))),
    "text is null": record(text=None),
    "text is empty": record(text=""),
    "text is a number": record(text=5),
    "spans is a list": record(spans=[]),
    "spans.sc is an object": record(spans={"sc": {}}),
    "spans.sc holds numbers": record(spans={"sc": [1]}),
    "tokens are pairs": record(tokens=[[0, 7]]),
    "status unknown": record(status="finished"),
    "status a number": record(status=1),
    "meta is a list": record(meta=[]),
    "notes hold numbers": record(notes={"T1": 1}),
    "score is text": record(scores={"T1": "high"}),
    "score is true": record(scores={"T1": True}),
    "fragments wrong": record(fragments={"T1": [[0]]}),
    "rev negative": record(rev=-1),
    "annotator is a number": record(annotator=7),
    # offsets
    "start negative": span(start=-1),
    "end beyond the text": span(end=10_000),
    "end before start": span(start=7, end=3),
    "empty span": span(start=3, end=3),
    "start is a float": span(start=0.0),
    "start is text": span(start="0"),
    "start is true": span(start=True),
    "start is huge": span(start=10**30),
    "only a blank": span(start=7, end=8),
    "label empty": span(label=""),
    "label a number": span(label=3),
    "float in a span": span(score=0.5),
    "object in a span": span(extra={}),
    "blank at the end": span(end=8),
    "tokens overlap": record(tokens=[{"start": 0, "end": 7}, {"start": 5, "end": 16}]),
    "token beyond the text": record(tokens=[{"start": 0, "end": 900}]),
    "tokens leave words out": record(tokens=[{"id": 0, "start": 0, "end": 7}]),
    "wrong hash": record(text_sha256="0" * 64),
    "ents contradict": record(ents=[{"start": 0, "end": 7, "label": "ORG"}]),
    "head beyond the entities": relation(head=9),
    "head negative": relation(head=-1),
    "head is text": relation(head="T1"),
    "tail missing": relation(tail=None),
    "head is tail": relation(tail=0),
    "relation label empty": relation(label=""),
    "spans given twice": record(spans={"sc": [{"start": 0, "end": 7, "label": "PERSON"}] * 2}),
}

SCHEMES = {
    "empty": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "no name": b"{}",
    "repeated key": b'{"name":"a","name":"b"}',
    "NaN": b'{"name":"a","version":NaN}',
    "overlap unknown": b'{"name":"a","overlap":"sometimes"}',
    "label twice": b'{"name":"a","entities":["P","P"]}',
    "reserved key": b'{"name":"a","entities":[{"label":"P","key":"r"}]}',
    "head unknown": b'{"name":"a","entities":["P"],"relations":[{"label":"R","head":["Q"]}]}',
    "invalid UTF-8": b'{"name":"\xff"}',
    "deep": b'{"name":' + b"[" * 5000,
}

SETTINGS = {
    "no TOML": (b"name = \n", 1),
    "not UTF-8": (b'name = "\xff"\n', None),
    "NUL": (b"name = \0\n", 1),
    "newer format": (b'name = "x"\nformat = 99\n', 2),
    "format is text": (b'name = "x"\nformat = "1"\n', 2),
    "overlap unknown": (b'name = "x"\n\noverlap = "some"\n', 3),
    "name is a number": (b"name = 5\n", 1),
    "annotator leads out": (b'name = "x"\nannotators = ["../anna"]\n', 2),
    "annotators is text": (b'name = "x"\nannotators = "anna"\n', 2),
    "language is a list": (b'name = "x"\nlanguage = []\n', 2),
}


def write_big_line(path: Path, size: int) -> None:
    """Write a file whose second line is an object of `size` bytes."""
    with path.open("wb") as file:
        file.write(line(GOOD) + b'{"id":"big","text":"')
        block = b"x" * (1 << 20)
        for _ in range(size >> 20):
            file.write(block)
        file.write(b'"}\n' + line(GOOD | {"id": "after"}))


def digest(path: Path) -> tuple:
    """Return what tells whether a file was touched."""
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns, status.st_ino
