"""Suggestions made together: any number of processes and machines take articles from one list until none is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import uuid4

from annotator.team.connection import Server
from annotator.workspace.store import LinesUpdate

LEASE = "5 minutes"  # after which an article that a machine took and never delivered is given to another
_BATCH = 64  # articles taken at a time


class SharedSuggestions:
    """The suggestions of one source, as one version of its model or patterns makes them."""

    def __init__(self, server: Server, stem: str, fingerprint: str) -> None:
        self._server = server
        self._stem = stem
        self.source = f"{stem} {fingerprint}"
        self._taken: set[str] = set()

    def fill(self, documents: Sequence[str] | None = None, *, again: bool = False) -> int:
        """List articles, all or these, that are not listed yet; return how many are still to be done."""
        chosen = {"source": self.source, "documents": list(documents or ()), "every": documents is None}
        self._server.run(
            "DELETE FROM annotator.suggestions WHERE split_part(source, ' ', 1) = :stem AND source <> :source",
            {"stem": self._stem, "source": self.source},
        )  # what an earlier version of the model said is out of date, as a file that is written anew
        self._server.run(
            "INSERT INTO annotator.suggestions (source, document) SELECT :source, id FROM annotator.articles "
            "WHERE :every OR id = ANY(:documents) ON CONFLICT DO NOTHING",
            chosen,
        )
        if again:
            self._server.run(
                "UPDATE annotator.suggestions SET line = NULL, claimed_until = NULL "
                "WHERE source = :source AND (:every OR document = ANY(:documents))",
                chosen,
            )
        sql = "SELECT count(*) FROM annotator.suggestions WHERE source = :source AND line IS NULL"
        return int(self._server.rows(sql, {"source": self.source})[0][0])

    def take(self) -> Iterator[str]:
        """Yield articles that nobody else has, as long as there are any."""
        sql = (
            "UPDATE annotator.suggestions SET claimed_until = now() + CAST(:lease AS interval) "
            "WHERE source = :source AND document IN (SELECT document FROM annotator.suggestions "
            "WHERE source = :source AND line IS NULL AND coalesce(claimed_until, '-infinity') < now() "
            "LIMIT :batch FOR UPDATE SKIP LOCKED) RETURNING document"
        )
        values = {"source": self.source, "lease": LEASE, "batch": _BATCH}
        while rows := self._server.rows(sql, values):
            self._taken.update(row[0] for row in rows)
            yield from (row[0] for row in rows)

    def deliver(self, lines: Sequence[tuple[str, bytes]]) -> None:
        """Keep finished suggestions."""
        if not lines:
            return
        self._server.run(
            "UPDATE annotator.suggestions SET line = :line WHERE source = :source AND document = :document",
            [{"source": self.source, "document": document, "line": line.decode()} for document, line in lines],
        )
        self._taken.difference_update(document for document, _ in lines)

    def release(self) -> None:
        """Give back what was taken and not delivered, so that the next run need not wait for the lease to end."""
        self._server.run(
            "UPDATE annotator.suggestions SET claimed_until = NULL "
            "WHERE source = :source AND line IS NULL AND document = ANY(:documents)",
            {"source": self.source, "documents": list(self._taken)},
        )


def update_suggestions(server: Server, stem: str, documents: Sequence[str], update: LinesUpdate) -> None:
    """Change the lines of a source for these articles; a new fingerprint has every copy take all of the source in again."""
    from sqlalchemy import text

    with server.work() as connection:
        rows = connection.execute(
            text(
                "SELECT document, line FROM annotator.suggestions "
                "WHERE split_part(source, ' ', 1) = :stem AND document = ANY(:documents)"
            ),
            {"stem": stem, "documents": list(documents)},
        )
        lines = update({row[0]: row[1].encode() for row in rows if row[1] is not None})
        source = f"{stem} imported-{uuid4().hex}"
        connection.execute(
            text("UPDATE annotator.suggestions SET source = :source WHERE split_part(source, ' ', 1) = :stem"),
            {"stem": stem, "source": source},
        )
        connection.execute(
            text(
                "INSERT INTO annotator.suggestions (source, document, line) VALUES (:source, :document, :line) "
                "ON CONFLICT (source, document) DO UPDATE SET line = excluded.line"
            ),
            [{"source": source, "document": document, "line": line.decode()} for document, line in lines.items()],
        )
