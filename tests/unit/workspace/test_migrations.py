"""Workspace formats lead to the next by numbered steps that may be interrupted."""

import pytest

from annotator.messages import msg
from annotator.workspace import SaveError, Workspace, WorkspaceError
from annotator.workspace.files import replace_file
from annotator.workspace.migrations import MIGRATIONS, Migration, migrate
from annotator.workspace.settings import FORMAT, read_settings


def rename_key(old, new):
    def run(root):
        path = root / "guidelines.md"
        replace_file(path, [path.read_bytes().replace(old, new)])

    return Migration(f"{old} to {new}", run)


@pytest.fixture
def root(workspace):
    (workspace.path / "guidelines.md").write_text("one")
    return workspace.path


def test_steps_run_in_order_and_the_number_follows(root):
    """From format 1 two steps lead to 3; the files as they were are kept."""
    assert migrate(root, 1, [rename_key(b"one", b"two"), rename_key(b"two", b"three")]) == 3
    assert (root / "guidelines.md").read_text() == "three"
    assert "format = 3" in (root / "annotator.toml").read_text()
    kept = root / ".annotator" / "before-format-2"
    assert (kept / "guidelines.md").read_text() == "one" and (kept / "corpus.jsonl").exists()


def test_an_interrupted_migration_goes_on_where_it_stopped(root):
    """A step that fails leaves the format that was reached; the next try begins there, with the first copy kept."""

    def fails(_):
        raise SaveError(msg("no", "нет"))

    first = rename_key(b"one", b"two")
    with pytest.raises(SaveError):
        migrate(root, 1, [first, Migration("fails", fails)])
    assert "format = 2" in (root / "annotator.toml").read_text()
    assert migrate(root, 2, [first, rename_key(b"two", b"three")]) == 3
    assert (root / "guidelines.md").read_text() == "three"
    assert (root / ".annotator" / "before-format-2" / "guidelines.md").read_text() == "one"


def test_the_newest_format_needs_no_step(root):
    """The format that this program writes is the last step's, and opening it changes nothing."""
    assert len(MIGRATIONS) + 1 == FORMAT
    before = (root / "annotator.toml").read_bytes()
    assert migrate(root, FORMAT) == FORMAT
    Workspace.open(root)
    assert (root / "annotator.toml").read_bytes() == before
    assert read_settings(root / "annotator.toml").format == FORMAT


def test_a_newer_format_is_refused(root):
    """A workspace of a newer program is not opened, and the line says what to do."""
    path = root / "annotator.toml"
    path.write_text(path.read_text().replace("format = 1", "format = 99"))
    with pytest.raises(WorkspaceError, match="update the program") as error:
        Workspace.open(root)
    assert error.value.line == 3
