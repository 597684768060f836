"""The way to the server: connections that are checked before use, opened again when lost, and told in clear words."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from annotator.messages import msg
from annotator.team.address import Address
from annotator.team.errors import ServerGone, told
from annotator.workspace.errors import WorkspaceError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, ExceptionContext

CONNECT_SECONDS = 5
BATCH = 200  # rows in memory at a time
OLDEST = 110000  # of the server, as it counts its versions: the first that knows all that the workspace asks of it
# The server, too, notices a computer that has gone: a transaction cut off in the middle must not keep its rows locked.
_SERVER_SIDE = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=30000"
)


class Server:
    """A database. Short-lived work borrows a connection of a pool."""

    def __init__(self, address: Address, *, connections: int = 4) -> None:
        self.address = address
        self._connections = connections
        self._together: dict[int, Connection] = {}  # by thread: the transaction that takes in all of its work

    def __repr__(self) -> str:
        return f"Server({self.address.url!r})"

    @cached_property
    def engine(self) -> Engine:
        """The pool; nothing is opened before its first use."""
        _require_driver(self.address)
        from sqlalchemy import create_engine, event

        engine = create_engine(
            "postgresql+psycopg://",
            creator=partial(_connect, self.address),
            pool_size=self._connections,
            max_overflow=2,
            pool_pre_ping=True,
            hide_parameters=True,
        )
        event.listen(engine, "handle_error", _close_cursor)
        weakref.finalize(self, engine.dispose)  # a store that nobody holds any more leaves no connection behind
        return engine

    def connect(self) -> Any:
        """Open a connection; libpq reads .pgpass, service files, PG… variables and what the address says of TLS."""
        return _connect(self.address)

    @contextlib.contextmanager
    def work(self) -> Iterator[Connection]:
        """Give a connection in a transaction: all of the block is kept, or nothing.

        Raises:
            ServerGone: it cannot be reached now.
            WorkspaceError: it refuses.
        """
        if (connection := self.joined) is not None:
            with told(self.address):
                yield connection
            return
        with told(self.address), self.engine.begin() as connection:
            yield connection

    @property
    def joined(self) -> Connection | None:
        """The transaction of the `together` block that this thread is in, or None."""
        return self._together.get(threading.get_ident())

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all that this thread does in the block: it is kept at the end, or nothing of it.

        Raises:
            ServerGone: it went away; nothing is kept.
            WorkspaceError: it refuses; nothing is kept.
        """
        if self.joined is not None:
            yield
            return
        with told(self.address), self.engine.begin() as connection:
            self._together[threading.get_ident()] = connection
            try:
                yield
            finally:
                del self._together[threading.get_ident()]

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[Any]:
        """Return all rows of a question; one that met a lost connection is asked once more."""
        try:
            return self._rows(sql, values)
        except ServerGone:
            if self.joined is not None:
                raise
            self.engine.dispose()
            return self._rows(sql, values)

    def _rows(self, sql: str, values: Mapping[str, object] | None) -> list[Any]:
        from sqlalchemy import text

        with self.work() as connection:
            return list(connection.execute(text(sql), values or {}))

    def run(self, sql: str, values: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None) -> int:
        """Run one command in a transaction of its own; return how many rows it touched."""
        from sqlalchemy import text

        with self.work() as connection:
            return int(connection.execute(text(sql), values or {}).rowcount)

    def stream(self, sql: str, values: Mapping[str, object] | None = None) -> Iterator[Any]:
        """Yield rows, BATCH in memory at a time, as they stood when the question was asked."""
        from sqlalchemy import text

        joined, abandoned = self.joined, False
        try:
            with told(self.address), contextlib.nullcontext(joined) if joined else self.engine.connect() as connection:
                result = connection.execute(text(sql).execution_options(yield_per=BATCH), values or {})
                cursor: Any = result.cursor
                try:
                    yield from result
                except GeneratorExit:
                    abandoned = True
                    raise
                finally:  # also where the reader stopped in the middle, or the server went away
                    with contextlib.suppress(Exception):
                        result.close()
                    with contextlib.suppress(Exception):
                        cursor.close()
        except WorkspaceError:
            if not abandoned:  # a lost connection is no news to a reader who has gone
                raise

    def close(self) -> None:
        """Close all connections."""
        if "engine" in self.__dict__:
            self.engine.dispose()


def _close_cursor(context: ExceptionContext) -> None:
    """Close what a failed question leaves: SQLAlchemy does so itself, but not where the connection is lost."""
    cursor: Any = getattr(context.execution_context, "cursor", None)
    if context.is_disconnect and cursor is not None:
        with contextlib.suppress(Exception):
            cursor.close()


def _connect(address: Address) -> Any:
    import psycopg

    connection = psycopg.connect(
        address.url,
        password=address.password,
        connect_timeout=CONNECT_SECONDS,
        application_name="annotator",
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=15000,
        options=None if "options=" in address.url else _SERVER_SIDE,
    )
    if (version := connection.info.server_version) < OLDEST:
        connection.close()
        raise WorkspaceError(
            msg(
                "the server is PostgreSQL {version}: {oldest} or later is needed",
                "на сервере PostgreSQL {version}: нужна версия {oldest} или новее",
                version=version // 10000,
                oldest=OLDEST // 10000,
            ),
            file=str(address),
        )
    return connection


def _require_driver(address: Address) -> None:
    from importlib.util import find_spec

    if find_spec("psycopg") is None or find_spec("sqlalchemy") is None:
        raise WorkspaceError(
            msg(
                "team servers need an extra: pip install 'annotator[team]'",
                "для командного сервера нужно дополнение: pip install 'annotator[team]'",
            ),
            file=str(address),
        )
