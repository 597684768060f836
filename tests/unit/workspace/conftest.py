"""A small workspace with three articles, tokenized without spaCy."""

import pytest
from small_articles import SCHEME, TEXTS, article

from annotator.workspace import Workspace


@pytest.fixture(autouse=True)
def emergency_folder(tmp_path, monkeypatch):
    folder = tmp_path / "emergency"
    monkeypatch.setenv("ANNOTATOR_EMERGENCY", str(folder))
    return folder


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace.create(tmp_path / "ws", scheme=SCHEME, name="Проба")
    report = workspace.add_articles(article(i, t) for i, t in TEXTS.items())
    assert report.added == list(TEXTS)
    return workspace
