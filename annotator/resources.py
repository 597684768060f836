"""The schemas and samples that come with the program."""

from __future__ import annotations

import json
from pathlib import Path

from annotator.domain import LabelScheme, Overlap, scheme_from_json

_PACKAGE = Path(__file__).resolve().parent


def _folder(kind: str) -> Path:
    """Return the folder of this kind: inside the installed package, or beside it in a source tree."""
    packaged = _PACKAGE / "_data" / kind
    return packaged if packaged.is_dir() else _PACKAGE.parent / kind


def schemas_folder() -> Path:
    """Return the folder with the JSON Schemas and the label schemes of ours."""
    return _folder("schemas")


def samples_folder() -> Path:
    """Return the folder with the sample workspace and articles; it is never written, work on a copy."""
    return _folder("samples")


def scheme_names() -> list[str]:
    """Return the names of the label schemes that come with the program, `open` among them."""
    files = (path.name.removesuffix(".json") for path in schemas_folder().glob("*.json"))
    return sorted({"open", *(name for name in files if not name.endswith(".schema"))})


def scheme_named(name: str) -> LabelScheme | None:
    """Return one of our label schemes, or None. `open` allows every label and every overlap."""
    if name == "open":
        return LabelScheme("open", overlap=Overlap.ANY, open=True)
    if name not in scheme_names():
        return None
    return scheme_from_json(json.loads((schemas_folder() / f"{name}.json").read_text(encoding="utf-8")))
