"""The manual's page on the command line, made from the commands themselves: python -m annotator.cli.reference [--check]."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from annotator.cli.main import COMMANDS, module_of
from annotator.messages import LANGUAGES, Language, msg

_FOLDER = Path(__file__).parents[1] / "docs" / "manual"
PAGE = "90-commands.md"


def page() -> str:
    """Return the page in the language of the messages. The texts of a process keep the language they were loaded in."""
    head = msg(
        "# Commands\n\n"
        "All that the window does with files can be done from a terminal and from scripts. This page is made from the "
        "commands themselves; `annotator COMMAND --help` prints the same.\n\n"
        "Exit status: **0** fine · **1** something in the data was refused, dropped or invalid · **2** wrong usage · "
        "**3** the workspace is locked by another process. Errors are one line on stderr: "
        "`file:line: what is wrong, what to do`.",
        "# Команды\n\n"
        "Всё, что окно делает с файлами, можно сделать из терминала и из скриптов. Эта страница составлена по самим "
        "командам; `annotator КОМАНДА --help` выводит то же.\n\n"
        "Код возврата: **0** — всё в порядке · **1** — что-то в данных отклонено, отброшено или неверно · **2** — "
        "неверный вызов · **3** — проект занят другой программой. Ошибка — одна строка в stderr: "
        "`файл:строка: что не так, что делать`.",
    )
    return "\n\n".join([str(head), *(_section(name) for name in COMMANDS)]) + "\n"


def _section(name: str) -> str:
    command: Any = typer.main.get_command(importlib.import_module(module_of(name)).app)
    arguments = [_metavar(parameter) for parameter in command.params if parameter.param_type_name == "argument"]
    usage = f"```\nannotator {' '.join([name, *arguments])}\n```"
    rows = list(_rows(command))
    head = msg("| argument, option | meaning |", "| параметр | значение |")
    options = "\n".join([str(head), "|---|---|", *rows]) if rows else ""
    return "\n\n".join(part for part in (f"## {name}", usage, _told(command.help), options) if part)


def _metavar(parameter: Any) -> str:
    name = str(parameter.metavar or parameter.name.upper()).strip("[]")
    several = "…" if parameter.nargs == -1 and not name.endswith("…") else ""
    return f"{name}{several}" if parameter.required else f"[{name}{several}]"


def _told(text: str) -> str:
    """Return a command's help with its example set as code."""
    paragraphs = []
    for paragraph in (text or "").split("\n\n"):
        first, colon, rest = paragraph.partition(": ")
        example = first in {"Example", "Пример", "Examples", "Примеры"}
        paragraphs.append(f"{first}: `{rest.strip()}`" if example and colon else _plain(paragraph))
    return "\n\n".join(paragraphs)


def _rows(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield f"| `{_metavar(parameter)}` | {_plain(parameter.help or '')} |"
        else:
            words = "`, `".join((*parameter.opts, *parameter.secondary_opts))
            yield f"| `{words}` | {_plain(parameter.help or '')}{_default(parameter)} |"


def _default(parameter: Any) -> str:
    value = parameter.default
    if callable(value) or isinstance(value, bool) or value in {None, "", ()}:
        return ""
    return str(msg(" (otherwise {value})", " (иначе {value})", value=value))


def _plain(text: str) -> str:
    """Keep Markdown from reading signs of the text as its own."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")


def render(language: Language) -> str:
    """Return the page in a language, from a process of its own."""
    command = [sys.executable, "-c", "from annotator.cli.reference import page; print(page(), end='')"]
    environ = {**os.environ, "LC_ALL": f"{language}.UTF-8", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environ)  # noqa: S603 - ours
    return result.stdout


def main() -> None:
    """Write the pages, or with --check end with status 1 where they are out of date."""
    for language in LANGUAGES:
        path, text = _FOLDER / language / PAGE, render(language)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path}: out of date: python -m annotator.cli.reference")


if __name__ == "__main__":
    main()
