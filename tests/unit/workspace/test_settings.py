"""annotator.toml is written for people."""

import pytest

from annotator.domain import Overlap
from annotator.workspace import WorkspaceError
from annotator.workspace.settings import Settings, new_settings, read_settings, set_value


@pytest.mark.parametrize("name", ["Новости", 'with "quotes" and \\', "tab\tand\nline", "del\x7f", "# no comment"])
def test_what_is_written_is_read_back(tmp_path, name):
    """Any name survives."""
    path = tmp_path / "annotator.toml"
    settings = Settings(name, "ru", 1, Overlap.ANY, ("anna", "Борис"))
    path.write_text(new_settings(settings), encoding="utf-8")
    assert read_settings(path) == settings


def test_a_value_is_changed_and_all_else_stays(tmp_path):
    """Comments, order, unknown keys and tables of others keep their bytes."""
    path = tmp_path / "annotator.toml"
    text = '# mine\nname = "x"  # my name\n\noverlap = "none"   # see guidelines\nother = [1, 2]\n\n[tool]\noverlap = "z"\n'
    path.write_text(text)
    set_value(path, "overlap", "any")
    assert path.read_text() == text.replace('"none"', '"any"')
    set_value(path, "annotators", ["anna"])
    assert read_settings(path).annotators == ("anna",)
    assert path.read_text().endswith('[tool]\noverlap = "z"\n')


def test_a_value_that_cannot_be_changed_safely_is_left(tmp_path):
    """A value over several lines is not guessed at: the file stays, and the line says so."""
    path = tmp_path / "annotator.toml"
    text = 'name = "x"\nannotators = [\n  "anna",\n]\n'
    path.write_text(text)
    with pytest.raises(WorkspaceError, match="by hand"):
        set_value(path, "annotators", ["boris"])
    assert path.read_text() == text


def test_settings_have_defaults(tmp_path):
    """An empty file makes a workspace named after its folder."""
    path = tmp_path / "annotator.toml"
    path.write_bytes(b"\xef\xbb\xbf")
    assert read_settings(path) == Settings(tmp_path.name)
