"""Fixtures of the outside tests."""

from pathlib import Path

import pytest
from e2e.contract import kit


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: trains a model")


@pytest.fixture(scope="session")
def rich_file(tmp_path_factory) -> Path:
    """A native file of another program's making, annotator anna."""
    return kit.write_lines(tmp_path_factory.mktemp("rich") / "rich.jsonl", kit.rich())


@pytest.fixture(scope="session")
def _imported(tmp_path_factory, rich_file) -> Path:
    """A workspace into which the rich file was imported."""
    path = tmp_path_factory.mktemp("imported") / "ws"
    kit.fine("init", path)
    kit.fine("import", path, rich_file)
    return path


@pytest.fixture
def imported(_imported, tmp_path) -> Path:
    """A copy of its own of the workspace into which the rich file was imported."""
    import shutil

    return Path(shutil.copytree(_imported, tmp_path / "imported-ws"))
