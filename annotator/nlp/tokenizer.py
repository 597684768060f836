"""The project's tokenizer: stock `spacy.blank(language)`, the same for all annotators."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

from annotator.domain import Tokens
from annotator.messages import AnnotatorError, msg

if TYPE_CHECKING:
    from spacy.language import Language


_WORDS = 300_000  # remembered by the tokenizer, about 180 MB


@cache
def blank(language: str) -> Language:
    """Return spaCy's blank pipeline of a language, loaded once.

    Raises:
        AnnotatorError: spaCy does not know the language.
    """
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


def token_offsets(text: str, language: str = "ru") -> Tokens:
    """Return `[start, end)` of every token in code points, white-space tokens included."""
    pipeline = blank(language)
    if len(pipeline.vocab.strings) > _WORDS:
        blank.cache_clear()  # a million articles have millions of words, and spaCy would remember every one
        pipeline = blank(language)
    if len(text) > pipeline.max_length:
        pipeline.max_length = len(text) + 1  # the limit guards parsers, the tokenizer alone does not need it
    lengths, spaces = pipeline.make_doc(text).to_array(["LENGTH", "SPACY"]).T.tolist()
    ends = list(accumulate(map(add, lengths, spaces)))  # a loop over tokens would make an object of each
    return tuple([(e - s - n, e - s) for e, s, n in zip(ends, spaces, lengths, strict=True)])
