"""The frozen news encoder is slovnet's network, number for number."""

import numpy as np
import pytest
import spacy

from annotator.training.news_encoder import build_news_embed, news_features
from annotator.training.news_weights import data_folder, word_shape_id

pytestmark = pytest.mark.skipif(data_folder() is None, reason="the natasha extra is not installed")
TEXTS = ["Илон Маск купил Twitter за 44 млрд долларов.", "В Москве, как сообщил «РИА Новости», -5!", "Да"]


@pytest.fixture(scope="module")
def layer():
    model = news_features()
    model.initialize()
    return model


@pytest.fixture(scope="module")
def slovnet_model():
    navec = pytest.importorskip("navec")
    slovnet = pytest.importorskip("slovnet")
    vectors = navec.Navec.load(data_folder() / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")
    return slovnet.NER.load(data_folder() / "model" / "slovnet_ner_news_v1.tar").navec(vectors)


@pytest.mark.parametrize("text", TEXTS)
def test_features_are_those_of_slovnet(layer, slovnet_model, text):
    """Word vectors and the last hidden layer equal slovnet's own."""
    doc = spacy.blank("ru")(text)
    (found,) = layer.predict([doc])
    encoded = next(slovnet_model.infer.encoder([[token.text for token in doc]]))
    embedded = slovnet_model.infer.model.emb(encoded.word_id, encoded.shape_id)
    hidden = slovnet_model.infer.model.encoder(embedded, encoded.pad_mask)
    assert np.allclose(found[:, :300], embedded[0, : len(doc), :300])
    assert np.allclose(found[:, 300:364], hidden[0, : len(doc)], atol=1e-4)
    assert np.allclose(found[:, 364:].sum(axis=1), 1, atol=1e-5)


def test_shapes_are_those_of_slovnet():
    """Every kind of word has the number that slovnet gives it."""
    shape = pytest.importorskip("slovnet.shape")
    words = [
        "Москва",
        "мГУ",
        "МГУ",
        "я",
        "Я",
        "Нью-Йорк",
        "что-то",
        "iPhone",
        "X",
        "2024",
        "-5",
        "«",
        "...",
        "?!",
        "木",
        "ё",
    ]
    known = ["<pad>", *shape.SHAPES]
    assert [known[word_shape_id(word)] for word in words] == [shape.word_shape(word) for word in words]


def test_documents_in_a_batch_do_not_touch_each_other(layer):
    """Features of a document are the same alone and in company."""
    docs = [spacy.blank("ru")(text) for text in TEXTS]
    together = layer.predict(docs)
    for doc, features in zip(docs, together, strict=True):
        assert np.allclose(layer.predict([doc])[0], features, atol=1e-5)


def test_an_empty_document_has_no_rows(layer):
    """Nothing in, nothing out."""
    assert layer.predict([spacy.blank("ru")("")])[0].shape == (0, 372)


def test_weights_travel_in_the_bytes(layer):
    """A fresh layer that reads the bytes gives the same numbers, without reading the package."""
    fresh = news_features().from_bytes(layer.to_bytes())
    doc = spacy.blank("ru")(TEXTS[0])
    assert np.array_equal(fresh.predict([doc])[0], layer.predict([doc])[0])


def test_the_optimizer_leaves_the_frozen_part_alone():
    """A training step changes the trainable layers and not one frozen number."""
    from spacy.ml.models.tok2vec import MultiHashEmbed
    from thinc.api import Adam

    words = MultiHashEmbed(width=16, attrs=["NORM"], rows=[100], include_static_vectors=False)
    model = build_news_embed(16, words)
    docs = [spacy.blank("ru")(text) for text in TEXTS]
    model.initialize(X=docs)
    frozen = next(node for node in model.walk() if node.name == "annotator_news")
    before = {name: frozen.get_param(name).copy() for name in frozen.param_names}
    output, backprop = model.begin_update(docs)
    first = [rows.copy() for rows in output]
    backprop([np.ones_like(rows) for rows in output])
    model.finish_update(Adam(0.1))
    assert all(np.array_equal(before[name], frozen.get_param(name)) for name in before)
    assert not np.allclose(model.predict(docs)[0], first[0])


def test_features_are_computed_once_in_a_training_and_again_after_other_weights(layer):
    """What a training has seen is remembered by its words; new weights make it forgotten, predicting keeps nothing."""
    model = news_features().from_bytes(layer.to_bytes())
    memory = model._func.args[0]
    doc = spacy.blank("ru")(TEXTS[0])
    before = model.predict([doc])[0]
    assert not memory.features
    assert np.array_equal(model([doc.copy()], True)[0][0], before)
    assert len(memory.features) == 1
    assert np.array_equal(model([doc.copy()], True)[0][0], before)
    assert len(memory.features) == 1
    model.set_param("w0", model.get_param("w0") * 2)
    assert not np.allclose(model([doc], True)[0][0], before)


def test_paragraphs_do_not_see_each_other_and_blanks_are_no_words(layer):
    """Features of a paragraph are the same alone and after another; a double blank changes nothing."""
    nlp = spacy.blank("ru")
    alone = layer.predict([nlp(TEXTS[0])])[0]
    doc = nlp(f"{TEXTS[1]}\n\n{TEXTS[0]}")
    assert np.allclose(layer.predict([doc])[0][-len(alone) :], alone, atol=1e-5)
    doc = nlp(TEXTS[0].replace(" за ", "   за "))
    words = [i for i, token in enumerate(doc) if not token.is_space]
    found = layer.predict([doc])[0]
    assert len(words) == len(alone) < len(found)
    assert np.allclose(found[words], alone, atol=1e-5)
