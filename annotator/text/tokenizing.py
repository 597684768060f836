"""Finding a tokenizer without importing one: spaCy is heavy, and nothing down here may load it at import."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from annotator.domain import Tokens
from annotator.messages import AnnotatorError, msg

Tokenizer = Callable[[str, str], Tokens]
"""Takes a text and a language code; returns the tokens' `[start, end)`, white-space tokens included."""


@cache
def tokenizer() -> Tokenizer:
    """Return the tokenizer registered under the entry point group `annotator.tokenizers`.

    Raises:
        AnnotatorError: none is registered: the program is not installed properly.
    """
    from importlib.metadata import entry_points  # slow to import, and the window tokenizes elsewhere

    for point in entry_points(group="annotator.tokenizers"):
        loaded: Tokenizer = point.load()
        return loaded
    raise AnnotatorError(
        msg(
            "no tokenizer is registered: install the program again (pip install annotator)",
            "токенизатор не зарегистрирован: установите программу заново (pip install annotator)",
        )
    )


def tokenize(text: str, language: str) -> Tokens:
    """Return the stock tokens of a text, as the native record needs them."""
    return tokenizer()(text, language)
