"""What the import contracts promise, checked by importing for real."""

import pkgutil
import subprocess
import sys

import pytest

import annotator

PACKAGES = [module.name for module in pkgutil.iter_modules(annotator.__path__) if module.name != "__main__"]
BELOW_GUI = [name for name in PACKAGES if name != "gui"]
BELOW_NLP = [name for name in BELOW_GUI if name not in {"cli", "training", "suggest", "nlp"}]


def modules_of(packages):
    names = [f"annotator.{package}" for package in packages]
    found = [m.name for m in pkgutil.walk_packages(annotator.__path__, "annotator.")]
    return [name for name in found if any(name == top or name.startswith(top + ".") for top in names)]


def loaded_after_importing(packages):
    code = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code, *modules_of(packages)], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in result.stdout.split()}


def test_nothing_below_the_window_loads_qt():
    """The command line and all libraries run on machines without Qt's system libraries."""
    assert "PySide6" not in loaded_after_importing(BELOW_GUI)


def test_nothing_below_nlp_loads_spacy():
    """Opening, saving, scoring and converting need no spaCy."""
    assert not loaded_after_importing(BELOW_NLP) & {"spacy", "thinc", "torch"}


@pytest.mark.parametrize("module", ["annotator.gui.app", "annotator.gui.main_window"])
def test_the_window_loads_no_spacy_at_start(module):
    """The window opens at once; spaCy comes when it is needed."""
    code = f"import sys, {module}; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "spacy" not in result.stdout.split()
