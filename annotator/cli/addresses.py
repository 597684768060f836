"""Where a command takes a server's address. Everywhere else one is refused in a line that says what to do instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from annotator.cli.common import UsageError
from annotator.messages import Message, msg
from annotator.team.address import is_address, read_address

# The parameters that may be an address; all others are files or folders.
TAKES = {
    "open": "path",
    "init": "folder",
    "import": "workspace",
    "export": "workspace",
    "validate": "paths",
    "stats": "path",
    "agreement": "paths",
    "suggest": "path",
    "assign": "path",
    "team": "address",
    "train": "source",
    "evaluate": "source",
    "learning-curve": "source",
    "merge": "sources",
    "doctor": "folder",
}
_INSTEAD = {
    "convert": msg(
        "convert works on files: use “annotator export {url} OUT --format F” or “annotator import {url} FILE”",
        "convert работает с файлами: используйте «annotator export {url} OUT --format F» или «annotator import {url} ФАЙЛ»",
    ),
    "merge": msg(
        "merge joins into a folder: bring files into a team's server with “annotator import {url} FILES”",
        "merge объединяет в папку: на сервер файлы загружает «annotator import {url} ФАЙЛЫ»",
    ),
    "repair": msg(
        "repair mends files: PostgreSQL keeps its own data whole, and this computer's copy is made anew when it is opened",
        "repair чинит файлы: PostgreSQL следит за своими данными сам, а копия на этом компьютере обновится при открытии",
    ),
    "git-setup": msg(
        "git keeps folders: a team's server keeps every version itself",
        "git хранит папки: сервер команды сам хранит все версии",
    ),
    "merge-driver": msg(
        "git calls this with files: there is nothing to merge on a team's server",
        "git вызывает эту команду с файлами: на сервере команды объединять нечего",
    ),
}


def require_places(command: str, given: Mapping[str, object]) -> None:
    """Check every parameter of a command that is the address of a server.

    Raises:
        UsageError: it takes none there; the line says what to do instead.
    """
    for name, value in _addresses(given):
        if TAKES.get(command) != name:
            raise UsageError(_refusal(command, value), file=written(value))
    if command == "agreement" and len(places := list(_addresses(given))) and _count(given["paths"]) > 1:
        text = msg(
            "give one workspace, or files of annotators: export a server's first",
            "укажите один проект или файлы разметчиков: с сервера их сначала выгружают",
        )
        raise UsageError(text, file=written(places[0][1]))


def written(word: str) -> str:
    """Return an address as people write it, without a password."""
    return read_address(word).url


def _refusal(command: str, url: str) -> Message:
    if (instead := _INSTEAD.get(command)) is not None:
        return replace(instead, values={"url": written(url)})
    return msg(
        "a file or a folder belongs here, no server's address: see “annotator {command} --help”",
        "здесь нужен файл или папка, а не адрес сервера: см. «annotator {command} --help»",
        command=command,
    )


def _addresses(given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            if isinstance(one, str | Path) and is_address(one):
                yield name, str(one)


def _count(value: object) -> int:
    return len(value) if isinstance(value, list | tuple) else 1
