"""Who belongs to a team: which login annotates under which name, and who leads."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.messages import msg
from annotator.team.connection import Server
from annotator.team.errors import ServerRefused
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.names import check_annotator_name

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when it is read aloud or typed
_ADMIT = "SELECT annotator.admit(:login, :name, :lead, :verifier)"


@dataclass(frozen=True, slots=True)
class Member:
    """A login of the server, the annotator that it writes as, whether it leads, and whether it was made from here."""

    login: str
    annotator: str
    lead: bool
    made_here: bool = False


class Members:
    """The members of a workspace. Only the owner and leads change them."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def list(self) -> list[Member]:
        """Return all members by name."""
        sql = "SELECT login, annotator, lead, annotator.made_here(login) FROM annotator.members ORDER BY annotator"
        return [Member(*row) for row in self._server.rows(sql)]

    def add(self, login: str, annotator: str, *, lead: bool = False) -> None:
        """Let a login of the server in, or give a member another name or role.

        Raises:
            WorkspaceError: there is no such login, the name is somebody else's, or this login is no lead's.
        """
        self._admit(login, annotator, lead=lead)

    def make(self, login: str, annotator: str, *, lead: bool = False) -> str:
        """Make a login on the server, let it in, and return its password, which is kept nowhere.

        Raises:
            WorkspaceError: there is such a login, the name is somebody else's, this login is no lead's, or the
                workspace's owner may not make logins.
        """
        return self._admit(login, annotator, lead=lead, makes=True)

    def _admit(self, login: str, annotator: str, *, lead: bool, makes: bool = False) -> str:
        from sqlalchemy import text

        check_annotator_name(annotator)
        password = new_password() if makes else ""
        with self._clear_words(login, annotator), self._server.work() as connection:
            verifier = _verifier(connection, login, password) if makes else None
            values = {"login": login, "name": annotator, "lead": lead, "verifier": verifier}
            connection.execute(text(_ADMIT), values)
        return password

    def remove(self, login: str) -> None:
        """Shut a login out. What it annotated stays, and so does the login itself.

        Raises:
            WorkspaceError: this login is no lead's.
        """
        self._server.run("SELECT annotator.dismiss(:login)", {"login": login})

    def reset_password(self, login: str) -> str:
        """Give a login that was made from here another password, and return it; it is kept nowhere.

        Raises:
            WorkspaceError: the login was made by somebody else, or this login is no lead's.
        """
        from sqlalchemy import text

        password = new_password()
        with self._server.work() as connection:
            values = {"login": login, "verifier": _verifier(connection, login, password)}
            connection.execute(text("SELECT annotator.set_password(:login, :verifier)"), values)
        return password

    def makes_logins(self) -> bool:
        """Tell whether logins can be made from here; otherwise they are the server administrator's to make."""
        return bool(self._server.rows("SELECT annotator.makes_logins()")[0][0])

    def me(self) -> str:
        """Return the annotator that this login writes as, or "" where it is nobody's."""
        return str(self._server.rows("SELECT coalesce(annotator.me(), '')")[0][0])

    def is_lead(self) -> bool:
        """Tell whether this login leads or owns the workspace."""
        return bool(self._server.rows("SELECT annotator.is_lead()")[0][0])

    @contextlib.contextmanager
    def _clear_words(self, login: str, annotator: str) -> Iterator[None]:
        try:
            yield
        except ServerRefused as error:
            reason = {
                "42704": msg(
                    "the server has no login “{login}”: have its administrator make it",
                    "на сервере нет учётной записи «{login}»: её создаёт администратор",
                    login=login,
                ),
                "42710": msg(
                    "the server has a login “{login}” already: add it without making it",
                    "учётная запись «{login}» на сервере уже есть: добавьте её, не создавая",
                    login=login,
                ),
                "23505": msg(
                    "another member annotates as “{name}”: choose another name",
                    "под именем «{name}» размечает другой участник: выберите другое имя",
                    name=annotator,
                ),
                "42939": msg(
                    "names that begin with pg_ are the server's own: choose another",
                    "имена на pg_ принадлежат самому серверу: выберите другое",
                ),
            }.get(error.state)
            if reason is None:
                raise
            raise WorkspaceError(reason, file=error.file) from error


def new_password() -> str:
    """Return a password of 80 random bits, in four groups that can be read aloud."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _verifier(connection: Connection, login: str, password: str) -> str:
    """Return what the server keeps of a password: the password itself is not sent, and so in none of its logs."""
    driver = connection.connection.driver_connection
    assert driver is not None
    found: bytes = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return found.decode()
