"""Training, evaluation and learning curve on a team's workspace, by its address."""

import json

import pytest
from unit.training.stories import story

from annotator.cli.main import main
from annotator.domain import LabelScheme
from annotator.team.store import TeamStore
from annotator.workspace import Article


@pytest.fixture
def stories_url(server, tmp_path, monkeypatch):
    """A workspace on a server with annotated stories, and three articles that nobody has read."""
    monkeypatch.setenv("ANNOTATOR_TEAM", str(tmp_path / "team"))
    database = server.new_database()
    with_password = server.url(database)
    store = TeamStore.create(with_password, scheme=LabelScheme("open", open=True), name="stories")
    documents = [story(number) for number in range(16)]
    store.add_articles(Article(d.id, d.text, d.tokens) for d in documents)
    with store.annotations("anna") as annotations:
        for document in documents[:13]:
            annotations.save(document)
    store.close()
    yield with_password
    server.give_back(database)


def test_train_evaluate_and_learning_curve_take_an_address(stories_url, server, tmp_path, capsys):
    """All three read the annotations on the server, and no password is printed or written into the model."""

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main([*map(str, words), "--json"])
        shown = capsys.readouterr()
        assert ended.value.code == 0, shown.err
        assert server.password not in shown.out + shown.err
        return json.loads(shown.out)

    fast = ("--vectors", "none", "--max-steps", "40")
    trained = run("train", stories_url, tmp_path / "model", *fast)
    assert (trained["annotator"], trained["documents"]["train"] + trained["documents"]["dev"]) == ("anna", 13)
    assert trained["components"] == ["tok2vec", "ner", "relation_extractor"]
    for file in (tmp_path / "model").rglob("*"):
        assert not file.is_file() or server.password.encode() not in file.read_bytes(), file
    scores = run("evaluate", tmp_path / "model", stories_url, "--replicates", "10")
    assert scores["entities"]["strict"]["f1"] is not None
    curve = run("learning-curve", stories_url, *fast, "--shares", "50,100")
    assert [point["documents"] for point in curve["points"]] == [5, 10]
