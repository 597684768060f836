"""No god files: annotation tools die of them."""

import ast

import pytest

MOST_FILE_LINES, MOST_FUNCTION_LINES = 600, 60


def test_no_file_and_no_function_outgrows_a_reader(root):
    """A file of the package stays under 600 lines and a function under 61."""
    too_long = []
    for path in sorted((root / "annotator").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if source.count("\n") > MOST_FILE_LINES:
            too_long.append(f"{path}: {source.count(chr(10))} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_FUNCTION_LINES:
                    too_long.append(f"{path}:{node.lineno}: {node.name} has {length} lines")
    if too_long:
        pytest.fail("\n".join(too_long))
