import subprocess
import sys

import pytest

LIGHT = ("mentions", "offers", "ordering", "search", "suggestion", "suggestion_file", "registry", "assignment", "bulk")


@pytest.mark.parametrize("module", LIGHT)
def test_what_the_window_needs_loads_nothing_heavy(module):
    """Importing it loads neither spaCy, nor numpy, nor the dictionary, nor slovnet."""
    code = (
        f"import sys, annotator.suggest.{module}\n"
        "print(sorted({'spacy', 'numpy', 'pymorphy3', 'slovnet', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
