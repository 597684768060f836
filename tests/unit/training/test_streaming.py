"""A corpus larger than memory: documents on disk, read by spaCy in every epoch, to the same model."""

import json
from dataclasses import replace

import pytest
import spacy
from spacy.cli.train import train as spacy_train
from unit.training.stories import story, write_jsonl

from annotator.training import stored
from annotator.training.source import load_source
from annotator.training.stored import Picked, StoredDocuments, kept, picked
from annotator.training.train import TrainOptions, divide, train


@pytest.fixture
def little_memory(monkeypatch):
    """As if only a few stories fitted into memory."""
    monkeypatch.setattr(stored, "HELD", 1000)


def test_documents_on_disk_are_the_same(stories, little_memory):
    """By place, from the end, in slices and one after the other; what is picked is a view."""
    found = kept(iter(stories))
    assert isinstance(found, StoredDocuments)
    assert len(found) == len(stories) and list(found) == list(stories)
    assert found[-1] == stories[-1] and list(found[2:5]) == stories[2:5]
    some = picked(found, [3, 1, 2])
    assert isinstance(some, Picked)
    assert list(some) == [stories[3], stories[1], stories[2]] and list(some[1:]) == [stories[1], stories[2]]
    with pytest.raises(IndexError):
        found[len(stories)]


def test_a_source_on_disk_says_what_one_in_memory_says(stories, stories_file, tmp_path, monkeypatch):
    """The same documents, the same split; of several lines of a document the last one counts."""
    twice = write_jsonl(tmp_path / "twice.jsonl", [story(0).replacing(entities=(), relations=()), *stories])
    held = load_source(twice)
    monkeypatch.setattr(stored, "HELD", 1000)
    there = load_source(twice)
    assert isinstance(held.documents, tuple) and not isinstance(there.documents, tuple)
    assert list(there.documents) == list(held.documents) == list(stories)
    ours, theirs = divide(held, TrainOptions()), divide(there, TrainOptions())
    assert [list(part) for part in ours[:2]] == [list(part) for part in theirs[:2]]


def test_training_on_a_stream_learns_all_labels(stories, tmp_path, little_memory):
    """Labels that the first hundred documents lack are learnt too, relations as well, and spacy train repeats it."""
    documents = [story(number, 3) for number in range(115)]
    documents[3] = documents[3].replacing(
        entities=tuple(e if e.label == "ORG" else replace(e, label="LATE") for e in documents[3].entities), relations=()
    )
    source = write_jsonl(tmp_path / "many.jsonl", documents[100:] + documents[:100])
    report = train(source, tmp_path / "model", TrainOptions(vectors="none", max_steps=60))
    nlp = spacy.load(tmp_path / "model")
    assert set(nlp.get_pipe("ner").labels) == {"PERSON", "ORG", "LATE"}
    assert nlp.get_pipe("relation_extractor").labels == ("WORKPLACE",)
    assert report.run.scores["ents_f"] > 0.8 and report.run.scores["rel_micro_f"] > 0.6
    config = spacy.util.load_config(tmp_path / "model" / "training" / "config.cfg")
    assert (config["training"]["max_epochs"], config["corpora"]["train"]["stream"]) == (-1, True)
    spacy_train(tmp_path / "model" / "training" / "config.cfg", tmp_path / "again")
    again = json.loads((tmp_path / "again" / "model-best" / "meta.json").read_text())["performance"]
    assert again["ents_f"] == pytest.approx(report.run.scores["ents_f"], abs=1e-9)
    assert again["rel_micro_f"] == pytest.approx(report.run.scores["rel_micro_f"], abs=1e-9)
