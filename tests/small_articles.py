"""Three short articles for tests of the store, tokenized without spaCy."""

import re

from annotator.domain import EntityLabel, LabelScheme, RelationLabel
from annotator.workspace import Article

SCHEME = LabelScheme(
    "test",
    entities=(EntityLabel("PERSON"), EntityLabel("ORG")),
    relations=(RelationLabel("WORKPLACE", ("PERSON",), ("ORG",)),),
)
TEXTS = {
    "alpha": "Мустафа Сулейман возглавил Microsoft AI.",
    "beta": "OpenAI и Microsoft расширили  партнёрство.\nОб этом сообщил Сатья Наделла.",
    "gamma": "Ничего не произошло 👍.",
}


def tokens_of(text):
    """Return tokens as the native record needs them: words, punctuation and all blanks but single ones."""
    tokens = []
    for match in re.finditer(r"\w+|[^\w\s]|\s+", text):
        start, end = match.span()
        if text[start] == " ":
            start += 1
        if start < end:
            tokens.append((start, end))
    return tuple(tokens)


def article(identifier, text):
    return Article(identifier, text, tokens_of(text), {"source": "test"})
