"""Making a workspace in an empty database, and the two roles of its server."""

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

FORMAT = 1
_ROLES = ("annotator_member", "annotator_lead")
_MAKE_ROLE = (
    "DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
)


def create_workspace(server: Server, *, scheme: LabelScheme | str | Path, language: str, name: str) -> None:
    """Make schema, roles and settings in one transaction; whoever does it owns the workspace and is its lead.

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
        make_roles(connection)
        for part in ("schema.sql", "grants.sql"):
            _run_script(connection, (files("annotator.team") / part).read_text(encoding="utf-8"))
        settings = {
            "name": name or server.address.name,
            "language": language,
            "format": str(FORMAT),
            "id": str(uuid4()),
            "scheme": json.dumps(scheme_to_json(labels), ensure_ascii=False),
            "guidelines": "",
            "blind": "false",
        }
        connection.execute(
            text("INSERT INTO annotator.settings (key, value) VALUES (:key, :value)"),
            [{"key": key, "value": value} for key, value in settings.items()],
        )


def make_roles(connection: Connection) -> None:
    """Make the two roles where the server has not got them yet; that takes a login that may."""
    from sqlalchemy import text

    there = set(connection.execute(text("SELECT rolname FROM pg_catalog.pg_roles")).scalars())
    for role in _ROLES:
        if role not in there:
            connection.execute(text(_MAKE_ROLE.format(role=role)))


def _run_script(connection: Connection, script: str) -> None:
    """Run a script as it stands; without values the driver sends it whole and takes no colon or percent sign for one."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(script)
