"""Making a new workspace."""

from __future__ import annotations

from pathlib import Path

from annotator.domain import LabelScheme
from annotator.messages import msg
from annotator.workspace.errors import WorkspaceError, save_error
from annotator.workspace.files import replace_file, sync_folder
from annotator.workspace.layout import Layout
from annotator.workspace.names import name_of_file
from annotator.workspace.scheme_file import write_scheme
from annotator.workspace.settings import Settings, new_settings


def create_files(path: Path, *, scheme: LabelScheme, language: str, name: str) -> None:
    """Write the files of a new workspace; annotator.toml comes last and makes it one.

    Raises:
        WorkspaceError: there is a workspace already, or a file of its name is in the way.
        SaveError: the folder cannot be written.
    """
    layout = Layout(path)
    if path.exists() and not path.is_dir():
        raise WorkspaceError(msg("this is a file: give a folder", "это файл: укажите папку"), file=path)
    taken = [file for file in (layout.settings, layout.corpus, layout.scheme) if file.exists()]
    if taken:
        raise WorkspaceError(
            msg(
                "is there already: open this workspace, or choose another folder",
                "уже существует: откройте этот проект или выберите другую папку",
            ),
            file=taken[0],
        )
    try:
        layout.annotations_folder.mkdir(parents=True, exist_ok=True)
        layout.own.mkdir(exist_ok=True)
    except OSError as error:
        raise save_error(error, path) from error
    replace_file(layout.own / ".gitignore", [b"*\n"])
    replace_file(layout.corpus, [])
    write_scheme(layout.scheme, scheme)
    settings = Settings(name=name or name_of_file(path.resolve().name), language=language, overlap=scheme.overlap)
    replace_file(layout.settings, [new_settings(settings).encode()])
    sync_folder(path.resolve().parent)
