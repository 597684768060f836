"""Getting a document ready to be saved: what every store checks and fills in before it writes."""

from __future__ import annotations

from datetime import UTC, datetime

from annotator.domain import Document, DomainError, Status
from annotator.messages import msg, reason_of
from annotator.text.tokenizing import tokenize
from annotator.workspace.article import Article
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.errors import SaveError


def stamped(document: Document, article: Article, *, annotator: str, language: str, known: int, place: str) -> Document:
    """Return the document as it will be written, its text and tokens checked against the article.

    `known` is the newest revision that the store has of it.

    Raises:
        SaveError: the document's text is not the article's.
    """
    if document.text != article.text:
        raise SaveError(
            msg(
                'not saved: the text of "{id}" is not the corpus\'s: open the document again',
                "не сохранено: текст «{id}» не совпадает с корпусом: откройте документ заново",
                id=document.id,
            ),
            file=place,
            retry=False,
        )
    return document.in_order(
        tokens=article.tokens or document.tokens or tokenize(article.text, language),
        annotator=annotator,
        status=Status.IN_PROGRESS if document.status is Status.NOT_STARTED else document.status,
        rev=max(document.rev, known) + 1,
        saved_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )


def encoded(encoder: RecordEncoder, document: Document, place: str) -> bytes:
    """Return a stamped document's line; raises SaveError where it cannot be one."""
    try:
        return encoder.encode(document)
    except (DomainError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = error.message if isinstance(error, DomainError) else reason_of(error)
        raise SaveError(
            msg("not saved: “{id}”: {reason}", "не сохранено: «{id}»: {reason}", id=document.id, reason=reason),
            file=place,
            retry=False,
        ) from error
