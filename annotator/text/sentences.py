"""Sentences of a Russian text, as razdel finds them inside paragraphs."""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"[^\r\n\u2029]+")


def sentence_ranges(text: str) -> list[tuple[int, int]]:
    """Return `[start, end)` of each sentence, in code points; no sentence crosses a line break."""
    import razdel

    return [
        (paragraph.start() + sentence.start, paragraph.start() + sentence.stop)
        for paragraph in _PARAGRAPH.finditer(text)
        for sentence in razdel.sentenize(paragraph.group())
        if sentence.stop > sentence.start
    ]
