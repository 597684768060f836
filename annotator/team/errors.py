"""What a server or the way to it says, as one clear line without passwords."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from annotator.messages import Message, msg
from annotator.team.address import Address, scrubbed
from annotator.workspace.errors import SaveError, WorkspaceError


class ServerGone(WorkspaceError):  # noqa: N818 - a state that passes, not a mistake
    """The server cannot be reached now; the same call may work later."""


_STATES = {
    "28P01": msg("the password is wrong", "неверный пароль"),
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
    "53100": msg("the server's disk is full", "на диске сервера нет места"),
}
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

    state = getattr(error, "sqlstate", None) or ""
    reason = _STATES.get(state) or _said(error) or _reason(error)
    passing = lost or state.startswith(_PASSING) or (isinstance(error, psycopg.OperationalError) and not state)
    if passing and not _said(error):
        text = msg(
            "the server cannot be reached: {reason}; check the network, or try later",
            "сервер недоступен: {reason}; проверьте сеть или попробуйте позже",
            reason=reason,
        )
        return ServerGone(text, file=str(address))
    return WorkspaceError(reason, file=str(address))


def _said(error: Any) -> Message | None:
    """Return our words for a refusal at the door, which libpq tells only in English prose."""
    text = str(error)
    if "password" in text and ("failed" in text or "no password supplied" in text):
        return msg(
            "the password is missing or wrong: put it into ~/.pgpass or PGPASSWORD",
            "нет пароля или он неверен: впишите его в ~/.pgpass или PGPASSWORD",
        )
    if "does not exist" in text and "database" in text:
        return _STATES["3D000"]
    if "definition of service" in text:
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
