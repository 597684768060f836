"""Two processes, or two windows, that each opened the workspace before the other changed it."""

import pytest

from annotator.workspace import Article, Workspace


@pytest.fixture
def both(tmp_path):
    """The same workspace opened twice; it holds one article without tokens."""
    Workspace.create(tmp_path / "ws", scheme="news-ru")
    (tmp_path / "ws" / "corpus.jsonl").write_text('{"id": "old", "text": "Анна Ким"}\n', encoding="utf-8")
    return Workspace.open(tmp_path / "ws"), Workspace.open(tmp_path / "ws")


def article(identifier):
    return Article(identifier, f"Илон Маск {identifier}", ())


def test_articles_of_another_process_stay(both):
    """Articles that another process added meanwhile are no torn line: they stay, and are known from then on."""
    one, other = both
    one.add_articles([article("a"), article("b")])
    report = other.add_articles([article("b"), article("c")])
    assert (report.added, report.known) == (["c"], ["b"])
    assert list(Workspace.open(one.path).document_ids) == list(other.document_ids) == ["old", "a", "b", "c"]
    assert not list(one.path.glob("*.torn-*"))


def test_a_corpus_that_another_process_wrote_anew_is_read_anew(both):
    """After another process tokenized the corpus, adding and tokenizing go by the new file."""
    one, other = both
    assert one.tokenize_missing() == 1
    other.add_articles([article("a")])
    assert other.tokenize_missing() == 0
    assert [(a.id, bool(a.tokens)) for a in Workspace.open(one.path).articles()] == [("old", True), ("a", True)]


def test_labels_of_another_process_stay(both):
    """Labels that another process added to the scheme meanwhile are in the file beside the new ones."""
    one, other = both
    one.extend_scheme(["FIRST"])
    assert {"FIRST", "SECOND"} <= {found.label for found in other.extend_scheme(["SECOND"]).entities}
    there = {found.label for found in Workspace.open(one.path).scheme.entities}
    assert {"FIRST", "SECOND"} <= there
