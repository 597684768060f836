"""What a server or the way to it says, as one clear line without passwords."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from annotator.messages import Message, msg
from annotator.team.address import Address, scrubbed
from annotator.workspace.errors import SaveError, WorkspaceError


class ServerGone(WorkspaceError):  # noqa: N818 - a state that passes, not a mistake
    """The server cannot be reached now; the same call may work later."""


class ServerRefused(WorkspaceError):  # noqa: N818 - what the server answered, not a mistake of the program
    """The server answered and will not do it; `state` is its five-letter reason (SQLSTATE), or "" where it gave none."""

    def __init__(self, message: Message, *, file: str, state: str = "") -> None:
        super().__init__(message, file=file)
        self.state = state

    @property
    def forbidden(self) -> bool:
        """Whether this login lacks the right to do it."""
        return self.state == "42501"


class PasswordRefused(ServerRefused):
    """The password is missing or wrong."""


_PASSWORD = msg(
    "the password is missing or wrong: put it into ~/.pgpass or PGPASSWORD",
    "нет пароля или он неверен: впишите его в ~/.pgpass или PGPASSWORD",
)
_STATES = {
    "28P01": _PASSWORD,
    "28000": msg("the server does not let this user in", "сервер не пускает этого пользователя"),
    "3D000": msg("there is no such database: have it made first", "такой базы нет: её нужно сначала создать"),
    "3F000": msg(
        "the database holds no workspace: make one with “annotator init”",
        "в базе нет проекта: создайте его командой «annotator init»",
    ),
    "42P01": msg(
        "the database holds no workspace: make one with “annotator init”",
        "в базе нет проекта: создайте его командой «annotator init»",
    ),
    "42501": msg(
        "your login may not do this: ask the lead, see “annotator team”",
        "вашей учётной записи это не разрешено: обратитесь к руководителю, см. «annotator team»",
    ),
    "42883": msg(
        "the workspace is of an earlier version: its owner has to open it once with this program",
        "проект создан более ранней версией: его владелец должен один раз открыть его этой программой",
    ),
    "53100": msg("the server's disk is full", "на диске сервера нет места"),
    "53300": msg(
        "the server has as many connections as it takes: try again, or have max_connections raised",
        "у сервера заняты все соединения: повторите позже или попросите увеличить max_connections",
    ),
}
# What libpq tells of a refusal at the door is prose without a state, in the server's own language.
_AT_THE_DOOR: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("28P01", ("password authentication failed", "no password supplied", "не прошёл проверку подлинности")),
    ("3D000", ("database .* does not exist", "база данных .* не существует")),
    (
        "28000",
        ("no pg_hba.conf entry", "в pg_hba.conf нет записи", "is not permitted to log in", "role .* does not exist"),
    ),
    ("42501", ("permission denied for database", "нет доступа к базе данных")),
    ("53300", ("too many clients", "too many connections", "remaining connection slots")),
)
_PASSING = ("08", "57", "53", "40", "55")  # connection, operator's intervention, resources, rollback, not ready


@contextlib.contextmanager
def told(address: Address) -> Iterator[None]:
    """Turn the database's errors into WorkspaceError, those that pass into ServerGone."""
    import psycopg
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        yield
    except DBAPIError as error:
        raise _error(error.orig or error, address, lost=error.connection_invalidated) from None
    except psycopg.Error as error:
        raise _error(error, address, lost=False) from None
    except SQLAlchemyError as error:
        raise WorkspaceError(_reason(error), file=str(address)) from None


def _error(error: Any, address: Address, *, lost: bool) -> WorkspaceError:
    import psycopg

    state = getattr(error, "sqlstate", None) or _state_at_the_door(error)
    reason = _STATES.get(state) or _said(error) or _reason(error)
    passing = lost or state.startswith(_PASSING) or (isinstance(error, psycopg.OperationalError) and not state)
    if passing and not _said(error):
        return ServerGone(_STATES.get(state) or _out_of_reach(reason), file=str(address))
    kind = PasswordRefused if reason is _PASSWORD else ServerRefused
    return kind(reason, file=str(address), state=state)


def _out_of_reach(reason: Message) -> Message:
    return msg(
        "the server cannot be reached: {reason}; check the network, or try later",
        "сервер недоступен: {reason}; проверьте сеть или попробуйте позже",
        reason=reason,
    )


def _state_at_the_door(error: Any) -> str:
    """Return the state that belongs to a refusal to connect, or ""."""
    text = str(error)
    return next((state for state, signs in _AT_THE_DOOR if any(re.search(sign, text) for sign in signs)), "")


def _said(error: Any) -> Message | None:
    """Return our words for what libpq finds wrong before it asks any server."""
    if "definition of service" in str(error):
        return msg("there is no such service: see ~/.pg_service.conf", "нет такой службы: проверьте ~/.pg_service.conf")
    return None


def _reason(error: BaseException) -> Message:
    lines = scrubbed(str(error)).strip().splitlines()
    first = lines[0] if lines else type(error).__name__
    return msg("{text}", "{text}", text=first)


def unsaved(error: WorkspaceError, *, kept_at: str | None = None) -> SaveError:
    """Return the error of a save that the server did not take."""
    return SaveError(
        msg("not saved: {reason}", "не сохранено: {reason}", reason=error.message),
        file=error.file,
        kept_at=kept_at,
        retry=isinstance(error, ServerGone),
    )
