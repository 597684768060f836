"""`annotator init`: make a workspace."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import UsageError, say
from annotator.messages import msg
from annotator.resources import scheme_names
from annotator.workspace import Workspace
from annotator.workspace.store import Store

app = typer.Typer(add_completion=False)


@app.command(
    help=str(
        msg(
            "Make a new workspace in a folder.\n\nExample: annotator init my-dataset --scheme news-ru",
            "Создать проект в папке.\n\nПример: annotator init my-dataset --scheme news-ru",
        )
    )
)
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=str(msg("folder, new or existing", "папка, новая или готовая")))
    ],
    scheme: Annotated[
        str,
        typer.Option(help=str(msg("label scheme: a name or a file", "схема меток: имя или файл"))),
    ] = "news-ru",
    language: Annotated[str, typer.Option(help=str(msg("language of the articles", "язык статей")))] = "ru",
    name: Annotated[str, typer.Option(help=str(msg("name of the workspace", "название проекта")))] = "",
    git: Annotated[
        bool, typer.Option("--git", help=str(msg("make it ready for git", "подготовить к работе с git")))
    ] = False,
) -> None:
    """Make the workspace and say what to do next."""
    check_scheme_name(scheme)
    check_language(language)
    if git:
        _require_folder(folder)
    workspace = _create(folder, scheme=scheme, language=language, name=name)
    if git:
        from annotator.workspace.git_setup import set_up_git

        set_up_git(folder)
    say(
        msg(
            "{path}: workspace “{name}” made; next: annotator import {path} ARTICLES…",
            "{path}: проект «{name}» создан; дальше: annotator import {path} СТАТЬИ…",
            path=workspace.place,
            name=workspace.name,
        )
    )


def _require_folder(folder: Path) -> None:
    from annotator.team.address import is_address, read_address

    if is_address(folder):
        text = msg(
            "--git is for folders: a team's server keeps every version itself",
            "--git — для папок: сервер команды сам хранит все версии",
        )
        raise UsageError(text, file=read_address(folder).url)


def _create(folder: Path, *, scheme: str, language: str, name: str) -> Store:
    from annotator.team.address import is_address

    if not is_address(folder):
        return Workspace.create(folder, scheme=scheme, language=language, name=name)
    from annotator.team.store import TeamStore

    return TeamStore.create(str(folder), scheme=scheme, language=language, name=name)


def check_scheme_name(scheme: str) -> None:
    """Raise UsageError unless `scheme` is the name of a scheme of ours or an existing file."""
    if scheme not in scheme_names() and not Path(scheme).exists():
        raise UsageError(
            msg(
                "there is no scheme “{scheme}”: give a file or one of {names}",
                "нет схемы «{scheme}»: укажите файл или одну из {names}",
                scheme=scheme,
                names=", ".join(scheme_names()),
            )
        )


def check_language(language: str) -> None:
    """Raise UsageError unless spaCy has a tokenizer for the language; looks for its folder, does not load spaCy."""
    spec = find_spec("spacy")
    folder = Path(spec.origin).parent / "lang" / language if spec and spec.origin else None
    if not re.fullmatch(r"[a-z]{2,3}", language) or (folder is not None and not folder.is_dir()):
        raise UsageError(
            msg(
                "spaCy knows no language “{language}”: use a code such as ru or en",
                "spaCy не знает языка «{language}»: укажите код, например ru или en",
                language=language,
            )
        )
