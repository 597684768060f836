"""Text as it is shown away from its article: in lists, tips and messages."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Return the text with every run of white space, line breaks too, as one blank."""
    return " ".join(text.split())
