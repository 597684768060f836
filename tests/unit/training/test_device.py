"""Graphics cards: refused in one line where there is none, and nothing of ours touches a card's memory with numpy.

No card is needed: `CardOps` hands out arrays that, like cupy's, numpy may neither read nor mix with its own.
"""

import json
import subprocess
import sys

import numpy as np
import pytest
import spacy
from spacy.training import Example
from thinc.api import Model, NumpyOps, Ops, get_current_ops, set_current_ops
from unit.training.stories import story

from annotator.doctor.gpu import gpu_finding, gpu_problem
from annotator.messages import set_language
from annotator.nlp.spans import gold_doc
from annotator.training.errors import UsageProblem
from annotator.training.news_encoder import news_features
from annotator.training.news_weights import data_folder
from annotator.training.teacher import tag
from annotator.training.train import TrainOptions, train


class Card:
    """An array on a card: only `CardOps.to_numpy` brings it back."""

    def __init__(self, held):
        self.held = held

    def _refuse(self, *_, **__):
        raise TypeError("numpy applied to an array on a card")

    __array__ = __array_ufunc__ = __array_function__ = __iter__ = __len__ = __getitem__ = __add__ = __mul__ = _refuse


class CardOps(Ops):
    """Arrays go to the card by `asarray` and come back by `to_numpy`; thinc's other functions are not needed here."""

    name = "card"
    xp = np

    def asarray(self, data, dtype=None):
        return data if isinstance(data, Card) else Card(np.asarray(data, dtype=dtype))

    asarray2f = asarray

    def to_numpy(self, data, *, byte_order=None):
        return data.held if isinstance(data, Card) else data


@pytest.fixture
def card():
    """Every layer made meanwhile computes on the card."""
    before = get_current_ops()
    set_current_ops(CardOps())
    yield get_current_ops()
    set_current_ops(before)


def on_card(model: Model, ops: CardOps) -> Model:
    """Put a layer's parameters on the card, as loading a model there does."""
    moved = news_features()
    assert moved.ops is ops
    for name in model.param_names:
        moved.set_param(name, ops.asarray(model.get_param(name)))
    return moved


def test_the_fake_card_refuses_numpy(card):
    """The proof below would be worthless otherwise."""
    array = card.asarray(np.ones(3))
    for work in (
        lambda: np.maximum(array, 0),
        lambda: np.asarray(array),
        lambda: array + np.ones(3),
        lambda: np.ones(3)[array],
    ):
        with pytest.raises((TypeError, IndexError)):
            work()


@pytest.mark.skipif(data_folder() is None, reason="needs natasha")
def test_the_news_encoder_keeps_off_the_card(card):
    """It computes here, from weights brought back once, and gives the card the finished rows; the teacher reads them."""
    set_current_ops(NumpyOps())
    here = news_features()
    here.initialize()
    doc = spacy.blank("ru").make_doc("Анна Ким возглавила «Яндекс» в Москве.")
    (wanted,) = here.predict([doc])
    expected = tag(here, doc)
    set_current_ops(card)
    there = on_card(here, card)
    (found,) = there.predict([doc])
    assert isinstance(found, Card)
    assert np.array_equal(found.held, wanted)
    assert tag(there, doc).entities == expected.entities


def test_the_relation_component_keeps_off_the_card(card):
    """Trained, scored, saved, loaded and applied while layers compute on the card, it stays in the computer's memory."""
    nlp = spacy.blank("ru")
    component = nlp.add_pipe("relation_extractor")
    docs = [gold_doc(story(number), nlp.vocab, "ru") for number in range(12)]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    component.initialize(lambda: examples, nlp=nlp)
    for _ in range(15):
        component.update(examples)
    for example in examples:
        example.predicted.set_ents(
            [example.predicted.char_span(e.start_char, e.end_char, e.label_) for e in example.reference.ents]
        )
    scores = component.score(examples)
    assert scores["rel_micro_f"] > 0.8
    again = spacy.blank("ru").add_pipe("relation_extractor").from_bytes(component.to_bytes(), exclude=["vocab"])
    assert all(type(again.model.get_param(name)) is np.ndarray for name in again.model.param_names)
    assert again(examples[0].predicted)._.relations


@pytest.mark.skipif(gpu_problem() is None, reason="there is a card")
def test_a_missing_card_is_told_before_any_work(stories_file, tmp_path):
    """One line, exit status 2, nothing read or written; the examination of the computer says the same."""
    with pytest.raises(UsageProblem):
        train(tmp_path / "nothing-there.jsonl", tmp_path / "model", TrainOptions(gpu_id=0))
    words = ["--lang", "en", "train", stories_file, tmp_path / "model", "--gpu-id", "0", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "cupy" in done.stderr
    assert json.loads(done.stdout)["error"] == done.stderr.strip()
    assert not (tmp_path / "model").exists()
    set_language("en")
    assert str(gpu_finding().advice) in done.stderr
    set_language(None)
