"""Lines are read exactly or refused with a reason."""

import io
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.messages import AnnotatorError
from annotator.workspace import jsonl

BAD = {
    "repeated key": (b'{"a":1,"a":2}', "stands twice"),
    "NaN": (b'{"a":NaN}', "NaN"),
    "minus infinity": (b'{"a":-Infinity}', "Infinity"),
    "overflow": (b'{"a":1e999}', "too large"),
    "5000 digits": (b'{"a":' + b"9" * 5000 + b"}", "digits"),
    "deep lists": (b"[" * 100_000, "nested"),
    "deep objects": (b'{"a":' * 300 + b"1" + b"}" * 300, "nested"),
    "lone surrogate": (b'{"a":"\\ud800"}', "surrogate"),
    "not UTF-8": (b'{"a":"\xff"}', "UTF-8"),
    "UTF-16": ('{"a":1}'.encode("utf-16"), "UTF-16"),
    "NUL": (b'{"a":1}\0\0', "NUL"),
    "list": (b"[1]", "object"),
    "trailing text": (b'{"a":1} x', "column 9"),
    "cut off": (b'{"a":', "column"),
    "control character": (b'{"a":"\x01"}', "column"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_refused_with_its_reason(name):
    """What cannot be kept exactly is refused, and the message says why in one line."""
    data, reason = BAD[name]
    with pytest.raises(jsonl.JsonLineError, match=reason) as error:
        jsonl.parse_object(data)
    assert "\n" not in str(error.value)
    assert error.value.message.render("ru") != error.value.message.render("en")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=30,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON))
def test_what_is_written_is_read_back(value):
    """Every JSON object survives writing and reading, whatever spacing it was written with."""
    data = jsonl.dump(value)
    assert b"\n" not in data
    assert jsonl.parse_object(data) == value
    assert jsonl.parse_object(json.dumps(value, indent=None).encode()) == value


def test_nan_is_never_written():
    """A NaN is refused at writing, since no reader would take the line."""
    with pytest.raises(ValueError, match="JSON"):
        jsonl.dump({"score": float("nan"), "none": None})


def test_lines_end_at_line_feeds_alone():
    """U+2028, NEL and form feeds inside a string end no line; offsets count bytes, the BOM belongs to no line."""
    body = '{"a":"x\u2028y\u0085z"}'.encode()
    lines = list(jsonl.raw_lines(io.BytesIO(jsonl.BOM + body + b"\n\n" + body)))
    assert [(line.number, line.offset, line.length, line.finished) for line in lines] == [
        (1, 3, len(body), True),
        (2, 4 + len(body), 0, True),
        (3, 5 + len(body), len(body), False),
    ]
    assert [line.blank for line in lines] == [False, True, False]


def test_a_line_beyond_the_limit_is_not_read_into_memory():
    """A line over the limit is skipped by size, and the lines after it are still found."""
    lines = list(jsonl.raw_lines(io.BytesIO(b"x" * 100 + b"\n{}\n" + b"y" * 11), limit=10))
    assert [(line.number, line.offset, line.length, line.data, line.finished) for line in lines] == [
        (1, 0, 100, None, True),
        (2, 101, 2, b"{}", True),
        (3, 104, 11, None, False),
    ]
    exact = list(jsonl.raw_lines(io.BytesIO(b"x" * 10 + b"\n" + b"y" * 11 + b"\n"), limit=10))
    assert [(line.length, line.finished) for line in exact] == [(10, True), (11, True)]
    with pytest.raises(jsonl.JsonLineError, match="MB"):
        jsonl.parse_line(lines[0])


def test_objects_go_on_after_a_bad_line(tmp_path):
    """A bad line yields its error with file and line, and the good lines around it are read."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a":1}\nbroken\n\n{"a":2}')
    found = list(jsonl.objects(path))
    assert [number for number, _ in found] == [1, 2, 4]
    assert str(found[1][1]).startswith(f"{path}:2: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_and_folders_are_refused(tmp_path):
    """Something that is no regular file is refused at once instead of blocking."""
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "missing.jsonl"):
        with pytest.raises(AnnotatorError) as error:
            list(jsonl.objects(path))
        assert str(error.value).startswith(f"{path}: ")
