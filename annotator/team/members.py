"""Who belongs to a team: which login annotates under which name, and who leads."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.team.connection import Server
from annotator.workspace.names import check_annotator_name


@dataclass(frozen=True, slots=True)
class Member:
    """A login of the server, the annotator that it writes as, and whether it leads."""

    login: str
    annotator: str
    lead: bool


class Members:
    """The members of a workspace. Only the owner and leads change them."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def list(self) -> list[Member]:
        """Return all members by name."""
        rows = self._server.rows("SELECT login, annotator, lead FROM annotator.members ORDER BY annotator")
        return [Member(*row) for row in rows]

    def add(self, login: str, annotator: str, *, lead: bool = False) -> None:
        """Let a login of the server in; the login itself and its password are the server administrator's to make.

        Raises:
            WorkspaceError: there is no such login, or this login may not grant the role.
        """
        from sqlalchemy import text

        check_annotator_name(annotator)
        role = "annotator_lead" if lead else "annotator_member"
        with self._server.work() as connection:
            quoted = connection.execute(text("SELECT quote_ident(:login)"), {"login": login}).scalar()
            connection.exec_driver_sql(f"GRANT {role} TO {quoted}")
            connection.execute(
                text(
                    "INSERT INTO annotator.members (login, annotator, lead) VALUES (:login, :annotator, :lead) "
                    "ON CONFLICT (login) DO UPDATE SET annotator = excluded.annotator, lead = excluded.lead"
                ),
                {"login": login, "annotator": annotator, "lead": lead},
            )

    def me(self) -> str:
        """Return the annotator that this login writes as, or "" where it is nobody's."""
        return str(self._server.rows("SELECT coalesce(annotator.me(), '')")[0][0])

    def is_lead(self) -> bool:
        """Tell whether this login leads or owns the workspace."""
        return bool(self._server.rows("SELECT annotator.is_lead()")[0][0])
