"""scheme.json: reading, writing and finding label schemes."""

from __future__ import annotations

import json
from pathlib import Path

from annotator.domain import LabelScheme, SchemeError, scheme_from_json, scheme_to_json
from annotator.messages import AnnotatorError
from annotator.resources import scheme_named
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import read_json


def read_scheme(path: Path) -> LabelScheme:
    """Read a scheme file.

    Raises:
        SchemeError: it is no scheme; the message names the key.
        WorkspaceError: it cannot be read or is no JSON.
    """
    try:
        return scheme_from_json(read_json(path))
    except SchemeError as error:
        raise error.at(path) from None
    except AnnotatorError as error:
        raise WorkspaceError(error.message, file=error.file, line=error.line) from error


def write_scheme(path: Path, scheme: LabelScheme) -> None:
    """Write a scheme file, indented for people; the old one stays until the new one is on disk.

    Raises:
        SchemeError: the scheme contradicts itself and could not be read again; nothing is written.
        SaveError: it could not be written.
    """
    data = scheme_to_json(scheme)
    scheme_from_json(data)
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    replace_file(path, [text.encode("utf-8")])


def find_scheme(scheme: LabelScheme | str | Path) -> LabelScheme:
    """Return the scheme itself, the one of ours with this name, or the one in this file."""
    if isinstance(scheme, LabelScheme):
        return scheme
    if isinstance(scheme, str):
        named = scheme_named(scheme)
        if named is not None:
            return named
    return read_scheme(Path(scheme))
