"""The project's tokenizer: stock `spacy.blank(language)`, the same for all annotators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, Any, cast

from annotator.domain import Tokens
from annotator.messages import AnnotatorError, msg

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

REMEMBERED = 100_000
"""How many words our tokenizer remembers; so many different ones take 38 MB more than stock spaCy's vocabulary of them."""
_WORDS = 300_000  # of spaCy's vocabulary, about 180 MB; beyond it the tokenizer begins anew


@cache
def blank(language: str) -> Language:
    """Return spaCy's blank pipeline of a language, loaded once.

    Raises:
        AnnotatorError: spaCy does not know the language.
    """
    return _load(language)


def _load(language: str) -> Language:
    import spacy

    try:
        return spacy.blank(language)
    except ImportError as error:
        raise AnnotatorError(
            msg(
                'spaCy knows no language "{language}": use a code such as ru or en',
                "spaCy не знает языка «{language}»: укажите код, например ru или en",
                language=language,
            )
        ) from error


@dataclass(slots=True)
class _Remembering:
    """spaCy's tokenizer with a larger memory of its own, filled also where spaCy itself leaves gaps.

    It remembers 10,000 words, and none that stands behind an abbreviation in its text. A word met a second time is
    therefore given to it once more, alone. What it remembers is what it makes of the word itself, and the special cases
    that reach over blanks are looked for in every text as ever.
    """

    tokenizer: Callable[[str], Doc]
    vocab: Vocab
    once: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    def __call__(self, text: str) -> Doc:
        made = self.tokenizer(text)
        if len(self.known) < REMEMBERED and (new := set(text.split()) - self.known):
            again = new & self.once
            for word in again:
                self.tokenizer(word)
            self.known |= again
            self.once -= again
            if len(self.once) < REMEMBERED:
                self.once |= new - again
            else:
                self.once = new - again
        return made


@cache
def _tokenizer(language: str) -> Callable[[str], Doc]:
    """Return a tokenizer for offsets alone: the properties of words, half of the work on a new one, are left out."""
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

    pipeline = _load(language)
    made: Any = pipeline.tokenizer
    if type(made) is not Tokenizer:
        return cast("Callable[[str], Doc]", made)
    made.max_cache_size = REMEMBERED
    pipeline.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    return _Remembering(made, pipeline.vocab)


def token_offsets(text: str, language: str = "ru") -> Tokens:
    """Return `[start, end)` of every token in code points, white-space tokens included."""
    tokenizer = _tokenizer(language)
    if isinstance(tokenizer, _Remembering) and len(tokenizer.vocab.strings) > _WORDS:
        _tokenizer.cache_clear()  # a million articles have millions of words, and spaCy would remember every one
        tokenizer = _tokenizer(language)
    lengths, spaces = tokenizer(text).to_array(["LENGTH", "SPACY"]).T.tolist()
    ends = list(accumulate(map(add, lengths, spaces)))  # a loop over tokens would make an object of each
    return tuple([(e - s - n, e - s) for e, s, n in zip(ends, spaces, lengths, strict=True)])
