"""All formats: those of the program, and those that other packages register under `annotator.formats`."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path

from annotator.formats.archive import is_archive, unzipped
from annotator.formats.base import WRONG_USAGE, Format, FormatError
from annotator.messages import AnnotatorError, msg, reason_of
from annotator.workspace.jsonl import open_regular

GROUP = "annotator.formats"
# Name → "module:class", the most particular first, as they are asked in this order whose file it is. The same table
# stands in pyproject.toml; this one serves a source tree that is not installed.
BUILT_IN: dict[str, str] = {
    "spacy": "annotator.nlp.docbin:DocBinFormat",
    "brat": "annotator.formats.brat:BratFormat",
    "prodigy": "annotator.formats.prodigy:ProdigyFormat",
    "doccano": "annotator.formats.doccano:DoccanoFormat",
    "labelstudio": "annotator.formats.labelstudio:LabelStudioFormat",
    "webanno": "annotator.formats.webanno:WebAnnoFormat",
    "cas": "annotator.formats.cas:CasFormat",
    "cas-json": "annotator.formats.cas:CasJsonFormat",
    "conll": "annotator.formats.conll:ConllFormat",
    "hf": "annotator.formats.hf:HuggingFaceFormat",
    "gliner": "annotator.formats.gliner:GlinerFormat",
    "spacy-json": "annotator.formats.spacy_json:SpacyJsonFormat",
    "factrueval": "annotator.formats.factrueval:FactRuEvalFormat",
    "jsonl": "annotator.formats.native:NativeFormat",
    "text": "annotator.formats.plain:TextFormat",
}
_HEAD = 64 * 1024
_NATIVE = "jsonl"
_LOOKED_AT = 50  # files of a folder


class UnknownFormatError(FormatError):
    """There is no format of that name, or nothing tells whose file it is; exit status 2."""

    exit_status = WRONG_USAGE


def names() -> list[str]:
    """Return the names of all formats, our own first."""
    return [*BUILT_IN, *sorted(set(_others()) - set(BUILT_IN))]


def get(name: str) -> Format:
    """Return the format of that name.

    Raises:
        UnknownFormatError: there is none; the message lists those there are.
    """
    target = BUILT_IN.get(name) or _others().get(name)
    if target is None:
        raise UnknownFormatError(
            msg(
                'there is no format "{name}": choose one of {names}',
                "нет формата «{name}»: есть {names}",
                name=name,
                names=", ".join(names()),
            )
        )
    return _load(name, target)


@cache
def _others() -> dict[str, str]:
    return {point.name: point.value for point in entry_points(group=GROUP)}


@cache
def _load(name: str, target: str) -> Format:
    module, _, attribute = target.partition(":")
    try:
        made: object = getattr(importlib.import_module(module), attribute)()
    except Exception as error:  # whatever another package's code may raise
        raise FormatError(
            msg(
                'format "{name}" cannot be loaded ({reason}): install its package again',
                "формат «{name}» не загружается ({reason}): переустановите его пакет",
                name=name,
                reason=reason_of(error),
            )
        ) from error
    if not isinstance(made, Format):
        raise FormatError(
            msg(
                "{target} is no format: see “Adding a format”",
                "{target} — не формат: см. «Adding a format»",
                target=target,
            )
        )
    return made


def detect(path: Path) -> Format:
    """Return the format of a file, a folder or an archive, by names and first lines; native for an unclaimed `.jsonl`.

    Raises:
        AnnotatorError: there is nothing at that path, or no format knows it.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        open_regular(path).close()  # a pipe or a device, where looking could block for ever: says so
    if is_archive(path):
        with unzipped(path) as folder:
            return detect(folder)
    if found := _claiming(path):
        return found
    if path.is_dir() and (found := _claiming_inside(path)):
        return found
    if path.suffix.lower() in get(_NATIVE).suffixes and not path.is_dir():
        return get(_NATIVE)  # its reader says line by line what is wrong
    raise UnknownFormatError(
        msg(
            "nothing tells which format this is: name it (--format, --from): {names}",
            "формат не определяется: укажите его (--format, --from): {names}",
            names=", ".join(names()),
        ),
        file=path,
    )


def _claiming(path: Path) -> Format | None:
    """Return the first format that says the file or folder is its own."""
    head = _head(path)
    for name in names():
        try:
            candidate = get(name)
        except FormatError:
            continue  # a broken plugin must not keep others from their files
        if _recognises(candidate, path, head):
            return candidate
    return None


def _recognises(candidate: Format, path: Path, head: bytes) -> bool:
    try:
        return candidate.recognises(path, head)
    except Exception:
        if candidate.name in BUILT_IN:
            raise
        return False  # a broken plugin must not keep others from their files


def _claiming_inside(folder: Path) -> Format | None:
    """Return the format of the first file in a folder that has one: most formats know their files, not folders."""
    inside = (child for child in sorted(folder.rglob("*")) if child.is_file() and not child.name.startswith("."))
    return next((found for child in islice(inside, _LOOKED_AT) if (found := _claiming(child))), None)


def _head(path: Path) -> bytes:
    if path.is_dir():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError as error:
        raise UnknownFormatError(
            msg("there is no such file or folder", "нет такого файла или папки"), file=path
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise AnnotatorError(
            msg("cannot be read: {reason}", "не читается: {reason}", reason=reason), file=path
        ) from error


def writable() -> list[str]:
    """Return the names of the formats that can be written."""
    return [name for name in names() if get(name).writes]
