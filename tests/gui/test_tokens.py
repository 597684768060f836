"""Articles that came without tokens."""

import json

from annotator.domain.edits import AddEntity
from annotator.workspace import Workspace


def test_article_without_tokens_is_prepared_beside_the_window(make, tmp_path, qtbot):
    """It is shown at once, only for reading, and can be annotated when its tokens have come."""
    path = Workspace.create(tmp_path / "bare").path
    line = {"id": "one", "text": "Анна Ким пришла в «Луч».", "meta": {}}
    (path / "corpus.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    window = make(path=path, annotator="anna")
    session = window.files.session
    assert session.document.text == line["text"]
    assert window.message_bar.message("tokens")
    qtbot.waitUntil(lambda: bool(session.document.tokens), timeout=20000)
    assert window.message_bar.message("tokens") is None
    window.editor.article.edit_requested.emit(AddEntity(0, 8, "PERSON"))
    assert window.close()
    document = Workspace.open(path).read("anna").load("one")
    assert [document.surface(e) for e in document.entities] == ["Анна Ким"]
