import importlib.util
from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.workspace import Workspace


def _builders():
    spec = importlib.util.spec_from_file_location("formats_builders", Path(__file__).with_name("builders.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def build():
    return _builders()


@pytest.fixture
def options():
    return ReadOptions()


@pytest.fixture
def read(options):
    def _read(name, path):
        return list(registry.get(name).read(path, options))

    return _read


@pytest.fixture
def write(tmp_path):
    def _write(name, documents, file_name=None):
        target = registry.get(name)
        out = tmp_path / (file_name or f"out{'' if target.folder else target.suffixes[0]}")
        target.write(documents, out, WriteOptions())
        return out

    return _write


@pytest.fixture
def workspace(tmp_path):
    return Workspace.create(tmp_path / "ws", scheme="news-ru")


@pytest.fixture
def open_workspace(tmp_path):
    return Workspace.create(tmp_path / "open", scheme="open")
