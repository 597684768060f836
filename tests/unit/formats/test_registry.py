"""Formats are found by entry point, and files by what is in them."""

import json
import os
import tomllib
from importlib.metadata import EntryPoint, entry_points
from typing import ClassVar

import pytest

from annotator.domain import Document
from annotator.formats import registry
from annotator.formats.base import Format, FormatError, Holds, Imported, ReadOnly
from annotator.messages import AnnotatorError


class Poem(ReadOnly):
    """A format of another package: a verse a line, an article each."""

    name: ClassVar[str] = "poem"
    suffixes: ClassVar[tuple[str, ...]] = (".poem",)
    folder: ClassVar[bool] = False
    holds: ClassVar[Holds] = Holds(entities=False)

    def recognises(self, path, head):
        return path.suffix == ".poem"

    def read(self, path, options):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            yield Imported(Document(f"{path.stem}-{number}", line), str(path), number, annotated=False)


class Broken(Poem):
    """A format whose package is faulty."""

    name: ClassVar[str] = "broken"

    def recognises(self, path, head):
        raise RuntimeError(path, head)


class Worse(Poem):
    """A format that cannot even be made."""

    def __init__(self):
        raise ValueError("no\nluck")


@pytest.fixture
def plugin(monkeypatch):
    """The entry point of a package that is not installed here."""
    point = EntryPoint("poem", f"{__name__}:Poem", registry.GROUP)
    faulty = [EntryPoint(n, f"{__name__}:{c}", registry.GROUP) for n, c in (("broken", "Broken"), ("awful", "Worse"))]
    monkeypatch.setattr(registry, "entry_points", lambda group: [*entry_points(group=group), *faulty, point])
    registry._others.cache_clear()
    yield
    monkeypatch.undo()
    registry._others.cache_clear()


def test_a_format_of_another_package_is_listed_found_and_read(plugin, tmp_path):
    """One entry point is all that it takes."""
    (tmp_path / "a.poem").write_text("Мороз и солнце", encoding="utf-8")
    assert "poem" in registry.names()
    found = registry.detect(tmp_path / "a.poem")
    assert isinstance(found, Format)
    assert found.name == "poem"
    assert [i.document.text for i in found.read(tmp_path / "a.poem", None)] == ["Мороз и солнце"]
    assert registry.detect(tmp_path).name == "poem"


@pytest.mark.usefixtures("plugin")
def test_a_faulty_package_keeps_nobody_from_their_files(tmp_path):
    """Formats that raise, when they are made or asked, are passed over; asked for by name they are one line."""
    (tmp_path / "a.poem").write_text("Мороз и солнце", encoding="utf-8")
    assert registry.detect(tmp_path / "a.poem").name == "poem"
    with pytest.raises(FormatError, match=r"awful.*ValueError: no luck"):
        registry.get("awful")


def test_the_programs_own_formats_stand_among_the_entry_points(root):
    """What a source tree finds by its table, an installed program finds by its metadata: both say the same."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][registry.GROUP] == registry.BUILT_IN


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("jsonl", {"id": "a", "text": "Анна", "ents": []}),
        ("doccano", {"id": 1, "text": "Анна", "label": [[0, 4, "PER"]]}),
        ("prodigy", {"text": "Анна", "spans": [], "answer": "accept"}),
        ("hf", {"tokens": ["Анна"], "ner_tags": ["O"]}),
    ],
)
def test_a_folder_is_known_by_the_files_in_it(tmp_path, name, row):
    """Most formats know their files, not folders of them."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert registry.detect(tmp_path).name == name


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_told_and_not_waited_for(tmp_path):
    """What could block for ever is refused in one line."""
    os.mkfifo(tmp_path / "a.jsonl")
    with pytest.raises(AnnotatorError, match=r"a\.jsonl: this is no file"):
        registry.detect(tmp_path / "a.jsonl")
