"""Tokens for formats that need them: the document's own if stock spaCy accepts them, else freshly made."""

from __future__ import annotations

from annotator.domain import Document, Tokens
from annotator.domain.tokens import Piece, split_tokens
from annotator.text.tokenizing import tokenize


def with_tokens(document: Document, language: str) -> Document:
    """Return the document with tokens that cover its text."""
    if document.tokens and covers_text(document.text, document.tokens):
        return document
    return document.replacing(tokens=tokenize(document.text, language))


def covers_text(text: str, tokens: Tokens) -> bool:
    """Tell whether the tokens leave out nothing but single spaces between them, as spaCy demands."""
    if not tokens:
        return not text
    starts, ends = zip(*tokens, strict=True)
    gaps = [(end, start) for end, start in zip(ends, (*starts[1:], len(text)), strict=True) if end != start]
    return starts[0] == 0 and all(start == end + 1 and text[end] == " " for end, start in gaps)


def pieces(document: Document, *, blanks: bool = True) -> list[Piece]:
    """Return the tokens, split where an entity begins or ends inside one; `blanks` keeps white-space tokens."""
    split = split_tokens(document.tokens, document.entities)
    return split if blanks else [piece for piece in split if not document.text[piece.start : piece.end].isspace()]
