"""The scorer of entity pairs: hashed features, one hidden layer, one answer per relation label and direction.

A pair's hidden state is the sum of the table's rows for its features (Weinberger et al. 2009, feature hashing), rectified
and dropped out. The table is large and each step touches few of its rows, so that rows are updated one by one by AdaGrad
(Duchi et al. 2011) with one learning rate per row; spaCy's optimizer would walk over the whole table at every step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model, NumpyOps

from annotator.training.parameters import parameter, set_parameter
from annotator.training.relations.features import Features
from annotator.training.relations.mentions import Ints

Floats = NDArray[np.float32]
PARAMETERS = ("table", "hidden_b", "output_w", "output_b")
_ROW_RATE = 0.1
_DENSE_RATE = 0.05
_OPS = NumpyOps()


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of several documents laid end to end.

    The rows of pair i begin at `rows[starts[i]]`; `first` and `second` are its mentions' places in `mention_rows`,
    which holds all mentions in role A and then all of them in role B.
    """

    rows: NDArray[np.int32]
    starts: Ints
    first: Ints
    second: Ints
    mention_rows: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts)


def join(features: Sequence[Features], a: Sequence[Ints], b: Sequence[Ints]) -> Batch:
    """Lay the pairs of documents end to end; `a` and `b` are the positions of each pair's mentions in its document."""
    mentions = np.cumsum([0, *(f.mention_rows.shape[1] for f in features)])
    rows = np.cumsum([0, *(len(f.pair_rows) for f in features)])
    count = int(mentions[-1])
    shape = (2, 0, features[0].mention_rows.shape[2]) if features else (2, 0, 1)
    table = np.concatenate([np.zeros(shape, dtype=np.int32), *(f.mention_rows for f in features)], axis=1)
    return Batch(
        rows=np.concatenate([np.zeros(0, dtype=np.int32), *(f.pair_rows for f in features)]),
        starts=np.concatenate(
            [np.zeros(0, dtype=np.int64), *(f.pair_starts + rows[i] for i, f in enumerate(features))]
        ),
        first=np.concatenate([np.zeros(0, dtype=np.int64), *(x + mentions[i] for i, x in enumerate(a))]),
        second=np.concatenate([np.zeros(0, dtype=np.int64), *(x + mentions[i] + count for i, x in enumerate(b))]),
        mention_rows=table.reshape(2 * count, -1),
    )


def build_network() -> Model[Batch, Floats]:
    """Return a network without parameters; `initialize_network` or reading from disk gives it some."""
    return Model("relation_network", _forward, params=dict.fromkeys(PARAMETERS), ops=_OPS)


def initialize_network(model: Model[Any, Any], *, bits: int, width: int, classes: int, seed: int) -> None:
    """Give the network fresh parameters."""
    random = np.random.default_rng(seed)
    set_parameter(model, "table", random.normal(0, 0.05, (2**bits, width)).astype(np.float32))
    set_parameter(model, "hidden_b", np.full(width, 0.1, dtype=np.float32))
    set_parameter(model, "output_w", random.normal(0, width**-0.5, (width, classes)).astype(np.float32))
    set_parameter(model, "output_b", np.full(classes, -3.0, dtype=np.float32))


def _hidden(model: Model[Any, Any], batch: Batch) -> Floats:
    """Return the sums of rows before rectification, pairs × width."""
    table = parameter(model, "table")
    width = table.shape[1]
    used = batch.mention_rows
    mentions = table[used.reshape(-1)].reshape(*used.shape, width).sum(axis=1)
    pairs = np.add.reduceat(table[batch.rows], batch.starts, axis=0)
    hidden: Floats = pairs + mentions[batch.first] + mentions[batch.second] + parameter(model, "hidden_b")
    return hidden


def _forward(model: Model[Any, Any], batch: Batch, is_train: bool) -> tuple[Floats, Any]:
    del is_train
    if not len(batch):
        return np.zeros((0, len(parameter(model, "output_b"))), dtype=np.float32), lambda _: batch
    hidden = np.maximum(_hidden(model, batch), 0)
    return hidden @ parameter(model, "output_w") + parameter(model, "output_b"), lambda _: batch


def train_step(
    model: Model[Any, Any],
    state: dict[str, Floats],
    batch: Batch,
    wanted: Floats,
    weight: Floats,
    *,
    drop: float,
    random: np.random.Generator,
) -> float:
    """Make one step towards the wanted answers and return the loss (binary cross-entropy, weighted sum).

    `weight` is 0 where an answer does not concern a pair. `state` keeps the squared gradients between steps; an empty
    one begins a new training.
    """
    raw = _hidden(model, batch)
    keep = ((random.random(raw.shape) >= drop) / max(1e-6, 1 - drop)).astype(np.float32) * (raw > 0)
    hidden = raw * keep
    logits = hidden @ parameter(model, "output_w") + parameter(model, "output_b")
    probabilities = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    gradient = ((probabilities - wanted) * weight).astype(np.float32)
    d_hidden = (gradient @ parameter(model, "output_w").T) * keep
    _dense_step(model, state, "output_w", hidden.T @ gradient)
    _dense_step(model, state, "output_b", gradient.sum(axis=0))
    _dense_step(model, state, "hidden_b", d_hidden.sum(axis=0))
    _table_step(model, state, batch, d_hidden)
    losses = np.logaddexp(0, logits) - wanted * logits
    return float((losses * weight).sum())


def _dense_step(model: Model[Any, Any], state: dict[str, Floats], name: str, gradient: Floats) -> None:
    state[name] = state.get(name, np.float32(1e-2)) + gradient**2
    parameter(model, name)[...] -= _DENSE_RATE * gradient / np.sqrt(state[name])


def _table_step(model: Model[Any, Any], state: dict[str, Floats], batch: Batch, d_hidden: Floats) -> None:
    table = parameter(model, "table")
    squares = state.setdefault("table", np.full(len(table), 1e-2, dtype=np.float32))
    rows, gradients = _row_gradients(batch, d_hidden)
    squares[rows] += (gradients**2).mean(axis=1)
    table[rows] -= _ROW_RATE * gradients / np.sqrt(squares[rows])[:, None]


def _row_gradients(batch: Batch, d_hidden: Floats) -> tuple[Ints, Floats]:
    """Return the touched rows of the table, each once, and their gradients."""
    lengths = np.diff(np.append(batch.starts, len(batch.rows)))
    owners = np.repeat(np.arange(len(batch)), lengths)
    d_mentions = np.zeros((len(batch.mention_rows), d_hidden.shape[1]), dtype=np.float32)
    _OPS.scatter_add(d_mentions, batch.first.astype(np.int32), d_hidden)
    _OPS.scatter_add(d_mentions, batch.second.astype(np.int32), d_hidden)
    used = np.flatnonzero(d_mentions.any(axis=1))
    mention_rows = batch.mention_rows[used].reshape(-1)
    mention_owners = np.repeat(used, batch.mention_rows.shape[1])
    rows, inverse = np.unique(np.concatenate([batch.rows, mention_rows]), return_inverse=True)
    gradients = np.zeros((len(rows), d_hidden.shape[1]), dtype=np.float32)
    inverse = inverse.astype(np.int32)
    _OPS.scatter_add(gradients, inverse[: len(batch.rows)], d_hidden[owners])
    _OPS.scatter_add(gradients, inverse[len(batch.rows) :], d_mentions[mention_owners])
    return rows.astype(np.int64), gradients
