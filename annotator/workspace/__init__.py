"""The workspace folder: append log, locks, backups, assignments, migrations."""

from annotator.workspace.annotations import Annotations
from annotator.workspace.article import Article
from annotator.workspace.corpus import AddReport
from annotator.workspace.errors import SaveError, WorkspaceError, WorkspaceLocked
from annotator.workspace.problem import Problem
from annotator.workspace.reader import AnnotationReader
from annotator.workspace.saver import Saver, SaveState
from annotator.workspace.workspace import Workspace

__all__ = [
    "AddReport",
    "AnnotationReader",
    "Annotations",
    "Article",
    "Problem",
    "SaveError",
    "SaveState",
    "Saver",
    "Workspace",
    "WorkspaceError",
    "WorkspaceLocked",
]
