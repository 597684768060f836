"""How a path becomes an open workspace: whose annotations, reading or writing, copies of the sample, new ones."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from annotator.gui.settings import Settings
from annotator.messages import AnnotatorError, Message, msg
from annotator.resources import samples_folder
from annotator.workspace import AnnotationReader, Annotations, Workspace, WorkspaceLocked
from annotator.workspace.layout import is_workspace
from annotator.workspace.lock import FileLock, Owner
from annotator.workspace.names import GOLD, annotator_name_problem

SAMPLE = "news-ru"


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace with one annotator's annotations. `locked` says who else writes there, if anyone."""

    workspace: Workspace
    reader: AnnotationReader
    annotations: Annotations | None
    locked: Message | None = None
    asks_name: bool = False


def login_name() -> str:
    """Return the login name as an annotator's name, "annotator" where the system knows none."""
    import getpass  # loads readers of terminals that are seldom needed

    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = ""
    name = re.sub(r"[^\w.-]+", "-", name).strip("-. ")
    return name if name and annotator_name_problem(name) is None and name != GOLD else "annotator"


def open_workspace(path: Path, settings: Settings, annotator: str = "", *, take_over: bool = False) -> Opened:
    """Open a workspace for an annotator: the one given, else the one remembered, else the login name.

    Raises:
        AnnotatorError: it cannot be opened; one line with the reason.
    """
    workspace = Workspace.open(path.resolve())
    remembered = settings.annotator_of(workspace.path)
    name = annotator or remembered or login_name()
    asks = not annotator and not remembered and name not in workspace.annotators
    return open_annotations(workspace, name, asks_name=asks, take_over=take_over)


def open_annotations(workspace: Workspace, name: str, *, asks_name: bool = False, take_over: bool = False) -> Opened:
    """Take an annotator's lock, or open for reading where another window holds it.

    `take_over` also takes a lock left by another computer, once a person has said that nobody works there.
    """
    try:
        annotations = workspace.annotations(name, take_over=take_over)
    except WorkspaceLocked as error:
        return Opened(workspace, workspace.read(name), None, locked=error.message)
    return Opened(workspace, annotations, annotations, asks_name=asks_name)


def is_on_server(workspace: Workspace) -> bool:
    """Tell whether a workspace is the copy of a team's on a server; no path of a folder holds two slashes together."""
    return workspace.place.startswith("postgresql://")


def lock_is_free(workspace: Workspace, name: str) -> bool:
    """Tell whether nobody writes this annotator's annotations now: the lock is taken and given back at once.

    On a team's server only a try tells: False.
    """
    if is_on_server(workspace):
        return False
    lock = FileLock(workspace.layout.lock(f"annotations-{name}"), msg("{name}", "{name}", name=name))
    try:
        lock.take()
    except AnnotatorError:
        return False
    lock.give_back()
    return True


def other_computer(workspace: Workspace, name: str) -> str:
    """Return the computer that holds the annotator's lock, or "" where it is this one or nobody."""
    owner = Owner.read(workspace.layout.lock(f"annotations-{name}"))
    return owner.host if owner is not None and not owner.here else ""


def documents_folder() -> Path:
    """Return the folder in which new workspaces are put unless the user says otherwise."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place else Path.home()


def place_beside(workspace: Workspace) -> Path:
    """Return the path beside which files made from a workspace go: its folder, but of a server's copy none of its own."""
    if is_on_server(workspace):
        return documents_folder() / (re.sub(r"[^\w .-]+", "-", workspace.name).strip("-. ") or "annotations")
    return workspace.path.resolve()


def free_path(folder: Path, name: str) -> Path:
    """Return a path in the folder that does not exist yet: name, then name-2, name-3 and so on."""
    candidate, number = folder / name, 1
    while candidate.exists():
        number += 1
        candidate = folder / f"{name}-{number}"
    return candidate


def copy_sample() -> Path:
    """Return this user's copy of the sample; the one made before is used again.

    Raises:
        AnnotatorError, OSError: it cannot be copied.
    """
    target = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / SAMPLE
    if is_workspace(target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = free_path(target.parent, f".{SAMPLE}-copy")
    shutil.copytree(samples_folder() / SAMPLE, temporary, ignore=shutil.ignore_patterns(".annotator"))
    temporary.rename(target)
    return target


def name_problem(name: str) -> Message | None:
    """Return why a name cannot be an annotator's in the window, or None. The adjudicated set is nobody's own."""
    if name == GOLD:
        return msg(
            "“gold” is the adjudicated set: choose another name",
            "«gold» — это согласованный набор: выберите другое имя",
        )
    return annotator_name_problem(name)
