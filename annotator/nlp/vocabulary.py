"""Keeping spaCy's vocabulary from growing with the corpus: it remembers every word that it ever met."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

KEPT = 100_000
"""Words that a pipeline remembers beyond those it came with, about 60 MB."""


class BoundedVocabulary:
    """Lets a pipeline remember the first KEPT words that it meets, and forget the later ones.

    Frequent words come early, and what is remembered is not cut up anew: spaCy's memory zones from the first text on
    would make tokenizing twice as slow.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._limit = len(nlp.vocab.strings) + KEPT

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Enclose the work on some texts; no `Doc` of theirs may be used afterwards."""
        if len(self._nlp.vocab.strings) < self._limit:
            yield
            return
        with self._nlp.memory_zone():
            yield
