"""Long files are read part by part, with the same result wherever a part ends."""

import json

import pytest

from annotator.formats import jsonfiles, registry
from annotator.formats.base import FormatError, ReadOptions
from annotator.workspace.jsonl import JsonLineError

ITEMS = [{"текст": 'Анна 👩 \\ " ] }', "n": [1, 2.5, None]}, {}, {"a": {"b": [[]]}}, {"c": "\u2028"}]
CONLL = "Анна\tB-PER\nКим\tI-PER\n\nв\tO\nТуле\tB-LOC\n\n"


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64, 1 << 20])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_is_the_same_wherever_its_parts_end(tmp_path, monkeypatch, chunk, indent):
    """Strings, letters of several bytes and numbers cut by the end of a part come out whole."""
    monkeypatch.setattr(jsonfiles, "_CHUNK", chunk)
    path = tmp_path / "a.json"
    path.write_text("\ufeff \n" + json.dumps(ITEMS, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
    assert [value for _, value in jsonfiles.list_items(path)] == ITEMS
    path.write_text("[12345, 67.25,\n true]", encoding="utf-8")
    assert [(line, value) for line, value in jsonfiles.list_values(path)] == [(1, 12345), (1, 67.25), (2, True)]


@pytest.mark.parametrize(("data", "count"), [("[]", 0), (" [ ] \n", 0), ('[{"a": 1}] \n', 1)])
def test_whole_lists_are_read_to_their_end(tmp_path, data, count):
    """An empty list is a list, blanks behind one are nothing."""
    (tmp_path / "a.json").write_text(data, encoding="utf-8")
    assert len(list(jsonfiles.list_items(tmp_path / "a.json"))) == count


def test_lines_of_elements_are_counted_across_parts(tmp_path, monkeypatch):
    """A bad element is refused with the line on which it begins, and those behind it are read."""
    monkeypatch.setattr(jsonfiles, "_CHUNK", 5)
    path = tmp_path / "a.json"
    path.write_text('[\n{"a": 1},\n\n7,\n{"b": 2}\n]', encoding="utf-8")
    found = [(line, isinstance(value, JsonLineError)) for line, value in jsonfiles.list_items(path)]
    assert found == [(2, False), (4, True), (5, False)]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'[\n{"a": 1},\n{"b": \n', 4),
        (b'[\n{"a": 1},\nnonsense]', 3),
        (b'[\n{"a": 1},\n', 3),
        (b'[\n{"a": 1}\n', 3),
        (b'[\n{"a": 1},\n]', 3),
        (b'[\n{"a": 1}\n{"b": 2}]', 3),
        (b'[\n{"a": 1}]\n[{"b": 2}]', 3),
    ],
)
def test_a_list_that_breaks_off_is_told_by_line(tmp_path, monkeypatch, data, line):
    """What stood before is read, then the place is named."""
    monkeypatch.setattr(jsonfiles, "_CHUNK", 4)
    path = tmp_path / "a.json"
    path.write_bytes(data)
    found = jsonfiles.list_items(path)
    assert next(found) == (2, {"a": 1})
    with pytest.raises(FormatError, match=rf"a\.json:{line}: no valid JSON from here on"):
        next(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("times", [3, 4000])
def test_tagged_files_are_decoded_line_by_line_whatever_their_encoding(tmp_path, encoding, times):
    """Short files and those longer than the part that is looked at first are found out alike."""
    path = tmp_path / "a.conll"
    path.write_bytes((CONLL * times).replace("\n", "\r\n").encode(encoding))
    options = ReadOptions()
    (imported,) = registry.get("conll").read(path, options)
    surfaces = {imported.document.surface(entity) for entity in imported.document.entities}
    assert surfaces == {"Анна Ким", "Туле"}
    assert len(imported.document.entities) == 2 * times


def test_a_line_in_another_encoding_is_told(tmp_path):
    """A file that changes its encoding under way is refused at that line."""
    path = tmp_path / "a.conll"
    path.write_bytes((CONLL * 3).encode() + "Уфа\tB-LOC\n".encode("cp1251"))
    with pytest.raises(FormatError, match=r"a\.conll:19: is not utf-8 from here on"):
        list(registry.get("conll").read(path, ReadOptions(encoding="utf-8")))
