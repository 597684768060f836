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
    position = 0
    for i, (start, end) in enumerate(tokens):
        gap = start - position
        if gap and not (i and gap == 1 and text[position] == " "):
            return False
        position = end
    return position == len(text) or (position == len(text) - 1 and text[position] == " ")


def pieces(document: Document, *, blanks: bool = True) -> list[Piece]:
    """Return the tokens, split where an entity begins or ends inside one; `blanks` keeps white-space tokens."""
    split = split_tokens(document.tokens, document.entities)
    return split if blanks else [piece for piece in split if not document.text[piece.start : piece.end].isspace()]
