"""What the annotators say about each token: the set of labels of all spans that touch it, O where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from annotator.agreement.columns import Annotations, Bools, Corpus, Ints
from annotator.agreement.matching import expand

Counts = npt.NDArray[np.int64]
_WORD = 62  # labels that share one integer as bits
_TABLE = 16  # so many labels are numbered through a table, more by sorting


@dataclass(frozen=True, slots=True)
class TokenTable:
    """Categories of the tokens that at least one annotator marked; all other tokens are O for everybody.

    `category[name]` numbers the label set of each active token, 0 for O. `members` tells which labels a category has,
    `(categories, labels)`. `per_document` counts all tokens of each document, active or not.
    """

    document: Ints
    per_document: Counts
    category: dict[str, Ints]
    members: npt.NDArray[np.bool_]

    @property
    def categories(self) -> int:
        """How many categories occur, O included."""
        return len(self.members)

    def label_sets(self, labels: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the labels of each category by name, O first."""
        return [tuple(labels[at] for at in np.flatnonzero(has).tolist()) for has in self.members]

    def marginals(self, name: str) -> Counts:
        """Count one annotator's tokens by document and category, O included: `(documents, categories)`."""
        size, categories = len(self.per_document), self.categories
        flat = np.bincount(self.document * categories + self.category[name], minlength=size * categories)
        table = flat.reshape(size, categories)
        table[:, 0] = self.per_document - table[:, 1:].sum(axis=1)
        return table

    def agreed(self, first: str, second: str) -> Counts:
        """Count tokens by document that two annotators marked alike."""
        a, b = self.category[first], self.category[second]
        return self._by_document((a == b) & (a > 0))

    def either(self, first: str, second: str) -> Counts:
        """Count tokens by document that at least one of two annotators marked."""
        return self._by_document((self.category[first] > 0) | (self.category[second] > 0))

    def label_counts(self, name: str) -> Counts:
        """Count one annotator's tokens by document and label: `(documents, labels)`."""
        return self._by_label(np.ones(len(self.document), dtype=bool), self.category[name], self.category[name])

    def label_agreed(self, first: str, second: str) -> Counts:
        """Count tokens by document and label that both annotators gave the label, whatever else they gave."""
        a, b = self.category[first], self.category[second]
        return self._by_label((a > 0) & (b > 0), a, b)

    def _by_document(self, chosen: Bools) -> Counts:
        return np.bincount(self.document[chosen], minlength=len(self.per_document))

    def _by_label(self, chosen: Bools, a: Ints, b: Ints) -> Counts:
        """Count the chosen tokens by document and by each label that both categories hold."""
        document, a, b = self.document[chosen], a[chosen], b[chosen]
        size = len(self.per_document)
        columns = [np.bincount(document[has[a] & has[b]], minlength=size) for has in self.members.T.copy()]
        return np.stack(columns, axis=1) if columns else np.zeros((size, 0), dtype=np.int64)


def token_table(corpus: Corpus) -> TokenTable:
    """Return every annotator's category of every token."""
    touched = {name: _touched(corpus, annotations) for name, annotations in corpus.sets.items()}
    active = np.zeros(len(corpus.token_start), dtype=bool)
    for tokens, _ in touched.values():
        active[tokens] = True
    place = np.cumsum(active) - 1
    masks = {
        name: _masks(place[t], labels, int(active.sum()), len(corpus.labels)) for name, (t, labels) in touched.items()
    }
    category, members = _number(masks, len(corpus.labels))
    return TokenTable(
        document=corpus.token_document[active],
        per_document=np.bincount(corpus.token_document, minlength=corpus.size),
        category=category,
        members=members,
    )


def _touched(corpus: Corpus, annotations: Annotations) -> tuple[Ints, Ints]:
    """Return (token, label) for every token that shares a character with a span."""
    first = np.searchsorted(corpus.token_end, annotations.start, "right")
    last = np.searchsorted(corpus.token_start, annotations.end, "left")
    rows, tokens = expand(first, last)
    return tokens, annotations.label[rows]


def _masks(tokens: Ints, labels: Ints, size: int, kinds: int) -> Ints:
    """Return the label set of each token as bits, `(words, tokens)`."""
    words = max(1, -(-kinds // _WORD))
    masks = np.zeros((words, size), dtype=np.int64)
    for label in range(kinds):
        masks[label // _WORD][tokens[labels == label]] |= 1 << (label % _WORD)
    return masks


def _number(masks: dict[str, Ints], kinds: int) -> tuple[dict[str, Ints], npt.NDArray[np.bool_]]:
    """Number the label sets that occur, O as 0, the others in the order of their bits."""
    if kinds <= _TABLE:
        present = np.zeros(1 << kinds, dtype=bool)
        present[0] = True
        for mask in masks.values():
            present[mask[0]] = True
        number = np.cumsum(present) - 1
        sets = np.flatnonzero(present)[None, :]
        category = {name: number[mask[0]] for name, mask in masks.items()}
    else:
        words = len(next(iter(masks.values())))
        empty = np.zeros((words, 1), dtype=np.int64)
        sets, inverse = np.unique(np.concatenate([empty, *masks.values()], axis=1), axis=1, return_inverse=True)
        cuts = np.cumsum([mask.shape[1] for mask in masks.values()])[:-1]
        parts = np.split(inverse.reshape(-1)[1:].astype(np.int64), cuts)
        category = dict(zip(masks, parts, strict=True))
    members = np.zeros((sets.shape[1], kinds), dtype=bool)
    for label in range(kinds):
        members[:, label] = (sets[label // _WORD] >> (label % _WORD)) & 1 == 1
    return category, members


def sorted_label_sets(found: Iterable[tuple[str, ...]], labels: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the sets of labels in the order in which categories are numbered: by their bits, O first."""
    number = {label: at for at, label in enumerate(labels)}
    words = max(1, -(-len(labels) // _WORD))

    def bits(names: tuple[str, ...]) -> tuple[int, ...]:
        places = [number[name] for name in names]
        return tuple(sum(1 << (at % _WORD) for at in places if at // _WORD == word) for word in range(words))

    return sorted({(), *found}, key=bits)
