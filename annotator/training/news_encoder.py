"""A pretrained look at every word: Navec vectors and the encoder of slovnet's news model, inside a spaCy pipeline.

slovnet's tagger (a small convolutional network, distilled from a large language model on Russian news) already knows
what a person and an organisation look like. Its encoder is laid under the pipeline's own `tok2vec` as frozen features,
so that a few annotated articles are enough to learn *this* scheme's labels and boundaries. Weights are read from the
`natasha` package once, when training starts; after that they live in the model and nothing but this package is needed.

The frozen parts are parameters without gradients: the optimizer never touches them, and spaCy saves them as its own.
They are computed by the processor also where the pipeline is on a graphics card, which then gets the finished rows: what
reads words from a document is no work for a card, and in a training each document is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Linear, Maxout, Model, NumpyOps, chain, concatenate, with_array

from annotator.training.news_weights import ARRAYS, LAYERS, load_news_weights, word_shape_id
from annotator.training.parameters import parameter, set_parameter

Floats = NDArray[np.float32]
Weights = dict[str, NDArray[Any]]
NAVEC_WIDTH = 300
NO_ENTITY = 65  # column of the probability of "no entity"
FEATURE_WIDTH = 72  # 64 units of the encoder's last layer and 8 tag probabilities
_MOST_REMEMBERED = 400_000  # tokens whose features are kept while training: 115 MB
_MOST_SHAPES = 200_000  # words whose shapes are kept, about 20 MB
_OPS = NumpyOps()


def build_news_embed(width: int, words: Model[list[Doc], list[Any]]) -> Model[list[Doc], list[Any]]:
    """Return the layer registered as `annotator.NewsEmbed.v1`: trainable word features beside the frozen ones, mixed to `width` columns.

    `words` is any layer from documents to one row of `width` numbers per token, usually `spacy.MultiHashEmbed.v2`.
    """
    known: Model[Any, Any] = chain(news_features(), with_array(Linear(nO=width, nI=NAVEC_WIDTH + FEATURE_WIDTH)))
    mix: Model[Any, Any] = with_array(Maxout(nO=width, nI=2 * width, nP=3, normalize=True, dropout=0.0))
    model: Model[list[Doc], list[Any]] = chain(concatenate(words, known), mix)
    model.set_dim("nO", width)
    return model


def news_features() -> Model[list[Doc], list[Any]]:
    """Return the frozen layer: for each token its Navec vector, encoder state and tag probabilities, float32."""
    forward = partial(_forward, _Memory())
    return Model("annotator_news", forward, init=_initialize, params=dict.fromkeys(ARRAYS))


@dataclass(slots=True)
class _Memory:
    """Features seen in a training, by the words of the document: they never change, and each epoch asks again.

    spaCy trains on copies of documents, so nothing that is hung on a document lasts. A model that only predicts
    remembers nothing.
    """

    weights: Any = None
    host: Weights = field(default_factory=dict)
    features: dict[bytes, Floats] = field(default_factory=dict)
    tokens: int = 0
    training: bool = False
    shapes: dict[int, int] = field(default_factory=dict)  # of words, by their hashes: they hang on nothing else

    def begin(self, model: Model[Any, Any], is_train: bool) -> Weights:
        """Return the weights in the computer's memory; forget everything if they are others than before."""
        weights = parameter(model, "w0")
        if self.weights is not weights:
            self.weights, self.features, self.tokens = weights, {}, 0
            ops: Any = model.ops
            self.host = {name: ops.to_numpy(parameter(model, name)) for name in ARRAYS}
        self.training = self.training or is_train
        return self.host

    def keep(self, key: bytes, features: Floats) -> None:
        """Remember a document's features while there is room."""
        if self.training and self.tokens + len(features) <= _MOST_REMEMBERED:
            self.features[key] = features
            self.tokens += len(features)


