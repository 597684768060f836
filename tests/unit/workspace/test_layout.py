"""Where things lie: names that are safe on every system."""

from pathlib import Path

import pytest

from annotator.workspace.layout import Layout, is_workspace


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("model:news", "model-news.jsonl"),
        ("model:../x y", "model-..-x-y.jsonl"),
        ("..", "suggestions.jsonl"),
    ],
)
def test_a_source_becomes_a_file_name_on_every_system(source, name):
    """Whatever a model is called, its suggestions lie inside their folder."""
    assert Layout(Path("news")).suggestions(source) == Path("news/suggestions") / name


def test_nobodys_temporary_file_is_taken_for_suggestions(tmp_path):
    """Hidden files and files of another kind are left out; a missing folder holds nothing."""
    layout = Layout(tmp_path)
    assert layout.suggestion_files() == []
    layout.suggestions_folder.mkdir()
    for name in ("b.jsonl", "a.jsonl", ".a.jsonl.17.tmp", ".hidden.jsonl", "notes.txt"):
        (layout.suggestions_folder / name).touch()
    assert [path.name for path in layout.suggestion_files()] == ["a.jsonl", "b.jsonl"]


def test_a_folder_is_a_workspace_once_its_settings_are_written(tmp_path):
    """The other files alone make none."""
    layout = Layout(tmp_path)
    layout.corpus.touch()
    assert not is_workspace(tmp_path)
    layout.settings.touch()
    assert is_workspace(tmp_path)
