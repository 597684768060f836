"""A team at a glance: who belongs to it, how it works, and what waits to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.team.members import Member, Members

if TYPE_CHECKING:
    from annotator.team.store import TeamStore


@dataclass(frozen=True, slots=True)
class Roster:
    """`waiting` articles are in the queue; `outstanding` ones are the asking annotator's and not finished.

    `login` is the asking login; `makes_logins` tells whether logins can be made from here.
    """

    members: tuple[Member, ...]
    login: str
    leads: bool
    makes_logins: bool
    blind: bool
    waiting: int
    outstanding: int


def read_roster(store: TeamStore, annotator: str) -> Roster:
    """Ask the server for all of it.

    Raises:
        WorkspaceError: the server is out of reach, or this login is no member any more.
    """
    store.refresh()
    members = Members(store.server)
    return Roster(
        tuple(members.list()),
        str(store.server.rows("SELECT session_user")[0][0]),
        members.is_lead(),
        members.makes_logins(),
        store.blind,
        store.queue.waiting(),
        len(store.queue.outstanding(annotator)),
    )
