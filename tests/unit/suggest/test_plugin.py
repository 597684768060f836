"""A suggester of somebody else's package, exactly as the documentation shows it."""

import re
import sys
from pathlib import Path

import pytest

from annotator.messages import AnnotatorError
from annotator.suggest import registry
from annotator.suggest.bulk import suggest_all

PAGE = Path(__file__).parents[3] / "annotator" / "docs" / "adding-a-suggester.md"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The package of the page, as pip would lay it down."""
    _, code = re.findall(r"```(?:toml|python)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "site" / "my_package").mkdir(parents=True)
    (tmp_path / "site" / "my_package" / "__init__.py").touch()
    (tmp_path / "site" / "my_package" / "capitals.py").write_text(code, encoding="utf-8")
    information = tmp_path / "site" / "my_package-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1\n")
    (information / "entry_points.txt").write_text(
        "[annotator.suggesters]\ncapitals = my_package.capitals:make\n"
        "slovnet = my_package.capitals:make\nbroken = my_package.broken:make\n"
    )
    (tmp_path / "site" / "my_package" / "broken.py").write_text("raise ValueError('no such\\nluck')")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    registry.factory.cache_clear()
    yield
    registry.factory.cache_clear()
    for name in [name for name in sys.modules if name.startswith("my_package")]:
        del sys.modules[name]


@pytest.mark.usefixtures("installed")
def test_a_package_adds_a_suggester_by_entry_point(workspace):
    """It is known by its name, is given as --with takes it, and its suggestions are kept under its source."""
    assert "capitals" in registry.names()
    spec = registry.spec_for("capitals", workspace.scheme, "ru")
    report = suggest_all(workspace, spec)
    assert (report.source, report.documents) == ("capitals", 3)
    assert Path(report.path).name == "capitals.jsonl"


@pytest.mark.usefixtures("installed")
def test_a_package_cannot_take_a_name_of_ours_nor_break_the_rest():
    """A plugin named as one of ours is not asked; one that raises as it loads is told in one line."""
    assert registry.factory("slovnet") is registry.make_slovnet
    with pytest.raises(AnnotatorError, match=r"broken.*ValueError: no such luck"):
        registry.factory("broken")
