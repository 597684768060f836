"""The byte index finds every line, whatever the file looks like, and its kept copy is believed only where it fits."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.workspace import index as indexing
from annotator.workspace import index_cache
from annotator.workspace.files import ReadFile
from annotator.workspace.index import build, line_number
from annotator.workspace.linefile import LineFile

IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip)
LINES = st.one_of(
    st.tuples(st.just("record"), IDS, st.integers(0, 200)),
    st.tuples(st.just("other order"), IDS, st.integers(0, 200)),
    st.tuples(st.just("spaced"), IDS, st.integers(0, 200)),
    st.tuples(st.just("number"), st.integers(), st.integers(0, 200)),
    st.tuples(st.just("bad"), st.sampled_from(["{", "x", '{"id":"a"', "\0\0", '{"a":1}', "[1]"]), st.just(0)),
    st.tuples(st.just("blank"), st.sampled_from(["", "  ", "\r"]), st.just(0)),
)


def encoded(kind, value, size):
    if kind in {"bad", "blank"}:
        return value.encode()
    rest = {"text": "ы" * size}
    if kind == "other order":
        return json.dumps(rest | {"id": value}).encode()
    if kind == "spaced":
        return json.dumps({"id": value} | rest, ensure_ascii=False).encode() + b"\r"
    return json.dumps({"id": value} | rest, ensure_ascii=False, separators=(",", ":")).encode()


def slow_index(data):
    """The same by parsing every line."""
    latest, bad, number = {}, [], 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode())
            identifier = value["id"]
            latest[str(identifier)] = number
        except (ValueError, KeyError, TypeError):
            bad.append(number)
    return latest, bad


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from([7, 64, 1000]))
def test_the_index_equals_parsing_every_line(tmp_path_factory, lines, chunk):
    """Wherever the chunks of reading end, the index finds what parsing every line finds."""
    data = b"".join(encoded(*line) + b"\n" for line in lines)
    path = tmp_path_factory.mktemp("i") / "x.jsonl"
    path.write_bytes(data)
    old, indexing.CHUNK = indexing.CHUNK, chunk
    try:
        file = ReadFile(path)
        index = build(file)
    finally:
        indexing.CHUNK = old
    latest, bad = slow_index(data)
    assert {i: line_number(file, index.offsets[p]) for i, p in index.latest.items()} == latest
    assert sorted(line_number(file, b.offset) for b in index.bad) == bad
    assert index.end == len(data)
    for identifier, position in index.latest.items():
        line = file.read(index.offsets[position], index.lengths[position])
        assert str(json.loads(line)["id"]) == identifier
    file.close()


@pytest.fixture
def large(tmp_path):
    """A file that is worth a kept index."""
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        for number in range(1200):
            file.write(b'{"id":"d%d","text":"%s"}\n' % (number % 1000, b"x" * 1000))
        file.write(b"bad line with {braces}\n")
    return path


def opened(path):
    lines = LineFile(path, path.with_suffix(".idx"))
    return lines, lines.fresh


def same(first, second):
    a, b = first.index, second.index
    bad = [[(line.offset, line.length, str(line.reason)) for line in index.bad] for index in (a, b)]
    parts = [(index.ids, index.offsets, index.lengths, index.latest, index.end) for index in (a, b)]
    return bad[0] == bad[1] and parts[0] == parts[1]


def test_a_kept_index_is_used_while_the_file_is_the_same(large):
    """The second open takes the index from the cache, and it is the same."""
    first, fresh = opened(large)
    assert fresh and len(first.index.latest) == 1000 and first.index.superseded == 200
    second, fresh = opened(large)
    assert not fresh and same(first, second)
    assert [str(p) for p in second.problems()] == [str(p) for p in first.problems()]


def test_a_grown_file_is_indexed_from_where_it_grew(large):
    """Appended lines are found without a new scan of the whole file."""
    opened(large)
    with large.open("ab") as file:
        file.write(b'{"id":"new"}\n')
    lines, _ = opened(large)
    assert "new" in lines and len(lines.index.ids) == 1201


@pytest.mark.parametrize("change", ["tail", "shrunk", "replaced", "cache torn", "cache garbage", "cache empty"])
def test_a_kept_index_that_does_not_fit_is_thrown_away(large, change):
    """Any other change of the file, or damage of the cache, means a new scan."""
    opened(large)
    cache = large.with_suffix(".idx")
    data = large.read_bytes()
    if change == "tail":
        large.write_bytes(data[:-10] + b"{bad! end}")
    elif change == "shrunk":
        large.write_bytes(data[: len(data) // 2])
    elif change == "replaced":
        other = large.with_suffix(".new")
        other.write_bytes(data)
        other.replace(large)
    elif change == "cache torn":
        cache.write_bytes(cache.read_bytes()[:-7])
    else:
        cache.write_bytes(b"\0" * 100 if change == "cache garbage" else b"")
    lines, fresh = opened(large)
    assert fresh
    file = ReadFile(large)
    assert lines.index.latest == build(file).latest
    file.close()


def test_a_change_in_place_that_no_stamp_shows_is_noticed_at_reading(large):
    """A line that is not the document the index says is never taken for it."""
    opened(large)
    status = large.stat()
    data = bytearray(large.read_bytes())
    data[:10], at = b'{"id":"e0"', data.find(b'{"id":"d1"')
    with large.open("r+b") as file:
        file.write(data)
    os.utime(large, ns=(status.st_atime_ns, status.st_mtime_ns))
    lines, fresh = opened(large)
    assert not fresh
    position = next(i for i, offset in enumerate(lines.index.offsets) if offset == 0)
    with pytest.raises(Exception, match="changed meanwhile"):
        lines.object(position)
    lines.rebuild()
    assert "e0" in lines and at > 0


def test_a_folder_that_cannot_be_written_keeps_no_index(large, tmp_path):
    """A read-only workspace opens all the same."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    lines = LineFile(large, blocked / "x.idx")
    assert len(lines.index.latest) == 1000
    index_cache.store(blocked / "x.idx", lines.file, lines.index)
