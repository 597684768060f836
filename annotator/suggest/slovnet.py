"""Slovnet's model for Russian news (people, organisations, places), with a probability for every entity.

The model and its word vectors ship inside the wheel of `natasha`; they are loaded by path, natasha is not imported.
Slovnet itself gives no scores: here each token's probability comes from the forward-backward algorithm over its CRF
(Lafferty, McCallum and Pereira 2001), and an entity's score is that of its least certain token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain import LabelScheme
from annotator.messages import AnnotatorError, msg
from annotator.suggest.labels import LabelMap
from annotator.suggest.suggestion import ArticleLike, Suggested, Suggestion

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.floating[Any]]

MODEL_FILE = Path("data", "model", "slovnet_ner_news_v1.tar")
VECTORS_FILE = Path("data", "emb", "navec_news_v1_1B_250K_300d_100q.tar")
_BATCH = 8  # articles that go through the network together
_SORTED = 64  # articles that are put in order of length first, so that a batch holds little padding


def natasha_folder() -> Path:
    """Return the folder of the installed natasha, found without importing it.

    Raises:
        AnnotatorError: natasha, slovnet or navec is not installed; the message says how to install them.
    """
    spec = find_spec("natasha")
    ready = find_spec("slovnet") is not None and find_spec("navec") is not None
    for folder in (spec.submodule_search_locations or []) if spec and ready else []:
        if (Path(folder) / MODEL_FILE).is_file() and (Path(folder) / VECTORS_FILE).is_file():
            return Path(folder)
    raise AnnotatorError(
        msg(
            'slovnet is not installed: run pip install "annotator[natasha]"',
            'slovnet не установлен: выполните pip install "annotator[natasha]"',
        )
    )


class SlovnetSuggester:
    """Suggests what slovnet finds: PER, LOC, ORG, mapped to the scheme's labels."""

    source = "slovnet"

    def __init__(self, scheme: LabelScheme) -> None:
        folder = natasha_folder()
        from navec import Navec
        from slovnet import NER

        self._labels = LabelMap(scheme)
        self._infer = (
            NER.load(str(folder / MODEL_FILE), batch_size=_BATCH).navec(Navec.load(str(folder / VECTORS_FILE))).infer
        )
        self.fingerprint = slovnet_fingerprint()

    def suggest(self, articles: Iterable[ArticleLike]) -> Iterator[Suggested]:
        """Yield one result for each article, in the same order."""
        source = iter(articles)
        while chunk := list(islice(source, _SORTED)):
            yield from self._chunk(chunk)

    def _chunk(self, articles: Sequence[ArticleLike]) -> Iterator[Suggested]:
        import razdel

        words = [list(razdel.tokenize(article.text)) for article in articles]
        order = sorted((i for i in range(len(articles)) if words[i]), key=lambda i: len(words[i]))
        results = {i: Suggested(article.id) for i, article in enumerate(articles)}
        encoded = self._infer.encoder([[word.text for word in words[i]] for i in order])
        tagged = (item for batch in encoded for item in self._tag(batch))
        for i, (tags, scores) in zip(order, tagged, strict=True):
            results[i] = self._suggested(articles[i].id, words[i], tags, scores)
        yield from (results[i] for i in range(len(articles)))

    def _tag(self, batch: Any) -> Iterator[tuple[list[str], list[float]]]:
        emissions = self._infer.model(batch.word_id, batch.shape_id, batch.pad_mask)
        crf = self._infer.model.head.crf
        paths = crf.decode(emissions, ~batch.pad_mask)
        marginals = token_marginals(emissions, crf.transitions.array, ~batch.pad_mask)
        vocabulary = self._infer.decoder.tags_vocab
        for path, marginal in zip(paths, marginals, strict=True):
            scores = marginal[range(len(path)), path]
            yield [vocabulary.decode(tag) for tag in path], [float(score) for score in scores]

    def _suggested(
        self, document: str, words: Sequence[Any], tags: Sequence[str], scores: Sequence[float]
    ) -> Suggested:
        found: list[Suggestion] = []
        dropped: Counter[str] = Counter()
        for first, last, kind in bio_runs(tags):
            label = self._labels.entity(kind)
            if label is None:
                dropped[kind] += 1
                continue
            score = round(min(scores[first : last + 1]), 4)
            found.append(Suggestion(document, words[first].start, words[last].stop, label, self.source, score))
        return Suggested(document, tuple(found), dropped=dict(dropped))


def slovnet_fingerprint() -> str:
    """Return what tells one version of the model from another."""
    try:
        return f"slovnet {version('slovnet')}, natasha {version('natasha')}"
    except PackageNotFoundError:
        return "slovnet"


def bio_runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (first, last, type) of each entity in BIO tags; an I- without its B- opens an entity of its own."""
    first, kind = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            yield first, i - 1, kind
            kind = ""
        if tag != "O" and not kind:
            first, kind = i, tag[2:]


def token_marginals(emissions: Matrix, transitions: Matrix, mask: Any) -> Matrix:
    """Return each token's probability of each tag under a linear-chain CRF.

    Args:
        emissions: batch × length × tags, log scores.
        transitions: tags × tags, log scores from row to column.
        mask: batch × length, true where there is a token; true ones come first.

    Returns:
        batch × length × tags, each token's row summing to 1.
    """
    import numpy as np

    emit = np.exp(emissions - emissions.max(-1, keepdims=True))
    move = np.exp(transitions - transitions.max())
    forward = np.empty_like(emit)
    backward = np.ones_like(emit)
    forward[:, 0] = emit[:, 0] / emit[:, 0].sum(-1, keepdims=True)
    for t in range(1, emit.shape[1]):
        step = (forward[:, t - 1] @ move) * emit[:, t]
        forward[:, t] = step / step.sum(-1, keepdims=True)
    for t in range(emit.shape[1] - 2, -1, -1):
        step = (backward[:, t + 1] * emit[:, t + 1]) @ move.T
        step /= step.sum(-1, keepdims=True)
        backward[:, t] = np.where(mask[:, t + 1, None], step, 1.0)
    product = forward * backward
    marginals: Matrix = product / product.sum(-1, keepdims=True)
    return marginals
