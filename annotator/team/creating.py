"""Making a workspace in an empty database, and bringing one of an earlier version up to date."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from annotator.domain import LabelScheme, scheme_to_json
from annotator.messages import msg
from annotator.team.connection import Server
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.scheme_file import find_scheme

if TYPE_CHECKING:
    from sqlalchemy import Connection

FORMAT = 1  # what programs must know to read and write a workspace
REVISION = 2  # of the functions around it; an earlier one is usable, and brought up to date when the owner opens it
_EARLIER = ("annotator_member", "annotator_lead")  # roles of revision 1, shared by all databases of a server


def create_workspace(server: Server, *, scheme: LabelScheme | str | Path, language: str, name: str) -> None:
    """Make schema, functions and settings in one transaction; whoever does it owns the workspace and is its lead.

    Raises:
        WorkspaceError: there is a workspace already, or the login may not make one.
    """
    from sqlalchemy import text

    labels = find_scheme(scheme)
    with server.work() as connection:
        if connection.execute(text("SELECT to_regnamespace('annotator')")).scalar() is not None:
            raise WorkspaceError(
                msg(
                    "holds a workspace already: open it, or have another database made",
                    "здесь уже есть проект: откройте его или заведите другую базу",
                ),
                file=str(server.address),
            )
        for part in ("schema.sql", "members.sql", "rules.sql"):
            _run_script(connection, part)
        settings = {
            "name": name or server.address.name,
            "language": language,
            "format": str(FORMAT),
            "revision": str(REVISION),
            "id": str(uuid4()),
            "scheme": json.dumps(scheme_to_json(labels), ensure_ascii=False),
            "guidelines": "",
            "blind": "false",
        }
        connection.execute(
            text("INSERT INTO annotator.settings (key, value) VALUES (:key, :value)"),
            [{"key": key, "value": value} for key, value in settings.items()],
        )


def bring_up_to_date(server: Server) -> bool:
    """Give a workspace of an earlier revision today's functions, if this login owns it; return whether that was done."""
    from sqlalchemy import text

    owns = (
        "SELECT session_user = pg_catalog.pg_get_userbyid(nspowner) FROM pg_catalog.pg_namespace "
        "WHERE nspname = 'annotator'"
    )
    with server.work() as connection:
        if not connection.execute(text(owns)).scalar():
            return False
        _run_script(connection, "members.sql")
        there = set(connection.execute(text("SELECT rolname FROM pg_catalog.pg_roles")).scalars())
        for role in there.intersection(_EARLIER):
            connection.execute(text(f"REVOKE ALL ON SCHEMA annotator FROM {role}"))
        connection.execute(
            text(
                "INSERT INTO annotator.settings (key, value) VALUES ('revision', :revision) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ),
            {"revision": str(REVISION)},
        )
    return True


def _run_script(connection: Connection, name: str) -> None:
    """Run a script as it stands; without values the driver sends it whole and takes no colon or percent sign for one."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute((files("annotator.team") / name).read_text(encoding="utf-8"))
