"""One door to all workspaces: a folder, or the address of a server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from annotator.team.address import is_address
from annotator.workspace import Workspace

if TYPE_CHECKING:
    from annotator.team.store import TeamStore


def open_workspace(place: str | os.PathLike[str]) -> Workspace | TeamStore:
    """Open the workspace in a folder or at an address like postgresql://anna@host/news.

    Raises:
        WorkspaceError: there is none, it cannot be used, or the server cannot be reached.
    """
    if is_address(place):
        from annotator.team.store import TeamStore

        return TeamStore.open(os.fspath(place))
    return Workspace.open(os.fspath(place))
