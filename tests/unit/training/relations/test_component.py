"""The relation component by itself: training, writing, saving, scoring."""

import numpy as np
import pytest
import spacy
from spacy.training import Example
from unit.training.stories import story

from annotator.nlp.spans import gold_doc

LABEL = "WORKPLACE"


def examples(nlp, numbers):
    return [Example(nlp.make_doc(d.text), gold_doc(d, nlp.vocab, "ru")) for d in map(story, numbers)]


def bare(nlp, number):
    """Return a document with entities and without relations."""
    doc = gold_doc(story(number), nlp.vocab, "ru")
    doc._.relations = []
    return doc


def ends(doc):
    return {(r["head"], r["tail"], r["label"]) for r in doc._.relations}


def train(nlp, epochs=8, **config):
    pipe = nlp.add_pipe("relation_extractor", config=config)
    data = examples(nlp, range(40))
    pipe.initialize(lambda: data, nlp=nlp)
    for _ in range(epochs):
        for start in range(0, len(data), 4):
            pipe.update(data[start : start + 4])
    return pipe


@pytest.fixture(scope="module")
def taught():
    nlp = spacy.blank("ru")
    pipe = train(nlp)
    scores = pipe.score(examples(nlp, range(40, 60)))
    return nlp, pipe, scores


def test_it_learns(taught):
    """Regular relations are found in articles it has not seen."""
    assert taught[2]["rel_micro_f"] > 0.95


def test_it_writes_relations_with_scores(taught):
    """head and tail are positions in spans["sc"], scores are probabilities above the threshold."""
    nlp, pipe, _ = taught
    doc = pipe(bare(nlp, 99))
    assert ends(doc) == ends(gold_doc(story(99), nlp.vocab, "ru"))
    assert all(pipe.threshold <= r["score"] <= 1 for r in doc._.relations)


def test_entities_in_ents_alone_are_taken(taught):
    """A document from `ner` has no span group yet: it is made from ents."""
    nlp, pipe, _ = taught
    doc = nlp.make_doc(story(98).text)
    doc.ents = [doc.char_span(e.start, e.end, label=e.label) for e in story(98).entities]
    pipe(doc)
    assert [s.text for s in doc.spans["sc"]] == [e.text for e in doc.ents]
    assert ends(doc) == ends(pipe(bare(nlp, 98)))


def test_a_stream_gives_what_single_calls_give(taught):
    """Batches change nothing."""
    nlp, pipe, _ = taught
    streamed = [ends(doc) for doc in pipe.pipe((bare(nlp, i) for i in range(60, 70)), batch_size=3)]
    assert streamed == [ends(pipe(bare(nlp, i))) for i in range(60, 70)]


def test_documents_without_entities_have_no_relations(taught):
    """Nothing, one entity, or labels never seen in training."""
    nlp, pipe, _ = taught
    empty = pipe(nlp.make_doc("Ничего нет."))
    assert empty._.relations == []
    doc = nlp.make_doc("Анна и Борис.")
    doc.ents = [doc.char_span(0, 4, label="HERO"), doc.char_span(7, 12, label="HERO")]
    assert pipe(doc)._.relations == []
    assert [s.label_ for s in doc.spans["sc"]] == ["HERO", "HERO"]


@pytest.mark.parametrize("way", ["disk", "bytes"])
def test_saving_keeps_everything(taught, tmp_path, way):
    """A component read back gives the same relations with the same scores."""
    nlp, pipe, _ = taught
    if way == "disk":
        pipe.to_disk(tmp_path / "pipe")
        other = spacy.blank("ru").add_pipe("relation_extractor").from_disk(tmp_path / "pipe")
    else:
        other = spacy.blank("ru").add_pipe("relation_extractor").from_bytes(pipe.to_bytes())
    assert other.labels == pipe.labels == (LABEL,)
    assert other.threshold == pipe.threshold
    first, second = pipe(bare(nlp, 97))._.relations, other(bare(nlp, 97))._.relations
    assert first == second


def test_the_threshold_is_chosen_once_after_updates(taught):
    """Scoring on other data later does not move it."""
    nlp, pipe, _ = taught
    before = (pipe.threshold, list(pipe.cfg["calibration"]))
    pipe.score(examples(nlp, range(5)))
    assert (pipe.threshold, list(pipe.cfg["calibration"])) == before


def test_a_given_threshold_stays():
    """A threshold in the config is not tuned away."""
    nlp = spacy.blank("ru")
    pipe = train(nlp, epochs=1, threshold=0.77)
    pipe.score(examples(nlp, range(40, 45)))
    assert pipe.threshold == 0.77


def test_the_same_seed_gives_the_same_component():
    """Parameters repeat exactly."""
    first, second = (train(spacy.blank("ru"), epochs=1, seed=3) for _ in range(2))
    assert np.array_equal(first.model.get_param("table"), second.model.get_param("table"))
    assert first.to_bytes(exclude=["vocab"]) == second.to_bytes(exclude=["vocab"])


def test_symmetric_relations_are_written_once():
    """A symmetric label gives one relation per pair, whichever way the data wrote it."""
    nlp = spacy.blank("ru")
    pipe = nlp.add_pipe("relation_extractor", config={"symmetric": [LABEL]})
    data = examples(nlp, range(30))
    for example in data:
        for number, relation in enumerate(example.reference._.relations):
            if number % 2:
                relation["head"], relation["tail"] = relation["tail"], relation["head"]
    pipe.initialize(lambda: data)
    for _ in range(8):
        pipe.update(data)
    scores = pipe.score(examples(nlp, range(40, 50)))
    assert scores["rel_micro_f"] > 0.9
    doc = pipe(bare(nlp, 96))
    pairs = [frozenset((r["head"], r["tail"])) for r in doc._.relations]
    assert pairs
    assert len(pairs) == len(set(pairs))


def test_data_without_relations_trains_to_find_none():
    """Nothing to learn is not an error of the component."""
    nlp = spacy.blank("ru")
    pipe = nlp.add_pipe("relation_extractor")
    data = examples(nlp, range(3))
    for example in data:
        example.reference._.relations = []
    pipe.initialize(lambda: data)
    pipe.update(data)
    assert pipe.score(data)["rel_micro_f"] is None
    assert pipe(bare(nlp, 1))._.relations == []


def test_end_to_end_scores_use_the_predicted_entities(taught):
    """Where no entity was predicted, end-to-end recall is 0 while relations between gold entities are found."""
    nlp, pipe, _ = taught
    scores = pipe.score(examples(nlp, range(40, 45)))
    assert scores["rel_e2e_r"] == 0.0
    assert scores["rel_micro_r"] > 0.9
