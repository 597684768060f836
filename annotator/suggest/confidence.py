"""How sure a spaCy `ner` component is of its entities, which spaCy itself does not say.

The component parses greedily: it takes one action for each token (begin, go on, end, out …), the one with the highest
score. Here the same actions are taken once more, and the softmax of the scores at each token is kept. An entity is as
sure as its least sure token. These are no calibrated probabilities, but low ones are mostly wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating[Any]]

BATCH = 64  # documents parsed side by side: the network is asked once for a token of each


def entity_scores(pipeline: Any, docs: Sequence[Any]) -> list[dict[tuple[int, int, str], float]]:
    """Return the score of each of the documents' `ents` by (first token, token after the last, label).

    Documents come from `pipeline.pipe`. A pipeline whose entities do not come from a component `ner` gives no scores.
    """
    if "ner" not in pipeline.pipe_names or not hasattr(pipeline.get_pipe("ner"), "transition_states"):
        return [{} for _ in docs]
    certainty = _token_certainty(pipeline.get_pipe("ner"), docs)
    return [
        {(e.start, e.end, e.label_): round(float(sure[e.start : e.end].min()), 4) for e in doc.ents}
        for doc, sure in zip(docs, certainty, strict=True)
    ]


def _token_certainty(component: Any, docs: Sequence[Any]) -> list[Floats]:
    """Return for each document the probability of the action taken at each token."""
    import numpy as np

    certainty: list[Floats] = [np.ones(len(doc)) for doc in docs]
    states = component.moves.init_batch(docs)
    network = component.model.predict(docs)
    open_states = [(i, state) for i, state in enumerate(states) if not state.is_final()]
    while open_states:
        current = [state for _, state in open_states]
        scores = network.predict(current)
        here = component.model.ops.to_numpy(scores)  # they may lie on a graphics card
        chances = np.exp(here - here.max(-1, keepdims=True))
        best = (chances / chances.sum(-1, keepdims=True)).max(-1)
        for (i, state), chance in zip(open_states, best, strict=True):
            token = len(docs[i]) - state.buffer_length()
            if token < len(docs[i]):
                certainty[i][token] = min(certainty[i][token], chance)
        component.transition_states(current, scores)
        open_states = [(i, state) for i, state in open_states if not state.is_final()]
    return certainty


def batches(docs: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the documents in batches of the size that the scores are made in."""
    iterator = iter(docs)
    while batch := list(islice(iterator, BATCH)):
        yield batch