def _initialize(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803  (thinc's names)
    del X, Y
    if not model.has_param("indexes"):
        for name, array in load_news_weights().items():
            set_parameter(model, name, array)


def _forward(
    memory: _Memory, model: Model[Any, Any], docs: list[Doc], is_train: bool
) -> tuple[list[Floats], Callable[..., list[Any]]]:
    weights = memory.begin(model, is_train)
    rows = [_row_ids(weights, doc) for doc in docs]
    keys = [doc.to_array(["ORTH"]).tobytes() for doc in docs]
    missing = [i for i, key in enumerate(keys) if key not in memory.features]
    found = _encode(weights, memory.shapes, [docs[i] for i in missing], [rows[i] for i in missing])
    encoded = dict(zip(missing, found, strict=True))
    for i, features in encoded.items():
        memory.keep(keys[i], features)
    outputs = [
        np.hstack([_vectors(weights, rows[i]), encoded[i] if i in encoded else memory.features[key]])
        for i, key in enumerate(keys)
    ]
    ops: Any = model.ops
    return [ops.asarray2f(output) for output in outputs], lambda _gradient: []


def _row_ids(weights: Weights, doc: Doc) -> NDArray[np.int64]:
    """Return the row of each token's lower-case form in the vector table; unknown words share one row."""
    hashes, order = weights["hashes"], weights["rows"]
    wanted = doc.to_array(["LOWER"]).reshape(-1)
    places = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
    unknown = int(weights["unknown"][0])
    found: NDArray[np.int64] = np.where(hashes[places] == wanted, order[places], unknown).astype(np.int64)
    return found


def _vectors(weights: Weights, rows: NDArray[np.int64]) -> Floats:
    """Return the word vectors: each is put together from 100 codebook entries of 3 numbers."""
    codes, indexes = weights["codes"], weights["indexes"]
    parts = codes[np.arange(codes.shape[0]), indexes[rows]]
    vectors: Floats = parts.reshape(len(rows), NAVEC_WIDTH)
    return vectors


def _encode(weights: Weights, known: dict[int, int], docs: list[Doc], rows: list[NDArray[np.int64]]) -> list[Floats]:
    """Run the frozen network over all documents laid end to end, a few blank rows apart, and return theirs.

    As in slovnet, white space is no word and a paragraph does not see the next one: a token of white space gets no
    row, one with a line feed leaves a gap (three layers see three rows away). Its features are those of "no entity".
    """
    if not docs:
        return []
    places, length = [], LAYERS
    for doc in docs:
        place, length = _places(doc, length)
        places.append(place)
    shapes = weights["shapes"]
    words = np.zeros((length, NAVEC_WIDTH + shapes.shape[1]), dtype=np.float32)
    real = np.zeros((length, 1), dtype=np.float32)
    for doc, row, place in zip(docs, rows, places, strict=True):
        there = place >= 0
        words[place[there], :NAVEC_WIDTH] = _vectors(weights, row[there])
        words[place[there], NAVEC_WIDTH:] = shapes[_shape_ids(known, doc)[there]]
        real[place[there]] = 1.0
    features = _network(weights, words, real)
    return [_gathered(features, place) for place in places]


def _places(doc: Doc, first: int) -> tuple[NDArray[np.int64], int]:
    """Return each token's row in the network's input, -1 for white space, and the row where the next document begins."""
    blank = doc.to_array(["IS_SPACE"]).reshape(-1).astype(bool)
    steps = np.where(blank, 0, 1)
    for i in np.flatnonzero(blank):
        if "\n" in doc[int(i)].text:
            steps[i] = LAYERS
    places = first + np.cumsum(steps) - steps
    return np.where(blank, -1, places), int(first + steps.sum() + LAYERS)


def _gathered(features: Floats, place: NDArray[np.int64]) -> Floats:
    rows = np.zeros((len(place), FEATURE_WIDTH), dtype=np.float32)
    rows[:, NO_ENTITY] = 1.0
    there = place >= 0
    rows[there] = features[place[there]]
    return rows


def _network(weights: Weights, values: Floats, real: Floats) -> Floats:
    ops: Any = _OPS
    for layer in range(LAYERS):
        padded = np.pad(values, ((1, 1), (0, 0)))
        windows = np.hstack([padded[:-2], padded[1:-1], padded[2:]])
        values = ops.gemm(windows, weights[f"w{layer}"]) + weights[f"b{layer}"]
        values = np.maximum(values, 0) * weights[f"scale{layer}"] + weights[f"shift{layer}"]
        values *= real
    logits = ops.gemm(values, weights["tags_w"]) + weights["tags_b"]
    return np.hstack([values, ops.softmax(logits)]).astype(np.float32)


def _shape_ids(known: dict[int, int], doc: Doc) -> NDArray[np.int64]:
    if len(known) > _MOST_SHAPES:
        known.clear()
    ids = np.empty(len(doc), dtype=np.int64)
    for i, token in enumerate(doc):
        shape = known.get(token.orth)
        if shape is None:
            shape = known[token.orth] = word_shape_id(token.text)
        ids[i] = shape
    return ids
