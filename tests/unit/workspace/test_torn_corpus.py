"""An import that was killed in the middle of an article."""

from small_articles import article

from annotator.workspace import Workspace
from annotator.workspace.check import CheckReport
from annotator.workspace.check_workspace import check_workspace


def test_the_next_import_moves_a_torn_article_aside(workspace):
    """What was acknowledged stays, the torn bytes are kept in a file beside, and the corpus is sound again."""
    path = workspace.layout.corpus
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"id": "delta", "text": "\xd0')
    again = Workspace.open(workspace.path)
    assert list(again.document_ids) == ["alpha", "beta", "gamma"]
    again.add_articles([article("delta", "Новая статья.")])
    assert list(Workspace.open(workspace.path).document_ids) == ["alpha", "beta", "gamma", "delta"]
    assert [file.read_bytes() for file in path.parent.glob("corpus.jsonl.torn-*")] == [b'{"id": "delta", "text": "\xd0']
    report = CheckReport()
    check_workspace(workspace.path, report)
    assert report.ok
