"""annotator.toml: the few settings of a workspace, written for people and kept byte for byte where we change nothing."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.domain import Overlap
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import BOM, open_regular
from annotator.workspace.names import annotator_name_problem

FORMAT = 1
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What annotator.toml says. `overlap` is None where the scheme decides."""

    name: str
    language: str = "ru"
    format: int = FORMAT
    overlap: Overlap | None = None
    annotators: tuple[str, ...] = ()


def read_settings(path: Path) -> Settings:
    """Read annotator.toml.

    Raises:
        WorkspaceError: it cannot be read, is no TOML, or a value does not fit; the message names the place.
    """
    data = load_toml(path)
    try:
        return settings_of(data, default_name=path.parent.resolve().name)
    except WorkspaceError as error:
        raise error.at(path, _line_of(path, error)) from None


def load_toml(path: Path) -> dict[str, Any]:
    """Return the table that a TOML file holds; raises WorkspaceError with the line."""
    try:
        with open_regular(path) as file:
            text = file.read(_LIMIT).removeprefix(BOM).decode("utf-8")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise WorkspaceError(
            msg("is not UTF-8: save it as UTF-8", "не в UTF-8: сохраните файл в UTF-8"), file=path
        ) from error
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        raise WorkspaceError(
            msg("is no valid TOML: correct this line", "неверный TOML: исправьте эту строку"),
            file=path,
            line=int(place[1]) if place else text.count("\n") + 1,
        ) from error
    except AnnotatorError as error:
        raise WorkspaceError(error.message, file=error.file) from error


def require_known_format(version: int, known: int = FORMAT, *, file: str | None = None) -> None:
    """Raise WorkspaceError if a newer program made the workspace; `known` is the newest format that can be read."""
    if version > known:
        raise WorkspaceError(
            msg(
                "the workspace has format {version}, this program knows {known}: update the program",
                "формат проекта {version}, программа знает {known}: обновите программу",
                version=version,
                known=known,
            ),
            file=file,
        )


def settings_of(data: Mapping[str, Any], *, default_name: str) -> Settings:
    """Return the settings that a table holds, each checked.

    Raises:
        WorkspaceError: a value does not fit.
    """
    version = data.get("format", FORMAT)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _wrong("format", msg("a whole number", "целое число"))
    require_known_format(version)
    overlap = data.get("overlap")
    if overlap is not None and overlap not in set(Overlap):
        raise _wrong("overlap", msg("none, nested or any", "none, nested или any"))
    annotators = data.get("annotators", [])
    if not isinstance(annotators, list) or not all(isinstance(name, str) for name in annotators):
        raise _wrong("annotators", msg("a list of names", "список имён"))
    for name in annotators:
        if problem := annotator_name_problem(name):
            raise WorkspaceError(problem)
    return Settings(
        name=_string(data, "name", default_name),
        language=_string(data, "language", "ru"),
        format=version,
        overlap=Overlap(overlap) if overlap is not None else None,
        annotators=tuple(dict.fromkeys(annotators)),
    )


def _string(data: Mapping[str, Any], key: str, default: str) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(key, msg("a non-empty string", "непустая строка"))
    return value


def _wrong(key: str, wanted: Message) -> WorkspaceError:
    return WorkspaceError(msg('"{key}" should be {wanted}', "«{key}»: должно быть {wanted}", key=key, wanted=wanted))


def _line_of(path: Path, error: WorkspaceError) -> int | None:
    """Return the line on which the key of an error stands, where the message names one."""
    key = error.message.values.get("key", "format" if "version" in error.message.values else "annotators")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*{re.escape(str(key))}\s*=", line)), None)


def new_settings(settings: Settings) -> str:
    """Return the text of a new annotator.toml."""
    overlap = settings.overlap or Overlap.NESTED
    return (
        f"name = {_toml(settings.name)}\n"
        f"language = {_toml(settings.language)}\n"
        f"format = {settings.format}\n"
        f'overlap = "{overlap}"  # none | nested | any\n'
        f"annotators = [{', '.join(map(_toml, settings.annotators))}]\n"
    )


def set_value(path: Path, key: str, value: str | int | list[str]) -> None:
    """Change one top-level value; comments, order and all other lines stay as they are.

    Raises:
        SaveError: the file cannot be written; it is unchanged.
    """
    text = path.read_text(encoding="utf-8-sig")
    shown = f"[{', '.join(map(_toml, value))}]" if isinstance(value, list) else _toml(value)
    head, table, rest = _before_tables(text)
    pattern = re.compile(rf"^(\s*{re.escape(key)}\s*=\s*)([^#\n]*?)(\s*(?:#[^\n]*)?)$", re.MULTILINE)
    changed, count = pattern.subn(lambda found: f"{found[1]}{shown}{found[3]}", head, count=1)
    if not count:
        changed = head + ("" if head.endswith("\n") or not head else "\n") + f"{key} = {shown}\n"
    if not _says(changed + table + rest, key, value):
        raise WorkspaceError(
            msg(
                '"{key}" cannot be changed: edit it by hand', "«{key}» не удалось изменить: исправьте вручную", key=key
            ),
            file=path,
        )
    replace_file(path, [(changed + table + rest).encode()])


def _says(text: str, key: str, value: object) -> bool:
    try:
        return bool(tomllib.loads(text).get(key) == value)
    except tomllib.TOMLDecodeError:
        return False


def _before_tables(text: str) -> tuple[str, str, str]:
    found = re.search(r"^\s*\[", text, re.MULTILINE)
    start = found.start() if found else len(text)
    return text[:start], text[start : start + 1], text[start + 1 :]


def _toml(value: str | int) -> str:
    """Return a value as TOML; JSON's strings are TOML's basic strings once DEL is escaped."""
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
