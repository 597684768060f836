"""A small workspace with three articles, tokenized without spaCy."""

import re

import pytest

from annotator.domain import EntityLabel, LabelScheme, RelationLabel
from annotator.workspace import Article, Workspace

SCHEME = LabelScheme(
    "test",
    entities=(EntityLabel("PERSON"), EntityLabel("ORG")),
    relations=(RelationLabel("WORKPLACE", ("PERSON",), ("ORG",)),),
)
TEXTS = {
    "alpha": "Мустафа Сулейман возглавил Microsoft AI.",
    "beta": "OpenAI и Microsoft расширили  партнёрство.\nОб этом сообщил Сатья Наделла.",
    "gamma": "Ничего не произошло 👍.",
}


def tokens_of(text):
    """Return tokens as the native record needs them: words, punctuation and all blanks but single ones."""
    tokens = []
    for match in re.finditer(r"\w+|[^\w\s]|\s+", text):
        start, end = match.span()
        if text[start] == " ":
            start += 1
        if start < end:
            tokens.append((start, end))
    return tuple(tokens)


def article(identifier, text):
    return Article(identifier, text, tokens_of(text), {"source": "test"})


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
