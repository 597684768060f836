"""Opening a team's workspace beside the window: the copy on this computer is brought up to date first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.storage.background import Background

if TYPE_CHECKING:
    from annotator.gui.opening import Opened
    from annotator.gui.settings import Settings
    from annotator.team.address import Address


def team_address(path: Path) -> Address | None:
    """Return the server that a path means: an address, or the folder of a copy. Imports nothing of it otherwise."""
    if str(path).startswith("postgres"):
        from annotator.team.address import is_address, read_address

        return read_address(path) if is_address(path) else None
    if (path / "team.json").is_file():
        from annotator.team.mirror import address_of

        return address_of(path)
    return None


class Joining(Background):
    """Emits `finished` with an Opened, or `failed` with the error."""

    def __init__(
        self, address: Address, settings: Settings, annotator: str, parent: QObject, *, take_over: bool = False
    ) -> None:
        remembered = settings.annotator_of(address.folder.resolve())
        super().__init__(lambda _stops: _joined(address, annotator, remembered, take_over=take_over), parent)


def _joined(address: Address, annotator: str, remembered: str, *, take_over: bool) -> Opened:
    from annotator.gui.opening import login_name, open_annotations
    from annotator.team.members import Members
    from annotator.team.mirrored import MirroredWorkspace

    workspace = MirroredWorkspace.open_address(address)
    mine = Members(workspace.store.server).me() if workspace.store is not None else ""
    name = annotator or mine or remembered or address.user or login_name()
    asks = not (annotator or mine or remembered) and name not in workspace.annotators
    return open_annotations(workspace, name, asks_name=asks, take_over=take_over)
