"""A team's server: whether it answers, what it is, and what this login may do there."""

from __future__ import annotations

from annotator.doctor.finding import Finding, State
from annotator.messages import AnnotatorError, Message, msg

_NAME = msg("team server", "сервер команды")


def server_finding(url: str) -> Finding:
    """Return what became of opening the workspace at an address."""
    from annotator.team.members import Members
    from annotator.team.store import TeamStore

    try:
        store = TeamStore.open(url)
    except AnnotatorError as error:
        return Finding("server", _NAME, error.file or "", State.BROKEN, error.message)
    try:
        members = Members(store.server)
        version = str(store.server.rows("SHOW server_version")[0][0]).split()[0]
        value = msg(
            "{url}: PostgreSQL {version}, workspace “{name}”, {role}",
            "{url}: PostgreSQL {version}, проект «{name}», {role}",
            url=store.place,
            version=version,
            name=store.name,
            role=_role(members.me(), leads=members.is_lead()),
        )
        return Finding("server", _NAME, value)
    except AnnotatorError as error:
        return Finding("server", _NAME, store.place, State.BROKEN, error.message)
    finally:
        store.close()


def _role(name: str, *, leads: bool) -> Message:
    if leads:
        return msg("you lead", "вы руководите")
    return msg("you annotate as {name}", "вы размечаете как {name}", name=name)
