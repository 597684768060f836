"""The articles of a workspace as scoring needs them: text and tokens, read one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import ge
from typing import Any

import numpy as np

from annotator.agreement.columns import Ints
from annotator.domain import Tokens
from annotator.messages import AnnotatorError
from annotator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A text that all records of its id must have, with the tokens that count; `tokens` may be empty."""

    id: str
    text: str
    tokens: Tokens | Ints = ()


class WorkspaceArticles(Mapping[str, ArticleText]):
    """The articles of an open workspace by id, in the order of the corpus."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def __iter__(self) -> Iterator[str]:
        """Return an iterator over the ids."""
        return iter(self._workspace.document_ids)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._workspace.document_ids)

    def __getitem__(self, identifier: str) -> ArticleText:
        """Return an article.

        Raises:
            WorkspaceError: there is none with this id, or its line is damaged; the message names the line.
        """
        try:
            raw = self._workspace.raw_article(identifier)
            plain = _plain(raw, identifier)
        except (AnnotatorError, KeyError, TypeError, ValueError, OverflowError):
            plain = None
        if plain is not None:
            return plain
        article = self._workspace.article(identifier)  # which checks everything, and says what is wrong
        return ArticleText(article.id, article.text, article.tokens)


def _plain(raw: Mapping[str, Any], identifier: str) -> ArticleText | None:
    """Return an article whose line has the plain shape, or None; the tokens are checked as the workspace does."""
    text, items = raw["text"], raw["tokens"]
    if raw["id"] != identifier or type(text) is not str or not text or type(items) is not list or not items:
        return None
    flat = list(chain.from_iterable(items))
    if set(map(type, flat)) != {int} or set(map(len, items)) != {2} or set(map(type, items)) != {list}:
        return None
    starts, ends = flat[::2], flat[1::2]
    between = zip([0, *ends], [*starts, len(text)], strict=True)
    if any(map(ge, starts, ends)) or not all([text[a:b] == " " for a, b in between if a != b]):  # noqa: C419 - faster
        return None
    return ArticleText(identifier, text, np.array(flat, dtype=np.int64).reshape(-1, 2))
