"""Suggestions made together: any number of processes and machines take articles from one list until none is left."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from uuid import uuid4

from annotator.messages import msg
from annotator.team.connection import Server
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.store import LinesUpdate

LEASE = 60.0  # seconds after which an article is given to another machine, unless the one that took it says it is alive
BATCH = 32  # articles taken at a time
_LEFT = (
    "SELECT count(*) FROM annotator.suggestions "
    "WHERE source = :source AND line IS NULL AND (:every OR document = ANY(:documents))"
)
_TAKE = (
    "WITH next AS MATERIALIZED (SELECT document FROM annotator.suggestions "
    "WHERE source = :source AND line IS NULL AND (:every OR document = ANY(:documents)) "
    "AND coalesce(claimed_until, '-infinity') < now() LIMIT :batch FOR UPDATE SKIP LOCKED), "
    "taken AS (UPDATE annotator.suggestions s SET claimed_until = now() + make_interval(secs => :lease) "
    "FROM next WHERE s.source = :source AND s.document = next.document RETURNING s.document) "
    "SELECT a.id, a.line FROM taken JOIN annotator.articles a ON a.id = taken.document ORDER BY a.position"
)


class SharedSuggestions:
    """The suggestions of one source, as one version of its model or patterns makes them.

    `documents` are the articles wanted, None all of them. What is taken is lent for `lease` seconds, and longer as long
    as `renew` is called; it may be called from another thread.
    """

    def __init__(
        self, server: Server, stem: str, fingerprint: str, documents: Sequence[str] | None = None,
        *, lease: float = LEASE,
    ) -> None:  # fmt: skip
        self._server = server
        self._lock = threading.Lock()
        self._taken: set[str] = set()
        self._stem = stem
        self.source = f"{stem} {fingerprint}"
        self.lease = lease
        self._chosen = {"source": self.source, "documents": list(documents or ()), "every": documents is None}

    def fill(self, *, again: bool = False) -> tuple[int, int]:
        """List the articles that are not listed yet; return how many are wanted, and how many of them are to be done.

        What an earlier version of the model said is dropped, as a file that is written anew. All machines list in the
        same order: two that start together would otherwise wait for each other's rows.
        """
        self._server.run(
            "DELETE FROM annotator.suggestions WHERE split_part(source, ' ', 1) = :stem AND source <> :source",
            {"stem": self._stem, "source": self.source},
        )
        self._server.run(
            "INSERT INTO annotator.suggestions (source, document) SELECT :source, id FROM annotator.articles a "
            "WHERE (:every OR id = ANY(:documents)) AND NOT EXISTS (SELECT 1 FROM annotator.suggestions s "
            "WHERE s.source = :source AND s.document = a.id) ORDER BY position ON CONFLICT DO NOTHING",
            self._chosen,
        )
        if again:
            self._server.run(
                "UPDATE annotator.suggestions SET line = NULL, claimed_until = NULL "
                "WHERE source = :source AND (:every OR document = ANY(:documents))",
                self._chosen,
            )
        sql = "SELECT count(*) FROM annotator.articles WHERE :every OR id = ANY(:documents)"
        return int(self._server.rows(sql, self._chosen)[0][0]), self.left()

    def left(self) -> int:
        """Return how many articles have no suggestions yet, whoever works at them."""
        return int(self._server.rows(_LEFT, self._chosen)[0][0])

    def take(self) -> list[tuple[str, str]]:
        """Take some articles that nobody else has; return id and line of corpus.jsonl of each, none if there are none."""
        rows = self._server.rows(_TAKE, self._chosen | {"lease": self.lease, "batch": BATCH})
        with self._lock:
            self._taken.update(row[0] for row in rows)
        return [(row[0], row[1]) for row in rows]

    def deliver(self, lines: Sequence[tuple[str, bytes]]) -> None:
        """Keep finished suggestions; what another machine delivered meanwhile stays. May be called again after a failure.

        Raises:
            ServerGone: it cannot be reached now.
            WorkspaceError: the list has been dropped, since a machine with another version of the model began its own.
        """
        if not lines:
            return
        kept = self._server.run(
            "UPDATE annotator.suggestions s SET line = made.line "
            "FROM unnest(CAST(:documents AS text[]), CAST(:lines AS text[])) AS made (document, line) "
            "WHERE s.source = :source AND s.document = made.document AND s.line IS NULL",
            {
                "source": self.source,
                "documents": [document for document, _ in lines],
                "lines": [line.decode() for _, line in lines],
            },
        )
        if kept < len(lines):
            self._require_list()
        with self._lock:
            self._taken.difference_update(document for document, _ in lines)

    def _require_list(self) -> None:
        sql = "SELECT EXISTS (SELECT 1 FROM annotator.suggestions WHERE source = :source)"
        if not self._server.rows(sql, {"source": self.source})[0][0]:
            raise WorkspaceError(
                msg(
                    "another version of {name} makes suggestions now and replaced these: use one version on all machines",
                    "подсказки сейчас делает другая версия {name}, эти заменены: на всех машинах нужна одна версия",
                    name=self._stem,
                ),
                file=str(self._server.address),
            )

    def renew(self) -> None:
        """Keep for another lease what was taken and not delivered."""
        self._claim(self.lease)

    def release(self) -> None:
        """Give back what was taken and not delivered, so that nobody need wait for the lease to end."""
        self._claim(None)

    def _claim(self, seconds: float | None) -> None:
        with self._lock:
            taken = list(self._taken)
        if taken:
            self._server.run(
                "UPDATE annotator.suggestions "
                "SET claimed_until = now() + make_interval(secs => CAST(:seconds AS double precision)) "
                "WHERE source = :source AND line IS NULL AND document = ANY(:documents)",
                {"source": self.source, "documents": taken, "seconds": seconds},
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
