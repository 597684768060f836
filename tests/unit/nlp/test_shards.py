"""A corpus in several files: written by the export, read by spaCy itself and by `annotator train`."""

import pytest
import spacy
from spacy.cli.init_config import init_config
from spacy.cli.train import train as spacy_train
from spacy.training import Corpus
from unit.training.stories import story

from annotator.cli.main import main
from annotator.domain import Entity, LabelScheme
from annotator.training.source import load_source
from annotator.workspace import Article, Workspace

MANY = 23


def run(*words):
    """Run a command; return its exit status."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return ended.value.code


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    """A folder of DocBin files of five documents; the last document alone has a label of its own."""
    folder = tmp_path_factory.mktemp("shards")
    workspace = Workspace.create(folder / "ws", scheme=LabelScheme("open", open=True))
    documents = [story(number) for number in range(MANY)]
    last = documents[-1]
    documents[-1] = last.replacing(entities=(*last.entities, Entity("T99", len(last.text) - 1, len(last.text), "DOT")))
    workspace.add_articles(Article(d.id, d.text, d.tokens) for d in documents)
    with workspace.annotations("anna") as annotations:
        for document in documents:
            annotations.save(document)
    words = ["export", str(workspace.path), str(folder / "out"), "--format", "spacy", "--shard-size", "5"]
    assert run(*words) == 0
    return folder / "out", documents, words


def test_each_file_holds_so_many_documents(shards, capsys):
    """All are there, in their order, and an older export is not mixed with a new one."""
    folder, documents, words = shards
    files = sorted(folder.glob("*.spacy"))
    assert [file.name for file in files] == [f"{n:05}.spacy" for n in range(1, 6)]
    found = list(Corpus(folder)(spacy.blank("ru")))
    assert [example.reference.text for example in found] == [d.text for d in documents]
    assert run(*words) == 2
    assert "00001.spacy" in capsys.readouterr().err


def test_stock_spacy_trains_on_the_folder(shards, tmp_path):
    """`paths.train` is the folder: a label that only the last file has is learnt too."""
    folder = shards[0]
    config = init_config(lang="ru", pipeline=["ner"], optimize="efficiency", gpu=False)
    config["training"] |= {"max_steps": 2, "eval_frequency": 2}
    config.to_disk(tmp_path / "config.cfg")
    spacy_train(
        tmp_path / "config.cfg", tmp_path / "model",
        overrides={"paths.train": str(folder), "paths.dev": str(folder / "00001.spacy")},
    )  # fmt: skip
    assert set(spacy.load(tmp_path / "model" / "model-last").get_pipe("ner").labels) == {"PERSON", "ORG", "DOT"}


def test_the_folder_is_a_source_of_our_training(shards):
    """Every file is read, with entities and relations."""
    folder, documents, _ = shards
    source = load_source(folder)
    assert [d.id for d in source.documents] == [d.id for d in documents]
    assert sum(len(d.relations) for d in source.documents) == sum(len(d.relations) for d in documents)
    assert source.complete


def test_parts_of_a_split_are_folders_of_files(shards, tmp_path):
    """With --split each part has files of its own, other formats as well; brat writes many files anyway."""
    words = [*shards[2][:2], str(tmp_path / "out"), "--format", "jsonl", "--split", "70/30", "--shard-size", "10"]
    assert run(*words) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"train", "dev"}
    assert len(list((tmp_path / "out" / "train").iterdir())) == 2
    words[4] = "brat"
    assert run(*words[:2], tmp_path / "b", *words[3:]) == 2
