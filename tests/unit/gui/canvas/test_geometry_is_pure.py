from __future__ import annotations

import ast
from pathlib import Path

import pytest

from annotator.gui import canvas

PURE = (
    "arcs",
    "colors",
    "heights",
    "legality",
    "look",
    "marks",
    "paragraphs",
    "relations",
    "stacking",
    "style",
    "words",
)


@pytest.mark.parametrize("module", PURE)
def test_geometry_needs_no_qt(module):
    """What can be worked out without a window is worked out without Qt."""
    tree = ast.parse((Path(canvas.__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
    imported = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    imported |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert not any(name.startswith("PySide6") for name in imported)
