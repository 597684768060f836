"""Tokens for formats that need them: the document's own if stock spaCy accepts them, else freshly made."""

from __future__ import annotations

from annotator.domain import Document
from annotator.domain.tokens import covers_text, split_edges
from annotator.text.tokenizing import tokenize


def with_tokens(document: Document, language: str) -> Document:
    """Return the document with tokens that cover its text."""
    if document.tokens and covers_text(document.text, document.tokens):
        return document
    return document.replacing(tokens=tokenize(document.text, language))


def pieces(document: Document, *, blanks: bool = True) -> list[tuple[int, int]]:
    """Return `[start, end)` of the tokens, split at the entities' ends; `blanks` keeps white-space tokens."""
    starts, ends, _ = split_edges(document.tokens, document.entities)
    split, text = list(zip(starts, ends, strict=True)), document.text
    return split if blanks else [(start, end) for start, end in split if not text[start:end].isspace()]
