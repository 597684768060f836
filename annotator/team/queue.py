"""The work queue: articles wait for annotators, and no two ever get the same one unless the overlap asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from annotator.team.connection import Server

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BATCH = 5000  # tasks sent at a time
_TELL = "SELECT pg_notify('annotator', '[\"tasks\"]')"


class Queue:
    """Tasks of a team: dealt out beforehand by a lead, or taken one by one."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def fill(self, overlap: int = 1) -> int:
        """Queue every article for `overlap` annotators in all, counting those who have it already; return how many wait."""
        self._server.run(
            "INSERT INTO annotator.queue (document, position, places) "
            "SELECT a.id, a.position, greatest(0, :overlap - (SELECT count(*) FROM annotator.tasks t "
            "WHERE t.document = a.id)) FROM annotator.articles a "
            "ON CONFLICT (document) DO UPDATE SET places = excluded.places",
            {"overlap": overlap},
        )
        self._server.run(_TELL)
        return self.waiting()

    def waiting(self) -> int:
        """Return how many articles still wait for somebody."""
        return int(self._server.rows("SELECT count(*) FROM annotator.queue WHERE places > 0")[0][0])

    def take(self, annotator: str, number: int = 1) -> list[str]:
        """Take the next articles for an annotator, in corpus order; fewer, or none, where no more wait."""
        sql = "SELECT annotator.take(:name, :number)"
        return [row[0] for row in self._server.rows(sql, {"name": annotator, "number": number})]

    def outstanding(self, annotator: str) -> list[str]:
        """Return the articles that an annotator has taken or was dealt and has neither finished nor skipped."""
        sql = (
            "SELECT t.document FROM annotator.tasks t JOIN annotator.articles a ON a.id = t.document "
            "LEFT JOIN annotator.heads h ON h.annotator = t.annotator AND h.document = t.document "
            "WHERE t.annotator = :name AND coalesce(h.status, '') NOT IN ('done', 'skipped') ORDER BY a.position"
        )
        return [row[0] for row in self._server.rows(sql, {"name": annotator})]

    def next(self, annotator: str, number: int = 1) -> list[str]:
        """Return what an annotator has still to do, or where that is nothing takes the next articles.

        A task whose taking the server noted but could not answer any more comes back this way.
        """
        return self.outstanding(annotator) or self.take(annotator, number)

    def assignments(self) -> dict[str, tuple[str, ...]]:
        """Return who has which document, as far as this login may see it."""
        found: dict[str, tuple[str, ...]] = {}
        for document, name in self._server.stream(
            "SELECT t.document, t.annotator FROM annotator.tasks t JOIN annotator.articles a ON a.id = t.document "
            "ORDER BY a.position, t.taken_at, t.annotator"
        ):
            found[document] = (*found.get(document, ()), name)
        return found

    def replace(self, dealt: Mapping[str, Sequence[str]]) -> None:
        """Keep these tasks instead of all that there are, in one transaction."""
        with self._server.work() as connection:
            _replace(connection, dealt)
            connection.exec_driver_sql(_TELL)


def _replace(connection: Connection, dealt: Mapping[str, Sequence[str]]) -> None:
    from sqlalchemy import text

    connection.execute(text("DELETE FROM annotator.tasks"))
    rows = ((d, name, _moment(number)) for d, names in dealt.items() for number, name in enumerate(names))
    insert = text(
        "INSERT INTO annotator.tasks (document, annotator, taken_at) SELECT * FROM unnest("
        "CAST(:documents AS text[]), CAST(:names AS text[]), CAST(:moments AS timestamptz[]))"
    )  # not COPY, which PostgreSQL refuses where rows have rules of their own
    while batch := list(islice(rows, _BATCH)):
        documents, names, moments = map(list, zip(*batch, strict=True))
        connection.execute(insert, {"documents": documents, "names": names, "moments": moments})


def _moment(number: int) -> str:
    """Return a time that keeps the order in which the names were given."""
    return f"2000-01-01 00:00:{number % 60:02}+00"
