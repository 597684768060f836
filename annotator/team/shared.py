"""What everybody shares and leads change: settings on the server, compared with what they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.messages import msg
from annotator.workspace.errors import WorkspaceError

if TYPE_CHECKING:
    from sqlalchemy import Connection


class ChangedMeanwhileError(WorkspaceError):
    """Somebody else changed it first; `theirs` is what stands there now, a scheme or a text."""

    def __init__(self, theirs: object, *, file: str) -> None:
        super().__init__(
            msg(
                "somebody else has changed it meanwhile: look at theirs first",
                "тем временем это изменил кто-то другой: сначала посмотрите, что там теперь",
            ),
            file=file,
        )
        self.theirs = theirs


def read_setting(connection: Connection, key: str) -> str:
    """Return a setting as it stands, and let nobody else change it before this transaction ends."""
    from sqlalchemy import text

    lock = "SELECT pg_advisory_xact_lock(hashtextextended('annotator:setting:' || :key, 0))"
    connection.execute(text(lock), {"key": key})
    return str(
        connection.execute(text("SELECT value FROM annotator.settings WHERE key = :key"), {"key": key}).scalar() or ""
    )


def keep_setting(connection: Connection, key: str, value: str) -> None:
    """Change a setting and tell everybody when the transaction ends."""
    from sqlalchemy import text

    connection.execute(
        text(
            "INSERT INTO annotator.settings (key, value) VALUES (:key, :value) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        ),
        {"key": key, "value": value},
    )
    connection.execute(text("SELECT pg_notify('annotator', '[\"settings\"]')"))
